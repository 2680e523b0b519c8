from datetime import date

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

# When the statement was last held against the tests that docs/accessibility.md names.
REVIEWED_ON = date(2026, 11, 25)


@require_safe
def accessibility(request: HttpRequest) -> TemplateResponse:
    """Which standard this site keeps, how that was tested, what falls short, and whom to tell."""
    return TemplateResponse(request, "agreements/accessibility.html", {"reviewed_on": REVIEWED_ON})
