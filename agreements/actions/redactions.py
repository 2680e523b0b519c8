"""Blanking personal data everywhere: the record, the ledger, the traces, the stored files."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agreements.actions.checks import require_reason
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import append
from agreements.actions.refusals import WrongState
from agreements.actions.remedies import accepted, publish
from agreements.models import (
    Agreement,
    Commitment,
    Document,
    DutyRecord,
    EntryKind,
    LedgerEntry,
    Milestone,
    Program,
    Redaction,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)
from agreements.models.duty import DUTY_TEXTS
from agreements.models.report import REPORT_TEXTS
from agreements.rules.ledger import fact_differences
from agreements.rules.publication import PublicationState

type Redactable = StatusReport | Agreement | Program | Statement | DutyRecord

REPORT_KINDS = (EntryKind.PUBLICATION, EntryKind.CORRECTION)


@transaction.atomic
def publish_redaction(redaction: Redaction, *, actor: Any, now: datetime) -> LedgerEntry:
    """Blank personal data everywhere: the record, its ledger entries, its traces, its stored files.

    With a report or duty record goes the reason of its withdrawal, and what drafts of a correction copied
    from it.  Of an agreement or program only what the ledger, the traces and removed files kept is blanked:
    its present text was made free of personal data by a change before.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: it is not waiting for review, or the ledger holds no text of its subject.
        Incomplete: the reason is empty.
    """
    found, review = accepted(redaction, actor=actor, now=now)
    check_redaction(found, now=now)
    subject = found.subject
    blanked = list(_entries_of(subject))
    left = _facts_left(subject)
    gone = _titles_gone(blanked, left or {"facts": public_facts(subject)})
    entry = append(
        subject.report if isinstance(subject, Statement) else subject,
        EntryKind.REDACTION,
        reference=blanked[0].reference,
        payload={"redacts": _named(blanked)} | public_facts(found) | left,
        review=review,
        reason=found.reason_ko,
        now=now,
    )
    seqs = [one.seq for one in blanked]
    LedgerEntry.objects.filter(seq__in=seqs).update(payload=None, salt=None, reason="", redacted_by=entry)
    _remove_files(subject)
    _blank(subject, entry, reason=found.reason_ko)
    _blank_traces(subject, entry, gone=gone)
    return publish(found, entry, actor=actor, now=now, review=review)


def check_redaction(redaction: Redaction, *, now: datetime) -> None:
    """
    Raises:
        WrongState, Incomplete: as :func:`publish_redaction`.
    """
    require_reason(redaction.reason_ko, field="reason_ko")
    require_text_in_ledger(redaction.subject)


def require_text_in_ledger(subject: Redactable) -> None:
    """
    Raises:
        WrongState: no entry holds text of ``subject``: there is nothing to blank.
    """
    if not _entries_of(subject).exists():
        raise WrongState(_("The ledger holds no text of this record: there is nothing to blank."))


# ---- the ledger --------------------------------------------------------------------------------------


def _entries_of(subject: Redactable) -> QuerySet[LedgerEntry]:
    """Find the entries that still hold text of ``subject``, oldest first."""
    if isinstance(subject, Statement):
        found = LedgerEntry.objects.filter(seq=subject.published_seq or 0)
    elif isinstance(subject, StatusReport | DutyRecord):
        found = subject.entries.filter(kind__in=(*REPORT_KINDS, EntryKind.WITHDRAWAL))
    else:
        found = subject.entries.all()
    return found.filter(payload__isnull=False).order_by("seq")


def _named(blanked: list[LedgerEntry]) -> list[int]:
    """The entries that go, and those named by an earlier redaction whose own text goes now."""
    inherited = (json.loads(entry.payload or "{}").get("redacts", ()) for entry in blanked)
    return sorted({entry.seq for entry in blanked}.union(*inherited))


def _facts_left(subject: Redactable) -> dict[str, Any]:
    """What the public may still know of it; nothing of another record that is not public."""
    if isinstance(subject, Statement):
        return {"statement": public_facts(subject) | {"text_ko": "", "text_en": ""}}
    if isinstance(subject, StatusReport):
        return {"facts": public_facts(subject) | dict.fromkeys(REPORT_TEXTS, "") | {"documents": []}}
    blank: dict[str, Any] = {}
    if isinstance(subject, DutyRecord):
        blank = dict.fromkeys(DUTY_TEXTS, "") | {"documents": []}
    return {"facts": public_facts(subject) | blank} if subject.is_public else {}


# The titles by which other records' traces name an agreement or program and what belongs to it.
TITLED = frozenset({"title_ko", "title_en", "commitments", "milestones"})
TITLES = frozenset({"title_ko", "title_en"})
SHORTEST = 4  # characters; a shorter title stands in too many other texts


def _titles_gone(blanked: list[LedgerEntry], present: dict[str, Any]) -> set[str]:
    """Give the titles that the entries hold and nothing is called any more."""
    found = set()
    for entry in blanked:
        told = json.loads(entry.payload or "{}")
        for gone in fact_differences(told.get("facts") or {}, present.get("facts") or {}):
            if gone.path and gone.path[0] in TITLED and gone.path[-1] in TITLES:
                found.add(str(gone.before or ""))
    kept = {
        title
        for model in (Agreement, Program, Commitment, Milestone)
        for names in model._default_manager.filter(Q(title_ko__in=found) | Q(title_en__in=found)).values_list(
            "title_ko", "title_en"
        )
        for title in names
    }
    return {title for title in found - kept if len(title) >= SHORTEST}


# ---- the record and what copied from it ----------------------------------------------------------------


def _blank(subject: Redactable, entry: LedgerEntry, *, reason: str) -> None:
    if isinstance(subject, Statement):
        Statement.objects.filter(pk=subject.pk).update(text_ko="", text_en="")
    elif isinstance(subject, StatusReport):
        _blank_report(subject, entry)
    elif isinstance(subject, DutyRecord):
        _blank_duty_record(subject, entry)
    else:  # why it was withdrawn is told by the ledger alone, where it is blanked
        withdrawn = type(subject)._default_manager.filter(pk=subject.pk, state=PublicationState.WITHDRAWN)
        withdrawn.update(withdrawal_reason=reason)


def _blank_report(report: StatusReport, entry: LedgerEntry) -> None:
    said = {name: text for name in REPORT_TEXTS if (text := getattr(report, name))}
    for draft in StatusReport.objects.filter(corrects=report, first_published_at=None):
        copied = [name for name, text in said.items() if getattr(draft, name) == text]
        if copied:
            StatusReport.objects.filter(pk=draft.pk).update(
                **dict.fromkeys(copied, ""), version=draft.version + 1
            )
        of_draft = Trace.objects.filter(subject_kind="statusreport", subject_id=str(draft.pk))
        _blank_in(of_draft, set(said.values()), entry)
    empty = dict.fromkeys(REPORT_TEXTS, "")
    StatusReport.objects.filter(pk=report.pk, redacted_by=None).update(**empty, redacted_by=entry)
    _blank_documents(report, entry)
    _withdrawals(report).update(reason_ko="", reason_en="")


def _blank_duty_record(record: DutyRecord, entry: LedgerEntry) -> None:
    DutyRecord.objects.filter(pk=record.pk, redacted_by=None).update(
        **dict.fromkeys(DUTY_TEXTS, ""),
        withdrawal_reason="…" if record.state == PublicationState.WITHDRAWN else "",
        redacted_by=entry,
    )
    _blank_documents(record, entry)


def _blank_documents(record: StatusReport | DutyRecord, entry: LedgerEntry) -> None:
    record.documents.filter(redacted_by=None).update(
        file="", name="", title_ko="", title_en="", findings=[], redacted_by=entry
    )


def _withdrawals(report: StatusReport) -> QuerySet[Withdrawal]:
    """The published withdrawal of a report; one that still waits says its own reason."""
    return Withdrawal.objects.filter(report=report, state=PublicationState.PUBLISHED)


def _remove_files(subject: Redactable) -> None:
    """Delete, once the transaction holds, a record's files, and those a change took from another record."""
    if isinstance(subject, StatusReport | DutyRecord):
        names = {str(document.file.name) for document in subject.documents.all() if document.file}
    else:
        names = set(files_before(_traces_of(subject)))
        names -= set(Document.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def files_before(traces: Iterable[Trace]) -> Iterator[str]:
    """Give the files that documents had before a change replaced or removed them."""
    for trace in traces:
        for path, (before, _after) in trace.changes.items():
            if before and path.startswith("documents[") and path.endswith("].file"):
                yield before


# ---- the traces ------------------------------------------------------------------------------------------


def _traces_of(subject: Redactable) -> QuerySet[Trace]:
    of_it = Q(subject_kind=subject._meta.model_name, subject_id=str(subject.pk))
    if isinstance(subject, StatusReport):
        for withdrawal in _withdrawals(subject):
            of_it |= Q(subject_kind="withdrawal", subject_id=str(withdrawal.pk))
    return Trace.objects.filter(of_it)


def _blank_traces(subject: Redactable, entry: LedgerEntry, *, gone: set[str]) -> None:
    """Empty the traces of the record, and in those of others each value that holds one of its texts."""
    _traces_of(subject).update(changes={}, reason="", subject_label=entry.reference, redacted_by=entry)
    if gone:
        _blank_in(Trace.objects.all(), gone, entry)


def _blank_in(traces: QuerySet[Trace], gone: set[str], entry: LedgerEntry) -> None:
    """Empty each value that holds one of the texts; what else the traces say stays."""
    for trace in traces.iterator(chunk_size=2000):
        changes = {
            path: [None if _holds(value, gone) else value for value in values]
            for path, values in trace.changes.items()
        }
        titled, said = _holds(trace.subject_label, gone), _holds(trace.reason, gone)
        if changes != trace.changes or titled or said:
            Trace.objects.filter(pk=trace.pk).update(
                changes=changes,
                subject_label="" if titled else trace.subject_label,
                reason="" if said else trace.reason,
                redacted_by=entry,
            )


def _holds(value: Any, gone: set[str]) -> bool:
    """Say whether a value, or one in a list, holds any of the texts."""
    if isinstance(value, list):
        return any(_holds(item, gone) for item in value)
    return isinstance(value, str) and any(text in value for text in gone)
