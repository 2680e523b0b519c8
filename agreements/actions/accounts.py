"""Accounts: added, changed and removed by a superuser; passwords also by their owner.

A trace names which fields changed.  Names and mail addresses are masked in it, and passwords are never
recorded.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import drafts, traces
from agreements.actions.checks import act_of_saving, stale_version
from agreements.actions.refusals import NotAllowed
from agreements.models import Agency, Membership
from agreements.rules.publication import Act

TRACED = ("username", "is_active", "is_staff", "is_superuser")
HIDDEN = ("last_name", "first_name", "email")
FIELDS = frozenset({*TRACED, *HIDDEN})
MASK = "***"


def require_superuser(actor: Any) -> None:
    """Demand an active superuser.

    Raises:
        NotAllowed: the actor is none, or not any more.
    """
    if not (actor.is_active and actor.is_superuser):
        raise NotAllowed(_("Only a superuser looks after accounts."))


def account_facts(user: Any) -> traces.Facts:
    facts = {name: getattr(user, name) for name in (*TRACED, *HIDDEN)}
    return facts | {"groups": sorted(user.groups.values_list("name", flat=True))}


def account_digest(user: Any) -> str:
    """Return what a form carries of the account it was read from, to see later whether it was changed."""
    return hashlib.sha256(repr(sorted(account_facts(user).items())).encode()).hexdigest()


@contextmanager
def editing_account(user: Any, *, read: str = "", actor: Any, now: datetime) -> Iterator[None]:
    """Do one edit: what the block saves of ``user`` is one transaction, one trace.

    ``user`` may be new; else ``read`` is the :func:`account_digest` of the account as its form showed it.

    Raises:
        NotAllowed, StaleVersion.
    """
    require_superuser(actor)
    with transaction.atomic():
        before: traces.Facts = {}
        act = act_of_saving(user)

        if act == Act.EDIT:
            current = _locked_account(user)
            if account_digest(current) != read:
                raise stale_version(current)
            before = account_facts(current)

        yield

        changed = traces.fact_changes(before, account_facts(_locked_account(user)))
        traces.leave_trace(user, act, actor=actor, now=now, changed=_with_masks(changed))


@dataclass(frozen=True)
class Invitation:
    """Whom to invite: ``role`` is the name of a group."""

    username: str
    name: str
    email: str
    role: str
    agencies: list[Agency]


@transaction.atomic
def invite_account(invitation: Invitation, *, actor: Any, now: datetime) -> Any:
    """Make an account of staff without a password, with its role, working for the agencies from today on.

    Raises:
        NotAllowed.
        IntegrityError: there is an account of that name.
    """
    account = get_user_model()(
        username=invitation.username,
        first_name=invitation.name,
        email=invitation.email,
        is_staff=True,
    )
    account.set_unusable_password()

    with editing_account(account, actor=actor, now=now):
        account.save()
        account.groups.add(Group.objects.get(name=invitation.role))

    for agency in invitation.agencies:
        membership = Membership(user=account, agency=agency, from_on=timezone.localdate(now))
        with drafts.editing_record(membership, actor=actor, now=now):
            membership.save()

    return account


@transaction.atomic
def delete_account(user: Any, *, actor: Any, now: datetime) -> None:
    """Remove an account that never did anything; any other is deactivated.

    Raises:
        NotAllowed.
        ProtectedError: something still names the account.
    """
    require_superuser(actor)
    current = _locked_account(user)
    traces.leave_trace(current, Act.DELETE, actor=actor, now=now)
    current.delete()


@transaction.atomic
def change_password(user: Any, *, actor: Any, now: datetime) -> None:
    """Store the password that was set on ``user``; every other session of the account ends with it.

    Raises:
        NotAllowed: it is somebody else's, and the actor no superuser.
    """
    if actor.pk != user.pk:
        require_superuser(actor)
    _locked_account(user)
    user.save(update_fields=["password"])
    traces.leave_trace(user, Act.PASSWORD, actor=actor, now=now)


def issue_password_link(user: Any, *, actor: Any, now: datetime) -> None:
    """Record who asked for a link with which the account's password is set; the link itself is in no record.

    Raises:
        NotAllowed.
    """
    require_superuser(actor)
    traces.leave_trace(user, Act.LINK, actor=actor, now=now)


def _locked_account(user: Any) -> Any:
    return get_user_model().objects.select_for_update().get(pk=user.pk)


def _with_masks(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    masked = dict(changed)

    # An empty value stays empty: that a name or address came or went is no secret.
    for name in changed.keys() & HIDDEN:
        masked[name] = [value and MASK for value in changed[name]]

    return masked
