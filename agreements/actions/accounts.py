"""Accounts: added, changed and removed by a superuser; passwords also by their owner.

A trace names which fields changed.  What is nobody's business (names, the mail address) it hides, and
a password never comes near it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import overtaken
from agreements.actions.refusals import NotAllowed
from agreements.rules.publication import Act

TOLD = ("username", "is_active", "is_staff", "is_superuser")
HIDDEN = ("last_name", "first_name", "email")
FIELDS = frozenset({*TOLD, *HIDDEN})
MASK = "***"


def require_superuser(actor: Any) -> None:
    """
    Raises:
        NotAllowed: the actor is none, or not any more.
    """
    if not (actor.is_active and actor.is_superuser):
        raise NotAllowed(_("Only a superuser looks after accounts."))


def facts(user: Any) -> traces.Facts:
    found = {name: getattr(user, name) for name in (*TOLD, *HIDDEN)}
    return found | {"groups": sorted(group.name for group in user.groups.all())}


def digest(user: Any) -> str:
    """What a form carries of the account it was read from, to see whether somebody changed it since."""
    return hashlib.sha256(repr(sorted(facts(user).items())).encode()).hexdigest()


@contextmanager
def editing(user: Any, *, read: str = "", actor: Any, now: datetime) -> Iterator[None]:
    """Do one edit: what the block saves of ``user`` is one transaction, one trace.

    ``user`` may be new; else ``read`` is the :func:`digest` of the account as its form showed it.

    Raises:
        NotAllowed, StaleVersion.
    """
    require_superuser(actor)
    with transaction.atomic():
        before: traces.Facts = {}
        act = Act.CREATE if user._state.adding else Act.EDIT
        if act == Act.EDIT:
            stored = _locked(user)
            if digest(stored) != read:
                raise overtaken(stored)
            before = facts(stored)
        yield
        changed = traces.changes(before, facts(_locked(user)))
        traces.leave(user, act, actor=actor, now=now, changed=_masked(changed))


@transaction.atomic
def delete(user: Any, *, actor: Any, now: datetime) -> None:
    """Remove an account that never did anything; any other is deactivated.

    Raises:
        NotAllowed.
        ProtectedError: something still names the account.
    """
    require_superuser(actor)
    stored = _locked(user)
    traces.leave(stored, Act.DELETE, actor=actor, now=now)
    stored.delete()


@transaction.atomic
def change_password(user: Any, *, actor: Any, now: datetime) -> None:
    """Store the password that was set on ``user``; every other session of the account ends with it.

    Raises:
        NotAllowed: it is somebody else's, and the actor no superuser.
    """
    if actor.pk != user.pk:
        require_superuser(actor)
    _locked(user)
    user.save(update_fields=["password"])
    traces.leave(user, Act.PASSWORD, actor=actor, now=now)


def _locked(user: Any) -> Any:
    return get_user_model().objects.select_for_update().get(pk=user.pk)


def _masked(changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: [value and MASK for value in values] if name in HIDDEN else values
        for name, values in changed.items()
    }
