"""What publishing anything has in common: one at a time, a sequence number, the state table."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from agreements.actions import search_index
from agreements.models import (
    LATEST,
    Agreement,
    Commitment,
    DutyRecord,
    EntryKind,
    LedgerEntry,
    Milestone,
    Program,
    State,
    StatusReport,
)
from agreements.models.base import Publishable
from agreements.rules import ledger
from agreements.rules.lifecycle import Reported, StateRow, states
from agreements.rules.publication import PublicationState, Review

PUBLICATION_LOCK = 0x4D4F55  # "MOU"; any number that no other advisory lock uses


def lock_publications() -> None:
    """Let one transaction at a time publish.  Take it before any row lock.

    On SQLite every transaction begins IMMEDIATE and so already holds the only write lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])


def append(
    record: Agreement | Program | StatusReport | DutyRecord,
    kind: EntryKind,
    *,
    reference: str,
    payload: dict[str, Any],
    now: datetime,
    review: str = "",
    reason: str = "",
) -> LedgerEntry:
    """Append the next entry of the ledger, under the publish lock.

    ``payload`` holds the record's public ``facts`` where they begin or change (a statement's stand
    under ``statement``), and what the entry adds.
    """
    head = LedgerEntry.objects.order_by("-seq").first()
    made = ledger.make_entry(
        seq=head.seq + 1 if head else 1,
        recorded_at=ledger.utc_timestamp(now),
        kind=kind,
        subject=reference,
        payload=payload | ({"review": str(review)} if review else {}),
        salt=secrets.token_hex(16),
        previous=head.digest if head else ledger.GENESIS,
    )
    return LedgerEntry.objects.create(
        seq=made.seq,
        schema=made.schema,
        recorded_at=now,
        kind=kind,
        reference=made.subject,
        payload=made.payload,
        salt=made.salt,
        payload_digest=made.payload_digest,
        previous=made.previous,
        digest=made.digest,
        review=review,
        reason=reason,
        **{type(record)._meta.get_field("entries").remote_field.name: record},
    )


def mark_published(record: Publishable, *, actor: Any, now: datetime, review: Review, seq: int) -> None:
    """Set who published it when at which sequence, bump its version, and let it be found."""
    record.state = PublicationState.PUBLISHED
    record.published_at, record.published_by, record.review = now, actor, review
    record.first_published_at = record.first_published_at or now
    record.withdrawn_at = record.withdrawn_by = None
    record.withdrawal_reason = ""
    record.published_seq = seq
    record.version += 1
    record.save()
    search_index.keep(record)


def mark_withdrawn(record: Publishable, *, actor: Any, now: datetime, reason: str) -> None:
    """Set who withdrew it, when and why, bump its version, and let it be found no more."""
    record.state = PublicationState.WITHDRAWN
    record.withdrawn_at, record.withdrawn_by, record.withdrawal_reason = now, actor, reason
    record.version += 1
    record.save()
    search_index.keep(record)


# ---- the state table ----------------------------------------------------------------------------


def keep_dates(record: Agreement | Program, *, seq: int) -> None:
    """Make the dates of a published record those that are public from sequence ``seq`` on."""
    rows, dates = dates_of(record)
    present = rows.filter(seq_to=LATEST).first()
    if present is None or any(getattr(present, name) != value for name, value in dates.items()):
        close_dates(record, seq=seq)
        rows.create(seq_from=seq, **dates)


def close_dates(record: Agreement | Program, *, seq: int) -> None:
    """From sequence ``seq`` on the record is not public."""
    rows, _dates = dates_of(record)
    rows.filter(seq_to=LATEST).update(seq_to=seq)


def dates_of(record: Agreement | Program) -> tuple[Any, dict[str, Any]]:
    """Give the rows that keep a record's dates, and what they say of it now, by column."""
    rows: Any = record.terms if isinstance(record, Agreement) else record.decisions
    owned = {"id", record._meta.model_name, "seq_from", "seq_to"}
    columns = [field.attname for field in rows.model._meta.concrete_fields if field.name not in owned]
    return rows, {name: getattr(record, name) for name in columns}


def begins_on(subject: Commitment | Milestone) -> date:
    """The day from which a subject counts: its agreement's signing, its program's decision.

    A program whose decision is not dated counts from the day it was first published.
    """
    if isinstance(subject, Commitment):
        return subject.agreement.signed_on  # type: ignore[return-value]  # published, so it is signed
    program = subject.program
    return program.decided.first if program.decided else timezone.localdate(program.first_published_at)


def published_reports(subject: Commitment | Milestone) -> list[Reported]:
    """Read the reports of a subject that count: published, neither corrected nor withdrawn."""
    return [report.reported for report in subject.reports.effective().order_by("published_seq")]


def project(subject: Commitment | Milestone, *, since: date, seq: int) -> None:
    """Make the subject's open rows, from sequence ``seq`` on, what its published reports say."""
    replace_open_rows(subject, states(published_reports(subject), since=since), seq=seq)


def replace_open_rows(subject: Commitment | Milestone, wanted: list[StateRow], *, seq: int) -> None:
    """Close the open rows that no longer hold and add those that are new; no wanted row closes all."""
    missing = set(wanted)
    outdated = []
    for row in subject.states.filter(seq_to=LATEST):
        content = StateRow(*(getattr(row, name) for name in StateRow._fields))
        if content in missing:
            missing.remove(content)
        else:
            outdated.append(row.pk)
    State.objects.filter(pk__in=outdated).update(seq_to=seq)
    owner: dict[str, Any] = {str(subject._meta.model_name): subject}
    new_rows = [
        State(**owner, seq_from=seq, **content._asdict())
        for content in sorted(missing, key=lambda content: content.day_from)
    ]
    State.objects.bulk_create(new_rows)
