"""A timeline of promises: one lane each, in groups, on one time axis.

Pure layout of what is known.  Places along the axis are percent of its width, those across it in letters,
so that the picture grows with the reader's text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.utils.translation import gettext as _

from agreements.lists.parameters import Clock
from agreements.models import Agreement, Commitment, Milestone, StatusReport
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import short_day
from agreements.rules.states import Standing
from agreements.rules.story import outcome_short
from agreements.views.announced_targets import AnnouncedTarget
from agreements.views.lane_story import (
    LaneDay,
    QuietSpan,
    announced_on,
    lane_days,
    last_word,
    late_since,
    left_out_words,
    quiet_span,
    speakers_of,
    status_words,
    verdict_words,
)
from agreements.views.speakers import speaker_name
from agreements.views.subject_states import SubjectRow
from agreements.views.time_axis import EDGE, AxisSpan, DaySpan, Period, TimeAxis

MOST_LINES = 6  # announcements of one promise; of more the first and the last ones are drawn
PITCH = 1.5  # letters from one line of a lane to the next
FIRST_LINE = 0.9  # … and from its top to the first
HALF_BAR = 0.42  # … half the height of a bar
HALF_STRETCH = 0.65  # … of a stretch, which holds words
HALF_LETTER = 0.35  # … from the middle of a line to the foot of its words
FAR_RIGHT = 74.0  # percent: behind this a label stands before its mark
ROOM_INSIDE = 34.0  # percent that a stretch needs to hold its label


@dataclass(frozen=True)
class LaneGroup:
    """The promises under one head: a program, an agreement, an agency or a region, or one of its stages.

    ``kind`` is said before the title; ``undated`` counts promises of which nothing is dated and which so
    have no lane, ``undated_url`` lists them.
    """

    title: str
    url: str
    rows: Sequence[SubjectRow]
    kind: str = ""
    undated: int = 0
    undated_url: str = ""
    note: str = ""
    names_agreements: bool = False  # say of each lane in which agreement it stands; ``links_then`` is loaded


@dataclass(frozen=True)
class LaneLabel:
    text: str
    at: float
    before: bool  # it ends at its place


@dataclass(frozen=True)
class LaneLine:
    """One line of a lane: an announcement, a report without a date, or words where some are left out."""

    y: float
    label: LaneLabel | None
    said_at: float | None = None
    way: AxisSpan | None = None  # from the day it was said to the period it named
    bar: AxisSpan | None = None
    present: bool = False
    late: AxisSpan | None = None  # from its end to the last day of which a source says that it is not done

    @property
    def top(self) -> float:
        return round(self.y - HALF_BAR, 2)

    @property
    def baseline(self) -> float:
        return round(self.y + HALF_LETTER, 2)


@dataclass(frozen=True)
class LaneMark:
    """What happened ("day", "span", "until", "since"), or where nothing was found ("quiet")."""

    shape: str
    y: float
    span: AxisSpan
    label: LaneLabel | None

    @property
    def top(self) -> float:
        return round(self.y - (HALF_STRETCH if self.shape == "quiet" else HALF_BAR), 2)

    @property
    def baseline(self) -> float:
        return round(self.y + HALF_LETTER, 2)


@dataclass(frozen=True)
class Lane:
    row: SubjectRow
    status: str
    verdict: list[str]
    lines: list[LaneLine]
    outcome: LaneMark | None
    quiet: LaneMark | None
    height: float  # in letters
    days: list[LaneDay]
    agreement: Agreement | None = None  # in which it stands, where its group does not say so
    same_promise: Commitment | None = None  # the commitment that a milestone carries out


@dataclass(frozen=True)
class DrawnGroup:
    group: LaneGroup
    lanes: list[Lane]
    undated: int


@dataclass(frozen=True)
class LaneDrawing:
    axis: TimeAxis
    groups: list[DrawnGroup]
    clock: Clock
    base_before: bool = field(default=False)  # the words of the base day end at its line

    # ---- which marks its key explains

    @property
    def lanes(self) -> list[Lane]:
        return list(chain.from_iterable(drawn.lanes for drawn in self.groups))

    @property
    def marks(self) -> set[str]:
        """Name what is drawn: "said", "before", "present", "late", "quiet", or the shape of an outcome."""
        marks = {mark.shape for lane in self.lanes for mark in (lane.outcome, lane.quiet) if mark}
        for line in chain.from_iterable(lane.lines for lane in self.lanes):
            marks |= _marks_of_line(line)
        return marks


def _marks_of_line(line: LaneLine) -> set[str]:
    marks = set()
    if line.said_at is not None:
        marks.add("said")
    if line.bar:
        marks.add("present" if line.present else "before")
    if line.late:
        marks.add("late")
    return marks


def draw_lanes(
    groups: Iterable[LaneGroup],
    *,
    clock: Clock,
    years: DaySpan | None = None,
    keep_undated: bool = False,
) -> LaneDrawing | None:
    """Lay out groups of promises on one axis; None where nothing of them is dated.

    ``years`` narrows the axis down: what lies outside is not drawn.  Promises of which nothing is dated
    become a count of their group; with ``keep_undated`` they have a lane without a mark.
    """
    groups = list(groups)
    rows = list(chain.from_iterable(group.rows for group in groups))
    periods = list(chain.from_iterable(_known_periods(row, clock) for row in rows))
    if not periods:
        return None
    is_open = any(row.standing not in (None, Standing.CLOSED) for row in rows)
    axis = TimeAxis.over(periods, on=clock.on, reaching=is_open)
    if years is not None:
        axis = TimeAxis.within(years, on=clock.on)
    drawn_groups = [_drawn_group(group, axis, clock, keep_undated) for group in groups]
    base_before = axis.base is not None and axis.base > FAR_RIGHT
    return LaneDrawing(axis, drawn_groups, clock, base_before)


def is_dated(row: SubjectRow) -> bool:
    """Say whether a lane has anything to draw: a word, an outcome, or an inquiry that looked."""
    has_word = bool(row.announced) or last_word(row) is not None
    return has_word or row.outcome is not None or quiet_span(row) is not None


def _known_periods(row: SubjectRow, clock: Clock) -> Iterable[Period]:
    for entry in row.announced:
        yield DaySpan.of_day(announced_on(entry, clock))
        if entry.announcement.target:
            yield entry.announcement.target
    report = last_word(row)
    if report is not None:
        yield DaySpan.of_day(min(report.said_on.last, clock.on))
    outcome_days = days_of_outcome(row.outcome)
    if outcome_days:
        yield outcome_days
    quiet = quiet_span(row)
    if quiet is not None:
        yield DaySpan(quiet.first, quiet.last)
    late = late_since(row)
    if late is not None:
        yield DaySpan(*late)


def days_of_outcome(outcome: Outcome | None) -> DaySpan | None:
    """Return the days between which it was fulfilled, or the one that is known; None where none is."""
    if outcome is None:
        return None
    days = list(filter(None, (outcome.earliest, outcome.latest)))
    return DaySpan(days[0], days[-1]) if days else None


def _drawn_group(group: LaneGroup, axis: TimeAxis, clock: Clock, keep_undated: bool) -> DrawnGroup:
    rows = [row for row in group.rows if keep_undated or is_dated(row)]
    lanes = [_lane(row, axis, clock, names_agreement=group.names_agreements) for row in rows]
    return DrawnGroup(group, lanes, group.undated + len(group.rows) - len(rows))


# ---- one lane ----------------------------------------------------------------------------------------


def _lane(row: SubjectRow, axis: TimeAxis, clock: Clock, *, names_agreement: bool) -> Lane:
    lines = _lines(row, axis, clock)
    y = _y_of_line(len(lines))
    outcome = _outcome_mark(row.outcome, axis, y)
    quiet = quiet_span(row)
    quiet_mark = None
    if quiet is not None:
        quiet_mark = _quiet_mark(quiet, axis, y)
    count = len(lines) + bool(outcome or quiet_mark)
    commitment = _commitment_of(row.subject)
    return Lane(
        row=row,
        status=status_words(row),
        verdict=verdict_words(row),
        lines=lines,
        outcome=outcome,
        quiet=quiet_mark,
        height=round(max(count, 1) * PITCH + 0.3, 2),
        days=lane_days(row, clock),
        agreement=commitment.agreement if commitment and names_agreement else None,
        same_promise=commitment if commitment is not row.subject else None,
    )


def _commitment_of(subject: Commitment | Milestone) -> Commitment | None:
    """Return the commitment, or that which a milestone is the same promise as, where that is loaded."""
    if isinstance(subject, Commitment):
        return subject
    commitments = [link.commitment for link in getattr(subject, "links_then", ())]
    return commitments[0] if commitments else None


def _y_of_line(number: int) -> float:
    return round(FIRST_LINE + number * PITCH, 2)


def _lines(row: SubjectRow, axis: TimeAxis, clock: Clock) -> list[LaneLine]:
    entries: list[AnnouncedTarget | None] = list(row.announced)
    left_out = max(len(entries) - MOST_LINES, 0)
    if left_out:
        entries = [entries[0], None, *entries[1 - MOST_LINES :]]
    short = speakers_of(row)
    lines = []
    for number, entry in enumerate(entries):
        y = _y_of_line(number)
        if entry is None:
            lines.append(LaneLine(y, LaneLabel(left_out_words(left_out), EDGE, before=False)))
        else:
            lines.append(_announcement_line(entry, row, axis, clock, y=y, speaker=short[entry.speaker]))
    report = last_word(row)
    if report is not None:
        lines.append(_word_line(report, axis, clock, _y_of_line(len(lines))))
    return lines


def _announcement_line(
    entry: AnnouncedTarget, row: SubjectRow, axis: TimeAxis, clock: Clock, *, y: float, speaker: str
) -> LaneLine:
    said_on = announced_on(entry, clock)
    target = entry.announcement.target
    said_at = axis.place_of(said_on)
    if target is None:
        text = _("%(speaker)s: without a date") % {"speaker": speaker}
        return LaneLine(y, _label_beside(text, axis.part(said_on, said_on)), said_at)
    bar = axis.part(target.first, target.last)
    late = late_since(row) if entry.counts else None
    return LaneLine(
        y,
        _label_beside(speaker, _whole(said_on, target, axis)),
        said_at,
        way=_way(said_on, target.first, axis),
        bar=bar,
        present=entry.announcement.present,
        late=axis.part(*late) if late else None,
    )


def _word_line(report: StatusReport, axis: TimeAxis, clock: Clock, y: float) -> LaneLine:
    said_on = min(report.said_on.last, clock.on)
    text = f"{speaker_name(report)}: {report.get_status_display()}"
    return LaneLine(y, _label_beside(text, axis.part(said_on, said_on)), axis.place_of(said_on))


def _whole(said_on: date, target: Period, axis: TimeAxis) -> AxisSpan | None:
    return axis.part(min(said_on, target.first), max(said_on, target.last))


def _way(said_on: date, target_first: date, axis: TimeAxis) -> AxisSpan | None:
    """Return the way from the day it was said to a period that begins later."""
    if said_on >= target_first:
        return None
    return axis.part(said_on, target_first)


# By whether the first and whether the last possible day of an outcome is known.
SHAPES = {(False, True): "until", (True, False): "since", (True, True): "span"}


def _outcome_mark(outcome: Outcome | None, axis: TimeAxis, y: float) -> LaneMark | None:
    """Tell a day and a span apart from an outcome of which only the last or only the first day is known."""
    days = days_of_outcome(outcome)
    if outcome is None or days is None:
        return None
    span = axis.part(*days)
    if span is None:
        return None
    shape = "day" if outcome.day else SHAPES[outcome.earliest is not None, outcome.latest is not None]
    label = _label_beside(outcome_short(outcome), span)
    return LaneMark(shape, y, span, label)


def _quiet_mark(quiet: QuietSpan, axis: TimeAxis, y: float) -> LaneMark | None:
    span = axis.part(quiet.first, quiet.last)
    if span is None:
        return None
    text = _("nothing found (inquiry of %(day)s)") % {"day": short_day(quiet.searched_on)}
    label = _label_beside(text, span)
    if span.width >= ROOM_INSIDE:
        label = LaneLabel(text, span.start, before=False)
    return LaneMark("quiet", y, span, label)


def _label_beside(text: str, span: AxisSpan | None) -> LaneLabel | None:
    """Put words behind a mark, or before it where there is no room behind; None where there is no mark."""
    if span is None:
        return None
    if span.end <= FAR_RIGHT:
        return LaneLabel(text, span.end, before=False)
    if span.start >= 100 - FAR_RIGHT:
        return LaneLabel(text, span.start, before=True)
    return LaneLabel(text, span.end, before=True)
