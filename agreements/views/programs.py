from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import PROGRAMS
from agreements.views.lists import list_page


@require_safe
def programs(request: HttpRequest) -> TemplateResponse:
    """Every program decided by the day."""
    return list_page(request, PROGRAMS)
