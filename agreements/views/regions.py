from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import parameters
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.rules.search_text import parse_query
from agreements.views.page_context import base_clock
from agreements.views.region_counts import counts_by_region, lines_below, region_url
from agreements.views.region_results import codes_named

MOST_FOUND = 30


@dataclass(frozen=True)
class NamedRegion:
    """A region that a text names."""

    code: str
    label: str
    ended_on: date | None
    url: str


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """The provinces with their cities and what is recorded of each; or the region that ``?q=`` names."""
    clock = base_clock(request, "q")
    text = parameters.search_text(request.GET)
    regions_of_day = Regions(on=clock.on)
    regions_found = regions_named(text, regions_of_day, clock)
    valid = outermost([region.code for region in regions_found if region.ended_on is None], regions_of_day)
    if len(valid) == 1:
        return HttpResponseRedirect(region_url(valid[0], clock))
    counts = counts_by_region(clock, regions_of_day)
    context = {
        "clock": clock,
        "text": text,
        "has_search": True,
        "named": regions_found[:MOST_FOUND],
        "region_names": names_to_type(regions_of_day),
        "provinces": lines_below(None, regions_of_day, counts, clock),
    }
    return TemplateResponse(request, "agreements/regions.html", context)


def regions_named(text: str, regions: Regions, clock: Clock) -> list[NamedRegion]:
    """Return the regions that a text names: those valid on the day first, of these the shortest names."""
    query = parse_query(text)
    if not query or query.is_one_letter:
        return []
    codes = codes_named(query, regions)
    codes.sort(key=lambda code: (regions.has_ended(code), len(regions.label(code)), code))
    return [
        NamedRegion(code, regions.label(code), regions.ended_on(code), region_url(code, clock))
        for code in codes
    ]


def outermost(codes: list[str], regions: Regions) -> list[str]:
    """Leave out the regions in another one: who types 수원 means the city, and its page has its districts."""
    return [code for code in codes if set(codes).isdisjoint(regions.above(code))]


def names_to_type(regions: Regions) -> list[str]:
    """Return the full name of each region of the day, once."""
    codes = filter(regions.is_valid, regions.names)
    return list(dict.fromkeys(map(regions.label, codes)))
