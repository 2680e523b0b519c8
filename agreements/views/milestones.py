from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import MILESTONES
from agreements.views.lists import list_page


@require_safe
def milestones(request: HttpRequest) -> TemplateResponse:
    """Every milestone as it stood on the day, program by program."""
    return list_page(request, MILESTONES)
