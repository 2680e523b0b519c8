"""Requests for agencies that are not in the list: who asks, and what a coordinator answers."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions.drafts import editing_record
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import Agency, AgencyRequest


def begin_request(request: AgencyRequest, *, actor: Any, now: datetime) -> None:
    """Note who asks, and when.  Call it in the edit that creates the request, before it is saved.

    Raises:
        WrongState: an agency of that name is in the list, or the same person has asked for it already.
    """
    known = Agency.objects.filter(name_ko=request.name_ko).first()
    if known is not None:
        sentence = _("“%(agency)s” is in the list already. Type this name into the field that searches.")
        raise WrongState(sentence % {"agency": known}, field="name_ko")
    waiting = AgencyRequest.objects.filter(answered_at=None, name_ko=request.name_ko, asked_by=actor)
    if waiting.exists():
        raise WrongState(_("You have asked for this agency already. A coordinator sees it."), field="name_ko")
    request.asked_by, request.asked_at = actor, now


def note_answer(request: AgencyRequest, *, actor: Any, now: datetime) -> None:
    """Note who answers, and when.  Call it in the edit of a request that has its answer, before it is saved.

    Raises:
        WrongState: it was answered before.
        Incomplete: the answer is neither an agency nor a reason, or both.
    """
    if request.is_answered:
        raise WrongState(_("“%(request)s” was answered already.") % {"request": request})
    if bool(request.agency_id) == bool(request.declined_because.strip()):
        raise Incomplete(_("Name the agency that it is, or write why it is not added."), field="agency")
    request.answered_by, request.answered_at = actor, now


def answer_with_agency(request: AgencyRequest, agency: Agency, *, actor: Any, now: datetime) -> None:
    """Say that ``agency`` is what was asked for.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: it was answered before.
    """
    with editing_record(request, actor=actor, now=now):
        request.agency = agency
        note_answer(request, actor=actor, now=now)
        request.save()
