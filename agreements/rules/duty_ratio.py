"""How many of the duties that are known to be owed were met: counts, and a ratio of them."""

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from agreements.rules.duties import MET, ExpectedDuty
from agreements.rules.ratios import percent_of


class DutyRatio(NamedTuple):
    """How many of the duties that are known to be owed, and are due or met, were met.

    The rest by state, but for what is undecided.
    """

    met: int
    counted: int
    left_out: dict[str, int]

    @property
    def percent(self) -> float | None:
        return percent_of(self.met, self.counted)


def duty_ratio(duties: Iterable[ExpectedDuty]) -> DutyRatio:
    met = total = 0
    left_out: Counter[str] = Counter()
    for duty in filter(attrgetter("is_decided"), duties):
        if duty.counts:
            total += 1
            met += duty.state in MET
        else:
            left_out[duty.state] += 1

    return DutyRatio(met, total, dict(left_out))
