from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import REPORTS
from agreements.views.lists import list_page


@require_safe
def reports(request: HttpRequest) -> TemplateResponse:
    """Every published status report that had taken effect by the day, newest first."""
    return list_page(request, REPORTS)
