from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import parameters
from agreements.models import Agreement, Commitment, EntryKind, LedgerEntry, Milestone, Program, StatusReport
from agreements.views.entries import told
from agreements.views.public import one, page_of, public

PER_PAGE = 50


@require_safe
def updates(request: HttpRequest) -> TemplateResponse:
    """Everything that was published or withdrawn, newest first."""
    reports = public(StatusReport).prefetch_related(
        one("commitment", Commitment), one("milestone", Milestone)
    )
    entries = public(LedgerEntry).prefetch_related(
        one("agreement", Agreement), one("program", Program), Prefetch("report", queryset=reports)
    )
    kind = parameters.entry_kind(request.GET)
    page = page_of(Paginator(entries.filter(kind=kind) if kind else entries, PER_PAGE), request)
    context = {
        "on": timezone.localdate(),
        "page": page,
        "told": told(list(page.object_list)),
        "kind": kind,
        "kinds": EntryKind.choices,
    }
    return TemplateResponse(request, "agreements/updates.html", context)
