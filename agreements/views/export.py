"""The file beside a list: the same query string, the same rows in the same order, all pages."""

from datetime import date
from itertools import chain
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements.exports import EXPORTS
from agreements.exports.base import Export


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Stream one export as CSV.  Its first rows are read before the answer begins: an error is an error."""
    chosen = EXPORTS[name]
    on, chunks = chosen.csv_for(request.GET, today=timezone.localdate())
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": _attachment(chosen, on),
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(chain([next(chunks)], chunks), headers=headers)


def _attachment(chosen: Export, on: date) -> str:
    """Name the file for programs that read ASCII only, and in Korean for the others (RFC 6266)."""
    with override("ko"):
        korean = f"{chosen.listing.title}_{on:%Y-%m-%d}.csv".replace(" ", "_")
    return f"attachment; filename=\"{chosen.name}_{on:%Y-%m-%d}.csv\"; filename*=UTF-8''{quote(korean)}"
