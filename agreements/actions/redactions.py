"""Blanking personal data everywhere: the record, the ledger, the traces, the stored files."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agreements.actions.checks import require_reason
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record
from agreements.actions.refusals import WrongState
from agreements.models import (
    Agreement,
    Commitment,
    Document,
    DutyRecord,
    EntryKind,
    Inquiry,
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
from agreements.models.inquiry import INQUIRY_TEXTS
from agreements.models.remedy import named_in_withdrawals
from agreements.models.report import REPORT_TEXTS
from agreements.rules.ledger import fact_differences
from agreements.rules.publication import PublicationState

type Redactable = StatusReport | Agreement | Program | Statement | DutyRecord | Inquiry

REPORT_KINDS = (EntryKind.PUBLICATION, EntryKind.CORRECTION)


@transaction.atomic
def publish_redaction(redaction: Redaction, *, actor: Any, now: datetime) -> LedgerEntry:
    """Blank personal data everywhere: the record, its ledger entries, its traces, its stored files.

    With a report, inquiry or duty record goes the reason of its withdrawal, and what drafts of a correction
    copied from it.  Of an agreement or program only what the ledger, the traces and removed files kept is
    blanked: its present text was made free of personal data by a change before.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: it is not waiting for review, or the ledger holds no text of its subject.
        Incomplete: the reason is empty.
    """
    return publish_record(redaction, REDACTION_STEPS, actor=actor, now=now)


def _entry_of_redaction(redaction: Redaction) -> EntryContent:
    subject = redaction.subject
    blanked = list(entries_with_text(subject))
    return EntryContent(
        subject.ledger_record if isinstance(subject, Statement) else subject,
        EntryKind.REDACTION,
        blanked[0].reference,
        {"redacts": _redacted_sequences(blanked)} | public_facts(redaction) | _facts_left(subject),
        reason=redaction.reason_ko,
    )


def _blank_everywhere(redaction: Redaction, entry: LedgerEntry) -> None:
    subject = redaction.subject
    blanked = entries_with_text(subject).filter(seq__lt=entry.seq)
    gone = _titles_gone(blanked, _facts_left(subject) or {"facts": public_facts(subject)})
    sequences = [blanked_entry.seq for blanked_entry in blanked]
    LedgerEntry.objects.filter(seq__in=sequences).update(
        payload=None, salt=None, reason="", redacted_by=entry
    )

    _remove_files(subject)  # before the rows forget what their files are called
    BLANKED_BY[type(subject)](subject, entry)
    _blank_traces(subject, entry, gone=gone)


def check_redaction(redaction: Redaction, *, now: datetime) -> None:
    """Check that the redaction could be published.

    Raises:
        WrongState, Incomplete: as :func:`publish_redaction`.
    """
    require_reason(redaction.reason_ko, field="reason_ko")
    require_text_in_ledger(redaction.subject)


def require_text_in_ledger(subject: Redactable) -> None:
    """Demand that there is something to blank.

    Raises:
        WrongState: no entry of the ledger holds text of ``subject``.
    """
    if not entries_with_text(subject).exists():
        raise WrongState(_("The ledger holds no text of this record: there is nothing to blank."))


REDACTION_STEPS = PublicationSteps(
    check=check_redaction, entry_text=_entry_of_redaction, settle=_blank_everywhere
)


# ---- the ledger --------------------------------------------------------------------------------------


def entries_with_text(subject: Redactable) -> QuerySet[LedgerEntry]:
    """Return the entries that still hold text of ``subject``, oldest first."""
    if isinstance(subject, Statement):
        entries = LedgerEntry.objects.filter(seq=subject.published_seq or 0)
    elif isinstance(subject, StatusReport | DutyRecord | Inquiry):
        entries = subject.entries.filter(kind__in=(*REPORT_KINDS, EntryKind.WITHDRAWAL))
    else:
        of_statements = Redaction.objects.filter(statement__isnull=False, published_seq__isnull=False)
        entries = subject.entries.exclude(kind=EntryKind.STATEMENT).exclude(
            seq__in=of_statements.values("published_seq")
        )
    return entries.filter(payload__isnull=False).order_by("seq")


def _redacted_sequences(blanked: list[LedgerEntry]) -> list[int]:
    """Return the entries that go, and those named by an earlier redaction whose own text goes now."""
    sequences: set[int] = set()
    for entry in blanked:  # without the named ones, nothing that is left would say that they were redacted
        sequences |= {entry.seq, *entry.content.get("redacts", ())}
    return sorted(sequences)


# An agreement or program keeps its present facts: a change made them free of personal data before.
EMPTIED_FACTS: dict[type, dict[str, Any]] = {
    StatusReport: dict.fromkeys(REPORT_TEXTS, "") | {"documents": []},
    DutyRecord: dict.fromkeys(DUTY_TEXTS, "") | {"documents": []},
    Inquiry: dict.fromkeys(INQUIRY_TEXTS, ""),
}


def _facts_left(subject: Redactable) -> dict[str, Any]:
    """Return what the public may still know of it; nothing of an agreement or program that is not public."""
    if isinstance(subject, Statement):
        return {"statement": public_facts(subject) | {"text_ko": "", "text_en": ""}}

    # Of a report or inquiry the rest stays known even when it is withdrawn.
    if isinstance(subject, StatusReport | Inquiry) or subject.is_public:
        return {"facts": public_facts(subject) | EMPTIED_FACTS.get(type(subject), {})}

    return {}


# The titles by which other records' traces name an agreement or program and what belongs to it.
TITLED = frozenset({"title_ko", "title_en", "commitments", "milestones"})
TITLES = frozenset({"title_ko", "title_en"})
SHORTEST = 4  # characters; a shorter title stands in too many other texts


def _titles_gone(blanked: Iterable[LedgerEntry], facts_left: dict[str, Any]) -> set[str]:
    """Return the titles that the entries hold and that no record is called by any more."""
    replaced: set[str] = set()
    for entry in blanked:
        for difference in fact_differences(entry.content.get("facts", {}), facts_left.get("facts", {})):
            title = str(difference.before or "")
            if _is_title(difference.path) and len(title) >= SHORTEST:
                replaced.add(title)

    return replaced - _titles_in_use(replaced)


def _is_title(path: tuple[str, ...]) -> bool:
    return bool(path) and path[0] in TITLED and path[-1] in TITLES


def _titles_in_use(titles: set[str]) -> set[str]:
    """Return those of the titles that an agreement, a program or a subject has now, in either language."""
    in_use: set[str] = set()
    for model in (Agreement, Program, Commitment, Milestone):
        called_so = model._default_manager.filter(Q(title_ko__in=titles) | Q(title_en__in=titles))
        in_use.update(*called_so.values_list("title_ko", "title_en"))
    return in_use


# ---- the record and what copied from it ----------------------------------------------------------------


def _blank_statement(statement: Statement, entry: LedgerEntry) -> None:
    Statement.objects.filter(pk=statement.pk).update(text_ko="", text_en="")


def _blank_report(report: StatusReport, entry: LedgerEntry) -> None:
    _blank_correctable(report, REPORT_TEXTS, entry)
    _blank_documents(report, entry)


def _blank_inquiry(inquiry: Inquiry, entry: LedgerEntry) -> None:
    _blank_correctable(inquiry, INQUIRY_TEXTS, entry)


def _blank_root(root: Agreement | Program, entry: LedgerEntry) -> None:
    # The reason of its withdrawal stands in the ledger, where it is blanked, and here.
    withdrawn = type(root)._default_manager.filter(pk=root.pk, state=PublicationState.WITHDRAWN)
    withdrawn.update(withdrawal_reason=entry.reason)


def _blank_correctable(record: StatusReport | Inquiry, columns: tuple[str, ...], entry: LedgerEntry) -> None:
    """Empty the text ``columns``, the reason of a withdrawal, and what drafts of a correction copied."""
    rows = type(record)._default_manager
    texts = {name: text for name in columns if (text := getattr(record, name))}
    for draft in rows.filter(corrects=record, first_published_at=None):
        _blank_copies(draft, texts, entry)

    rows.filter(pk=record.pk, redacted_by=None).update(**dict.fromkeys(columns, ""), redacted_by=entry)
    _published_withdrawals(record).update(reason_ko="", reason_en="")


def _blank_copies(draft: StatusReport | Inquiry, texts: dict[str, str], entry: LedgerEntry) -> None:
    """Empty what the draft of a correction copied from the record, and the values in its traces."""
    copied = [name for name, text in texts.items() if getattr(draft, name) == text]
    if copied:
        emptied = dict.fromkeys(copied, "")
        type(draft)._default_manager.filter(pk=draft.pk).update(**emptied, version=draft.version + 1)

    of_draft = Trace.objects.filter(subject_kind=draft._meta.model_name, subject_id=str(draft.pk))
    _blank_in(of_draft, set(texts.values()), entry)


def _blank_duty_record(record: DutyRecord, entry: LedgerEntry) -> None:
    DutyRecord.objects.filter(pk=record.pk, redacted_by=None).update(
        **dict.fromkeys(DUTY_TEXTS, ""),
        withdrawal_reason="…" if record.state == PublicationState.WITHDRAWN else "",
        redacted_by=entry,
    )
    _blank_documents(record, entry)


# What is blanked in the record itself and in what copied from it, by its kind.
BLANKED_BY: dict[type, Callable[[Any, LedgerEntry], None]] = {
    Agreement: _blank_root,
    DutyRecord: _blank_duty_record,
    Inquiry: _blank_inquiry,
    Program: _blank_root,
    Statement: _blank_statement,
    StatusReport: _blank_report,
}


def _blank_documents(record: StatusReport | DutyRecord, entry: LedgerEntry) -> None:
    record.documents.filter(redacted_by=None).update(
        file="", name="", title_ko="", title_en="", findings=[], redacted_by=entry
    )


def _published_withdrawals(record: StatusReport | Inquiry) -> QuerySet[Withdrawal]:
    """Return the published withdrawal of a record; one that still waits keeps its reason."""
    of_record = {named_in_withdrawals(record): record}
    return Withdrawal.objects.filter(state=PublicationState.PUBLISHED, **of_record)


def _remove_files(subject: Redactable) -> None:
    """Delete, once the transaction holds, a record's files, and those a change took from another record."""
    if isinstance(subject, StatusReport | DutyRecord):
        names = set(subject.documents.exclude(file="").values_list("file", flat=True))
    else:
        # What a document still has is not removed.
        names = set(files_before(_traces_of(subject)))
        names -= set(Document.objects.filter(file__in=names).values_list("file", flat=True))

    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


FILE_PATH = re.compile(r"documents\[.*\]\.file")  # as ``traces.record_facts`` writes it


def files_before(traces: Iterable[Trace]) -> Iterator[str]:
    """Yield the files that documents had before a change replaced or removed them."""
    for trace in traces:
        for path, (before, _after) in trace.changes.items():
            if before and FILE_PATH.fullmatch(path):
                yield before


# ---- the traces ------------------------------------------------------------------------------------------


def _traces_of(subject: Redactable) -> QuerySet[Trace]:
    of_it = Q(subject_kind=subject._meta.model_name, subject_id=str(subject.pk))
    if isinstance(subject, StatusReport | Inquiry):
        for withdrawal in _published_withdrawals(subject):
            of_it |= Q(subject_kind="withdrawal", subject_id=str(withdrawal.pk))
    return Trace.objects.filter(of_it)


def _blank_traces(subject: Redactable, entry: LedgerEntry, *, gone: set[str]) -> None:
    """Empty the traces of the record, and in those of others each value that holds one of its texts."""
    _traces_of(subject).update(changes={}, reason="", subject_label=entry.reference, redacted_by=entry)
    if gone:
        _blank_in(Trace.objects.all(), gone, entry)


def _blank_in(traces: QuerySet[Trace], gone: set[str], entry: LedgerEntry) -> None:
    """Empty each value that holds one of the texts; what else the traces say stays."""
    for trace in traces.iterator(chunk_size=2000):  # of others it may be every trace there is
        emptied = _emptied_columns(trace, gone)
        if emptied:
            Trace.objects.filter(pk=trace.pk).update(**emptied, redacted_by=entry)


def _emptied_columns(trace: Trace, gone: set[str]) -> dict[str, Any]:
    """Return {column: value} of the columns of a trace that hold one of the texts, without it."""
    values = {
        "changes": {path: _blanked_values(pair, gone) for path, pair in trace.changes.items()},
        "subject_label": _without(trace.subject_label, gone, instead=""),
        "reason": _without(trace.reason, gone, instead=""),
    }
    return {name: value for name, value in values.items() if value != getattr(trace, name)}


def _blanked_values(values: list[Any], gone: set[str]) -> list[Any]:
    return [_without(value, gone, instead=None) for value in values]


def _without(value: Any, gone: set[str], *, instead: Any) -> Any:
    return instead if _holds_any(value, gone) else value


def _holds_any(value: Any, gone: set[str]) -> bool:
    """Say whether a value, or one in a list, holds any of the texts."""
    if isinstance(value, list):
        return any(_holds_any(item, gone) for item in value)
    if isinstance(value, str):
        return any(text in value for text in gone)
    return False
