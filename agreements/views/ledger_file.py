"""The whole ledger as a file, and the program that verifies it."""

from collections.abc import Generator
from itertools import batched

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from agreements.lists.file_stream import FileStream
from agreements.lists.ledger import entries_at
from agreements.lists.parameters import require_known
from agreements.models import LedgerEntry
from agreements.rules.ledger import ChainEntry, entry_line, ledger_head, utc_timestamp
from agreements.views.page_context import base_clock
from agreements.views.querysets import public_rows

LINES_A_CHUNK = 500
COLUMNS = (
    "seq", "schema", "recorded_at", "kind", "reference", "payload", "salt", "payload_digest", "previous",
    "digest",
)  # fmt: skip
VERIFIER = settings.BASE_DIR / "tools" / "verify_ledger.py"


@require_safe
def ledger_jsonl(request: HttpRequest) -> HttpResponseBase:
    """Stream every entry up to the newest there was at the clock, a line each."""
    newest = entries_at(base_clock(request)).first()
    headers = {
        "Content-Type": "application/jsonl; charset=utf-8",
        "Content-Disposition": f'attachment; filename="ledger_{newest.seq if newest else 0}.jsonl"',
        "X-Ledger-Head": ledger_head(newest),
    }
    if request.method == "HEAD" or newest is None:
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(FileStream(ledger_chunks(up_to=newest.seq)), headers=headers)


def ledger_chunks(*, up_to: int) -> Generator[bytes]:
    entries = public_rows(LedgerEntry).filter(seq__lte=up_to).order_by("seq")
    rows = entries.values_list(*COLUMNS).iterator(chunk_size=LINES_A_CHUNK)
    for chunk in batched(rows, LINES_A_CHUNK):
        chain_entries = (
            ChainEntry(seq, schema, utc_timestamp(at), *digests) for seq, schema, at, *digests in chunk
        )
        yield "".join(f"{entry_line(entry)}\n" for entry in chain_entries).encode()


@require_safe
def verify_ledger_py(request: HttpRequest) -> FileResponse:
    """The one page of code that verifies a downloaded ledger."""
    require_known(request.GET, ())
    return FileResponse(
        VERIFIER.open("rb"), as_attachment=True, filename=VERIFIER.name, content_type="text/x-python"
    )
