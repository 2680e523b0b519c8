from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists import (
    AGENCIES,
    AGREEMENTS,
    COMMITMENTS,
    INQUIRIES,
    PROGRAMS,
    REPORTS,
    Listing,
    parameters,
)
from agreements.lists.parameters import Clock
from agreements.lists.search import Rank, Search, SearchHit, near_records, rank_records, read_search
from agreements.models import FormerName, Recognition, SearchKind
from agreements.rules.partial_date import PartialDate
from agreements.views.page_context import base_clock, query_string
from agreements.views.querysets import prefetch_public, public_rows
from agreements.views.region_results import regions_found
from agreements.views.same_promise import prefetch_milestone_link
from agreements.views.search_offers import dated_in, offers_for, timeline_of, typed_period
from agreements.views.search_results import NearTitle, RecordKey, SearchResult, search_results, titles_like
from agreements.views.statements import statements_at

LISTINGS: Mapping[SearchKind, tuple[Listing, str]] = {  # and the lookup from its rows to the record
    SearchKind.AGREEMENT: (AGREEMENTS, "pk"),
    SearchKind.COMMITMENT: (COMMITMENTS, "commitment"),
    SearchKind.PROGRAM: (PROGRAMS, "pk"),
    SearchKind.MILESTONE: (COMMITMENTS, "milestone"),
    SearchKind.AGENCY: (AGENCIES, "pk"),
    SearchKind.REPORT: (REPORTS, "pk"),
    SearchKind.INQUIRY: (INQUIRIES, "pk"),
}
TITLES = {"commitment": _("Commitments"), "milestone": _("Milestones")}  # of one list, by what leads to them
SHOWN = 5  # of each kind; the list has them all
BEST = 3
SUGGESTED = 5
MOST_WORDS_DROPPED = 5


@dataclass(frozen=True)
class ResultGroup:
    kind: SearchKind
    title: str | Promise
    count: int
    hits: list[SearchHit]
    url: str  # of the list that holds all
    is_dated: bool = False  # found by its date; all of them stand in the timeline


@dataclass(frozen=True)
class SearchAnswer:
    sought: Search
    groups: list[ResultGroup]  # that of the best hit first

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def best(self) -> list[SearchHit]:
        return sorted((hit for group in self.groups for hit in group.hits), key=lambda hit: hit.order)[:BEST]

    @property
    def best_stand_first(self) -> bool:
        """Whether whoever reads from the top meets the best anyway."""
        return self.count <= BEST or self.best == self.groups[0].hits[:BEST]


@require_safe
def search(request: HttpRequest) -> TemplateResponse:
    """Everything public that a text finds: the best, then by kind; where it finds nothing, what might."""
    clock = base_clock(request, "q")
    text = parameters.search_text(request.GET)
    answer = search_register(text, clock)
    hits = [hit for group in answer.groups for hit in group.hits]
    results = search_results(hits, rows_by_kind(clock), answer.sought.query, clock=clock)
    context = {
        "clock": clock,
        "has_search": True,
        "text": text,
        "count": answer.count,
        "offers": offers_for(text, clock),
        "regions": regions_found(answer.sought.query, clock),
        "one_letter": answer.sought.query.is_one_letter,
        "best": [] if answer.best_stand_first else results_of(results, answer.best),
        "groups": [(group, results_of(results, group.hits)) for group in answer.groups],
        "fewer_words": fewer_words(answer.sought, clock) if not answer.count else [],
        "near": near_titles(text, clock) if text and not answer.count else [],
    }
    return TemplateResponse(request, "agreements/search.html", context)


# From a row of a kind to what agencies said of its record.
STATEMENTS = {
    SearchKind.AGREEMENT: "statements",
    SearchKind.COMMITMENT: "commitment__statements",
    SearchKind.MILESTONE: "milestone__statements",
    SearchKind.REPORT: "statements",
    SearchKind.INQUIRY: "statements",
}


def rows_by_kind(clock: Clock) -> dict[SearchKind, tuple[Any, str]]:
    """What is public of each kind at the clock, with what a page shows beside it, and the lookup to it."""
    rows = {
        kind: listing.related(rows_of_kind(kind, clock), clock)
        for kind, (listing, _lookup) in LISTINGS.items()
    }
    for kind, path in STATEMENTS.items():
        rows[kind] = rows[kind].prefetch_related(Prefetch(path, queryset=statements_at(clock)))
    former = public_rows(FormerName).filter(until__lt=clock.on)
    rows[SearchKind.AGENCY] = rows[SearchKind.AGENCY].prefetch_related(Prefetch("former_names", former))
    rows[SearchKind.COMMITMENT] = rows[SearchKind.COMMITMENT].prefetch_related(
        prefetch_milestone_link(clock, "commitment__")
    )
    rows[SearchKind.PROGRAM] = rows[SearchKind.PROGRAM].prefetch_related(
        prefetch_public("recognitions", Recognition)
    )
    return {kind: (rows[kind], lookup) for kind, (_listing, lookup) in LISTINGS.items()}


def rows_of_kind(kind: SearchKind, clock: Clock) -> Any:
    """Return the rows of its list; of the promises those that are about a record of the kind."""
    listing, lookup = LISTINGS[kind]
    rows = listing.rows(clock)
    if lookup == "pk":
        return rows
    return rows.filter(**{f"{lookup}__isnull": False})


def rows_with(sought: Search, kind: SearchKind, clock: Clock) -> Any:
    """Return the rows of a kind that are found, in no order."""
    _listing, lookup = LISTINGS[kind]
    path = "" if lookup == "pk" else lookup
    return rows_of_kind(kind, clock).filter(sought.condition(kind, path)).order_by()


def search_register(text: str, clock: Clock) -> SearchAnswer:
    sought = read_search(text)
    period = typed_period(text)
    if period is not None and (dated := records_dated_in(period, clock)):
        return SearchAnswer(sought, dated)

    groups = []
    for kind, (listing, lookup) in LISTINGS.items() if sought.query else ():
        rows = rows_with(sought, kind, clock)
        hits, count = rank_records(sought, kind, rows.values(lookup), limit=SHOWN)
        if clock.seq and kind == SearchKind.REPORT:
            hits, count = with_withdrawn(rows, hits)
        if hits:
            of_kind = {"kind": lookup} if lookup in TITLES else {}
            url = reverse(listing.name) + query_string({"q": text} | of_kind | clock.query())
            groups.append(ResultGroup(kind, TITLES.get(lookup, listing.title), count, hits, url))
    return SearchAnswer(sought, sorted(groups, key=lambda group: group.hits[0].order))


def records_dated_in(period: PartialDate, clock: Clock) -> list[ResultGroup]:
    """Return what has a date in the period, by kind, newest first; the timeline holds all of it."""
    url = timeline_of(period, clock)
    groups = []
    for kind, (listing, lookup) in LISTINGS.items():
        rows = rows_of_kind(kind, clock).filter(dated_in(kind, period))
        count = rows.order_by().count()
        keys = rows.order_by("-pk").values_list(lookup, flat=True)[:SHOWN]
        hits = [SearchHit(kind, key, Rank.EXACT, 0.0) for key in keys]
        if hits:
            title = TITLES.get(lookup, listing.title)
            groups.append(ResultGroup(kind, title, count, hits, url, is_dated=True))
    return groups


def with_withdrawn(rows: Any, hits: list[SearchHit]) -> tuple[list[SearchHit], int]:
    """Add reports that were withdrawn since: their words are gone from the index, but their place is not."""
    hit_keys = [hit.key for hit in hits]
    other_keys = (
        rows.exclude(pk__in=hit_keys).order_by("-pk").values_list("pk", flat=True)[: SHOWN - len(hits)]
    )
    withdrawn = (SearchHit(SearchKind.REPORT, key, Rank.REPORT, 0.0) for key in other_keys)
    return [*hits, *withdrawn], rows.count()


def results_of(results: Mapping[RecordKey, SearchResult], hits: list[SearchHit]) -> list[SearchResult]:
    """Return the results of ``hits`` in order; what was withdrawn between the two queries is left out."""
    results_in_order = (results.get((hit.kind, hit.key)) for hit in hits)
    return list(filter(None, results_in_order))


# ---- where nothing is found ------------------------------------------------------------------------------


def fewer_words(sought: Search, clock: Clock) -> list[dict[str, str]]:
    """Return the queries with one word less that find something, as text and address."""
    words = sought.query.words
    if not 1 < len(words) <= MOST_WORDS_DROPPED:
        return []
    shorter = map(sought.query.without, words)
    texts = [text for text in shorter if finds_anything(read_search(text), clock)]
    return [{"text": text, "url": query_string({"q": text} | clock.query())} for text in texts]


def finds_anything(sought: Search, clock: Clock) -> bool:
    return any(rows_with(sought, kind, clock).exists() for kind in LISTINGS)


def near_titles(text: str, clock: Clock) -> list[NearTitle]:
    """Titles and names that are written like the text, the likest first."""
    return titles_like(near_records(text), rows_by_kind(clock), text, clock=clock)[:SUGGESTED]
