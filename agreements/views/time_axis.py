"""A time axis that pictures share.  Places are percent of its width: the text beside it may grow freely."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple, Self

from agreements.rules.partial_date import PartialDate

EDGE = 2.0  # percent left free on both sides, for a mark that lies on the first or last day
LEAST = 1.2  # percent: a day is as wide as this
SHORTEST = timedelta(days=20)  # an axis of one day would have no length
NEAR = timedelta(days=400)  # as far beyond the last date the base date always has its place
FARTHEST = 4  # … and as long as the dates fill a part in so many of the axis
YEARS, FEW_YEARS = 9, 4  # labels on a desk, on a phone
LABEL, LABEL_ON_A_PHONE = 7.0, 12.0  # percent of the width that a year's number takes


class DaySpan(NamedTuple):
    """A first and a last day that an axis has to hold."""

    first: date
    last: date

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day, day)


type Period = DaySpan | PartialDate


@dataclass(frozen=True)
class AxisSpan:
    start: float
    width: float

    @property
    def end(self) -> float:
        return round(self.start + self.width, 2)

    @property
    def middle(self) -> float:
        return round(self.start + self.width / 2, 2)


@dataclass(frozen=True)
class AxisYear:
    """The first day of a year on the axis; at the left edge, a year that had begun before."""

    number: int
    at: float
    begins: bool
    labelled: bool
    minor: bool  # its number is left out where there is little room


@dataclass(frozen=True)
class TimeAxis:
    first: date
    last: date
    base_day: date | None  # None: it lies far beyond the axis

    @classmethod
    def over(cls, periods: Iterable[Period], *, on: date, reaching: bool) -> Self:
        """Span all periods (at least one), and the base date where it does not squeeze them together.

        ``reaching``: up to the base date something is still open, so that it may take more of the room.
        """
        periods = list(periods)
        first = min(period.first for period in periods)
        last = max(period.last for period in periods)
        is_near = on - last <= NEAR
        may_reach = reaching and on - first <= FARTHEST * (last - first)
        end = max(last, first + SHORTEST)
        if first <= on and (is_near or may_reach):
            return cls(first, max(end, on), on)
        return cls(first, end, None)

    @classmethod
    def within(cls, years: DaySpan, *, on: date) -> Self:
        """Span the years that were asked for, and mark the base date where it lies in them."""
        last = max(years.last, years.first + SHORTEST)
        return cls(years.first, last, on if years.first <= on <= last else None)

    @property
    def base(self) -> float | None:
        return self.at(self.base_day) if self.base_day else None

    def place_of(self, day: date) -> float | None:
        """The place of a day; None where it lies outside."""
        return self.at(day) if self.first <= day <= self.last else None

    def part(self, first: date, last: date) -> AxisSpan | None:
        """The part of a span that lies on the axis; None where none does."""
        if last < self.first or first > self.last:
            return None
        return self.span(max(first, self.first), min(last, self.last))

    def at(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return round(EDGE + (100 - 2 * EDGE) * min(max(share, 0), 1), 2)

    def span(self, first: date, last: date) -> AxisSpan:
        """The place from one day to another; a short one is widened on both sides so that it can be seen."""
        start, end = self.at(first), self.at(last)
        width = max(end - start, LEAST)
        return AxisSpan(round((start + end - width) / 2, 2), round(width, 2))

    def span_of(self, period: Period | None) -> AxisSpan | None:
        """The place of a period; None where there is none."""
        return self.span(period.first, period.last) if period else None

    def _year_marks(self) -> list[tuple[int, float, bool]]:
        """Return year, place and whether it begins there, of each year that has a mark."""
        new_years = range(self.first.year + 1, self.last.year + 1)
        step = next(step for step in (1, 2, 5, 10, 25, 50, 100) if len(new_years) <= YEARS * step)
        marks = [(year, self.at(date(year, 1, 1)), True) for year in new_years if year % step == 0]
        if step == 1:
            marks.insert(0, (self.first.year, EDGE, self.first == date(self.first.year, 1, 1)))
        return marks

    @property
    def years(self) -> list[AxisYear]:
        """Each new year on the axis; every second, fifth … where their numbers would touch."""
        marks = self._year_marks()
        ends = [at for _year, at, _begins in marks[1:]] + [100.0]
        rooms = [end - at for (_year, at, _begins), end in zip(marks, ends, strict=True)]
        roomy = [index for index, room in enumerate(rooms) if room >= LABEL_ON_A_PHONE]
        every = max(1, ceil(len(roomy) / FEW_YEARS))
        kept_on_a_phone = set(roomy[::every])
        return [
            AxisYear(year, at, begins, labelled=room >= LABEL, minor=index not in kept_on_a_phone)
            for index, ((year, at, begins), room) in enumerate(zip(marks, rooms, strict=True))
        ]
