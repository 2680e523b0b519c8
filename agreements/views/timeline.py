from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import parameters
from agreements.timeline import keys, load, years
from agreements.views.public import page_of

PER_PAGE = 100


@require_safe
def timeline(request: HttpRequest) -> TemplateResponse:
    """Every dated public fact of one year, oldest first."""
    today = timezone.localdate()
    found = years()
    latest = max((year for year in found if year <= today.year), default=today.year)
    year = parameters.year(request.GET, default=latest)
    page = page_of(Paginator(keys(year), PER_PAGE), request)
    context = {"on": today, "year": year, "years": found, "page": page, "events": load(page)}
    return TemplateResponse(request, "agreements/timeline.html", context)
