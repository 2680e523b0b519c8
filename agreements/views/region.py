from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists import AGENCIES, PROGRAMS
from agreements.lists.agencies import ALL
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.models.state import first_recorded_day
from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import base_clock, query_string
from agreements.views.querysets import agencies_at
from agreements.views.region_counts import all_below, counts_by_region, region_url
from agreements.views.register_part import RegisterPart

AGENCIES_SHOWN = 12  # the list has them all


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region of the day: what its agencies signed and promised, and what became of it."""
    clock = base_clock(request)
    regions = Regions(on=clock.on)
    if code not in regions:
        raise Http404
    if not regions.is_valid(code):
        return region_of_another_day(request, code, regions, clock)
    if regions.repeats_its_parent(code):
        return HttpResponsePermanentRedirect(region_url(next(regions.above(code)), clock))

    part = RegisterPart("region", code, clock)
    in_region = agencies_at(clock.on).filter(regions.found_under(code))
    all_agencies = part.selection(AGENCIES, view=ALL)  # a list leaves those out that have nothing
    below = list(all_below(code, regions, counts_by_region(clock, regions), clock))
    context = {
        "clock": clock,
        "breadcrumb": [*breadcrumb_of(code, regions), Crumb(regions.name(code))],
        "code": code,
        "name": regions.label(code),
        "sentence": part.sentence,
        "bar": part.bar,
        "sections": part.promise_sections(),
        "lanes": part.lanes(),
        "agreements": part.agreements,
        "agency_parts": part.agencies(among=in_region, most=AGENCIES_SHOWN),
        "agency_count": all_agencies.rows.order_by().count(),
        "agencies_url": part.url(AGENCIES, view=ALL),
        "programs": part.short_list(PROGRAMS),
        "below": [line for line in below if not line.is_empty],
        "below_empty": [line for line in below if line.is_empty],
        "downloads": part.downloads(),
    }
    return TemplateResponse(request, "agreements/region.html", context)


def breadcrumb_of(code: str, regions: Regions) -> list[Crumb]:
    """Return the steps to a region: the page of all, then the regions above it."""
    above = [Crumb(regions.name(upper), reverse("region", args=[upper])) for upper in regions.above(code)]
    return [Crumb(_("Regions"), reverse("regions")), *reversed(above)]


def region_of_another_day(
    request: HttpRequest, code: str, regions: Regions, clock: Clock
) -> TemplateResponse:
    """410 for a region that ended, with what followed it; 404 for one that is still to come."""
    ended_on = regions.ended_on(code)
    context: dict[str, Any] = {
        "breadcrumb": [*breadcrumb_of(code, regions)[:1], Crumb(regions.name(code))],
        "name": regions.label(code),
        "ended_on": ended_on,
        "begins_on": regions.begins_on(code),
        "last_day_url": "",
        "successors": [
            (regions.label(successor), region_url(successor, clock))
            for successor in regions.valid_successors(code)
        ],
    }
    first_day = first_recorded_day()
    if ended_on is not None and first_day is not None and first_day <= ended_on:
        on_last_day = {**clock.query(), "as_of": ended_on.isoformat()}
        context["last_day_url"] = reverse("region", args=[code]) + query_string(on_last_day)
    status = 404 if ended_on is None else 410
    return TemplateResponse(request, "agreements/region_of_another_day.html", context, status=status)
