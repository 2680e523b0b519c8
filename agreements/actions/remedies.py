"""Taking a published report or inquiry back, by two people."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.actions.checks import require_reason
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record
from agreements.actions.refusals import WrongState
from agreements.actions.states import update_states
from agreements.models import EntryKind, Inquiry, LedgerEntry, StatusReport, Withdrawal
from agreements.models.remedy import named_in_withdrawals
from agreements.rules.publication import PublicationState


@transaction.atomic
def publish_withdrawal(withdrawal: Withdrawal, *, actor: Any, now: datetime) -> LedgerEntry:
    """Take a published report or inquiry back; its promises stand as if it had not been, from now on.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: the withdrawal is not waiting for review, or what it takes back no longer counts.
        Incomplete: the reason is empty.
    """
    return publish_record(withdrawal, WITHDRAWAL_STEPS, actor=actor, now=now)


def _entry_of_withdrawal(withdrawal: Withdrawal) -> EntryContent:
    record = withdrawal.subject
    facts = public_facts(withdrawal)
    return EntryContent(
        record, EntryKind.WITHDRAWAL, record.public_reference, facts, reason=withdrawal.reason_ko
    )


def _settle_withdrawal(withdrawal: Withdrawal, entry: LedgerEntry) -> None:
    update_states(withdrawal.subject.promises, seq=entry.seq)


def check_withdrawal(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Check that the withdrawal could be published now.

    Raises:
        WrongState, Incomplete: as :func:`publish_withdrawal`.
    """
    subject = withdrawal.subject
    require_counting(subject, field=named_in_withdrawals(subject))
    require_reason(withdrawal.reason_ko, field="reason_ko")


WITHDRAWAL_STEPS = PublicationSteps(
    check=check_withdrawal, entry_text=_entry_of_withdrawal, settle=_settle_withdrawal
)


def require_counting(record: StatusReport | Inquiry, *, field: str) -> None:
    """Demand a report or inquiry that counts; ``field`` is where a refusal is shown.

    Raises:
        WrongState: it is not published, or was corrected or withdrawn, or what it is about is gone.
    """
    noun = record._meta.verbose_name
    if not record.is_public:
        raise WrongState(
            _("This %(noun)s is not public yet. Change the draft itself.") % {"noun": noun}, field=field
        )

    published = Q(state=PublicationState.PUBLISHED)
    if Withdrawal.objects.filter(published, **{named_in_withdrawals(record): record}).exists():
        raise WrongState(
            _("This %(noun)s was already withdrawn. File a new one instead.") % {"noun": noun}, field=field
        )

    correction = type(record)._default_manager.filter(published, corrects=record).first()
    if correction is not None:
        raise WrongState(
            _("This %(noun)s was already corrected by number %(number)s. Go on from that one.")
            % {"noun": noun, "number": correction.number},
            field=field,
        )

    roots = [promise.root for promise in record.promises]
    if not any(root.is_public for root in roots):
        raise WrongState(_("“%(record)s” is not public.") % {"record": roots[0]}, field=field)
