from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import INQUIRIES
from agreements.views.lists import list_page


@require_safe
def inquiries(request: HttpRequest) -> TemplateResponse:
    """Every published inquiry that was made by the day, newest first."""
    return list_page(request, INQUIRIES)
