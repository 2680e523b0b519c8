from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> TemplateResponse:
    """What this site is, where its words are explained, how it counts, and how to ask and to correct."""
    return TemplateResponse(request, "agreements/about.html")
