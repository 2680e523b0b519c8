"""Deadlines by month: how many of a selection fall due when, and where they stand."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from agreements.lists.promise_views import DATED_VIEW
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Standing

MOST = 12  # rows; further months are summed up before the first and after the last
LEAST = 4  # deadlines that a bar of full length stands for, so that a single one is no wall
BEFORE = 5  # of them before the month of the base date, if there are more


@dataclass(frozen=True)
class StandingPart:
    standing: str
    label: str
    count: int
    start: float  # percent of the longest bar
    width: float


@dataclass(frozen=True)
class DeadlineMonth:
    """One row: a month, or a sum of all up to it, or of all from it on."""

    when: PartialDate
    parts: list[StandingPart]
    reach: str = ""  # "earlier", "later" or nothing: this month only

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True)
class DeadlineMonths:
    drawn: list[DeadlineMonth]
    all: list[DeadlineMonth]
    total: int
    wider: int  # whose period is longer than a month


type Counts = dict[date, Mapping[str, int]]  # first of the month: standing: count


def deadline_months(rows: QuerySet[Any], *, on: date) -> DeadlineMonths | None:
    """Count those of ``rows`` that are open with a target, in one query; None where there are none.

    A period longer than a month stands at its last one: only then has it passed.
    """
    rows_counted = (
        rows.filter(DATED_VIEW.condition)
        .order_by()
        .values("standing", month=TruncMonth("target_last"))
        .annotate(count=Count("pk"), wider=Count("pk", filter=Q(target_first__lt=F("month"))))
    )
    counts: dict[date, dict[str, int]] = defaultdict(dict)
    wider = 0
    for row in rows_counted:
        counts[row["month"]][row["standing"]] = row["count"]
        wider += row["wider"]
    return lay_out_months(dict(counts), on=on, wider=wider) if counts else None


def lay_out_months(counts: Counts, *, on: date, wider: int = 0) -> DeadlineMonths:
    """Lay out the counts of the standings that occur.

    Of more than ``MOST`` months those around ``on`` are drawn, the others summed up.
    """
    every_month = sorted(counts)
    totals = {month: sum(by_standing.values()) for month, by_standing in counts.items()}
    groups = [[month] for month in every_month]
    if len(every_month) > MOST:
        past = bisect_left(every_month, on.replace(day=1))
        start = min(max(past - BEFORE, 0), len(every_month) - MOST)
        end = start + MOST - 1
        groups = [every_month[: start + 1], *groups[start + 1 : end], every_month[end:]]
    standings = [
        (standing, str(Standing(standing).label))
        for standing in DATED_VIEW.standings
        if any(by_standing.get(standing) for by_standing in counts.values())
    ]
    # A sum has no bar: beside it those of single months would shrink to nothing.
    longest = max(LEAST, *(totals[group[0]] for group in groups if len(group) == 1))
    return DeadlineMonths(
        drawn=[
            _deadline_month(group, counts, standings, longest, is_first=group is groups[0])
            for group in groups
        ],
        all=[_deadline_month([month], counts, standings, longest) for month in every_month],
        total=sum(totals.values()),
        wider=wider,
    )


def _deadline_month(
    group: Sequence[date],
    counts: Counts,
    standings: Sequence[tuple[str, str]],
    longest: int,
    *,
    is_first: bool = False,
) -> DeadlineMonth:
    is_sum = len(group) > 1
    parts, start = [], 0.0
    for standing, label in standings:
        count = sum(counts[month].get(standing, 0) for month in group)
        width = 0.0 if is_sum else 100 * count / longest
        parts.append(StandingPart(standing, label, count, round(start, 2), round(width, 2)))
        start += width
    month, reach = group[0], ""
    if is_sum:
        month, reach = (group[-1], "earlier") if is_first else (group[0], "later")
    return DeadlineMonth(PartialDate.parse(f"{month:%Y-%m}"), parts, reach)
