from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.filters import TARGETS
from agreements.filters.targets import announcements
from agreements.views.announced import Announced
from agreements.views.lists import list_page


@require_safe
def targets(request: HttpRequest) -> TemplateResponse:
    """Every date that was announced, newest first, and what it changed."""
    response = list_page(request, TARGETS)
    context = response.context_data or {}
    reports = context["page"].object_list
    said = announcements([report.pk for report in reports], context["clock"])
    # What was withdrawn between the two queries is left out.
    context["targets"] = [Announced(said[report.pk], report) for report in reports if report.pk in said]
    return response
