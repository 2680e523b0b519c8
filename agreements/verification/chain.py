"""Whether every link of the ledger holds."""

from collections.abc import Iterator

from agreements.models import LedgerEntry
from agreements.models.plain import MomentText
from agreements.rules import ledger

AT_A_TIME = 2000  # entries in memory


def broken_links() -> Iterator[str]:
    broken = ledger.first_break(chain_entries())
    if broken:
        yield f"entry {broken.seq}: {broken.why}"


def chain_entries() -> Iterator[ledger.ChainEntry]:
    """Read every entry as it is hashed, without making model instances."""
    rows = LedgerEntry.objects.order_by("seq").values_list(
        "seq", "schema", MomentText("recorded_at"), "kind", "reference", "payload", "salt",
        "payload_digest", "previous", "digest",
    )  # fmt: skip
    return map(ledger.ChainEntry._make, rows.iterator(chunk_size=AT_A_TIME))
