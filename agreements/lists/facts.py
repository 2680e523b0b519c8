"""The list of everything dated: facts of many tables in one order, narrowed down and counted kind by kind.

A row is a key: its day, the number of its kind, and the primary key of its record.  One union asks all
tables at once, so that a page makes as many queries for one fact as for a hundred thousand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import NO_CHOICE, Counts, rows_by_choice
from agreements.lists.filters import ChoiceFilter, TextFilter
from agreements.lists.listings import Listing, Selection, Sort
from agreements.lists.parameters import Clock
from agreements.lists.plain_choice import PlainChoice
from agreements.lists.register_filters import (
    AgencyFilter,
    AgencyLink,
    Link,
    OtherSideLink,
    RegionFilter,
    linked_with,
    public_links,
    slugs_of_agencies,
)
from agreements.lists.spans import SpanFilters, ends_of_span
from agreements.lists.targets import announced_targets, with_change_at
from agreements.models import Agency, SearchKind, State
from agreements.models.base import PUBLIC
from agreements.timeline import DATED, KIND_ORDER, AgencyPath, EventKey, EventKind

KINDS = [(kind.value, kind.label) for kind in DATED]
AS_LIST = "list"

# By what path each kind is searched: the words of the record that it is about.
SEARCHED: dict[EventKind, Mapping[str, SearchKind]] = {
    EventKind.DECIDED: {"": SearchKind.PROGRAM},
    EventKind.JOINED: {"agreement": SearchKind.AGREEMENT},
    EventKind.AMENDED: {"agreement": SearchKind.AGREEMENT},
    EventKind.REPORTED: {"": SearchKind.REPORT},
    EventKind.DEADLINE: {"": SearchKind.REPORT},
    EventKind.INQUIRED: {"": SearchKind.INQUIRY},
    EventKind.STATED: {"report": SearchKind.REPORT, "agreement": SearchKind.AGREEMENT},
    EventKind.WITHDRAWN: {"report__commitment": SearchKind.COMMITMENT},
    EventKind.DUTY: {"agreement": SearchKind.AGREEMENT},
    EventKind.RECOGNISED: {"program": SearchKind.PROGRAM},
}
AGREEMENT_SEARCHED: Mapping[str, SearchKind] = {"": SearchKind.AGREEMENT}

# Where a fact is about promises: its columns that lead to commitments and to milestones.
ABOUT_PROMISES = {
    EventKind.REPORTED: ("commitment", "milestone"),
    EventKind.DEADLINE: ("commitment", "milestone"),
    EventKind.INQUIRED: ("commitments", "milestones"),
}


def present_dates(clock: Clock) -> Any:
    """The announced dates that their speakers have not changed or taken back since, each once."""
    announced = with_change_at(announced_targets(clock), clock)
    return announced.filter(present=True, repeats=False)


def rows_of_kind(kind: EventKind, clock: Clock) -> Any:
    facts = DATED[kind]
    rows = present_dates(clock) if kind == EventKind.DEADLINE else facts.rows(clock.on, clock.seq)
    return rows.filter(**{f"{facts.column}__isnull": False}).order_by()


def links_of(kind: EventKind) -> list[Link]:
    return list(map(link_of_path, DATED[kind].agencies))


def link_of_path(path: AgencyPath) -> Link:
    if not path.from_agency:
        return OtherSideLink(path.column, path.to_agency)
    return AgencyLink(*path)


# ---- the filters -------------------------------------------------------------------------------------


class FactFilters(SpanFilters):
    """What can be asked for.  The conditions differ from kind to kind: see :class:`FactSelection`."""

    q = TextFilter({})
    kind = ChoiceFilter(label=_("Kind"), choices=KINDS)
    agency = AgencyFilter()
    region = RegionFilter()
    vars()["from"], to = ends_of_span()
    view = PlainChoice(label=_("View"), choices=[(AS_LIST, _("List"))])


@dataclass(frozen=True)
class FactRows:
    """Keys of facts in an order, as a paginator and an export read them."""

    keys: QuerySet[Any]  # with the sequence of publication behind each

    def count(self) -> int:
        return self.keys.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[EventKey]:
        return [row[:3] for row in self.keys[part]]

    def part(self, begin: int, end: int) -> "FactRows":
        return FactRows(self.keys[begin:end])

    def values_list(self, *_paths: str) -> "FactRows":
        """Give each key as the one column that an export reads."""
        return self

    def iterator(self, chunk_size: int) -> Iterator[tuple[EventKey]]:
        for row in self.keys.iterator(chunk_size=chunk_size):
            yield (row[:3],)


class FactSelection(Selection):
    """Everything dated that one query string asks for; ``states`` leaves what is about these promises."""

    def __init__(
        self, listing: Listing, parameters: Mapping[str, str], *, clock: Clock, states: Any = None
    ) -> None:
        super().__init__(listing, parameters, clock=clock)
        self.states = states

    @property
    def rows(self) -> FactRows:  # type: ignore[override]  # of several tables, no queryset
        """Its facts in the order that is asked for."""
        keys = self.union(self.key_columns, self.chosen)
        return FactRows(keys.order_by(*self.listing.sorts[self.sort].order))

    def for_page(self) -> FactRows:
        return self.rows

    def newest_published(self, most: int) -> list[EventKey]:
        """Return the facts whose records were published last."""
        keys = self.union(self.key_columns, self.chosen)
        return FactRows(keys.order_by(*self.listing.sorts["-published"].order))[:most]

    def count_of_all(self) -> int:
        return self.count({})

    # ---- the union -----------------------------------------------------------------------------------

    def rows_by_kind(self, chosen: Mapping[str, Any]) -> Iterator[tuple[EventKind, Any]]:
        """Yield the kinds that can hold what is ``chosen``, each with its rows."""
        for kind in DATED:
            is_chosen = chosen.get("kind") in (None, kind.value)
            if is_chosen and (self.states is None or kind in ABOUT_PROMISES):
                yield kind, self.narrowed(kind, chosen)

    def narrowed(self, kind: EventKind, chosen: Mapping[str, Any]) -> Any:
        rows, column, seq = rows_of_kind(kind, self.clock), DATED[kind].column, self.clock.seq
        if "agency" in chosen:
            agencies = Agency.objects.visible_to(PUBLIC).filter(slug=chosen["agency"])
            rows = rows.filter(linked_with(agencies, links_of(kind), seq))
        if "region" in chosen:
            regions = self.filters.filters["region"].regions
            rows = rows.filter(linked_with(regions.agencies_under(chosen["region"]), links_of(kind), seq))
        if "from" in chosen:
            rows = rows.filter(**{f"{column}__gte": chosen["from"].first})
        if "to" in chosen:
            rows = rows.filter(**{f"{column}__lte": chosen["to"].last})
        if chosen.get("q"):
            rows = rows.filter(self.searched(kind, chosen["q"]))
        if self.states is not None:
            rows = rows.filter(self.about_states(kind))
        return rows

    def searched(self, kind: EventKind, text: str) -> Q:
        search = self.filters.filters["q"].search_for(text)
        paths = SEARCHED.get(kind, AGREEMENT_SEARCHED)
        return reduce(or_, (search.condition(kind_of_record, path) for path, kind_of_record in paths.items()))

    def about_states(self, kind: EventKind) -> Q:
        """Return the condition that facts are about the promises of ``states``, on either side."""
        to_commitment, to_milestone = ABOUT_PROMISES[kind]
        commitments = self.states.filter(commitment__isnull=False).order_by().values("commitment")
        milestones = self.states.filter(milestone__isnull=False).order_by().values("milestone")
        same_promises = public_links(self.clock.seq).filter(commitment__in=commitments).order_by()
        about = (
            Q(**{f"{to_commitment}__in": commitments})
            | Q(**{f"{to_milestone}__in": milestones})
            | Q(**{f"{to_milestone}__in": same_promises.values("milestone")})
        )
        # Asked apart, since a fact about many promises would stand there as often.
        return Q(pk__in=DATED[kind].rows(self.clock.on, self.clock.seq).filter(about).order_by().values("pk"))

    def union(self, columns: Callable[[EventKind, Any], Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
        parts = [columns(kind, rows) for kind, rows in self.rows_by_kind(chosen)]
        return parts[0].union(*parts[1:], all=True).order_by()

    def key_columns(self, kind: EventKind, rows: Any) -> Any:
        facts = DATED[kind]
        columns = {
            "day": F(facts.column),
            "kind_number": Value(KIND_ORDER[kind], IntegerField()),
            "published": F(facts.published),
        }
        return rows.annotate(**columns).values_list("day", "kind_number", "id", "published")

    def count(self, chosen: Mapping[str, Any]) -> int:
        return sum(self.counts_by_kind(chosen).values())

    # ---- what the choices would give -----------------------------------------------------------------

    @cached_property
    def facets(self) -> "FactFacets":  # type: ignore[override]  # asked the same, counted in a union
        return FactFacets(self)

    def counts_by_kind(self, chosen: Mapping[str, Any]) -> dict[str, int]:
        def count_of_kind(kind: EventKind, rows: Any) -> Any:
            numbered = rows.annotate(kind_number=Value(KIND_ORDER[kind], IntegerField()))
            return numbered.values_list("kind_number").annotate(Count("pk", distinct=True))

        kinds = list(EventKind)
        return {kinds[number].value: count for number, count in self.union(count_of_kind, chosen)}

    def counts_by_year(self, chosen: Mapping[str, Any]) -> dict[int, int]:
        def count_of_years(kind: EventKind, rows: Any) -> Any:
            in_year = rows.annotate(in_year=ExtractYear(DATED[kind].column))
            return in_year.values_list("in_year").annotate(Count("pk", distinct=True))

        counts: Counter[int] = Counter()
        for year, count in self.union(count_of_years, chosen):
            counts[year] += count
        return dict(sorted(counts.items()))

    def agency_pairs(self, chosen: Mapping[str, Any]) -> list[tuple[int, int | None]]:
        """Return each fact, under a number of its own, with each agency that it concerns."""
        parts = []
        for kind, rows in self.rows_by_kind(chosen):
            number = Value(KIND_ORDER[kind], IntegerField())
            parts += [
                link.pairs(rows, self.clock.seq).annotate(kind_number=number) for link in links_of(kind)
            ]
        pairs = parts[0].union(*parts[1:], all=True).order_by()
        return [(pk * len(EventKind) + kind, agency) for pk, agency, kind in pairs]


class FactFacets:
    """The counts of a selection of facts, each made once and only when it is asked for."""

    def __init__(self, selection: FactSelection) -> None:
        self.selection = selection
        self._counts: dict[str, Counts] = {}
        self._pairs: dict[str, list[tuple[int, int | None]]] = {}

    @cached_property
    def total(self) -> int:
        return self.selection.count(self.selection.chosen)

    def without(self, name: str) -> int:
        """How many facts there would be without one chosen filter."""
        return self.selection.count(self._all_but(name))

    def counts(self, name: str) -> Counts:
        """Return {choice: number of facts} of a filter, all others kept; ``NO_CHOICE``: without this one."""
        if name not in self._counts:
            count = self._count_kinds if name == "kind" else self._count_agencies
            self._counts[name] = count(name)
        return self._counts[name]

    def _all_but(self, name: str) -> dict[str, Any]:
        return {key: value for key, value in self.selection.chosen.items() if key != name}

    def _count_kinds(self, name: str) -> Counts:
        counts = self.selection.counts_by_kind(self._all_but(name))
        return {**counts, NO_CHOICE: sum(counts.values())}

    def _count_agencies(self, name: str) -> Counts:
        choices_by_agency: Any = slugs_of_agencies()
        if name == "region":
            choices_by_agency = self.selection.filters.filters["region"].choices_by_agency()
        facts = rows_by_choice(self._pairs_without(name), choices_by_agency)
        counts = {choice: len(of_choice) for choice, of_choice in facts.items()}
        all_facts = self.without(name) if name in self.selection.chosen else self.total
        return {**counts, NO_CHOICE: all_facts}

    def _pairs_without(self, name: str) -> Iterable[tuple[int, int | None]]:
        # Filters in which nothing is chosen look at the same facts and share what was read of them.
        key = name if name in self.selection.chosen else NO_CHOICE
        if key not in self._pairs:
            self._pairs[key] = self.selection.agency_pairs(self._all_but(name))
        return self._pairs[key]


class FactListing(Listing):
    def selected(self, parameters: Any, *, clock: Clock) -> FactSelection:
        return FactSelection(self, parameters, clock=clock)


def rows_alone(rows: Any, _clock: Clock) -> Any:
    return rows


def nothing(_clock: Clock) -> Any:
    return State.objects.visible_to(PUBLIC).none()


FACTS = FactListing(
    name="timeline",
    title=_("Timeline"),
    lead=_("Everything dated: what was signed, said, promised for a day, looked for, met and ended."),
    rows=nothing,  # its rows lie in many tables
    filters=FactFilters,
    sorts={
        "-day": Sort(_("Newest first"), ("-day", "kind_number", "-id")),
        "day": Sort(_("Oldest first"), ("day", "kind_number", "id")),
        "-published": Sort(_("Last published first"), ("-published", "-day", "kind_number", "-id")),
        "published": Sort(_("First published first"), ("published", "day", "kind_number", "id")),
    },
    related=rows_alone,
)
