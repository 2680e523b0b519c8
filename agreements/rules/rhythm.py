"""Promises that repeat: their rhythm, and the periods that the reports of one stand for.

A promise that repeats has no day on which it is done.  Each of its reports stands for its own period, so
that no arithmetic makes the promise late or, after one good year, fulfilled for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.partial_date import PartialDate, last_day_of_month


class Rhythm(TextChoices):
    """How often what was promised comes round."""

    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")
    MONTHLY = "monthly", _("Every month")


MONTHS_OF: dict[str, int] = {
    Rhythm.YEARLY: 12,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.QUARTERLY: 3,
    Rhythm.MONTHLY: 1,
}


def period_around(day: date, rhythm: str) -> PartialDate:
    """Return the year, half, quarter or month in which a day lies."""
    months = MONTHS_OF[rhythm]
    month = (day.month - 1) // months * months + 1
    last_month = day.replace(month=month + months - 1, day=1)
    return PartialDate(day.replace(month=month, day=1), last_day_of_month(last_month))


def period_of(when: PartialDate, rhythm: str) -> PartialDate:
    """Return the period for which a report stands that speaks of ``when``.

    What is told less precisely than the rhythm stands for itself: "2023" is no quarter of that year.
    """
    period = period_around(when.first, rhythm)
    return period if period.contains(when) else when


def last_ended_period(rhythm: str, *, on: date) -> PartialDate:
    return period_around(period_around(on, rhythm).first - timedelta(days=1), rhythm)


def ended_periods(rhythm: str, *, since: date, until: date) -> Iterator[PartialDate]:
    """Yield the periods that lie between two days as a whole."""
    period = period_around(since, rhythm)
    while period.last <= until:
        if period.first >= since:
            yield period
        period = period_around(period.last + timedelta(days=1), rhythm)


class PeriodReports[R](NamedTuple):
    """A period, and the reports that stand for it: none is no failure, only that none is recorded."""

    period: PartialDate
    reports: list[R]


def reports_by_period[R](
    dated_reports: Iterable[tuple[PartialDate, R]], rhythm: str, *, since: date, until: date
) -> list[PeriodReports[R]]:
    """Put reports, each with the time that it speaks of, under their periods, the newest period first.

    A period without a report is named if it lies between the two days as a whole, unless a report that is
    told less precisely, or of several periods, may be of it.
    """
    reports: dict[PartialDate, list[R]] = defaultdict(list)
    for when, report in dated_reports:
        reports[period_of(when, rhythm)].append(report)

    reported = list(reports)
    for period in ended_periods(rhythm, since=since, until=until):
        may_be_reported = any(spoken_of.overlaps(period) for spoken_of in reported)
        if not may_be_reported:
            reports[period] = []
    newest_first = sorted(reports, key=lambda period: (period.last, period.first), reverse=True)
    return [PeriodReports(period, reports[period]) for period in newest_first]
