from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.views.page_context import base_clock


@require_safe
def about(request: HttpRequest) -> TemplateResponse:
    """What this site is, where its words are explained, how it counts, and how to ask and to correct."""
    base_clock(request)  # a link may bring the day along, to be kept by the links onwards
    return TemplateResponse(request, "agreements/about.html")
