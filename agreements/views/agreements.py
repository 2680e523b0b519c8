from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import AGREEMENTS
from agreements.views.lists import list_page


@require_safe
def agreements(request: HttpRequest) -> TemplateResponse:
    """Every agreement signed by the day, newest first."""
    return list_page(request, AGREEMENTS)
