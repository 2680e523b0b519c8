from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.filters import DEADLINES
from agreements.views.lists import list_page


@require_safe
def deadlines(request: HttpRequest) -> TemplateResponse:
    """What is open and has a deadline, the longest late first."""
    return list_page(request, DEADLINES)
