from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import DEADLINES, Selection
from agreements.views.deadline_months import deadline_months
from agreements.views.lists import list_page


@require_safe
def deadlines(request: HttpRequest) -> TemplateResponse:
    """What is open and has a deadline, the longest past first, with a picture by month."""
    return list_page(request, DEADLINES, extra_context=picture_by_month)


def picture_by_month(selection: Selection, _states: list[Any]) -> dict[str, Any]:
    return {"months": deadline_months(selection.rows, on=selection.clock.on)}
