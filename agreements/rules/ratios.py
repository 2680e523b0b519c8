"""How much of what was promised is fulfilled: counts first, and a ratio only where enough is known.

A promise that repeats is never fulfilled for good.  One that was done for a period is neither fulfilled nor
something that was not done: the ratio leaves it out on both sides of the fraction and says how many there
are, for otherwise a body that keeps nothing but such promises, and keeps them well, would have 0 %.
"""

from dataclasses import dataclass


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
        if not self.denominator or 2 * self.known < self.total:
            return None
        return round(100 * self.fulfilled / self.denominator, 1)

    @property
    def denominator(self) -> int:
        return self.total - self.period_done
