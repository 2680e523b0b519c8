from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import base_clock


@require_safe
def privacy(request: HttpRequest) -> TemplateResponse:
    """What this site keeps about its visitors, which personal data it shows, and how to have it taken off."""
    base_clock(request)
    context = {"breadcrumb": [Crumb(_("Privacy"))]}
    return TemplateResponse(request, "agreements/privacy.html", context)
