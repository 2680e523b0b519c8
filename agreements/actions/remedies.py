"""What may follow a published report: a statement, a withdrawal; each by two people."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.checks import require_listed, require_reason, require_text
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record
from agreements.actions.refusals import Incomplete, WrongState
from agreements.actions.states import update_states
from agreements.models import EntryKind, LedgerEntry, Statement, StatusReport, Withdrawal
from agreements.rules.publication import PublicationState


@transaction.atomic
def publish_statement(statement: Statement, *, actor: Any, now: datetime) -> LedgerEntry:
    """Put an agency's own word beside the report it concerns.

    Raises:
        NotAllowed, StaleVersion, FourEyes, WrongState: as for a report.
        Incomplete: the agency is no party to the subject, is not listed, has said nothing, or says it
            on a day in the future.
    """
    return publish_record(statement, STATEMENT_STEPS, actor=actor, now=now)


def _entry_of_statement(statement: Statement) -> EntryContent:
    report = statement.report
    facts = {"statement": public_facts(statement)}
    return EntryContent(report, EntryKind.STATEMENT, report.public_reference, facts)


def check_statement(statement: Statement, *, now: datetime) -> None:
    """Check that the statement could be published now.

    Raises:
        WrongState, Incomplete: as :func:`publish_statement`.
    """
    require_counting(statement.report, field="report")
    subject = statement.report.subject
    if statement.agency_id not in agencies_concerned(statement.report):
        raise Incomplete(
            _("“%(agency)s” is neither a party nor in charge of “%(subject)s”.")
            % {"agency": statement.agency, "subject": subject},
            field="agency",
        )

    require_text(statement.text_ko, _("The statement is empty."), field="text_ko")
    if statement.stated_on > timezone.localdate(now):
        raise Incomplete(_("The day of the statement lies in the future."), field="stated_on")
    if statement.stated_on < statement.report.happened.first:
        raise Incomplete(
            _("The statement is older than what it answers (%(happened)s).")
            % {"happened": statement.report.happened.short()},
            field="stated_on",
        )

    require_listed([statement.agency_id])


def agencies_concerned(report: StatusReport) -> set[int]:
    """Return the keys of the agencies that may state something on the report.

    They are the parties to the agreement or, as a program has none, those in charge of the milestone.
    """
    if report.commitment:
        return set(report.commitment.agreement.parties.values_list("agency_id", flat=True))
    return set(report.subject.agencies.values_list("pk", flat=True))


STATEMENT_STEPS = PublicationSteps(check=check_statement, entry_text=_entry_of_statement)


@transaction.atomic
def publish_withdrawal(withdrawal: Withdrawal, *, actor: Any, now: datetime) -> LedgerEntry:
    """Take a published report back; its subject stands as if it had not been said, from now on.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: the withdrawal is not waiting for review, or the report no longer counts.
        Incomplete: the reason is empty.
    """
    return publish_record(withdrawal, WITHDRAWAL_STEPS, actor=actor, now=now)


def _entry_of_withdrawal(withdrawal: Withdrawal) -> EntryContent:
    report = withdrawal.report
    facts = public_facts(withdrawal)
    return EntryContent(
        report, EntryKind.WITHDRAWAL, report.public_reference, facts, reason=withdrawal.reason_ko
    )


def _settle_withdrawal(withdrawal: Withdrawal, entry: LedgerEntry) -> None:
    update_states(withdrawal.report.subject, seq=entry.seq)


def check_withdrawal(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Check that the withdrawal could be published now.

    Raises:
        WrongState, Incomplete: as :func:`publish_withdrawal`.
    """
    require_counting(withdrawal.report, field="report")
    require_reason(withdrawal.reason_ko, field="reason_ko")


WITHDRAWAL_STEPS = PublicationSteps(
    check=check_withdrawal, entry_text=_entry_of_withdrawal, settle=_settle_withdrawal
)


def require_counting(report: StatusReport, *, field: str) -> None:
    """Demand a report that counts.

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
