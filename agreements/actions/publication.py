"""What publishing anything has in common: one at a time, a sequence number, the state table."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from agreements.models import LATEST, Commitment, Milestone, Publication, PublicationKind, State
from agreements.models.base import Publishable
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
    record: Publishable, kind: PublicationKind, *, reference: str, now: datetime, reason: str = ""
) -> Publication:
    """Append the next step of the publication sequence, under the publish lock."""
    head = Publication.objects.aggregate(head=Max("seq"))["head"] or 0
    return Publication.objects.create(
        seq=head + 1,
        recorded_at=now,
        kind=kind,
        reference=reference,
        reason=reason,
        review=record.review if kind == PublicationKind.PUBLICATION else "",
        **{"report" if record._meta.model_name == "statusreport" else str(record._meta.model_name): record},
    )


def mark_published(
    record: Publishable, *, reference: str, actor: Any, now: datetime, review: Review
) -> Publication:
    """Set who published it when, bump its version, save it, append to the sequence."""
    record.state = PublicationState.PUBLISHED
    record.published_at, record.published_by, record.review = now, actor, review
    record.first_published_at = record.first_published_at or now
    record.withdrawn_at = record.withdrawn_by = None
    record.withdrawal_reason = ""
    record.version += 1
    step = append(record, PublicationKind.PUBLICATION, reference=reference, now=now)
    record.published_seq = step.seq
    record.save()
    return step


def mark_withdrawn(
    record: Publishable, *, reference: str, actor: Any, now: datetime, reason: str
) -> Publication:
    """Set who withdrew it, when and why, bump its version, save it, append to the sequence."""
    record.state = PublicationState.WITHDRAWN
    record.withdrawn_at, record.withdrawn_by, record.withdrawal_reason = now, actor, reason
    record.version += 1
    record.save()
    return append(record, PublicationKind.WITHDRAWAL, reference=reference, now=now, reason=reason)


# ---- the state table ----------------------------------------------------------------------------

ROW_FIELDS = (
    "day_from", "day_to", "heard_on", "status", "progress", "first_target", "target",
    "times_moved", "completed", "last_happened", "report_id",
)  # fmt: skip


def published_reports(subject: Commitment | Milestone) -> list[Reported]:
    """Read a subject's published reports as the projection needs them."""
    reports = subject.reports.filter(state=PublicationState.PUBLISHED).order_by("published_seq")
    return [report.reported for report in reports]


def project(subject: Commitment | Milestone, *, since: date, seq: int) -> None:
    """Make the subject's open rows, from sequence ``seq`` on, what its published reports say."""
    replace_open_rows(subject, states(published_reports(subject), since=since), seq=seq)


def replace_open_rows(subject: Commitment | Milestone, wanted: list[StateRow], *, seq: int) -> None:
    """Close the open rows that no longer hold and add those that are new; no wanted row closes all."""
    missing = {tuple(getattr(row, name) for name in ROW_FIELDS) for row in wanted}
    outdated = []
    for row in subject.states.filter(seq_to=LATEST):
        content = tuple(getattr(row, name) for name in ROW_FIELDS)
        if content in missing:
            missing.remove(content)
        else:
            outdated.append(row.pk)
    State.objects.filter(pk__in=outdated).update(seq_to=seq)
    owner: dict[str, Any] = {str(subject._meta.model_name): subject}
    new_rows = [
        State(**owner, seq_from=seq, **dict(zip(ROW_FIELDS, content, strict=True)))
        for content in sorted(missing, key=lambda content: content[0])
    ]
    State.objects.bulk_create(new_rows)
