"""Who has a second factor, who needs one, and who showed it in this session."""

from typing import Any

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models.staff import roles_of
from agreements.rules.roles import COORDINATOR


def telephone_of(user: Any) -> TOTPDevice | None:
    """Give the telephone (TOTP) that is set up for an account; there is at most one."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_required_of(user: Any) -> bool:
    """Whoever publishes or looks after accounts, where the site asks for it."""
    return settings.SECOND_FACTOR_REQUIRED and COORDINATOR in roles_of(user)


def is_pending(user: Any) -> bool:
    """Say whether a signed-in person has yet to show a second factor, or first to set one up."""
    if not user.is_authenticated:
        return False
    if user.is_verified():  # django-otp reads it from the session
        return False
    return is_required_of(user) or telephone_of(user) is not None
