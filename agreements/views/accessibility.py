from datetime import date

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import base_clock

# When the statement was last held against the tests that docs/accessibility.md names.
REVIEWED_ON = date(2026, 11, 25)


@require_safe
def accessibility(request: HttpRequest) -> TemplateResponse:
    """Which standard this site keeps, how that was tested, what falls short, and whom to tell."""
    base_clock(request)
    context = {"breadcrumb": [Crumb(_("Accessibility"))], "reviewed_on": REVIEWED_ON}
    return TemplateResponse(request, "agreements/accessibility.html", context)
