from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import TARGETS
from agreements.lists.targets import announcements
from agreements.views.announced_targets import with_reports
from agreements.views.lists import list_page


@require_safe
def targets(request: HttpRequest) -> TemplateResponse:
    """Every date that was announced, newest first, and what it changed."""
    response = list_page(request, TARGETS)
    context = response.context_data or {}
    reports = context["page"].object_list
    clock = context["clock"]
    found, known = announcements([report.pk for report in reports], clock)
    said = {entry.report.id: entry for entry in found}
    # What was withdrawn between the queries is left out.
    shown = [said[report.pk] for report in reports if report.pk in said]
    context["targets"] = with_reports(shown, known | {report.pk: report for report in reports})
    return response
