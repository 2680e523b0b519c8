"""What may be mistyped and is only asked about: a year far ahead, a telephone number without its zero."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.rules.partial_date import PartialDate, short_day

FAR_AHEAD_YEARS = 30
BEGINNINGS = ("0", "1", "+", "(0")  # of telephone numbers: 031-…, 1588-…, +82 …


def mistyping(field: str, value: Any, *, on: date) -> str:
    """Return what to look at again in the value of a field; "" for nothing."""
    if not value:
        return ""
    if field == "telephone":
        return _mistyped_telephone(value)
    if isinstance(value, PartialDate):
        return _mistyped_day(value.last, on=on)
    if isinstance(value, date):
        return _mistyped_day(value, on=on)
    return ""


def _mistyped_telephone(number: str) -> str:
    if number.startswith(BEGINNINGS):
        return ""
    question = _("“%(number)s” begins with neither 0 nor 1. Has its first 0 been lost?")
    return question % {"number": number}


def _mistyped_day(day: date, *, on: date) -> str:
    if day.year <= on.year + FAR_AHEAD_YEARS:
        return ""
    question = _("%(day)s is more than %(years)s years ahead. Is the year right?")
    return question % {"day": short_day(day), "years": FAR_AHEAD_YEARS}
