"""How much of what was promised is fulfilled: counts first, and a ratio only where enough is known.

A promise that repeats is never fulfilled for good.  One that was done for a period is neither fulfilled nor
something that was not done: the ratio leaves it out on both sides of the fraction and says how many there
are, for otherwise a body that keeps nothing but such promises, and keeps them well, would have 0 %.
"""

from dataclasses import dataclass


def in_tenths(numerator: int, denominator: int) -> float | None:
    """Divide, and round half up as people and spreadsheets do (Python: to the even digit).

    None where there is nothing to divide by.
    """
    if not denominator:
        return None
    return (20 * numerator + denominator) // (2 * denominator) / 10


def percent_of(part: int, total: int) -> float | None:
    return in_tenths(100 * part, total)


@dataclass(frozen=True)
class Completion:
    """Promises in view: all, those of which something is reported, and those that are fulfilled."""

    total: int
    known: int
    fulfilled: int
    disputed: int = 0  # among the fulfilled: another source says that they are not
    period_done: int = 0  # known, and beside the fulfilled: what repeats, done for a period

    @property
    def percent(self) -> float | None:
        """Return fulfilled ÷ all but what was done for a period, in percent.

        None where nothing is left, or while less than half of the promises in view is known.
        """
        if 2 * self.known < self.total:
            return None
        return percent_of(self.fulfilled, self.denominator)

    @property
    def denominator(self) -> int:
        return self.total - self.period_done
