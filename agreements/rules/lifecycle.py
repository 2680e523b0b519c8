"""What became of a promise: statuses, states, standing, target history.

Everything here is a function of facts and a day.  The same standing as SQL stands in ``models/state.py``;
``tests/unit/test_lifecycle_sql.py`` holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.partial_date import PartialDate

FOREVER = date.max

# ---- statuses -------------------------------------------------------------------------------

UNREPORTED = "unreported"


class CommitmentStatus(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    PARTIAL = "partial", _("Partially carried out")
    COMPLETED = "completed", _("Completed")
    CONTINUING = "continuing", _("Continuing after completion")
    ON_HOLD = "on_hold", _("On hold")
    DROPPED = "dropped", _("Dropped")


class MilestoneStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    CANCELLED = "cancelled", _("Cancelled")


UNREPORTED_CHOICE = (UNREPORTED, _("No confirmed progress"))
COMMITMENT_STATUSES = [UNREPORTED_CHOICE, *CommitmentStatus.choices]
MILESTONE_STATUSES = [UNREPORTED_CHOICE, *MilestoneStatus.choices]
REPORTED_STATUSES = [*CommitmentStatus.choices, *MilestoneStatus.choices]
STATUSES = [UNREPORTED_CHOICE, *REPORTED_STATUSES]

FULFILLED = frozenset({CommitmentStatus.COMPLETED, CommitmentStatus.CONTINUING, MilestoneStatus.REACHED})
CLOSED = FULFILLED | {CommitmentStatus.DROPPED, MilestoneStatus.CANCELLED}
ONLY_ANNOUNCED = frozenset({CommitmentStatus.NOT_STARTED, MilestoneStatus.PLANNED})
PROGRESS_OF_STATUS: dict[str, int] = {**dict.fromkeys(FULFILLED, 100), **dict.fromkeys(ONLY_ANNOUNCED, 0)}


def progress_contradicts(status: str, progress: int | None) -> bool:
    """Say whether a percentage denies its status: done with 40 %, or not begun with 10 %."""
    if progress is None:
        return False
    return progress != PROGRESS_OF_STATUS.get(status, progress)


# ---- reports and what they make of a subject --------------------------------------------------


class Reported(NamedTuple):
    """One published report, as far as the projection needs it."""

    id: int
    seq: int
    published_on: date  # the day in Seoul; of a correction, that of the report whose place it takes
    status: str
    happened: PartialDate
    progress: int | None = None
    target: PartialDate | None = None
    target_undated: bool = False  # it says that there is no date
    place: int = 0  # sequence of the report that it corrects and replaces in the order; 0: none

    @property
    def effective_on(self) -> date:
        return min(self.happened.last, self.published_on)

    @property
    def states_target(self) -> bool:
        return self.target is not None or self.target_undated


def in_order(reports: Iterable[Reported]) -> list[Reported]:
    """Sort by effective day, then by publication; a correction takes the place of what it corrects."""
    return sorted(reports, key=lambda report: (report.effective_on, report.place or report.seq))


class TargetChange(TextChoices):
    FIRST = "first", _("First target")
    REFINED = "refined", _("Target made more precise")
    MOVED = "moved", _("Target moved")
    REMOVED = "removed", _("Target withdrawn")
    RESTATED = "restated", _("Target repeated")
    UNDATED = "undated", _("Announced without a date")


COUNTED_AS_MOVES = frozenset({TargetChange.MOVED, TargetChange.REMOVED})


@dataclass(frozen=True)
class Announcement:
    """One announced target: who said it is found by ``report.id``."""

    report: Reported
    change: TargetChange
    target: PartialDate | None
    days_moved: int | None  # against the target before it; only for moves between two dates
    days_against_first: int | None
    before: Reported | None = None  # who announced the target it changes


def target_history(reports: Iterable[Reported]) -> list[Announcement]:
    """List every announced target, oldest first, each told apart from the one before it."""
    history: list[Announcement] = []
    first_target = previous_target = previous_report = None
    for report in in_order(reports):
        if not report.states_target:
            continue

        change = _change_of_target(first_target, previous_target, report.target)
        first_target = first_target or report.target
        days_moved = None
        if change == TargetChange.MOVED:
            days_moved = days_between(previous_target, report.target)
        history.append(
            Announcement(
                report,
                change,
                report.target,
                days_moved,
                days_against_first=days_between(first_target, report.target),
                before=previous_report,
            )
        )
        previous_target, previous_report = report.target, report

    return history


def _change_of_target(
    first: PartialDate | None, previous: PartialDate | None, announced: PartialDate | None
) -> TargetChange:
    """Classify an announced target against the one before it; ``first`` is the first date ever announced."""
    if announced is None:
        return TargetChange.REMOVED if previous else TargetChange.UNDATED
    if announced == previous:
        return TargetChange.RESTATED
    if first is None:
        return TargetChange.FIRST
    if previous is not None and previous.contains(announced):
        return TargetChange.REFINED

    return TargetChange.MOVED


def days_between(earlier: PartialDate | None, later: PartialDate | None) -> int | None:
    """Return the days between the two last days; None if one of the dates is missing."""
    if earlier is None or later is None:
        return None
    return (later.last - earlier.last).days


class StateRow(NamedTuple):
    """What holds for one subject over ``[day_from, day_to)``."""

    day_from: date
    day_to: date
    heard_on: date  # effective day of the last report; before any, the day the subject began
    status: str = UNREPORTED
    progress: int | None = None
    first_target: PartialDate | None = None
    target: PartialDate | None = None
    times_moved: int = 0
    completed: PartialDate | None = None
    last_happened: PartialDate | None = None
    report_id: int | None = None


def states(reports: Iterable[Reported], *, since: date) -> list[StateRow]:
    """Compute a subject's rows: they begin on ``since``, leave no gap, and the last has no end.

    A report that took effect earlier counts from ``since`` on.
    """
    rows = unreported_rows(since)
    for report in in_order(reports):
        append_report(rows, report)
    return rows


def unreported_rows(since: date) -> list[StateRow]:
    """Return the rows of a subject that began on ``since`` and has no report."""
    return [StateRow(day_from=since, day_to=FOREVER, heard_on=since)]


def append_report(rows: list[StateRow], report: Reported) -> None:
    """Extend the rows in place by one report, which must be the last of all in order."""
    previous = rows.pop()
    row = _row_after(previous, report)

    # A row that ended on the day it began would hold on no day: the report replaces it.
    if row.day_from > previous.day_from:
        rows.append(previous._replace(day_to=row.day_from))
    rows.append(row)


def _row_after(previous: StateRow, report: Reported) -> StateRow:
    day_from = max(report.effective_on, previous.day_from)
    row = previous._replace(
        day_from=day_from,
        day_to=FOREVER,
        heard_on=day_from,
        status=report.status,
        progress=report.progress,
        completed=None,
        last_happened=report.happened,
        report_id=report.id,
    )

    # A report that gives no percentage leaves the last one standing, unless it closes the subject.
    if report.progress is None and report.status not in CLOSED:
        row = row._replace(progress=previous.progress)

    if report.status in FULFILLED:
        was_fulfilled = previous.status in FULFILLED
        row = row._replace(completed=previous.completed if was_fulfilled else report.happened)

    if report.states_target:
        change = _change_of_target(previous.first_target, previous.target, report.target)
        row = row._replace(
            first_target=previous.first_target or report.target,
            target=report.target,
            times_moved=previous.times_moved + (change in COUNTED_AS_MOVES),
        )

    return row


# ---- standing -----------------------------------------------------------------------------------


class Standing(TextChoices):
    LATE = "late", _("Late")
    DUE_SOON = "due_soon", _("Due soon")
    ON_TIME = "on_time", _("Within its deadline")
    UNDATED = "undated", _("No deadline given")
    CLOSED = "closed", _("Closed")


def standing(status: str, target: PartialDate | None, *, on: date, due_soon_days: int) -> Standing:
    """Say where one subject stands.  The last day of its target is not yet late."""
    if status in CLOSED:
        return Standing.CLOSED
    if target is None:
        return Standing.UNDATED
    if target.last < on:
        return Standing.LATE
    if target.last <= on + timedelta(days=due_soon_days):
        return Standing.DUE_SOON

    return Standing.ON_TIME


def is_silent(status: str, heard_on: date, *, on: date, silent_days: int) -> bool:
    """Say whether an open subject has had no report for longer than ``silent_days``."""
    return status not in CLOSED and heard_on < on - timedelta(days=silent_days)
