"""Quantities as text: how they are typed, and how they read beside their unit."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.rules.korean import has_hangul, in_english

NUMBER = re.compile(r"(?P<digits>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?")
MOST_DIGITS, MOST_DECIMALS = 12, 2  # what ``models.base.QUANTITY`` holds


class NotAQuantity(ValueError):
    """The text is no such number; the message says what would be right."""


def parse_quantity(text: str) -> Decimal:
    """Read a number in the digits 0 to 9, with or without commas between thousands: ``11,000``, ``2.5``.

    Raises:
        NotAQuantity: it is written otherwise, is below zero, or has too many digits.
    """
    text = text.strip()
    match = NUMBER.fullmatch(text)
    if match is None:
        if NUMBER.fullmatch(text.removeprefix("-")):
            raise NotAQuantity(_("A quantity cannot be below zero."))
        raise NotAQuantity(
            _("Write a number in the digits 0 to 9, such as 11,000 or 2.5, without a unit, 만 or 천.")
        )
    digits = match["digits"].replace(",", "")
    decimals = match["decimals"] or ""
    is_too_large = len(digits.lstrip("0")) > MOST_DIGITS
    is_too_exact = len(decimals.rstrip("0")) > MOST_DECIMALS
    if is_too_large or is_too_exact:
        raise NotAQuantity(
            _("Too many digits: at most %(digits)s before the point and %(decimals)s after it.")
            % {"digits": MOST_DIGITS, "decimals": MOST_DECIMALS}
        )
    return Decimal(f"{digits}.{decimals}")


def number_text(number: Decimal) -> str:
    """Write a number with commas between thousands: ``2,655``."""
    return f"{number.normalize():,f}"


def quantity_text(done: Decimal | None, aim: Decimal | None, unit: str) -> str:
    """Write how much is done of how much: ``930 / 2,655호``; "" where neither is known.

    More than was aimed at is written as it is, and no ratio is made of the two.
    """
    quantities = [quantity for quantity in (done, aim) if quantity is not None]
    if not quantities:
        return ""
    numbers = " / ".join(map(number_text, quantities))
    if in_english() and not has_hangul(unit):
        return f"{numbers} {unit}"
    return f"{numbers}{unit}"
