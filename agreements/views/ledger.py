from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import parameters
from agreements.lists.ledger import entries_at
from agreements.rules.ledger import ledger_head
from agreements.views.page_context import base_clock, requested_page

PER_PAGE = 25


@require_safe
def ledger(request: HttpRequest) -> TemplateResponse:
    """What the ledger is, how anyone checks it, and the entries of one record."""
    clock = base_clock(request, "reference", "page")
    entries = entries_at(clock)
    newest = entries.first()
    reference = parameters.read_reference(request.GET)
    if reference:
        entries = entries.filter(reference=reference)
    context = {
        "clock": clock,
        "newest": newest,
        "head": ledger_head(newest),
        "reference": reference,
        "entries_open": bool(reference or request.GET.get("page")),
        "page": requested_page(Paginator(entries, PER_PAGE), request),
    }
    return TemplateResponse(request, "agreements/ledger.html", context)
