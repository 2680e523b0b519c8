"""Setting up, checking and removing the second factor of an account.

Secrets and codes stand in no trace.  Every check of a code happens under the lock of its device: a
code is good once, and whoever guesses waits longer after each wrong one (django-otp).
"""

import unicodedata
from binascii import unhexlify
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.actions import traces
from agreements.actions.accounts import require_superuser
from agreements.actions.refusals import ActRefused, WrongState
from agreements.models.second_factor import telephone_of
from agreements.rules.publication import Act
from agreements.rules.whole_number import whole_number

BACKUP_CODES = 10
DIGITS = 6
TELEPHONE, ON_PAPER = "telephone", "backup codes"


class WrongCode(ActRefused):
    """The code is not the one expected now, or was used before."""


class TooManyCodes(ActRefused):
    """So many codes were wrong that the next one has to wait."""


def normalized_code(code: str) -> str:
    """Return a code as it was meant: ASCII digits and letters, without spaces and hyphens."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", code))).lower()


@transaction.atomic
def enrol_telephone(user: Any, *, key: str, code: str, now: datetime) -> list[str]:
    """Set up the telephone that holds ``key`` (hex) and give its backup codes, which are shown once.

    Raises:
        WrongState: a telephone is set up already.
        WrongCode: the telephone does not show ``code`` now.
    """
    _lock_account(user)
    if telephone_of(user):
        raise WrongState(_("A second factor is set up already. Remove it first."))

    clock = TOTP(unhexlify(key))
    clock.time = now.timestamp()
    number = whole_number(normalized_code(code), most=10**DIGITS - 1)
    if number is None or not clock.verify(number, tolerance=1):
        raise WrongCode(_wrong_code_text(), field="code")

    TOTPDevice.objects.create(
        user=user, name=TELEPHONE, key=key, last_t=clock.t(), drift=clock.drift, confirmed=True
    )
    codes = _new_codes(user)
    traces.leave_trace(user, Act.ENROL, actor=user, now=now)
    return codes


def verify_code(user: Any, code: str) -> Device:
    """Check a code of the telephone, or a backup code, which is then used up; give the device.

    Not in the caller's transaction: a wrong code is counted even though it is refused.

    Raises:
        WrongCode, TooManyCodes.
    """
    text = normalized_code(code)
    is_of_telephone = len(text) == DIGITS and text.isdigit()
    kind = TOTPDevice if is_of_telephone else StaticDevice

    with transaction.atomic(durable=True):
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            raise WrongCode(_wrong_code_text(), field="code")
        allowed, why_not = device.verify_is_allowed()
        is_right = allowed and device.verify_token(text)

    if not allowed:
        until = date_format(timezone.localtime(why_not["locked_until"]), "H:i:s")
        raise TooManyCodes(
            _("Too many wrong codes. The next one can be tried after %(time)s.") % {"time": until},
            field="code",
        )
    if not is_right:
        raise WrongCode(_wrong_code_text(), field="code")

    return device


@transaction.atomic
def renew_codes(user: Any, *, now: datetime) -> list[str]:
    """Replace the backup codes; the old ones are worth nothing from now on."""
    _lock_account(user)
    if not telephone_of(user):
        raise WrongState(_("No second factor is set up."))
    codes = _new_codes(user)
    traces.leave_trace(user, Act.ENROL, actor=user, now=now, reason=_("New backup codes"))
    return codes


@transaction.atomic
def remove_own_factor(user: Any, *, now: datetime) -> None:
    """Take away one's own second factor."""
    _take_away(user, actor=user, now=now)


@transaction.atomic
def reset_factor_of(user: Any, *, actor: Any, now: datetime, reason: str = "") -> None:
    """Take away the second factor of somebody who lost it.

    Raises:
        NotAllowed: only a superuser may.
        WrongState: there is none.
    """
    require_superuser(actor)
    _take_away(user, actor=actor, now=now, reason=reason)


def codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def _take_away(user: Any, *, actor: Any, now: datetime, reason: str = "") -> None:
    _lock_account(user)
    gone, _each = TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if not gone:
        raise WrongState(_("No second factor is set up."))
    traces.leave_trace(user, Act.UNENROL, actor=actor, now=now, reason=reason)


def _new_codes(user: Any) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=ON_PAPER, confirmed=True)
    codes = [StaticToken.random_token() for _each in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _lock_account(user: Any) -> None:
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _wrong_code_text() -> str:
    return _("This code is wrong or was used before. Wait for the next one and type that.")
