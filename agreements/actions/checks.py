"""What every act asks before it does anything: the role, the row as it is now, who wrote it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.actions.refusals import (
    EvidenceMissing,
    FourEyes,
    Incomplete,
    NotAllowed,
    NotListed,
    StaleVersion,
    WrongState,
)
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    Milestone,
    Program,
    StatusReport,
    Trace,
)
from agreements.models.base import Publishable
from agreements.models.staff import may_do, person_of
from agreements.rules.publication import AUTHORING, TRANSITIONS, Act, PublicationState, Review
from agreements.rules.roles import Person


def require_grant(actor: Any, act: Act, record: models.Model, *, now: datetime) -> Person:
    """Hold the actor to the table in ``rules/roles.py``; each act checks the publication state itself.

    Returns:
        The actor with the roles and agencies of today.

    Raises:
        NotAllowed: no role of the actor includes the act, or a stored record is none of theirs.
    """
    person = person_of(actor, on=timezone.localdate(now))
    if not person.may(act, str(record._meta.model_name)):
        raise NotAllowed(_("Your role does not include “%(act)s”. Ask a coordinator.") % {"act": act.label})

    # A record that is not stored yet is nobody's; ``drafts.editing_record`` asks again once it is.
    if not record._state.adding:
        require_own_record(person, act, record)
    return person


def act_of_saving(record: models.Model) -> Act:
    return Act.CREATE if record._state.adding else Act.EDIT


def require_own_record(person: Person, act: Act, record: models.Model) -> None:
    """Demand a stored record that is the person's own.

    Raises:
        NotAllowed: the stored record is none of theirs.
    """
    if not may_do(person, act, record, any_state=True):
        raise NotAllowed(
            _(
                "“%(record)s” is not among the records of your agencies. Name one of them in it, or ask a "
                "coordinator."
            )
            % {"record": record}
        )


def stale_version(record: models.Model) -> StaleVersion:
    return StaleVersion(
        _("Somebody changed “%(record)s” after you opened it. Open it again and look at the change.")
        % {"record": record}
    )


def lock_current[M: models.Model](record: M) -> M:
    """Return the stored row under its lock.  ``record`` has a version, as all that are edited by themselves.

    Raises:
        StaleVersion: somebody saved it since ``record`` was read.
    """
    current: Any = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if current.version != record.version:  # type: ignore[attr-defined]  # all that are edited by themselves have one
        raise stale_version(record)
    locked: M = current
    return locked


def require_transition(record: Publishable, act: Act) -> PublicationState:
    """Give the state that the act leads to.

    Raises:
        WrongState: the act is not possible from the record's present state.
    """
    transition = TRANSITIONS[act]
    if record.state == transition.to:
        raise WrongState(
            _("“%(record)s” is already in the state “%(state)s”. Go back to it and look.")
            % {"record": record, "state": record.get_state_display()}
        )
    if record.state not in transition.sources:
        raise WrongState(
            _("“%(act)s” is not possible: “%(record)s” is in the state “%(state)s”.")
            % {"act": act.label, "record": record, "state": record.get_state_display()}
        )

    return transition.to


def require_reason(reason: str, *, field: str = "reason") -> None:
    """Demand the text that acts with ``needs_reason``, changes and remedies are done with.

    Raises:
        Incomplete: it is empty; ``field`` is where it is typed.
    """
    require_text(reason, _("Write down the reason."), field=field)


def require_text(text: str, message: str, *, field: str) -> None:
    """Demand a text that is not blank.

    Raises:
        Incomplete: it is; ``field`` is where it is typed.
    """
    if not text.strip():
        raise Incomplete(message, field=field)


def review_of(record: Publishable, *, actor: Any, service: bool = False) -> Review:
    """Say how the record was reviewed, if ``actor`` may publish it at all.

    Raises:
        FourEyes: the actor wrote it and the office is not a one-person office.
    """
    if service:
        return Review.SERVICE
    if not has_written(record, actor=actor):
        return Review.REVIEWED

    if settings.ONE_PERSON_OFFICE:
        return Review.ONE_PERSON
    raise FourEyes(_("You wrote or submitted this record yourself. Somebody else has to publish it."))


def has_written(record: Publishable, *, actor: Any) -> bool:
    """Say whether the actor created, edited or submitted the record."""
    if actor.pk in (record.created_by_id, record.submitted_by_id):
        return True

    # Who edited it in between stands only in the traces.
    traces = Trace.objects.filter(subject_kind=record._meta.model_name, subject_id=str(record.pk))
    return traces.filter(act__in=AUTHORING, actor=actor).exists()


def require_evidence(record: Agreement | Program | StatusReport | DutyRecord) -> None:
    """Demand at least one source or one public document.

    Raises:
        EvidenceMissing: the record names neither.
    """
    if record.sources.exists() or record.documents.filter(public=True).exists():
        return

    message = _("At least one source or one public document is needed.")
    if isinstance(record, StatusReport | DutyRecord):
        message = _("No status without evidence: name at least one source or public document.")

    raise EvidenceMissing(message, field="sources")


def require_kept_numbers(
    subjects: Iterable[Commitment | Milestone], *, reference: Callable[[int], str]
) -> None:
    """Hold each subject to the number under which it was first published; ``reference`` spells it.

    Raises:
        Incomplete: one has another number now; its reference would say something else, or be given twice.
    """
    for subject in subjects:
        if subject.reference and subject.reference != reference(subject.number):
            raise Incomplete(
                _("“%(reference)s” keeps the number it was first published under. It now has %(number)s.")
                % {"reference": subject.reference, "number": subject.number}
            )


def require_listed(agency_ids: Any) -> None:
    """Demand that the public may see the agencies.

    Raises:
        NotListed: an agency the public would see is not listed; the message names them.
    """
    hidden = list(Agency.objects.filter(pk__in=agency_ids, listed=False).order_by("name_ko", "pk"))
    if hidden:
        raise NotListed(
            ngettext(
                "This agency is not listed publicly yet: %(names)s. List it first.",
                "These agencies are not listed publicly yet: %(names)s. List them first.",
                len(hidden),
            )
            % {"names": ", ".join(agency.name_ko for agency in hidden)},
            agencies=hidden,
        )
