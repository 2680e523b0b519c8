"""Taking a published report back, by two people."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions.checks import require_reason
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record
from agreements.actions.refusals import WrongState
from agreements.actions.states import update_states
from agreements.models import EntryKind, LedgerEntry, StatusReport, Withdrawal
from agreements.rules.publication import PublicationState


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
