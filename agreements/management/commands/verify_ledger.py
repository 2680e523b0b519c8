"""Verify the ledger in the database, and that what the public sees is what the ledger says.

`tools/verify_ledger.py` verifies the links of a downloaded ledger; only here stand the records beside it.
"""

import json
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from agreements.actions.public_facts import PARTS, public_facts
from agreements.management.commands import check_data
from agreements.models import (
    Agreement,
    EntryKind,
    LedgerEntry,
    Program,
    Redaction,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules import ledger
from agreements.rules.publication import PublicationState

AT_A_TIME = 2000  # entries or records in memory
SHOWING = (EntryKind.PUBLICATION, EntryKind.CORRECTION, EntryKind.ADOPTED, EntryKind.CHANGE)


class Command(BaseCommand):
    help = "Verify every link of the ledger, that the public facts equal it, and that the states follow."

    def handle(self, **options: Any) -> None:
        for finding in findings():
            raise CommandError(f"BROKEN: {finding}.")
        head = LedgerEntry.objects.order_by("-seq").first()
        entries = head.seq if head else 0
        self.stdout.write(
            f"The ledger holds: {entries} entries, the records equal them, the states follow.\n"
            f"Head: {ledger.head(head)}"
        )


def findings() -> Iterator[str]:
    """Give every way in which ledger, records and states disagree, the links first."""
    yield from broken_links()
    yield from wrong_columns()
    yield from wrong_publications()
    yield from wrong_facts()
    yield from check_data.every_difference()


# ---- the chain -----------------------------------------------------------------------------------------


def broken_links() -> Iterator[str]:
    if found := ledger.first_break(chain()):
        yield f"entry {found.seq}: {found.why}"


def chain() -> Iterator[ledger.Entry]:
    """Read the entries as the chain hashes them, without making model instances."""
    rows = LedgerEntry.objects.order_by("seq").values_list(
        "seq", "schema", "recorded_at", "kind", "reference", "payload", "salt", "payload_digest", "previous",
        "digest",
    )  # fmt: skip
    rest: Any
    for seq, schema, recorded_at, *rest in rows.iterator(chunk_size=AT_A_TIME):
        yield ledger.Entry(seq, schema, ledger.timestamp(recorded_at), *rest)


def wrong_columns() -> Iterator[str]:
    """Pages read reason and review beside the payload; they say what the payload says."""
    rows = LedgerEntry.objects.filter(payload__isnull=False).order_by("seq")
    columns = rows.values_list("seq", "kind", "reason", "review", "payload")
    for seq, kind, reason, review, payload in columns.iterator(chunk_size=AT_A_TIME):
        told = json.loads(payload or "{}")
        if review != told.get("review", ""):
            yield f"entry {seq}: its review is “{review}”, the payload says “{told.get('review', '')}”"
        if reason != reason_told(kind, told):
            yield f"entry {seq}: its reason is not the payload's"
    unnamed = LedgerEntry.objects.filter(redacted_by__isnull=False).exclude(
        redacted_by__kind=EntryKind.REDACTION
    )
    for entry in unnamed:
        yield f"entry {entry.seq}: it is blanked by entry {entry.redacted_by_id}, which is no redaction"


def reason_told(kind: str, told: dict[str, Any]) -> str:
    if kind == EntryKind.CHANGE:
        return str(told["change"]["reason"])
    if kind == EntryKind.CORRECTION:
        return str(told["facts"]["correction_reason_ko"])
    return str(told.get("reason", ""))


# ---- published or not ------------------------------------------------------------------------------------


def wrong_publications() -> Iterator[str]:
    """What is published, or was withdrawn, has the entry that made it so; and the other way round."""
    for model in (Agreement, Program):
        last = LedgerEntry.objects.filter(
            **{str(model._meta.model_name): OuterRef("pk")}, kind__in=(*SHOWING, EntryKind.WITHDRAWAL)
        ).order_by("-seq")
        records: Any = model._default_manager.all()
        for record in records.annotate(last=Subquery(last.values("kind")[:1])).iterator():
            shown = record.last is not None and record.last != EntryKind.WITHDRAWAL
            if record.is_public != shown:
                says = f"its last entry is “{record.last}”" if record.last else "no entry says so"
                yield f"“{record}” is {record.state}, but {says}"
    for remedy, kind in REMEDIES.items():
        yield from wrong_steps(remedy, kind)


REMEDIES: dict[Any, tuple[EntryKind, ...]] = {
    StatusReport: (EntryKind.PUBLICATION, EntryKind.CORRECTION, EntryKind.ADOPTED),
    Statement: (EntryKind.STATEMENT,),
    Withdrawal: (EntryKind.WITHDRAWAL,),
    Redaction: (EntryKind.REDACTION,),
}


def wrong_steps(model: Any, kinds: tuple[EntryKind, ...]) -> Iterator[str]:
    """Each published record of ``model`` names its own entry, and each such entry has its record."""
    name = model._meta.verbose_name
    published = model._default_manager.filter(state=PublicationState.PUBLISHED)
    entries = LedgerEntry.objects.filter(kind__in=kinds)
    if model is not Redaction:
        entries = entries.filter(report__isnull=False)
    for record in published.exclude(published_seq__in=entries.values("seq")).iterator():
        yield f"{name} {record.pk} “{record}” is published, but entry {record.published_seq} does not say so"
    for entry in entries.exclude(seq__in=published.values("published_seq")).iterator():
        yield f"entry {entry.seq} ({entry.kind} of {entry.reference}) has no published {name} any more"


# ---- the facts ---------------------------------------------------------------------------------------------


def wrong_facts() -> Iterator[str]:
    """Compare each record with the latest entry that tells its facts, on what that entry tells."""
    for model in (Agreement, Program):
        telling = LedgerEntry.objects.filter(
            **{str(model._meta.model_name): OuterRef("pk")}, payload__contains='"facts":'
        )
        latest = telling.order_by("-seq").values("seq")[:1]
        yield from contradictions(model, "facts", told_by=Subquery(latest))
    yield from contradictions(StatusReport, "facts", told_by=first_of(F("redacted_by_id")))
    blanked = LedgerEntry.objects.filter(seq=OuterRef("published_seq")).values("redacted_by")[:1]
    yield from contradictions(Statement, "statement", told_by=first_of(Subquery(blanked)))
    for remedy in (Withdrawal, Redaction):
        yield from contradictions(remedy, None, told_by=F("published_seq"))


def first_of(redaction: Any) -> Coalesce:
    """The redaction that blanked a record tells what is left of it, else its publication."""
    return Coalesce(redaction, F("published_seq"), output_field=BigIntegerField())


def contradictions(model: Any, key: str | None, *, told_by: Any) -> Iterator[str]:
    """``told_by`` finds the sequence of the entry; ``key`` says where in its payload the facts stand."""
    shown = model._default_manager.filter(state=PublicationState.PUBLISHED).annotate(told_by=told_by)
    records = shown.prefetch_related(*PARTS[model]).order_by("pk").iterator(chunk_size=AT_A_TIME)
    for batch in batched(records, AT_A_TIME):
        seqs = [record.told_by for record in batch]
        entries = LedgerEntry.objects.filter(seq__in=seqs, payload__isnull=False)
        told = {
            seq: (reference, payload)
            for seq, reference, payload in entries.values_list("seq", "reference", "payload")
        }
        for record in batch:
            if record.told_by not in told:
                if model is not Redaction:  # whose own text may have been blanked since
                    yield f"{model._meta.verbose_name} “{record}”: no entry tells what the public sees of it"
                continue
            reference, payload = told[record.told_by]
            recorded = json.loads(payload or "{}")
            yield from contradicted(record, reference, recorded.get(key) if key else reasons(recorded))


def reasons(told: dict[str, Any]) -> dict[str, Any]:
    """What the entry of a withdrawal or redaction tells of its own record."""
    return {name: told.get(name, "") for name in ("reason", "reason_en")}


def contradicted(record: Any, reference: str, recorded: Any) -> Iterator[str]:
    if isinstance(record, StatusReport) and record.public_reference != reference:
        yield f"{record.public_reference}: entry {record.told_by} is about {reference}"  # type: ignore[attr-defined]
        return
    present = public_facts(record)
    if recorded == present:
        return
    present = json.loads(ledger.canonical(present))
    for found in ledger.contradictions(recorded, present):
        path = ".".join(found.path)
        yield (
            f"{reference}: {path} is {json.dumps(found.after, ensure_ascii=False)}, "
            f"entry {record.told_by} says {json.dumps(found.before, ensure_ascii=False)}"
        )
