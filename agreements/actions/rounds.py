"""Rounds: which agencies are asked, what they hand in, and when one has answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.refusals import Incomplete, NotAllowed, WrongState
from agreements.actions.traces import leave_trace
from agreements.models import Agency, DutyRecord, Inquiry, Round, RoundAnswer, RoundPart, StatusReport
from agreements.models.staff import may_do, person_of
from agreements.rules.publication import Act
from agreements.rules.roles import SPEAK

FIELD_OF: dict[type, str] = {StatusReport: "report", Inquiry: "inquiry", DutyRecord: "duty"}


def set_agencies(round_: Round, agencies: Iterable[Agency]) -> None:
    """Ask exactly these agencies.  Call it in the edit of the round.

    Raises:
        Incomplete: nobody is asked.
        WrongState: an agency that is no longer asked has handed something in.
    """
    chosen = {agency.pk for agency in agencies}
    if not chosen:
        raise Incomplete(_("Choose at least one agency."), field="agencies")
    gone = round_.parts.exclude(agency__in=chosen)
    answered = gone.filter(answers__isnull=False).select_related("agency").first()
    if answered is not None:
        raise WrongState(
            _("“%(agency)s” has handed something in already and stays in the round.")
            % {"agency": answered.agency},
            field="agencies",
        )
    gone.delete()
    asked_before = round_.parts.values_list("agency", flat=True)
    newly_asked = chosen.difference(asked_before)
    RoundPart.objects.bulk_create(RoundPart(round=round_, agency_id=pk) for pk in sorted(newly_asked))


def record_answer(part: RoundPart, record: Any) -> RoundAnswer:
    """Note that a draft is an answer in the round.  Call it in the transaction that made the draft."""
    return RoundAnswer.objects.create(part=part, **{FIELD_OF[type(record)]: record})


def require_open(part: RoundPart, *, actor: Any, now: datetime) -> None:
    """Demand that the round is open, and that the actor may speak for the agency.

    Raises:
        WrongState: the round is closed.
        NotAllowed: the actor does not work for the agency.
    """
    if not part.round.is_open:
        raise WrongState(_("“%(round)s” is closed.") % {"round": part.round})
    if not may_do(person_of(actor, on=timezone.localdate(now)), SPEAK, part.agency):
        raise NotAllowed(_("You do not work for “%(agency)s”.") % {"agency": part.agency})


@transaction.atomic
def mark_answered(part: RoundPart, *, actor: Any, now: datetime) -> None:
    """Note that an agency has answered all that it will in a round.

    Raises:
        WrongState, NotAllowed: as :func:`require_open`.
    """
    require_open(part, actor=actor, now=now)
    current = RoundPart.objects.select_for_update().get(pk=part.pk)
    if current.answered_at is not None:
        return
    current.answered_at, current.answered_by = now, actor
    current.save()
    leave_trace(current.round, Act.SUBMIT, actor=actor, now=now, label=str(current))
