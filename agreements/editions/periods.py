"""The year or quarter that a report is of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agreements.lists.parameters import BadParameter
from agreements.rules.partial_date import PartialDate

WRITTEN = re.compile(r"(\d{4})(-Q[1-4])?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """``ends`` is its last day that has come: reports are of that day."""

    code: str
    span: PartialDate
    today: date

    @property
    def ends(self) -> date:
        return min(self.span.last, self.today)

    @property
    def has_ended(self) -> bool:
        return self.span.last < self.today

    @property
    def label(self) -> str:
        return self.span.sentence()

    def contains(self, day: str | None) -> bool:
        """Say whether a day or partial date, as files write it, lies in it wholly."""
        if not day:
            return False
        days = PartialDate.parse(day)
        return self.span.first <= days.first and days.last <= self.ends


def period_of(code: str, *, today: date) -> Period:
    """Read ``2023`` or ``2023-Q3``.

    Raises:
        BadParameter: it is neither, or begins after today.
    """
    if not WRITTEN.fullmatch(code):
        raise BadParameter("period", _("Write a year or a quarter: 2023 or 2023-Q3."))
    period = Period(code, PartialDate.parse(code), today)
    if period.span.first > today:
        raise BadParameter("period", _("It has not begun. There is nothing to report of it."))
    return period


def periods_to_offer(first: date, *, today: date) -> Iterator[Period]:
    """Give every year from ``first`` on with its quarters, the newest first, none that has not begun."""
    for year in range(today.year, first.year - 1, -1):
        for code in (f"{year}", *(f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1))):
            period = Period(code, PartialDate.parse(code), today)
            if first <= period.span.last and period.span.first <= today:
                yield period
