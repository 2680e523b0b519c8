"""How many rows each choice of a filter would give, all other chosen filters kept.

What a row says of itself (its status, its year) is counted for all such filters at once: one query groups
the rows that the other filters leave by all these columns, and the few groups are added up here for
whatever is chosen.  What hangs on linked records (agencies, their regions) takes one query a filter.  So a
page makes as many queries for one row as for a hundred thousand.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Protocol

from django.db.models import Count, F, QuerySet
from django.db.models.expressions import Combinable

from agreements.lists.parameters import Clock

NO_CHOICE = ""  # the value of a filter in which nothing is chosen; counts give all rows under it
Counts = Mapping[str, int]
Choices = tuple[str, ...]
Columns = tuple[str | Combinable, ...]
RowsByKey = Mapping[int, Sequence[int]]  # primary key of a related record: those of its rows


def value_as_choice(value: Any) -> Choices:
    if value is None:
        return ()
    return (str(value),)


@dataclass(frozen=True)
class RowFacet:
    """Facet counted from columns of the listed row.

    ``columns`` are paths or expressions, or a function that gives them at a clock.  ``choices`` takes their
    values and returns the choices to which such a row answers.  ``prepared`` adds to the rows what the
    columns need.
    """

    columns: Columns | Callable[[Clock], Columns]
    choices: Callable[..., Choices] = value_as_choice
    prepared: Callable[[QuerySet[Any], Clock], QuerySet[Any]] | None = None

    def columns_at(self, clock: Clock) -> Columns:
        return self.columns(clock) if callable(self.columns) else self.columns


@dataclass(frozen=True)
class LinkedFacet:
    """Facet counted from records linked with the rows: ``count`` takes the rows and returns the counts."""

    count: Callable[[QuerySet[Any], Clock], Counts]


class LinkToRelated(Protocol):
    """Leads from rows to agencies or themes: gives pairs of primary keys, as of a clock's sequence."""

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> Iterable[tuple[int, int | None]]: ...


@dataclass(frozen=True)
class RelatedFacet:
    """Facet counted from the agencies, or themes, to which ``links`` lead from the rows.

    ``choices_by_key`` returns the choices to which each public one answers.  The pairs of row and agency are
    read once for all such filters of a list and counted here: three times as fast as letting the database
    count distinct rows for agencies, regions and provinces in turn.
    """

    links: tuple[LinkToRelated, ...]
    choices_by_key: Callable[[], Mapping[int, Collection[str]]]


def rows_by_key(pairs: Iterable[tuple[int, int | None]]) -> RowsByKey:
    """Group pairs of a row and a related record by the record."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, key in pairs:
        if key is not None:
            rows[key].append(row)
    return rows


def rows_by_choice(
    pairs: Iterable[tuple[int, int | None]], choices_by_key: Mapping[int, Collection[str]]
) -> Mapping[str, set[int]]:
    """Return {choice: its rows}, each row once though two of its agencies answer to the choice."""
    return rows_of_choices(rows_by_key(pairs), choices_by_key)


def rows_of_choices(
    grouped: RowsByKey, choices_by_key: Mapping[int, Collection[str]]
) -> Mapping[str, set[int]]:
    """Do the same for pairs that are grouped already."""
    rows: dict[str, set[int]] = defaultdict(set)
    for key in grouped.keys() & choices_by_key.keys():
        for choice in choices_by_key[key]:
            rows[choice].update(grouped[key])
    return rows


Facet = RowFacet | LinkedFacet | RelatedFacet


def by_column(column: str | Combinable) -> RowFacet:
    return RowFacet((column,))


@dataclass(frozen=True)
class FacetTable:
    """Groups of rows that answer to the same choices of the filters ``names``.

    Each group has, in the order of ``names``, the choices to which its rows answer, and their number.
    """

    names: tuple[str, ...]
    groups: Sequence[tuple[tuple[Choices, ...], int]]

    def counts(self, name: str, chosen: Mapping[str, str]) -> Counts:
        """Count the rows of each choice of ``name``, and of all, that answer to the other ``chosen``."""
        column = self.names.index(name)
        conditions = [(self.names.index(key), value) for key, value in chosen.items() if key != name]
        counts: Counter[str] = Counter({NO_CHOICE: 0})
        for choices, row_count in self.groups:
            if all(value in choices[index] for index, value in conditions):
                counts.update(dict.fromkeys((NO_CHOICE, *choices[column]), row_count))
        return counts


class CountableSelection(Protocol):
    """What facets ask of a selection."""

    clock: Clock

    @property
    def chosen(self) -> Mapping[str, Any]: ...
    @property
    def facets_of_filters(self) -> Mapping[str, Facet]: ...
    def rows_without(self, *names: str) -> QuerySet[Any]: ...


class Facets:
    """The counts of one selection, each made once and only when it is asked for."""

    def __init__(self, selection: CountableSelection) -> None:
        self.selection, self.clock = selection, selection.clock
        self.facet_of = selection.facets_of_filters
        self.row_facets = {
            name: facet for name, facet in self.facet_of.items() if isinstance(facet, RowFacet)
        }
        self._counts: dict[str, Counts] = {}
        self._related: dict[tuple[tuple[LinkToRelated, ...], str], RowsByKey] = {}

    def counts(self, name: str) -> Counts:
        """Return {choice: number of rows} of a filter, all others kept; ``NO_CHOICE``: without this one."""
        if name not in self._counts:
            self._counts[name] = self._count(name)
        return self._counts[name]

    def _count(self, name: str) -> Counts:
        facet = self.facet_of[name]
        if isinstance(facet, RowFacet):
            return self.table.counts(name, self._chosen_in_rows)
        rows = self.selection.rows_without(name).order_by()
        row_count = rows.count() if name in self.selection.chosen else self.total
        if isinstance(facet, LinkedFacet):
            counts = facet.count(rows, self.clock)
        else:
            counts = self._count_related(facet, name, rows)
        return {**counts, NO_CHOICE: row_count}

    def _count_related(self, facet: RelatedFacet, name: str, rows: QuerySet[Any]) -> Counts:
        choices_by_key = facet.choices_by_key()
        if not choices_by_key:
            return {}  # a register without any theme
        answering = rows_of_choices(self._rows_by_key(facet, name, rows), choices_by_key)
        return {choice: len(of_choice) for choice, of_choice in answering.items()}

    def _rows_by_key(self, facet: RelatedFacet, name: str, rows: QuerySet[Any]) -> RowsByKey:
        # Filters in which nothing is chosen look at the same rows and share what was read of them.
        key = facet.links, name if name in self.selection.chosen else NO_CHOICE
        if key not in self._related:
            pairs = (link.pairs(rows, self.clock.seq) for link in facet.links)
            self._related[key] = rows_by_key(chain.from_iterable(pairs))
        return self._related[key]

    @cached_property
    def total(self) -> int:
        """How many rows the selection has."""
        if not self.row_facets:
            return self.selection.rows_without().order_by().count()
        name = next(iter(self.row_facets))
        return self.counts(name).get(self._chosen_in_rows.get(name, NO_CHOICE), 0)

    def without(self, name: str) -> int:
        """How many rows there would be without one chosen filter."""
        if name in self.facet_of:
            return self.counts(name)[NO_CHOICE]
        return self.selection.rows_without(name).order_by().count()

    @property
    def _chosen_in_rows(self) -> dict[str, str]:
        chosen = self.selection.chosen
        return {name: str(chosen[name]) for name in self.row_facets if name in chosen}

    @cached_property
    def table(self) -> FacetTable:
        """The rows that all other filters leave, grouped by the columns of ``row_facets`` in one query."""
        rows = self.selection.rows_without(*self.row_facets).order_by()
        for prepared in dict.fromkeys(facet.prepared for facet in self.row_facets.values()):
            if prepared is not None:
                rows = prepared(rows, self.clock)
        columns = {name: facet.columns_at(self.clock) for name, facet in self.row_facets.items()}
        column_index = index_columns(chain.from_iterable(columns.values()))
        annotations = {
            f"facet_column_{index}": F(column) if isinstance(column, str) else column
            for column, index in column_index.items()
        }
        readers = [
            (facet.choices, [column_index[column] for column in columns[name]])
            for name, facet in self.row_facets.items()
        ]
        groups = rows.annotate(**annotations).values_list(*annotations).annotate(Count("pk"))
        return FacetTable(
            tuple(self.row_facets),
            [(choices_of_group(readers, values), row_count) for *values, row_count in groups],
        )


def index_columns(columns: Iterable[str | Combinable]) -> dict[str | Combinable, int]:
    """Number the columns; one that several filters read has one number."""
    return {column: index for index, column in enumerate(dict.fromkeys(columns))}


def choices_of_group(
    readers: Iterable[tuple[Callable[..., Choices], Sequence[int]]], values: Sequence[Any]
) -> tuple[Choices, ...]:
    return tuple(choices(*(values[index] for index in indexes)) for choices, indexes in readers)
