from datetime import date

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import CLOCK_PARAMETERS, require_known
from agreements.views.breadcrumb import Crumb

# When the statement was last held against the tests that docs/accessibility.md names.
REVIEWED_ON = date(2026, 11, 25)


@require_safe
def accessibility(request: HttpRequest) -> TemplateResponse:
    """Which standard this site keeps, how that was tested, what falls short, and whom to tell."""
    require_known(request.GET, CLOCK_PARAMETERS)  # the day is kept for the next page; nothing is read
    context = {"breadcrumb": [Crumb(_("Accessibility"))], "reviewed_on": REVIEWED_ON}
    return TemplateResponse(request, "agreements/accessibility.html", context)
