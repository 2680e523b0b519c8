"""What may follow a published report: a statement, a withdrawal; each by two people."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import screening, traces
from agreements.actions.checks import (
    locked,
    require,
    require_listed,
    require_reason,
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
    EntryKind,
    LedgerEntry,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import Publishable
from agreements.rules.publication import Act, PublicationState, Review


@transaction.atomic
def publish_statement(statement: Statement, *, actor: Any, now: datetime) -> LedgerEntry:
    """Put an agency's own word beside the report it concerns.

    Raises:
        NotAllowed, StaleVersion, FourEyes, WrongState: as for a report.
        Incomplete: the agency is no party to the subject, is not listed, has said nothing, or says it
            on a day in the future.
    """
    found, review = accepted(statement, actor=actor, now=now)
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
    return publish(found, entry, actor=actor, now=now, review=review)


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
    if statement.stated_on < statement.report.happened.first:
        raise Incomplete(
            _("The statement is older than what it answers (%(happened)s).")
            % {"happened": statement.report.happened.short()},
            field="stated_on",
        )
    require_listed([statement.agency_id])


def concerned(report: StatusReport) -> set[int]:
    """Give the keys of the agencies that may state something on the report: the parties to the agreement
    or, as a program has none, those in charge of the milestone."""
    if report.commitment:
        return set(report.commitment.agreement.parties.values_list("agency_id", flat=True))
    return set(report.subject.agencies.values_list("pk", flat=True))


@transaction.atomic
def publish_withdrawal(withdrawal: Withdrawal, *, actor: Any, now: datetime) -> LedgerEntry:
    """Take a published report back; its subject stands as if it had not been said, from now on.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: the withdrawal is not waiting for review, or the report no longer counts.
        Incomplete: the reason is empty.
    """
    found, review = accepted(withdrawal, actor=actor, now=now)
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
    publish(found, entry, actor=actor, now=now, review=review)
    project(report.subject, since=begins_on(report.subject), seq=entry.seq)
    return entry


def check_withdrawal(withdrawal: Withdrawal, *, now: datetime) -> None:
    """
    Raises:
        WrongState, Incomplete: as :func:`publish_withdrawal`.
    """
    require_counting(withdrawal.report, field="report")
    require_reason(withdrawal.reason_ko, field="reason_ko")


def require_counting(report: StatusReport, *, field: str) -> None:
    """
    Raises:
        WrongState: the report is not published, or was corrected or withdrawn, or its subject is gone.
    """
    if not report.is_public:
        raise WrongState(_("This report is not public yet. Change the draft itself."), field=field)
    if Withdrawal.objects.filter(report=report, state=PublicationState.PUBLISHED).exists():
        raise WrongState(_("This report was already withdrawn. File a new one instead."), field=field)
    correction = StatusReport.objects.filter(corrects=report, state=PublicationState.PUBLISHED).first()
    if correction is not None:
        raise WrongState(
            _("This report was already corrected by report %(number)s. Go on from that one.")
            % {"number": correction.number},
            field=field,
        )
    root = report.root
    if not root.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": root}, field=field)


def accepted[P: Publishable](record: P, *, actor: Any, now: datetime) -> tuple[P, Review]:
    """Lock what waits for review, hold it to the personal-data guard, and say how it was reviewed."""
    lock_publications()
    require(actor, Act.PUBLISH, record, now=now)
    found = locked(record)
    require_transition(found, Act.PUBLISH)
    review = review_of(found, actor=actor)
    screening.require_clean(found, now=now)
    return found, review


def publish(
    record: Publishable, entry: LedgerEntry, *, actor: Any, now: datetime, review: Review
) -> LedgerEntry:
    mark_published(record, actor=actor, now=now, review=review, seq=entry.seq)
    traces.leave(record, Act.PUBLISH, actor=actor, now=now)
    return entry
