from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import parameters
from agreements.lists.ledger import entries_at, entries_of_kind
from agreements.models import EntryKind
from agreements.views.ledger_entries import entry_lines, with_records
from agreements.views.page_context import base_clock, requested_page

PER_PAGE = 50


@require_safe
def updates(request: HttpRequest) -> TemplateResponse:
    """Everything that was published or withdrawn, newest first."""
    clock = base_clock(request, "kind", "page")
    kind = parameters.entry_kind(request.GET)
    entries = entries_at(clock)
    counts = counts_of_kinds(entries)
    page = requested_page(Paginator(with_records(entries.filter(entries_of_kind(kind))), PER_PAGE), request)
    context = {
        "clock": clock,
        "page": page,
        "lines": entry_lines(list(page.object_list), on=clock.on),
        "kind": kind,
        "all_count": counts.pop(""),
        "kinds": [(value, label, counts[value]) for value, label in EntryKind.choices],
    }
    return TemplateResponse(request, "agreements/updates.html", context)


def counts_of_kinds(entries: Any) -> dict[str, int]:
    """Return {kind: number of ``entries``}, with the number of all under ""; one query."""
    kinds = {kind: Count("pk", filter=entries_of_kind(kind)) for kind in EntryKind.values}
    totals = entries.order_by().aggregate(all=Count("pk"), **{f"of_{kind}": n for kind, n in kinds.items()})
    return {"": totals["all"]} | {kind: totals[f"of_{kind}"] for kind in kinds}
