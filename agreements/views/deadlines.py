from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import DEADLINES
from agreements.views.deadline_months import deadline_months
from agreements.views.lists import list_page


@require_safe
def deadlines(request: HttpRequest) -> TemplateResponse:
    """What is open and has a deadline, the longest late first, with a picture by month."""
    page = list_page(request, DEADLINES)
    told = page.context_data or {}
    selection = told["selection"]
    told["months"] = deadline_months(selection.rows, on=selection.clock.on)
    return page
