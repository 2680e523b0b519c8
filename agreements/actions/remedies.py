"""What may follow a published report: a statement, a withdrawal, a redaction; each by two people."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
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
    Document,
    EntryKind,
    LedgerEntry,
    Redaction,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)
from agreements.models.base import Publishable
from agreements.models.report import REPORT_TEXTS
from agreements.rules.publication import Act, Review


@transaction.atomic
def publish_statement(statement: Statement, *, actor: Any, now: datetime) -> LedgerEntry:
    """Put an agency's own word beside the report it concerns.

    Raises:
        NotAllowed, StaleVersion, FourEyes, WrongState: as for a report.
        Incomplete: the agency is no party to the subject, is not listed, or the day lies in the future.
    """
    found, review = _accepted(statement, actor=actor)
    check_statement(found, now=now)
    report = found.report
    entry = append(
        report,
        EntryKind.STATEMENT,
        reference=report.public_reference,
        payload={"facts": public_facts(found)},
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
    concerned = set(subject.agencies.values_list("pk", flat=True))
    if statement.report.commitment:
        concerned |= set(statement.report.commitment.agreement.parties.values_list("agency_id", flat=True))
    if statement.agency_id not in concerned:
        raise Incomplete(
            _("“%(agency)s” is neither a party nor in charge of “%(subject)s”.")
            % {"agency": statement.agency, "subject": subject},
            field="agency",
        )
    if statement.stated_on > timezone.localdate(now):
        raise Incomplete(_("The day of the statement lies in the future."), field="stated_on")
    require_listed([statement.agency_id])


@transaction.atomic
def publish_withdrawal(withdrawal: Withdrawal, *, actor: Any, now: datetime) -> LedgerEntry:
    """Take a published report back; its subject stands as if it had not been said, from now on.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: the withdrawal is not waiting for review, or the report no longer counts.
        Incomplete: the reason is empty.
    """
    found, review = _accepted(withdrawal, actor=actor)
    require_counting(found.report, field="report")
    if not found.reason_ko.strip():
        raise Incomplete(_("Write down the reason."), field="reason_ko")
    report = found.report
    entry = append(
        report,
        EntryKind.WITHDRAWAL,
        reference=report.public_reference,
        payload={"reason": found.reason_ko},
        review=review,
        reason=found.reason_ko,
        now=now,
    )
    _published(found, entry, actor=actor, now=now, review=review)
    project(report.subject, since=begins_on(report.subject), seq=entry.seq)
    return entry


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
        NotAllowed, StaleVersion, FourEyes, WrongState, Incomplete: as for a withdrawal.
    """
    found, review = _accepted(redaction, actor=actor)
    if not found.reason_ko.strip():
        raise Incomplete(_("Write down the reason."), field="reason_ko")
    subject = found.subject
    entries = LedgerEntry.objects.filter(payload__isnull=False, **_entries_of(subject))
    seqs = sorted(entries.values_list("seq", flat=True))
    if not seqs:
        raise WrongState(_("Nothing of this record is left in the ledger."))
    reference = entries.first().reference  # type: ignore[union-attr]  # there is one
    root = subject.report if isinstance(subject, Statement) else subject
    entry = append(
        root,
        EntryKind.REDACTION,
        reference=reference,
        payload={
            "redacts": seqs,
            "reason": found.reason_ko,
            "facts": public_facts(subject) | _blanked_facts(subject),
        },
        review=review,
        reason=found.reason_ko,
        now=now,
    )
    LedgerEntry.objects.filter(seq__in=seqs).update(payload=None, salt=None, reason="", redacted_by=entry)
    _blank(subject, entry)
    Trace.objects.filter(subject_kind=subject._meta.model_name, subject_id=str(subject.pk)).update(
        changes={}, reason="", subject_label=reference
    )
    return _published(found, entry, actor=actor, now=now, review=review)


def _entries_of(subject: Any) -> dict[str, Any]:
    """Filter the ledger entries that hold the text of ``subject``."""
    if isinstance(subject, Statement):
        return {"report": subject.report, "kind": EntryKind.STATEMENT, "seq": subject.published_seq}
    if isinstance(subject, StatusReport):
        return {"report": subject, "kind__in": REPORT_KINDS}
    return {str(subject._meta.model_name): subject}


REPORT_KINDS = (EntryKind.PUBLICATION, EntryKind.CORRECTION, EntryKind.ADOPTED, EntryKind.REDACTION)


def _blanked_facts(subject: Any) -> dict[str, Any]:
    if isinstance(subject, StatusReport):
        return dict.fromkeys(REPORT_TEXTS, "") | {"documents": []}
    return {"text_ko": "", "text_en": ""} if isinstance(subject, Statement) else {}


def _blank(subject: Any, entry: LedgerEntry) -> None:
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
