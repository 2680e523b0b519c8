"""What every list page does: read the query string, count, cut out one page, offer the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agreements.lists import Listing, Selection
from agreements.lists.columns import EXPORTS
from agreements.lists.parameters import CLOCK_PARAMETERS, not_empty
from agreements.views.doors import has_tab
from agreements.views.page_context import links_to_formats, query_string, requested_page
from agreements.views.site import site
from agreements.views.wider_regions import wider_regions

ROWS_A_PAGE = 25
RESULTS = "#results"  # where a list says how many there are
TAB_PARAMETERS = frozenset({"view", "group"})  # how a list is shown, by tabs and links: no field, no chip

type ExtraContext = Callable[[Any, list[Any]], dict[str, Any]]


class ShorterAddress(Exception):
    """The same page has a shorter address; becomes a redirect to it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class CountedPages(Paginator):
    """Pages of rows that the facets have counted already."""

    def __init__(self, selection: Selection, rows_a_page: int) -> None:
        super().__init__(selection.for_page(), rows_a_page)
        self.selection = selection

    @cached_property
    def count(self) -> int:
        return self.selection.facets.total


def list_page(
    request: HttpRequest,
    listing: Listing,
    *,
    extra_context: ExtraContext | None = None,
    rows_a_page: int = ROWS_A_PAGE,
) -> TemplateResponse:
    """Answer with one page of a list, on the day and with the filters that its address names.

    ``extra_context`` takes the selection and the rows of the page, and gives what this list shows besides.

    Raises:
        BadParameter: the address asks for what cannot be answered.
        ShorterAddress: the same page has one.
    """
    selection = listing.select(request.GET, today=timezone.localdate())
    require_short_address(request, selection)
    query = selection.query()
    page = requested_page(CountedPages(selection, rows_a_page), request)
    # Links to other pages are made from these: what this list does not know stays out of them.
    page_parameters = query | {"page": selection.page} if selection.page else query
    context = {
        **site(request, page_parameters),
        "listing": listing,
        "has_search": True,
        "selection": selection,
        "clock": selection.clock,
        "page": page,
        "panel": filter_panel(selection),
        "chips": chips_beside_tabs(selection),
        "wider": wider_regions(selection),
        "suggestions": [] if page.object_list else suggestions(selection),
        "is_narrowed": selection.is_narrowed,
        "reset_url": list_url(selection, tab_and_clock(selection)),
        "downloads": same_query(listing, query),
    }
    if extra_context is not None:
        context |= extra_context(selection, list(page.object_list))
    return TemplateResponse(request, f"agreements/{listing.name}.html", context)


# ---- addresses -----------------------------------------------------------------------------------


def require_short_address(request: HttpRequest, selection: Selection) -> None:
    """Refuse the empty fields and the usual order that a form without a script sends.

    Raises:
        ShorterAddress: the address of the same page without them.
    """
    parameters = {name: value for name, value in selection.parameters.items() if name in request.GET}
    needed = {name: value for name, value in parameters.items() if value}
    if needed.get("sort") == selection.usual_sort:
        del needed["sort"]
    if len(needed) < len(parameters):
        raise ShorterAddress(list_url(selection, needed))


def list_url(selection: Selection, query: dict[str, str]) -> str:
    return reverse(selection.listing.name) + query_string(query)


def tab_and_clock(selection: Selection) -> dict[str, str]:
    """The parameters that stay where all filters are cleared."""
    return not_empty(selection.query(), [*TAB_PARAMETERS, *CLOCK_PARAMETERS])


# What lists have besides: {list: name of the address}, label, whether it is kept as a file or followed.
FEEDS: tuple[tuple[Mapping[str, str], str | Promise, bool], ...] = (
    ({name: f"{name}_atom" for name in ("reports", "timeline")}, gettext_lazy("Follow (Atom)"), False),
    ({"commitments": "deadlines_ics", "timeline": "timeline_ics"}, gettext_lazy("Calendar (iCal)"), True),
)


def same_query(listing: Listing, query: dict[str, str]) -> list[dict[str, Any]]:
    """Link what else there is of a list, asked the same."""
    files = links_to_formats(listing.name, query_string(query)) if listing.name in EXPORTS else []
    feeds = [
        {"url": reverse(url_names[listing.name]) + query_string(query), "label": label, "is_file": is_file}
        for url_names, label, is_file in FEEDS
        if listing.name in url_names
    ]
    return files + feeds


# ---- the filters ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class FilterPanel:
    """The filters of a list: the search text, all others with order and day, and what only goes with them."""

    search: BoundField
    fields: list[BoundField]
    kept: dict[str, str]  # the tab and the sequence


def filter_panel(selection: Selection) -> FilterPanel:
    form = selection.form()
    search, *names = selection.filters.filters
    kept = not_empty(selection.parameters, [*TAB_PARAMETERS, "seq"])
    return FilterPanel(
        search=form[search],
        fields=[form[name] for name in (*names, "sort", "as_of") if name not in TAB_PARAMETERS],
        kept=kept,
    )


@dataclass(frozen=True)
class FilterChip:
    """One chosen filter, with the address of the list without it."""

    name: str
    label: str | Promise
    value: str | Promise
    url: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


def filter_chips(selection: Selection) -> list[FilterChip]:
    chips = []
    for chosen in selection.chosen_filters():
        url = list_url(selection, query_without(selection, chosen.name)) + RESULTS
        chips.append(FilterChip(chosen.name, chosen.label, chosen.value, url))
    return chips


def chips_beside_tabs(selection: Selection) -> list[FilterChip]:
    """Return the chips without that of the tab that is open."""
    view = selection.filter_values.get("view", "")
    is_tab = has_tab(selection.listing.name, view)
    return [chip for chip in filter_chips(selection) if not (is_tab and chip.name in TAB_PARAMETERS)]


def query_without(selection: Selection, *names: str) -> dict[str, str]:
    return {name: value for name, value in selection.query().items() if name not in names}


@dataclass(frozen=True)
class Suggestion:
    """What to drop where nothing is found, and how many results that gives.

    ``drops`` is the one "filter" that ``name`` says, all "filters", or the base "day".
    """

    drops: str
    count: int
    url: str
    name: str = ""


def suggestions(selection: Selection) -> list[Suggestion]:
    """Return what leads to results again, the most results first; all filters only where no one helps."""
    without = selection.facets.without
    single = [
        Suggestion("filter", without(chip.name), chip.url, str(chip)) for chip in filter_chips(selection)
    ]
    helpful = sorted(filter(has_results, single), key=attrgetter("count"), reverse=True)
    day = selection.clock.query()
    if not helpful and selection.is_narrowed:
        url = list_url(selection, day) + RESULTS
        helpful.append(Suggestion("filters", selection.count_of_all(), url))
    if not selection.clock.is_now:
        url = list_url(selection, query_without(selection, *day)) + RESULTS
        helpful.append(Suggestion("day", selection.count_today(), url))
    return list(filter(has_results, helpful))


def has_results(suggestion: Suggestion) -> bool:
    return suggestion.count > 0
