"""What every list page does: read the query string, count, cut out one page, offer the file."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agreements.lists import Listing, Selection
from agreements.lists.columns import EXPORTS
from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import requested_page

ROWS_A_PAGE = 25
RESULTS = "#results"  # where a list says how many there are
SHOWN = 4  # filters that need no unfolding, the search text among them


class ShorterAddress(Exception):
    """The same page has a shorter address; becomes a redirect to it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class CountedPages(Paginator):
    """Pages of rows that the facets have counted already."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection.for_page(), ROWS_A_PAGE)
        self.selection = selection

    @cached_property
    def count(self) -> int:
        return self.selection.facets.total


def list_page(request: HttpRequest, listing: Listing) -> TemplateResponse:
    """One page of a list, on the day and with the filters that its address names."""
    selection = listing.select(request.GET, today=timezone.localdate())
    require_short_address(request, selection)
    query = selection.query()
    # Links to other pages are made from it: what this list does not know stays out of them.
    request.GET = query_dict(query | {"page": selection.page})  # type: ignore[assignment]
    page = requested_page(CountedPages(selection), request)
    context = {
        "listing": listing,
        "breadcrumb": [Crumb(listing.title)],
        "selection": selection,
        "clock": selection.clock,
        "page": page,
        "panel": filter_panel(selection),
        "chips": filter_chips(selection),
        "ways_out": [] if page.object_list else ways_out(selection),
        "is_narrowed": selection.is_narrowed,
        "reset_url": list_url(selection, selection.clock.query()),
        "downloads": same_query(listing, query),
    }
    return TemplateResponse(request, f"agreements/{listing.name}.html", context)


# ---- addresses -----------------------------------------------------------------------------------


def require_short_address(request: HttpRequest, selection: Selection) -> None:
    """A form without a script sends every field: leave the empty ones and the usual order out.

    Raises:
        Elsewhere: the address of the same page without them.
    """
    parameters = {name: value for name, value in selection.parameters.items() if name in request.GET}
    needed = {
        name: value for name, value in parameters.items() if value and (name, value) != usual_sort(selection)
    }
    if len(needed) < len(parameters):
        raise ShorterAddress(list_url(selection, needed))


def usual_sort(selection: Selection) -> tuple[str, str]:
    return "sort", selection.listing.usual_sort


def query_dict(query: dict[str, str]) -> QueryDict:
    parameters = QueryDict(mutable=True)
    parameters.update({name: value for name, value in query.items() if value})
    return parameters


def query_string(query: dict[str, str]) -> str:
    parameters = query_dict(query)
    return f"?{parameters.urlencode()}" if parameters else ""


def list_url(selection: Selection, query: dict[str, str]) -> str:
    return reverse(selection.listing.name) + query_string(query)


# What lists give beside their page, under their name and an ending, for the same query string.
FORMATS: tuple[tuple[str, Collection[str], str | Promise], ...] = (
    ("csv", EXPORTS, gettext_lazy("Download as CSV")),
    ("atom", {"reports"}, gettext_lazy("Subscribe (Atom)")),
    ("ics", {"deadlines"}, gettext_lazy("Calendar (iCalendar)")),
)


def same_query(listing: Listing, query: dict[str, str]) -> list[dict[str, Any]]:
    """Link what else there is of a list, asked the same; a feed is followed, and not kept as a file."""
    return [
        {
            "url": reverse(f"{listing.name}_{ending}") + query_string(query),
            "label": label,
            "is_file": ending != "atom",
        }
        for ending, names, label in FORMATS
        if listing.name in names
    ]


# ---- the filters ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class FilterPanel:
    """The filters of a list: the search text, those most asked for with order and day, and the rest."""

    search: BoundField
    shown: list[BoundField]
    folded: list[BoundField]
    folded_count: int  # of these are chosen


def filter_panel(selection: Selection) -> FilterPanel:
    form = selection.form()
    search, *names = selection.filters.filters
    unfolded, folded = names[: SHOWN - 1], names[SHOWN - 1 :]
    return FilterPanel(
        form[search],
        [form[name] for name in (*unfolded, "sort", "as_of")],
        [form[name] for name in folded],
        sum(name in selection.chosen for name in folded),
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
    query = selection.query()
    return [
        FilterChip(
            chosen.name,
            chosen.label,
            chosen.value,
            list_url(selection, {name: value for name, value in query.items() if name != chosen.name})
            + RESULTS,
        )
        for chosen in selection.chosen_filters()
    ]


@dataclass(frozen=True)
class WayOut:
    """What to drop where nothing is found, and how many results that gives.

    ``drops`` is the one "filter" that ``name`` says, all "filters", or the base "day".
    """

    drops: str
    count: int
    url: str
    name: str = ""


def ways_out(selection: Selection) -> list[WayOut]:
    """What leads to results again, the most results first; all filters only where no single one helps."""
    without = selection.facets.without
    single = [WayOut("filter", without(chip.name), chip.url, str(chip)) for chip in filter_chips(selection)]
    suggestions = sorted((way_out for way_out in single if way_out.count), key=lambda way_out: -way_out.count)
    query, day = selection.query(), selection.clock.query()
    if not suggestions and selection.is_narrowed:
        suggestions.append(WayOut("filters", selection.count_of_all(), list_url(selection, day) + RESULTS))
    if not selection.clock.is_now:
        kept = {name: value for name, value in query.items() if name not in day}
        suggestions.append(WayOut("day", selection.count_today(), list_url(selection, kept) + RESULTS))
    return [way_out for way_out in suggestions if way_out.count]
