from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import parameters
from agreements.models import LedgerEntry
from agreements.rules.ledger import head
from agreements.views.public import newest_entry, page_of, public

PER_PAGE = 25


@require_safe
def ledger(request: HttpRequest) -> TemplateResponse:
    """What the ledger is, how anyone checks it, and the entries of one record."""
    newest = newest_entry()
    reference = parameters.reference(request.GET)
    found = public(LedgerEntry).order_by("-seq")
    if reference:
        found = found.filter(reference=reference)
    context = {
        "on": timezone.localdate(),
        "newest": newest,
        "head": head(newest),
        "reference": reference,
        "page": page_of(Paginator(found, PER_PAGE), request),
    }
    return TemplateResponse(request, "agreements/ledger.html", context)
