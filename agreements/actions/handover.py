"""Handover (인사이동): what lies with one person goes to a successor in one step, or a draft by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import lock_current, require_grant, require_reason
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import Membership
from agreements.models.base import Publishable
from agreements.models.staff import may_do, person_of, staff_name
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import Person


@dataclass(frozen=True)
class HandoverLoad:
    """What lies with a person: memberships of today and after, and drafts that are not public."""

    memberships: list[Membership]
    drafts: list[Publishable]

    def __bool__(self) -> bool:
        return bool(self.memberships or self.drafts)


def load_of(person: Any, *, on: date) -> HandoverLoad:
    not_ended = Q(until_on__isnull=True) | Q(until_on__gte=on)
    memberships = Membership.objects.filter(not_ended, user=person).select_related("agency")
    drafts: list[Publishable] = []
    for model in Publishable.__subclasses__():
        drafts += _on_the_desk(model, person)
    return HandoverLoad(list(memberships), drafts)


def _on_the_desk(model: Any, person: Any) -> QuerySet[Any]:
    drafts: QuerySet[Any] = model.objects.exclude(state=PublicationState.PUBLISHED)
    return drafts.filter(assigned_to=person)


@transaction.atomic
def hand_over(person: Any, successor: Any, *, reason: str, actor: Any, now: datetime) -> HandoverLoad:
    """Move a person's memberships and desk to a successor, from today on; return what moved.

    Who wrote a draft stays as it was, so that a successor does not publish what the person wrote.

    Raises:
        NotAllowed.
        WrongState: the two are the same, or the successor may not draft anything.
        Incomplete: the reason is empty, or nothing lies with the person.
    """
    on = timezone.localdate(now)
    require_grant(actor, Act.HAND_OVER, Membership(), now=now)

    if person == successor:
        raise WrongState(_("Choose somebody else as the successor."), field="successor")
    _require_writer(successor, on=on, field="successor")
    require_reason(reason)
    _lock_both(person, successor)
    moved = load_of(person, on=on)
    if not moved:
        raise Incomplete(_("Nothing lies with “%(person)s”.") % {"person": person}, field="person")

    for membership in moved.memberships:
        _pass_on(membership, successor, on=on)

    # In SQL, with the version, so that a form that is open on one of the drafts is refused as stale.
    for model in Publishable.__subclasses__():
        _on_the_desk(model, person).update(assigned_to=successor, version=F("version") + 1)

    changed = _handover_as_changes(moved, person, successor)
    traces.leave_trace(person, Act.HAND_OVER, actor=actor, now=now, reason=reason, changed=changed)
    return moved


def _require_writer(person: Any, *, on: date, field: str) -> Person:
    """Return who will have the drafts, with the roles and agencies of the day.

    Raises:
        WrongState: they cannot log in, or no role of theirs writes drafts.
    """
    writer = person_of(person, on=on)
    if not person.is_staff or not writer.may(Act.CREATE, "statusreport"):
        raise WrongState(
            _("“%(person)s” cannot log in here or has no role that writes drafts. Give them one first.")
            % {"person": person},
            field=field,
        )
    return writer


@transaction.atomic
def assign_draft(record: Publishable, *, to: Any, actor: Any, now: datetime) -> None:
    """Put one draft on the desk of ``to``.  Who wrote it stays as it was.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: it is public, or lies with ``to`` already, or ``to`` may not write it.
    """
    on = timezone.localdate(now)
    require_grant(actor, Act.HAND_OVER, Membership(), now=now)
    writer = _require_writer(to, on=on, field="to")
    current = lock_current(record)
    if current.is_public:
        raise WrongState(_("“%(record)s” is public: there is no draft to assign.") % {"record": current})
    if current.assigned_to_id == to.pk:
        raise WrongState(_("“%(record)s” lies with this person already.") % {"record": current})
    if not may_do(writer, Act.EDIT, current, any_state=True):
        raise WrongState(
            _("“%(person)s” works for no agency of “%(record)s” and could not open it.")
            % {"person": staff_name(to), "record": current}
        )

    before = current.assigned_to
    current.assigned_to = to
    current.version += 1
    current.save(update_fields=["assigned_to", "version"])
    changed = {"assigned_to": [str(before) if before else None, str(to)]}
    traces.leave_trace(current, Act.HAND_OVER, actor=actor, now=now, changed=changed)


def _handover_as_changes(moved: HandoverLoad, person: Any, successor: Any) -> dict[str, list[Any]]:
    changed: dict[str, list[Any]] = {}
    if moved.memberships:
        agencies = [f"{membership.agency} → {successor}" for membership in moved.memberships]
        changed["memberships"] = [str(person), agencies]
    if moved.drafts:
        drafts = [f"{draft._meta.verbose_name} {draft} → {successor}" for draft in moved.drafts]
        changed["drafts"] = [str(person), drafts]
    return changed


def _lock_both(person: Any, successor: Any) -> None:
    """Let a second handover, and whoever edits a membership that moves, wait."""
    list(get_user_model().objects.select_for_update().filter(pk__in=[person.pk, successor.pk]).order_by("pk"))
    list(Membership.objects.select_for_update().filter(user=person).order_by("pk"))


def _pass_on(membership: Membership, successor: Any, *, on: date) -> None:
    """End it yesterday and begin the successor's; one that has not begun before today changes hands."""
    begins = max(membership.from_on, on)
    not_ended = Q(until_on__isnull=True) | Q(until_on__gte=begins)
    of_successor = Membership.objects.filter(not_ended, user=successor, agency=membership.agency)
    begun = of_successor.filter(from_on__lte=begins)
    existing = begun.order_by(F("until_on").desc(nulls_first=True)).first()

    if existing is None:
        Membership.objects.create(
            user=successor, agency=membership.agency, from_on=begins, until_on=membership.until_on
        )
    elif _ends_before(existing, membership):
        existing.until_on = membership.until_on  # else the agency would lie with nobody from then on
        existing.version += 1
        existing.save()

    if membership.from_on >= on:
        membership.delete()
    else:
        membership.until_on = on - timedelta(days=1)
        membership.version += 1
        membership.save()


def _ends_before(membership: Membership, other: Membership) -> bool:
    if membership.until_on is None:
        return False
    return other.until_on is None or membership.until_on < other.until_on
