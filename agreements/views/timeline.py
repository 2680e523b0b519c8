from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import parameters
from agreements.timeline import count_by_year, event_keys, load_events
from agreements.views.page_context import base_clock, requested_page

PER_PAGE = 100


@require_safe
def timeline(request: HttpRequest) -> TemplateResponse:
    """Every dated public fact of one year, oldest first."""
    clock = base_clock(request)
    counts = count_by_year(on=clock.on, seq=clock.seq)
    latest = max((year for year in counts if year <= clock.on.year), default=clock.on.year)
    year = parameters.year(request.GET, default=latest)
    page = requested_page(Paginator(event_keys(year, on=clock.on, seq=clock.seq), PER_PAGE), request)
    events = load_events(page, on=clock.on, seq=clock.seq)
    context = {
        "clock": clock,
        "year": year,
        "years": counts,
        "page": page,
        "events": events,
    }
    return TemplateResponse(request, "agreements/timeline.html", context)
