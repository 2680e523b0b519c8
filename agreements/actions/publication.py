"""Publishing and withdrawing anything: one order of refusals and of steps, one sequence, one ledger."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from agreements.actions import screening, search_index, traces
from agreements.actions.checks import (
    lock_current,
    require_grant,
    require_reason,
    require_transition,
    review_of,
)
from agreements.models import (
    Agreement,
    DutyRecord,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Program,
    StatusReport,
)
from agreements.models.base import Publishable
from agreements.models.ledger import newest_sequence
from agreements.rules import ledger
from agreements.rules.publication import Act, PublicationState, Review

PUBLICATION_LOCK = 0x4D4F55  # "MOU"; any number that no other advisory lock uses

type InLedger = Agreement | Program | StatusReport | DutyRecord | Inquiry


def lock_publications() -> None:
    """Let one transaction at a time publish.  Take it before any row lock.

    On SQLite every transaction begins IMMEDIATE and so already holds the only write lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])


# ---- the steps of every publication --------------------------------------------------------------------


@dataclass(frozen=True)
class EntryContent:
    """What an act tells the ledger, beside who reviewed it and when.

    ``payload`` holds the public ``facts`` of ``record`` where they begin or change (a statement's stand
    under ``statement``), and what the entry adds.
    """

    record: InLedger
    kind: EntryKind
    reference: str
    payload: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class PublicationSteps[P: Publishable]:
    """What publishing one kind of record adds to the steps that all have, in the order in which they run."""

    check: Callable[..., None]  # (record, now=): refuses what is not fit to be public
    entry_text: Callable[[P], EntryContent]
    prepare: Callable[..., None] | None = None  # (record, seq=, now=): gives numbers and references
    settle: Callable[[P, LedgerEntry], None] | None = None  # brings what rests on the record up to date


def publish_record[P: Publishable](
    record: P, steps: PublicationSteps[P], *, actor: Any, now: datetime, service: bool = False
) -> LedgerEntry:
    """Run the steps of a publication.  Call it in a transaction.

    Raises:
        NotAllowed: no role of ``actor`` includes it.
        StaleVersion: the record changed since it was read.
        WrongState: it is not waiting for review.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Refused: what ``steps.check`` refuses.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    lock_publications()
    require_grant(actor, Act.PUBLISH, record, now=now)
    current = lock_current(record)
    require_transition(current, Act.PUBLISH)
    review = review_of(current, actor=actor, service=service)
    steps.check(current, now=now)
    screening.require_clean(current, now=now)
    entry = make_public(current, steps, review=review, actor=actor, now=now)
    traces.leave_trace(current, Act.PUBLISH, actor=actor, now=now)
    return entry


def make_public[P: Publishable](
    record: P, steps: PublicationSteps[P], *, review: Review, actor: Any, now: datetime
) -> LedgerEntry:
    """Write all that makes a record public, under the publish lock; who may, and what it lacks, is not asked.

    A preview does the same and takes it back (``actions/preview.py``).
    """
    if steps.prepare:
        steps.prepare(record, seq=newest_sequence() + 1, now=now)
    entry = append_entry(steps.entry_text(record), review=review, now=now)
    mark_published(record, actor=actor, now=now, review=review, seq=entry.seq)
    if steps.settle:
        steps.settle(record, entry)
    search_index.update_index_for(record)
    return entry


def withdraw_record[P: Agreement | Program | DutyRecord](
    record: P,
    *,
    reason: str,
    actor: Any,
    now: datetime,
    settle: Callable[[P, LedgerEntry], None] | None = None,
) -> LedgerEntry:
    """Take a published record out of public view.  Call it in a transaction.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
        PersonalData: the reason holds some.
    """
    lock_publications()
    require_grant(actor, Act.WITHDRAW, record, now=now)
    current = lock_current(record)
    require_transition(current, Act.WITHDRAW)
    require_reason(reason)
    screening.require_clean_reason(current, reason)
    text = EntryContent(
        current, EntryKind.WITHDRAWAL, current.public_reference, {"reason": reason}, reason=reason
    )
    entry = append_entry(text, now=now)
    mark_withdrawn(current, actor=actor, now=now, reason=reason, seq=entry.seq)
    if settle:
        settle(current, entry)
    search_index.update_index_for(current)
    traces.leave_trace(current, Act.WITHDRAW, actor=actor, now=now, reason=reason)
    return entry


def append_entry(text: EntryContent, *, now: datetime, review: str = "") -> LedgerEntry:
    """Append the next entry of the ledger, under the publish lock."""
    head = LedgerEntry.objects.order_by("-seq").first()
    payload = text.payload
    if review:
        payload = payload | {"review": str(review)}
    seq, previous = 1, ledger.GENESIS
    if head is not None:
        seq, previous = head.seq + 1, head.digest
    entry = ledger.make_entry(
        seq=seq,
        recorded_at=ledger.utc_timestamp(now),
        kind=text.kind,
        subject=text.reference,
        payload=payload,
        salt=secrets.token_hex(16),
        previous=previous,
    )
    columns = entry._asdict()
    columns |= {"reference": columns.pop("subject"), "recorded_at": now}
    subject_field: Any = type(text.record)._meta.get_field("entries")
    return LedgerEntry.objects.create(
        **columns, review=review, reason=text.reason, **{subject_field.remote_field.name: text.record}
    )


def mark_published(record: Publishable, *, actor: Any, now: datetime, review: Review, seq: int) -> None:
    """Set who published it when at which sequence, and bump its version."""
    record.state = PublicationState.PUBLISHED
    record.published_at, record.published_by, record.review = now, actor, review
    record.first_published_at = record.first_published_at or now
    record.withdrawn_at = record.withdrawn_by = None
    record.withdrawal_reason = ""
    record.published_seq = seq
    record.version += 1
    record.save()


def mark_withdrawn(record: Publishable, *, actor: Any, now: datetime, reason: str, seq: int) -> None:
    """Set who withdrew it, when and why, and bump its version."""
    record.state = PublicationState.WITHDRAWN
    record.withdrawn_at, record.withdrawn_by, record.withdrawal_reason = now, actor, reason
    if isinstance(record, DutyRecord):
        record.withdrawn_seq = seq
    record.version += 1
    record.save()


def next_number(records: Any) -> int:
    """Return the number after the highest of ``records``; certain only under the publish lock."""
    highest = records.aggregate(highest=Max("number", default=0))["highest"]
    return int(highest) + 1
