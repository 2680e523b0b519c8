"""What reports say of a promise: statuses, and when each word counts.

The rules that read them, functions of facts and a day, stand in ``outcome.py``, ``targets.py`` and
``states.py``.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.partial_date import PartialDate

FOREVER = date.max
NEVER = date.min

# ---- statuses -------------------------------------------------------------------------------

# What is known of a promise of which nobody reported anything: whether somebody looked.
UNSEARCHED = "unsearched"
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


# Of a promise that repeats: its newest report says of one period that it was done (``states.py`` says why
# that is no fulfilment).
PERIOD_DONE = "period_done"

NOTHING_REPORTED = [(UNSEARCHED, _("Not looked for yet")), (UNREPORTED, _("No confirmed progress"))]
REPEATED = [(PERIOD_DONE, _("Done for a period"))]
COMMITMENT_STATUSES = [*NOTHING_REPORTED, *CommitmentStatus.choices, *REPEATED]
MILESTONE_STATUSES = [*NOTHING_REPORTED, *MilestoneStatus.choices]
REPORTED_STATUSES = [*CommitmentStatus.choices, *MilestoneStatus.choices]
STATUSES = [*NOTHING_REPORTED, *REPORTED_STATUSES, *REPEATED]

UNKNOWN = frozenset({UNSEARCHED, UNREPORTED})
FULFILLED = frozenset({CommitmentStatus.COMPLETED, CommitmentStatus.CONTINUING, MilestoneStatus.REACHED})
UNDER_WAY = frozenset({CommitmentStatus.ON_TRACK, CommitmentStatus.PARTIAL, MilestoneStatus.UNDER_WAY})
GIVEN_UP = frozenset({CommitmentStatus.DROPPED, MilestoneStatus.CANCELLED})
CLOSED = FULFILLED | GIVEN_UP
STOPPED = GIVEN_UP | {CommitmentStatus.ON_HOLD}  # may follow a fulfilment without denying it
ONLY_ANNOUNCED = frozenset({CommitmentStatus.NOT_STARTED, MilestoneStatus.PLANNED})
SAYS_NOT_YET = ONLY_ANNOUNCED | STOPPED
PROGRESS_OF_STATUS: dict[str, int] = {**dict.fromkeys(FULFILLED, 100), **dict.fromkeys(ONLY_ANNOUNCED, 0)}

# How the status of a milestone is said of the commitment that it carries out.
AS_COMMITMENT: dict[str, str] = {
    MilestoneStatus.PLANNED: CommitmentStatus.NOT_STARTED,
    MilestoneStatus.UNDER_WAY: CommitmentStatus.ON_TRACK,
    MilestoneStatus.REACHED: CommitmentStatus.COMPLETED,
    MilestoneStatus.CANCELLED: CommitmentStatus.DROPPED,
}
# Of reports of one day, the status further along holds.
FURTHER_ALONG = (
    CommitmentStatus.NOT_STARTED,
    CommitmentStatus.DROPPED,
    CommitmentStatus.ON_HOLD,
    CommitmentStatus.ON_TRACK,
    CommitmentStatus.PARTIAL,
    CommitmentStatus.COMPLETED,
    CommitmentStatus.CONTINUING,
)


def progress_contradicts(status: str, progress: int | None) -> bool:
    """Say whether a percentage denies its status: done with 40 %, or not begun with 10 %."""
    if progress is None:
        return False
    return progress != PROGRESS_OF_STATUS.get(status, progress)


# ---- reports -----------------------------------------------------------------------------------


class HappenedAs(TextChoices):
    """How a report dates what happened."""

    ON = "on", _("at that time")
    BY = "by", _("by then at the latest (the source does not tell when before)")


class Reported(NamedTuple):
    """One published report, as far as the projection needs it."""

    id: int
    seq: int
    published_on: date  # the day in Seoul; of a correction, that of the report whose place it takes
    said_on: PartialDate
    status: str
    stated_by: int  # the agency's key
    happened: PartialDate | None = None
    happened_as: str = ""
    says_not_done: bool = False  # the source itself says that it is not done
    submitted: bool = False  # filed by the agency itself, not found in public material
    progress: int | None = None
    quantity_done: Decimal | None = None
    target: PartialDate | None = None
    target_undated: bool = False  # it says that there is no date
    place: int = 0  # sequence of the report that it corrects and replaces in the order; 0: none
    follows: frozenset[int] = frozenset()  # the bodies whose history its speaker continues, to the first

    @property
    def said_day(self) -> date:
        """Return the last day on which it can have been said, from which on its words count.

        A period that still ran when the report was published is cut by that day.
        """
        return min(self.said_on.last, self.published_on)

    @property
    def speaks_of(self) -> PartialDate:
        """Return when that was of which it speaks: when it happened, else when it was said."""
        return self.happened or self.said_on

    @property
    def effective_on(self) -> date:
        """Return the last day of which it can speak, from which on its status counts."""
        return min(self.said_day, self.speaks_of.last)

    @property
    def order_seq(self) -> int:
        """Return the sequence by which it is ordered: its own, or that of the report whose place it takes."""
        return self.place or self.seq

    def continues(self, other: "Reported") -> bool:
        """Say whether its speaker stated the other report too, or follows the body that did."""
        return self.stated_by == other.stated_by or other.stated_by in self.follows

    @property
    def states_target(self) -> bool:
        return self.target is not None or self.target_undated

    @property
    def not_yet_on(self) -> date:
        """Return the day of which it says that the promise was not fulfilled; NEVER if it does not say so."""
        says_so = (
            self.status in SAYS_NOT_YET,
            self.submitted,
            self.says_not_done,
            self.target_undated,
            self.target is not None and self.target.last > self.said_day,
        )
        if self.status in FULFILLED or not any(says_so):
            return NEVER
        return self.speaks_of.first


def said_by(reports: Iterable[Reported], day: date) -> list[Reported]:
    """Return the reports whose words count on a day."""
    return [report for report in reports if report.said_day <= day]


def in_order(reports: Iterable[Reported]) -> list[Reported]:
    """Sort by effective day, day said and status; a correction stands in the place of what it corrects."""
    return sorted(reports, key=_order_of_reports)


def _order_of_reports(report: Reported) -> tuple[date, date, int, int]:
    along = FURTHER_ALONG.index(CommitmentStatus(AS_COMMITMENT.get(report.status, report.status)))
    return report.effective_on, report.said_day, along, report.order_seq
