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
    history, reports_by_key = announcements([report.pk for report in reports], clock)
    by_report = {entry.report.id: entry for entry in history}
    # What was withdrawn between the queries is left out.
    announced = [by_report[report.pk] for report in reports if report.pk in by_report]
    context["targets"] = with_reports(announced, reports_by_key | {report.pk: report for report in reports})
    return response
