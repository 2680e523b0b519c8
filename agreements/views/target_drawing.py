"""Announced dates against what happened, of one subject or of many on one time axis.

Pure layout: the template writes it as a table whose last column is drawn, so that picture and data cannot
drift apart, names of any length wrap, and letters stay as large as the reader wants them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby

from agreements.lists.parameters import Clock
from agreements.rules.lifecycle import Standing
from agreements.rules.partial_date import PartialDate
from agreements.rules.story import days_late, verdict_against
from agreements.views.announced_targets import AnnouncedTarget, TargetLine
from agreements.views.time_axis import AxisSpan, TimeAxis


@dataclass(frozen=True)
class TargetComparison:
    """What happened against one announced target."""

    verdict: str  # within, after or unknown
    days: int | None  # late; None where it is not late, or not known to the day


@dataclass(frozen=True)
class TargetLane:
    """One announcement: when it was said, and the period it named (None: no date)."""

    entry: AnnouncedTarget
    announced_at: float
    bar: AxisSpan | None
    is_last: bool  # nothing was announced after it
    overdue: AxisSpan | None  # from its end to the base date, if it is the one that passed
    comparison: TargetComparison | None  # with what happened


@dataclass(frozen=True)
class SubjectTrack:
    """One subject: its announcements, oldest first, and what happened."""

    line: TargetLine
    lanes: list[TargetLane]
    left_out: int  # announcements after the first lane that are not drawn
    happened: AxisSpan | None
    is_day: bool  # what happened is known to the day
    against_first: TargetComparison | None
    against_last: TargetComparison | None  # None also where the last target is the first

    @property
    def closed_without(self) -> bool:
        state = self.line.row.state
        return bool(state and state.standing == Standing.CLOSED and not state.completed)


@dataclass(frozen=True)
class TargetDrawing:
    axis: TimeAxis
    tracks: list[SubjectTrack]

    @property
    def stages(self) -> list[tuple[int, "TargetDrawing"]]:
        """The milestones of a program stage by stage, on the same axis."""
        grouped = groupby(self.tracks, key=lambda track: track.line.row.subject.stage)  # type: ignore[union-attr]
        return [(number, TargetDrawing(self.axis, list(tracks))) for number, tracks in grouped]

    # ---- which marks its key explains

    @property
    def lanes(self) -> list[TargetLane]:
        return [lane for track in self.tracks for lane in track.lanes]

    @property
    def has_changed(self) -> bool:
        return any(lane.bar for lane in self.lanes if not lane.is_last)

    @property
    def has_overdue(self) -> bool:
        return any(lane.overdue for lane in self.lanes)

    @property
    def has_happened(self) -> bool:
        return any(track.happened for track in self.tracks)


def draw_targets(
    lines: Sequence[TargetLine], *, clock: Clock, most: int | None = None
) -> TargetDrawing | None:
    """Lay out all that was announced for some subjects; None where no date is known.

    Of more than ``most`` announcements of one subject the first and the last ones are drawn.
    """
    periods = list(chain.from_iterable(map(_known_periods, lines)))
    if not periods:
        return None
    entries = chain.from_iterable(line.announced for line in lines)
    announcement_days = [PartialDate.day(_announced_on(entry, clock)) for entry in entries]
    states = [line.row.state for line in lines if line.row.state]
    is_open = any(state.standing != Standing.CLOSED for state in states)
    axis = TimeAxis.over([*periods, *announcement_days], on=clock.on, reaching=is_open)
    return TargetDrawing(axis, [_subject_track(line, axis, clock=clock, most=most) for line in lines])


def compare_with_target(completed: PartialDate | None, target: PartialDate | None) -> TargetComparison | None:
    if completed is None or target is None:
        return None
    return TargetComparison(verdict_against(completed, target).value, days_late(completed, target))


def _known_periods(line: TargetLine) -> list[PartialDate]:
    periods = [entry.announcement.target for entry in line.announced]
    if line.row.state:
        periods.append(line.row.state.completed)
    return list(filter(None, periods))


def _announced_on(entry: AnnouncedTarget, clock: Clock) -> date:
    """The last day of when it was said; a period that still runs was said by the base date."""
    return min(entry.report.said_on.last, clock.on)


def _subject_track(line: TargetLine, axis: TimeAxis, *, clock: Clock, most: int | None) -> SubjectTrack:
    entries, state = line.announced, line.row.state
    drawn_entries = entries
    if most is not None and len(entries) > most:
        drawn_entries = [entries[0], *entries[1 - most :]]
    happened = against_first = against_last = None
    is_day = False
    if state and state.completed:
        completed = state.completed
        happened, is_day = axis.span(completed.first, completed.last), completed.first == completed.last
        against_first = compare_with_target(completed, state.first_target)
        if state.target != state.first_target:
            against_last = compare_with_target(completed, state.target)
    return SubjectTrack(
        line=line,
        lanes=[_target_lane(entry, line, axis, clock=clock) for entry in drawn_entries],
        left_out=len(entries) - len(drawn_entries),
        happened=happened,
        is_day=is_day,
        against_first=against_first,
        against_last=against_last,
    )


def _target_lane(entry: AnnouncedTarget, line: TargetLine, axis: TimeAxis, *, clock: Clock) -> TargetLane:
    target, state = entry.announcement.target, line.row.state
    is_last = entry is line.announced[-1]
    bar = overdue = comparison = None
    if target:
        bar = axis.span(target.first, target.last)
    if target and state:
        comparison = compare_with_target(state.completed, target)
        if is_last and state.standing == Standing.LATE:
            overdue = axis.span(target.last, clock.on)
    return TargetLane(
        entry=entry,
        announced_at=axis.at(_announced_on(entry, clock)),
        bar=bar,
        is_last=is_last,
        overdue=overdue,
        comparison=comparison,
    )
