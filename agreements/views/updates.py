from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements import parameters
from agreements.models import EntryKind
from agreements.views.entries import told, with_records
from agreements.views.public import base_clock, entries_at, page_of

PER_PAGE = 50


@require_safe
def updates(request: HttpRequest) -> TemplateResponse:
    """Everything that was published or withdrawn, newest first."""
    clock = base_clock(request)
    entries = with_records(entries_at(clock))
    kind = parameters.entry_kind(request.GET)
    page = page_of(Paginator(entries.filter(of_kind(kind)), PER_PAGE), request)
    context = {
        "clock": clock,
        "page": page,
        "told": told(list(page.object_list)),
        "kind": kind,
        "kinds": EntryKind.choices,
    }
    return TemplateResponse(request, "agreements/updates.html", context)


# How the payload of a change begins that corrects a mistake in the record.
CORRECTS_A_RECORD = '{"change":{"amendment":null,"kind":"correction"'


def of_kind(kind: str) -> Q:
    """Entries of one kind.  Corrections are those of reports and those of published records alike."""
    if kind != EntryKind.CORRECTION:
        return Q(kind=kind) if kind else Q()
    return Q(kind=kind) | Q(kind=EntryKind.CHANGE, payload__startswith=CORRECTS_A_RECORD)
