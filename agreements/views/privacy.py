from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import CLOCK_PARAMETERS, require_known
from agreements.views.breadcrumb import Crumb


@require_safe
def privacy(request: HttpRequest) -> TemplateResponse:
    """What this site keeps about its visitors, which personal data it shows, and how to have it taken off."""
    require_known(request.GET, CLOCK_PARAMETERS)  # the day is kept for the next page; nothing is read
    context = {"breadcrumb": [Crumb(_("Privacy"))]}
    return TemplateResponse(request, "agreements/privacy.html", context)
