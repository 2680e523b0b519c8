"""Announced dates against what happened, laid out on a time axis; the template only draws it.

Lengths are units of a drawing that is WIDTH wide and serves a phone and a desk alike.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.parameters import Clock
from agreements.rules.partial_date import PartialDate
from agreements.views.announced import Announced

WIDTH, MARGIN = 300, 6
TOP, ROW, BAR_AT, BAR = 24, 52, 36, 9  # a row holds two lines of text, then its bar
LEAST = 4  # a day is as wide as this
MOST = 12  # rows; of more announcements, the first and the last ones
CHARACTERS = 15  # of a speaker's name, in Hangul widths
PAST_THE_END = 400  # days: further away the base day has no place on the axis
HALF_A_YEAR = 14  # half the width of a year's number: nearer to an edge it would be cut
ROOM = 20  # a part in so many is left free behind the last day, so that it does not lie on the edge


@dataclass(frozen=True)
class Bar:
    """One announcement: when it was said, and the period it named (None: no date)."""

    entry: Announced
    speaker: str
    top: int
    said_at: float
    start: float | None
    width: float

    @property
    def text_at(self) -> int:
        return self.top + 13

    @property
    def speaker_at(self) -> int:
        return self.top + 29

    @property
    def bar_at(self) -> int:
        return self.top + BAR_AT

    @property
    def middle(self) -> float:
        return self.bar_at + BAR / 2


@dataclass(frozen=True)
class Mark:
    """A day or period on the axis; its label begins, stands in the middle or ends there."""

    at: float
    width: float
    when: PartialDate
    anchor: str


@dataclass(frozen=True)
class Drawing:
    bars: list[Bar]
    years: list[tuple[int, float]]
    first_ends: float | None
    completed: Mark | None
    base: Mark | None  # None: it lies far beyond the axis
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom + (44 if self.base else 24)


def drawing(entries: list[Announced], *, completed: PartialDate | None, clock: Clock) -> Drawing | None:
    """Lay out the announcements of one subject; None where no date was ever announced."""
    named = [entry.said.target for entry in entries if entry.said.target]
    if not named:
        return None
    shown = entries if len(entries) <= MOST else [entries[0], *entries[1 - MOST :]]
    days = [
        day for period in [*named, *([completed] if completed else [])] for day in (period.first, period.last)
    ]
    days += [entry.report.happened.last for entry in entries]
    first, last = min(days), max(days)
    later = (clock.on - last).days > PAST_THE_END
    end = last if later else max(last, clock.on)
    axis = Axis(first, end + max(end - first, timedelta(days=20)) / ROOM)
    bottom = TOP + ROW * len(shown)
    return Drawing(
        bars=[_bar(entry, axis, TOP + ROW * place) for place, entry in enumerate(shown)],
        years=axis.years(),
        first_ends=axis.at(named[0].last),
        completed=_mark(completed, axis) if completed else None,
        base=None if later else _mark(PartialDate.day(clock.on), axis),
        bottom=bottom,
    )


@dataclass(frozen=True)
class Axis:
    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (day - self.first).days / whole, 1)

    def years(self) -> list[tuple[int, float]]:
        """Each new year on the axis; every second, fifth … where they would touch."""
        begun = range(self.first.year + 1, self.last.year + 1)
        step = next(step for step in (1, 2, 5, 10, 25, 100) if len(begun) <= 8 * step)
        places = [(year, self.at(date(year, 1, 1))) for year in begun if year % step == 0]
        return [(year, at) for year, at in places if HALF_A_YEAR <= at <= WIDTH - HALF_A_YEAR]


def _bar(entry: Announced, axis: Axis, top: int) -> Bar:
    target, said = entry.said.target, entry.report.happened.last
    start = axis.at(target.first) if target else None
    width = max(axis.at(target.last) - axis.at(target.first), LEAST) if target else 0
    if start is not None:
        start = min(start, WIDTH - MARGIN - width)
    return Bar(entry, _short(entry.speaker), top, axis.at(said), start, round(width, 1))


def _mark(period: PartialDate, axis: Axis) -> Mark:
    at, end = axis.at(period.first), axis.at(period.last)
    anchor = "start" if at < WIDTH / 4 else "end" if at > WIDTH * 3 / 4 else "middle"
    return Mark(at, round(max(end - at, 0), 1), period, anchor)


def _short(name: str) -> str:
    """Cut a name so that it stays within the drawing; the list below has it whole."""
    width, kept = 0.0, ""
    for letter in name:
        width += 1 if letter > "\u2000" else 0.56
        if width > CHARACTERS:
            return kept.rstrip() + "…"
        kept += letter
    return name
