from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import AGENCIES
from agreements.views.lists import list_page


@require_safe
def agencies(request: HttpRequest) -> TemplateResponse:
    """Every agency that stands in the register."""
    return list_page(request, AGENCIES)
