"""Announced dates against what happened, of one subject or of many on one time axis.

Pure layout: the template writes it as a table whose last column is drawn, so that picture and data cannot
drift apart, names of any length wrap, and letters stay as large as the reader wants them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby

from agreements.lists.parameters import Clock
from agreements.lists.promises import key_of, key_of_record
from agreements.rules.outcome import Outcome
from agreements.rules.states import Standing
from agreements.views.announced_targets import AnnouncedTarget
from agreements.views.subject_states import SubjectRow
from agreements.views.time_axis import AxisSpan, DaySpan, Period, TimeAxis


@dataclass(frozen=True)
class TargetLane:
    """One announcement: when it was said, and the period it named (None: no date)."""

    entry: AnnouncedTarget
    announced_at: float
    bar: AxisSpan | None
    overdue: AxisSpan | None  # from its end to the base date, if a source of later says that it is not done
    on_other_page: bool = False  # its report stands on the page of the same promise


@dataclass(frozen=True)
class SubjectTrack:
    """One subject: its announcements, oldest first, and what happened."""

    row: SubjectRow
    lanes: list[TargetLane]
    left_out: int  # announcements after the first lane that are not drawn
    happened: AxisSpan | None
    outcome_shape: str = ""  # how what happened is drawn: "day", "span", "until" or "since"; "": not at all

    @property
    def closed_without(self) -> bool:
        return self.row.standing == Standing.CLOSED and self.row.outcome is None


@dataclass(frozen=True)
class TargetDrawing:
    axis: TimeAxis
    tracks: list[SubjectTrack]

    @property
    def stages(self) -> list[tuple[int, "TargetDrawing"]]:
        """The milestones of a program stage by stage, on the same axis."""
        grouped = groupby(self.tracks, key=lambda track: track.row.subject.stage)  # type: ignore[union-attr]  # of milestones
        return [(number, TargetDrawing(self.axis, list(tracks))) for number, tracks in grouped]

    # ---- which marks its key explains

    @property
    def lanes(self) -> list[TargetLane]:
        return [lane for track in self.tracks for lane in track.lanes]

    @property
    def has_changed(self) -> bool:
        return any(lane.bar for lane in self.lanes if not lane.entry.announcement.present)

    @property
    def has_overdue(self) -> bool:
        return any(lane.overdue for lane in self.lanes)

    @property
    def outcome_shapes(self) -> set[str]:
        return {track.outcome_shape for track in self.tracks}


def draw_targets(
    rows: Sequence[SubjectRow], *, clock: Clock, most: int | None = None
) -> TargetDrawing | None:
    """Lay out all that was announced for some subjects; None where no date is known.

    Of more than ``most`` announcements of one subject the first and the last ones are drawn.
    """
    periods = list(chain.from_iterable(map(_known_periods, rows)))
    if not periods:
        return None
    entries = chain.from_iterable(row.announced for row in rows)
    announcement_days = [DaySpan.of_day(_announced_on(entry, clock)) for entry in entries]
    is_open = any(row.standing not in (None, Standing.CLOSED) for row in rows)
    axis = TimeAxis.over([*periods, *announcement_days], on=clock.on, reaching=is_open)
    return TargetDrawing(axis, [_subject_track(row, axis, clock=clock, most=most) for row in rows])


def _known_periods(row: SubjectRow) -> list[Period]:
    targets = [entry.announcement.target for entry in row.announced]
    return list(filter(None, [*targets, _days_of_outcome(row.outcome)]))


def _days_of_outcome(outcome: Outcome | None) -> DaySpan | None:
    """Return the days between which it was fulfilled, or the one that is known; None where none is."""
    if outcome is None:
        return None
    days = list(filter(None, (outcome.earliest, outcome.latest)))
    return DaySpan(days[0], days[-1]) if days else None


def _announced_on(entry: AnnouncedTarget, clock: Clock) -> date:
    """The last day of when it was said; a period that still runs was said by the base date."""
    return min(entry.report.said_on.last, clock.on)


def _subject_track(row: SubjectRow, axis: TimeAxis, *, clock: Clock, most: int | None) -> SubjectTrack:
    entries = row.announced
    drawn_entries = entries
    if most is not None and len(entries) > most:
        drawn_entries = [entries[0], *entries[1 - most :]]
    return SubjectTrack(
        row=row,
        lanes=[_target_lane(entry, row, axis, clock=clock) for entry in drawn_entries],
        left_out=len(entries) - len(drawn_entries),
        happened=axis.span_of(_days_of_outcome(row.outcome)),
        outcome_shape=_shape_of_outcome(row.outcome),
    )


# By whether the first and whether the last possible day of an outcome is known.
SHAPES = {(False, False): "", (False, True): "until", (True, False): "since", (True, True): "span"}


def _shape_of_outcome(outcome: Outcome | None) -> str:
    """Tell a day and a span apart from an outcome of which only the last or only the first day is known."""
    if outcome is None:
        return ""
    if outcome.day is not None:
        return "day"
    return SHAPES[outcome.earliest is not None, outcome.latest is not None]


def _target_lane(entry: AnnouncedTarget, row: SubjectRow, axis: TimeAxis, *, clock: Clock) -> TargetLane:
    target = entry.announcement.target
    is_late = entry.counts and row.standing == Standing.LATE
    return TargetLane(
        entry=entry,
        announced_at=axis.at(_announced_on(entry, clock)),
        bar=axis.span_of(target),
        overdue=axis.span(target.last, clock.on) if target and is_late else None,
        on_other_page=key_of_record(entry.report) != key_of(row.subject),
    )
