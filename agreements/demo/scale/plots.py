"""What may become of a promise: who says what, how many months after the signing.

Months stand for days that ``moulds.py`` fixes; a target names the month it is of and how precise it is.
"""

from typing import NamedTuple

from agreements.rules.lifecycle import CommitmentStatus, HappenedAs, MilestoneStatus
from agreements.rules.partial_date import Precision
from agreements.rules.rhythm import Rhythm

LEAD, SUPPORT, OUTSIDER = "lead", "support", "outsider"  # who speaks; an outsider's date does not count
NOT_STARTED, ON_TRACK, PARTIAL = (
    CommitmentStatus.NOT_STARTED, CommitmentStatus.ON_TRACK, CommitmentStatus.PARTIAL,
)  # fmt: skip
COMPLETED, CONTINUING = CommitmentStatus.COMPLETED, CommitmentStatus.CONTINUING


class Target(NamedTuple):
    month: int
    precision: Precision


class Said(NamedTuple):
    """One report.

    Attributes:
        happened: how precisely it dates what happened, "" where nothing did.
        moves: it moves or takes back an announced date, for a reason.
        corrects: it takes the place of the report of the same month before it.
        withdrawn: it is taken back in the month after.
    """

    month: int
    status: str
    target: Target | None = None
    speaker: str = LEAD
    happened: Precision | None = None
    happened_as: str = HappenedAs.ON
    moves: bool = False
    undated: bool = False
    says_not_done: bool = False
    progress: int | None = None
    quantity_done: int | None = None
    corrects: bool = False
    withdrawn: bool = False


class Plot(NamedTuple):
    """One story of a promise.

    Attributes:
        fills: months in which a further report that work goes on denies nothing of the story.
        inquiry: somebody looked for it later and found nothing.
        by_milestone: it is the same promise as a milestone, and the reports are about that.
    """

    reports: tuple[Said, ...]
    fills: tuple[int, ...] = ()
    inquiry: bool = False
    repeats: str = ""
    by_milestone: bool = False
    quantity: int | None = None


DAY, MONTH, QUARTER = Precision.DAY, Precision.MONTH, Precision.QUARTER
HALF, YEAR = Precision.HALF, Precision.YEAR

NOTHING_HEARD = Plot(())
LOOKED_FOR = Plot((), inquiry=True)
UNDER_WAY = Plot((Said(6, ON_TRACK, Target(30, YEAR)),), fills=(12, 18, 24, 33))
MOVED_ONCE = Plot(
    (
        Said(3, ON_TRACK, Target(15, HALF)),
        Said(18, ON_TRACK, Target(27, QUARTER), moves=True),
        Said(27, COMPLETED, happened=DAY, progress=100),
    ),
    fills=(9, 24),
)
MOVED_TWICE = Plot(
    (
        Said(6, ON_TRACK, Target(12, MONTH)),
        Said(15, ON_TRACK, Target(24, MONTH), moves=True),
        Said(27, ON_TRACK, Target(33, MONTH), moves=True),
        Said(36, ON_TRACK, says_not_done=True, progress=70),
    ),
    fills=(9, 21),
)
DONE_BY = Plot(
    (
        Said(9, NOT_STARTED, Target(24, YEAR), progress=0),
        Said(24, COMPLETED, happened=DAY, happened_as=HappenedAs.BY),
    ),
    fills=(15, 18),
)
IN_PARTS = Plot(
    (
        Said(6, ON_TRACK, Target(18, QUARTER)),
        Said(18, PARTIAL, progress=60),
        Said(30, COMPLETED, happened=MONTH),
        Said(36, CONTINUING, happened=DAY),
    ),
    fills=(12,),
)
GIVEN_UP = Plot((Said(6, NOT_STARTED, Target(18, HALF)), Said(21, CommitmentStatus.DROPPED)))
ON_HOLD = Plot(
    (
        Said(6, ON_TRACK, Target(18, MONTH)),
        Said(18, CommitmentStatus.ON_HOLD, undated=True, moves=True),
    ),
    fills=(12,),
)
TWO_VOICES = Plot(
    (Said(6, ON_TRACK, Target(18, MONTH)), Said(9, ON_TRACK, Target(24, MONTH), SUPPORT)),
    fills=(15, 21, 30),
)
REFINED = Plot(
    (
        Said(3, ON_TRACK, Target(21, YEAR)),
        Said(12, ON_TRACK, Target(21, QUARTER)),
        Said(18, ON_TRACK, Target(21, DAY)),
        Said(21, COMPLETED, happened=DAY),
    ),
    fills=(6, 9),
)
EVERY_YEAR = Plot(
    (Said(15, COMPLETED, happened=YEAR), Said(27, COMPLETED, happened=YEAR)), repeats=Rhythm.YEARLY
)
CORRECTED = Plot(
    (
        Said(6, ON_TRACK, Target(18, MONTH)),
        Said(6, ON_TRACK, Target(20, MONTH), corrects=True),
        Said(21, COMPLETED, happened=DAY),
    ),
    fills=(12,),
)
WITHDRAWN = Plot(
    (Said(9, ON_TRACK, Target(20, MONTH), withdrawn=True), Said(12, ON_TRACK, Target(24, MONTH))),
    fills=(18, 21, 30),
)
DENIED = Plot(
    (
        Said(6, ON_TRACK, Target(15, MONTH)),
        Said(15, COMPLETED, speaker=SUPPORT, happened=DAY),
        Said(18, ON_TRACK, says_not_done=True),
    ),
    fills=(9,),
)
OUTSIDE_WORD = Plot((Said(9, ON_TRACK, Target(24, MONTH), OUTSIDER),), fills=(12, 18, 27))
COUNTED = Plot(
    (
        Said(9, ON_TRACK, Target(30, MONTH), quantity_done=40),
        Said(21, PARTIAL, quantity_done=90),
        Said(30, COMPLETED, happened=DAY, quantity_done=120),
    ),
    quantity=120,
)
BY_MILESTONE = Plot(
    (
        Said(3, MilestoneStatus.PLANNED, Target(12, QUARTER)),
        Said(15, MilestoneStatus.UNDER_WAY, Target(24, QUARTER), moves=True),
        Said(24, MilestoneStatus.REACHED, happened=DAY),
    ),
    by_milestone=True,
)
# Drawn from: what is listed twice comes twice as often.
PLOTS = (
    NOTHING_HEARD, NOTHING_HEARD, LOOKED_FOR, UNDER_WAY, UNDER_WAY, MOVED_ONCE, MOVED_TWICE, MOVED_TWICE,
    DONE_BY, IN_PARTS, GIVEN_UP, ON_HOLD, TWO_VOICES, REFINED, EVERY_YEAR, CORRECTED, WITHDRAWN, DENIED,
    OUTSIDE_WORD, COUNTED, BY_MILESTONE,
)  # fmt: skip
