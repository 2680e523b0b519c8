from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import COMMITMENTS
from agreements.views.lists import list_page


@require_safe
def commitments(request: HttpRequest) -> TemplateResponse:
    """Every commitment as it stood on the day."""
    return list_page(request, COMMITMENTS)
