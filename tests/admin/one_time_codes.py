"""The second factor in tests: a telephone that shows codes, and what its pages show and lead to."""

import re
from base64 import b32decode
from binascii import unhexlify
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.actions import second_factor

OVERVIEW, ENROL = "/admin/second-factor/", "/admin/second-factor/enrol/"
CODES, REMOVE = "/admin/second-factor/codes/", "/admin/second-factor/remove/"
LIST = "/admin/agreements/agreement/"
KEY = "31323334353637383930" * 2


def shown(key: str = KEY, *, later: int = 0) -> str:
    """The code that a telephone shows now, or some steps of 30 seconds later."""
    clock = TOTP(unhexlify(key))
    clock.time = timezone.now().timestamp() + 30 * later
    return f"{clock.token():06}"


def enrolled(user: Any) -> list[str]:
    """Set up a telephone, as if some time ago, and give the backup codes."""
    codes = second_factor.enrol_telephone(user, key=KEY, code=shown(), now=timezone.now())
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return codes


def secret_on(page: Any) -> str:
    found = re.search(r'class="secret"><code[^>]*>([A-Z2-7 ]+)</code>', page.content.decode())
    assert found
    return b32decode(found[1].replace(" ", "")).hex()


def codes_on(page: Any) -> list[str]:
    return re.findall(r'<li><code translate="no">([a-z2-7]{8})</code>', page.content.decode())


def is_led_to(response: Any, where: str) -> bool:
    return bool(response.status_code == 302 and response["Location"].split("?")[0] == where)


def superuser() -> Any:
    return get_user_model().objects.create_superuser("superuser")
