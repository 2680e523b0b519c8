"""What a list of the desk is: the admin's first page shows its rows, the daily mail names some of them.

A section says what it lists, whose each row is, how a row reads, and on which days a mail names it.  The
page asks for one person and narrows the rows down in the database; the mail asks once for everybody and
hands the rows out.  What a mail names is therefore among the rows that the page shows the same person on
that day; ``tests/unit/test_desk.py`` holds the two together.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Model, Q, QuerySet
from django.utils.functional import Promise

from agreements.rules.roles import REPORT, VIEW, Person, Whose


class RowText(NamedTuple):
    """How a row reads: what it is, and beside it why it is listed."""

    label: str
    aside: str = ""


@dataclass(frozen=True)
class PageRows:
    """The first rows of a section that are one person's, and how many there are of each model."""

    first: list[Any]
    counts: dict[type[Model], int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


class Section(ABC):
    """One list of what a member of staff is to see to.

    Attributes:
        kind: in the styles of the page, and in the record of what was mailed.
        permission: an act and a model; who may do that with some record has the list.
        page_title, page_empty: on the first page, the second instead of rows.
        mail_title: in the mail.
    """

    kind: str
    permission: tuple[str, str]
    page_title: str | Promise
    page_empty: str | Promise
    mail_title: str | Promise

    def is_for(self, person: Person) -> bool:
        return person.may(*self.permission)

    @abstractmethod
    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        """Return the first ``limit`` rows of ``person`` on a day, and how many there are in all."""

    def mail_rows(self, people: list[Person], *, on: date) -> Iterable[tuple[Any, frozenset[int]]]:
        """Return the rows that mails of a day name, each with the keys of those to whom it is mailed.

        Args:
            people: whom the section is for.  The queries are as many for one of them as for all.
        """
        return ()

    def record(self, row: Any) -> Any:
        """Return the record to which a row leads."""
        return row

    @abstractmethod
    def page_text(self, row: Any, *, on: date) -> RowText: ...

    def mail_text(self, row: Any, *, on: date) -> RowText:
        return self.page_text(row, on=on)


# ---- rows of agencies ---------------------------------------------------------------------------------


def sees_every_agency(person: Person) -> bool:
    """Say whether the lists hold everybody's rows for ``person``: a coordinator, or an auditor who
    enters nothing.  Who reports for some agencies sees the rows of these."""
    act = REPORT if person.may(REPORT, "commitment") else VIEW
    return any(grant.whose == Whose.ALL for grant in person.grants(act, "commitment"))


def of_agencies(rows: QuerySet[Any], lookups: tuple[str, ...], agencies: Iterable[int]) -> QuerySet[Any]:
    """Keep the rows that lead to one of ``agencies`` by one of ``lookups``."""
    matching = Q(pk__in=[])
    for lookup in lookups:  # subqueries: a join would repeat a row for each agency
        related = rows.model._default_manager.filter(**{f"{lookup}__in": agencies})
        matching |= Q(pk__in=related.values("pk"))
    return rows.filter(matching)


def agencies_by_row(rows: QuerySet[Any], lookups: Iterable[str]) -> dict[Any, set[int]]:
    """Return {row.pk: keys of the agencies to which ``lookups`` lead}, in one query."""
    agencies: dict[Any, set[int]] = defaultdict(set)
    for pk, *keys in rows.order_by().values_list("pk", *lookups):
        agencies[pk].update(keys)
    return agencies


class StaffOfAgencies:
    """Finds the people of agencies among ``people``, again and again."""

    def __init__(self, people: list[Person]) -> None:
        self.of_every_agency = frozenset(person.key for person in people if sees_every_agency(person))
        self.by_agency: dict[int, set[int]] = defaultdict(set)
        for person in people:
            for agency in person.agencies:
                self.by_agency[agency].add(person.key)

    def keys(self, agencies: Iterable[int]) -> frozenset[int]:
        """Return the keys of those who work for one of ``agencies``, and of all who see every agency."""
        return self.of_every_agency.union(*(self.by_agency.get(agency, ()) for agency in agencies))


class AgencySection(Section):
    """A list of rows of one queryset, each of which is of some agencies.

    Attributes:
        agency_lookups: from a row to the agencies whose staff have it on their lists.
        counted_columns: the column that says of which model a row is, for each model that is counted.
    """

    permission = (VIEW, "agreement")
    agency_lookups: tuple[str, ...]
    counted_columns: dict[type[Model], str]

    @abstractmethod
    def rows(self, *, on: date) -> QuerySet[Any]:
        """Return everybody's rows on a day, the most urgent first."""

    @abstractmethod
    def is_mailed(self, row: Any, *, on: date) -> bool:
        """Say whether mails of this day name the row."""

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        rows = self.rows(on=on)
        if not sees_every_agency(person):
            rows = of_agencies(rows, self.agency_lookups, person.agencies)
        columns = {model.__name__: Count(column) for model, column in self.counted_columns.items()}
        count_by_name = rows.order_by().aggregate(**columns)
        counts = {model: count_by_name[model.__name__] for model in self.counted_columns}
        if not any(counts.values()):
            return PageRows([], counts)
        return PageRows(list(rows[:limit]), counts)

    def mail_rows(self, people: list[Person], *, on: date) -> Iterator[tuple[Any, frozenset[int]]]:
        mailed = [row for row in self.rows(on=on) if self.is_mailed(row, on=on)]
        model = self.rows(on=on).model
        same_rows = model._default_manager.filter(pk__in=[row.pk for row in mailed])
        agencies = agencies_by_row(same_rows, self.agency_lookups)
        staff = StaffOfAgencies(people)
        for row in mailed:
            yield row, staff.keys(agencies[row.pk])
