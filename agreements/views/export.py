"""The files beside a list: the same query string, the same rows in the same order, all pages."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements.lists.columns import FILES
from agreements.lists.columns.export import Export, base_day, permanent_sequence
from agreements.lists.columns.formats import content_type, file_for
from agreements.lists.file_stream import FileStream
from agreements.lists.ledger import newest_entry_known
from agreements.lists.parameters import Clock
from agreements.rules.ledger import ledger_head


@require_safe
def export(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """Stream one export.  Its first rows are read before the answer begins: an error is an error."""
    chosen = FILES[name]
    clock, parts = file_for(chosen, ending, request.GET, today=timezone.localdate())
    headers = {
        "Content-Type": content_type(ending, request.GET),
        "Content-Disposition": _content_disposition(chosen, ending, clock),
        **clock_headers(clock),
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(FileStream(parts), headers=headers)


def clock_headers(clock: Clock) -> dict[str, str]:
    """Say of which day an answer is, at which publication sequence, and what it rests on."""
    return {
        "X-Base-Date": base_day(clock),
        "X-Publication-Sequence": permanent_sequence(clock) or "0",
        "X-Ledger-Head": ledger_head(newest_entry_known(clock)),
    }


def _content_disposition(chosen: Export, ending: str, clock: Clock) -> str:
    """Name the file for programs that read ASCII only, and in Korean for the others (RFC 6266)."""
    day = f"{clock.on:%Y-%m-%d}" + (f"_seq{clock.seq}" if clock.seq else "")
    with override("ko"):
        korean = f"{chosen.listing.title}_{day}.{ending}".replace(" ", "_")
    return f"attachment; filename=\"{chosen.name}_{day}.{ending}\"; filename*=UTF-8''{quote(korean)}"
