"""How a register of one's own begins: its first account, the directory, the ordinances and the themes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions.accounts import editing_account
from agreements.actions.directory import load_directory
from agreements.actions.duties import load_ordinances
from agreements.actions.publication import lock_publications
from agreements.actions.refusals import WrongState
from agreements.actions.themes import load_themes
from agreements.models import Agency, Agreement, Membership, Ordinance, Program, Region, Theme
from agreements.rules.roles import COORDINATOR


@dataclass(frozen=True)
class StartedRegister:
    """What a register began with."""

    coordinator: Any
    regions: int
    agencies: int
    ordinances: int
    themes: int


def has_begun() -> bool:
    """Say whether anybody has recorded something, or works here."""
    records = (Agreement, Program, Agency, Membership)
    if any(model._default_manager.exists() for model in records):
        return True
    return get_user_model().objects.filter(is_staff=True).exists()


@transaction.atomic
def start_register(*, username: str, email: str, password: str, now: datetime) -> StartedRegister:
    """Begin an empty register: all of it, or nothing.

    The first coordinator also looks after accounts, since nobody else could add the second one.

    Raises:
        WrongState: something is recorded already.
        ValidationError: the name or address of the account is none.
    """
    lock_publications()  # two at once: the second waits, then finds the register begun
    if has_begun():
        raise WrongState(_("This register has begun already: it has accounts or records."))

    coordinator = get_user_model()(username=username, email=email, is_staff=True, is_superuser=True)
    coordinator.set_password(password)
    coordinator.full_clean()
    with editing_account(coordinator, actor=coordinator, now=now):
        coordinator.save()
        coordinator.groups.add(Group.objects.get_or_create(name=COORDINATOR)[0])

    load_directory(actor=coordinator, now=now)
    load_ordinances(actor=coordinator, now=now)
    load_themes(actor=coordinator, now=now)
    return StartedRegister(
        coordinator,
        regions=Region.objects.count(),
        agencies=Agency.objects.count(),
        ordinances=Ordinance.objects.count(),
        themes=Theme.objects.count(),
    )
