"""Moving days by whole months, so that what the rules make of them moves along."""

import calendar
from datetime import date
from math import lcm

from agreements.rules.partial_date import MONTHS_OF, PartialDate, Precision

MONTHS_IN_A_YEAR = 12


def shifted(day: date, months: int) -> date:
    """Return the day ``months`` later: a last day of a month stays one, others keep their number.

    Days before and after each other stay so, if none is a 28th, 29th or 30th that ends no month.
    """
    year, month = divmod(MONTHS_IN_A_YEAR * day.year + day.month - 1 + months, MONTHS_IN_A_YEAR)
    month += 1
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day.day)


def shifted_period(period: PartialDate, months: int) -> PartialDate:
    return PartialDate(shifted(period.first, months), shifted(period.last, months))


def step_of(periods: list[PartialDate]) -> int:
    """Return the number of months by which each of ``periods`` can be moved and stays as precise."""
    precisions = {period.precision for period in periods} - {Precision.DAY}
    return lcm(*(MONTHS_OF.get(precision, MONTHS_IN_A_YEAR) for precision in precisions))
