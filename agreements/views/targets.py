from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import TARGETS, Selection
from agreements.lists.promises import key_of_record, states_of_promises
from agreements.models import StatusReport
from agreements.views.announced_targets import targets_by_report
from agreements.views.lists import list_page


@require_safe
def targets(request: HttpRequest) -> TemplateResponse:
    """Every date that was announced, newest first: who said it, what it changed, what became of it."""
    return list_page(request, TARGETS, extra_context=announced_targets)


def announced_targets(selection: Selection, reports: list[StatusReport]) -> dict[str, Any]:
    """Read what each announced and what became of it; what was withdrawn between the queries is left out."""
    clock = selection.clock
    states = states_of_promises(map(key_of_record, reports), clock)
    entries = targets_by_report(reports, clock, states=states)
    return {"targets": [entries[report.pk] for report in reports if report.pk in entries]}
