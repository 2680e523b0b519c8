"""What was published before the ledger existed enters it, in the order of its publication."""

import secrets

from django.db import migrations

from agreements.actions.public_facts import public_facts
from agreements.rules import ledger


def adopt(apps, schema_editor):
    """Chain the entries; what is public now gets its facts, what was withdrawn since only the fact."""
    entries = apps.get_model("agreements", "LedgerEntry").objects.order_by("seq")
    previous = ledger.GENESIS
    for entry in entries.iterator():
        record = entry.agreement or entry.program or entry.report
        payload = {"reason": entry.reason}
        if entry.kind == "publication":
            entry.kind = "adopted"
            present = record.state == "published" and record.published_seq == entry.seq
            payload = {"facts": public_facts(record)} if present else {}
        if entry.review:
            payload["review"] = entry.review
        made = ledger.make_entry(
            seq=entry.seq,
            recorded_at=ledger.utc_timestamp(entry.recorded_at),
            kind=entry.kind,
            subject=entry.reference,
            payload=payload,
            salt=secrets.token_hex(16),
            previous=previous,
        )
        entry.payload, entry.salt, entry.payload_digest = made.payload, made.salt, made.payload_digest
        entry.previous, entry.digest = made.previous, made.digest
        entry.save()
        previous = made.digest


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_ledger")]
    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]
