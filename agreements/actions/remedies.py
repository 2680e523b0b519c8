"""What may follow a published report: a statement, a withdrawal, a redaction; each by two people."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import (
    locked,
    require_listed,
    require_role,
    require_transition,
    review_of,
)
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import (
    append,
    begins_on,
    lock_publications,
    mark_published,
    project,
)
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import (
    Agreement,
    Document,
    EntryKind,
    LedgerEntry,
    Program,
    Redaction,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)
from agreements.models.base import Publishable
from agreements.models.report import REPORT_TEXTS
from agreements.rules.publication import Act, Review

type Redactable = StatusReport | Agreement | Program | Statement


@transaction.atomic
def publish_statement(statement: Statement, *, actor: Any, now: datetime) -> LedgerEntry:
    """Put an agency's own word beside the report it concerns.

    Raises:
        NotAllowed, StaleVersion, FourEyes, WrongState: as for a report.
        Incomplete: the agency is no party to the subject, is not listed, has said nothing, or says it
            on a day in the future.
    """
    found, review = _accepted(statement, actor=actor)
    check_statement(found, now=now)
    report = found.report
    entry = append(
        report,
        EntryKind.STATEMENT,
        reference=report.public_reference,
        payload={"statement": public_facts(found)},
        review=review,
        now=now,
    )
    return _published(found, entry, actor=actor, now=now, review=review)


def check_statement(statement: Statement, *, now: datetime) -> None:
    """
    Raises:
        WrongState, Incomplete: as :func:`publish_statement`.
    """
    require_counting(statement.report, field="report")
    subject = statement.report.subject
    if statement.agency_id not in concerned(statement.report):
        raise Incomplete(
            _("“%(agency)s” is neither a party nor in charge of “%(subject)s”.")
            % {"agency": statement.agency, "subject": subject},
            field="agency",
        )
    if not statement.text_ko.strip():
        raise Incomplete(_("The statement is empty."), field="text_ko")
    if statement.stated_on > timezone.localdate(now):
        raise Incomplete(_("The day of the statement lies in the future."), field="stated_on")
    require_listed([statement.agency_id])


def concerned(report: StatusReport) -> set[int]:
    """Give the keys of the agencies that may state something on the report."""
    found = set(report.subject.agencies.values_list("pk", flat=True))
    if report.commitment:
        found |= set(report.commitment.agreement.parties.values_list("agency_id", flat=True))
    return found


@transaction.atomic
def publish_withdrawal(withdrawal: Withdrawal, *, actor: Any, now: datetime) -> LedgerEntry:
    """Take a published report back; its subject stands as if it had not been said, from now on.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: the withdrawal is not waiting for review, or the report no longer counts.
        Incomplete: the reason is empty.
    """
    found, review = _accepted(withdrawal, actor=actor)
    check_withdrawal(found, now=now)
    report = found.report
    entry = append(
        report,
        EntryKind.WITHDRAWAL,
        reference=report.public_reference,
        payload=public_facts(found),
        review=review,
        reason=found.reason_ko,
        now=now,
    )
    _published(found, entry, actor=actor, now=now, review=review)
    project(report.subject, since=begins_on(report.subject), seq=entry.seq)
    return entry


def check_withdrawal(withdrawal: Withdrawal, *, now: datetime) -> None:
    """
    Raises:
        WrongState, Incomplete: as :func:`publish_withdrawal`.
    """
    require_counting(withdrawal.report, field="report")
    _require_reason(withdrawal)


def _require_reason(remedy: Withdrawal | Redaction) -> None:
    if not remedy.reason_ko.strip():
        raise Incomplete(_("Write down the reason."), field="reason_ko")


def require_counting(report: StatusReport, *, field: str) -> None:
    """
    Raises:
        WrongState: the report is not published, or was corrected or withdrawn, or its subject is gone.
    """
    if not StatusReport.objects.effective().filter(pk=report.pk).exists():
        raise WrongState(
            _("This report is not published, or was already corrected or withdrawn."), field=field
        )
    root = report.root
    if not root.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": root}, field=field)


@transaction.atomic
def publish_redaction(redaction: Redaction, *, actor: Any, now: datetime) -> LedgerEntry:
    """Blank personal data everywhere: the record, its ledger entries, its traces, its stored files.

    Of an agreement or program only what the ledger and the traces kept is blanked: its present text
    was made free of personal data by a change before.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: it is not waiting for review, or the ledger holds no text of its subject.
        Incomplete: the reason is empty.
    """
    found, review = _accepted(redaction, actor=actor)
    check_redaction(found, now=now)
    subject = found.subject
    blanked = list(_entries_of(subject))
    entry = append(
        subject.report if isinstance(subject, Statement) else subject,
        EntryKind.REDACTION,
        reference=blanked[0].reference,
        payload={"redacts": _named(blanked)} | public_facts(found) | _facts_left(subject),
        review=review,
        reason=found.reason_ko,
        now=now,
    )
    seqs = [one.seq for one in blanked]
    LedgerEntry.objects.filter(seq__in=seqs).update(payload=None, salt=None, reason="", redacted_by=entry)
    _blank(subject, entry)
    Trace.objects.filter(subject_kind=subject._meta.model_name, subject_id=str(subject.pk)).update(
        changes={}, reason="", subject_label=entry.reference
    )
    return _published(found, entry, actor=actor, now=now, review=review)


def check_redaction(redaction: Redaction, *, now: datetime) -> None:
    """
    Raises:
        WrongState, Incomplete: as :func:`publish_redaction`.
    """
    _require_reason(redaction)
    if not _entries_of(redaction.subject).exists():
        raise WrongState(_("The ledger holds no text of this record: there is nothing to blank."))


def _entries_of(subject: Redactable) -> QuerySet[LedgerEntry]:
    """Find the entries that still hold text of ``subject``, oldest first."""
    if isinstance(subject, Statement):
        found = LedgerEntry.objects.filter(seq=subject.published_seq or 0)
    elif isinstance(subject, StatusReport):
        found = subject.entries.filter(kind__in=REPORT_KINDS)
    else:
        found = subject.entries.all()
    return found.filter(payload__isnull=False).order_by("seq")


REPORT_KINDS = (EntryKind.PUBLICATION, EntryKind.CORRECTION, EntryKind.ADOPTED)


def _named(blanked: list[LedgerEntry]) -> list[int]:
    """The entries that go, and those named by an earlier redaction whose own text goes now."""
    inherited = (json.loads(entry.payload or "{}").get("redacts", ()) for entry in blanked)
    return sorted({entry.seq for entry in blanked}.union(*inherited))


def _facts_left(subject: Redactable) -> dict[str, Any]:
    """What the public may still know of it; nothing of an agreement or program that is not public."""
    if isinstance(subject, Statement):
        return {"statement": public_facts(subject) | {"text_ko": "", "text_en": ""}}
    if isinstance(subject, StatusReport):
        return {"facts": public_facts(subject) | dict.fromkeys(REPORT_TEXTS, "") | {"documents": []}}
    return {"facts": public_facts(subject)} if subject.is_public else {}


def _blank(subject: Redactable, entry: LedgerEntry) -> None:
    if isinstance(subject, Statement):
        Statement.objects.filter(pk=subject.pk).update(text_ko="", text_en="")
    if isinstance(subject, StatusReport):
        StatusReport.objects.filter(pk=subject.pk).update(
            **dict.fromkeys(REPORT_TEXTS, ""), redacted_by=entry
        )
        for document in subject.documents.all():
            # The file itself goes once the transaction holds.
            transaction.on_commit(partial(document.file.storage.delete, str(document.file.name)))
            Document.objects.filter(pk=document.pk).update(
                file="", name="", title_ko="", title_en="", redacted_by=entry
            )


def _accepted[P: Publishable](record: P, *, actor: Any) -> tuple[P, Review]:
    """Lock what waits for review and say how it was reviewed."""
    lock_publications()
    require_role(actor, Act.PUBLISH)
    found = locked(record)
    require_transition(found, Act.PUBLISH)
    return found, review_of(found, actor=actor)


def _published(
    record: Publishable, entry: LedgerEntry, *, actor: Any, now: datetime, review: Review
) -> LedgerEntry:
    mark_published(record, actor=actor, now=now, review=review, seq=entry.seq)
    traces.leave(record, Act.PUBLISH, actor=actor, now=now)
    return entry
