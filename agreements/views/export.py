"""The file beside a list: the same query string, the same rows in the same order, all pages."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements.lists.columns import FILES
from agreements.lists.columns.csv_file import csv_for
from agreements.lists.columns.export import Export
from agreements.lists.file_stream import FileStream
from agreements.lists.parameters import Clock
from agreements.rules.ledger import ledger_head
from agreements.views.querysets import newest_entry


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Stream one export as CSV.  Its first rows are read before the answer begins: an error is an error."""
    chosen = FILES[name]
    clock, chunks = csv_for(chosen, request.GET, today=timezone.localdate())
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": _content_disposition(chosen, clock),
        "X-Ledger-Head": ledger_head(newest_entry()),
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(FileStream(chunks), headers=headers)


def _content_disposition(chosen: Export, clock: Clock) -> str:
    """Name the file for programs that read ASCII only, and in Korean for the others (RFC 6266)."""
    day = f"{clock.on:%Y-%m-%d}" + (f"_seq{clock.seq}" if clock.seq else "")
    with override("ko"):
        korean = f"{chosen.listing.title}_{day}.csv".replace(" ", "_")
    return f"attachment; filename=\"{chosen.name}_{day}.csv\"; filename*=UTF-8''{quote(korean)}"
