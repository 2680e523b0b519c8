"""Whole numbers as text: in addresses, forms and tables."""

import re


def whole_number(text: str, *, most: int) -> int | None:
    """Return the number that ``text`` writes in the digits 0 to 9, or None if it is none or over ``most``.

    Signs, spaces, separators and digits of other scripts make it no number; leading zeros do not count.
    """
    if not re.fullmatch("[0-9]+", text):
        return None

    digits = text.lstrip("0")
    if len(digits) > len(str(most)):  # int() refuses thousands of digits
        return None

    number = int(digits or "0")
    return number if number <= most else None
