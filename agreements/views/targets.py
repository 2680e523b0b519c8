from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import TARGETS, Selection
from agreements.lists.targets import announcements
from agreements.models import StatusReport
from agreements.views.announced_targets import with_reports
from agreements.views.lists import list_page


@require_safe
def targets(request: HttpRequest) -> TemplateResponse:
    """Every date that was announced, newest first, and what it changed."""
    return list_page(request, TARGETS, extra_context=announced_targets)


def announced_targets(selection: Selection, reports: list[StatusReport]) -> dict[str, Any]:
    """Read what each of ``reports`` announced; what was withdrawn between the queries is left out."""
    history, reports_of_subjects = announcements([report.pk for report in reports], selection.clock)
    announcement_by_report = {announcement.report.id: announcement for announcement in history}
    in_order = [
        announcement_by_report[report.pk] for report in reports if report.pk in announcement_by_report
    ]
    reports_by_key = reports_of_subjects | {report.pk: report for report in reports}
    return {"targets": with_reports(in_order, reports_by_key)}
