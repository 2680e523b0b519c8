from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe


@require_safe
def privacy(request: HttpRequest) -> TemplateResponse:
    """What this site keeps about its visitors, which personal data it shows, and how to have it taken off."""
    return TemplateResponse(request, "agreements/privacy.html")
