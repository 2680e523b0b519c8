"""How much of what was promised is fulfilled: counts first, and a ratio only where enough is known.

A promise that repeats is never fulfilled for good, so one that was done for a period is no fulfilled one.
It stays in the denominator, as every promise in view, and its number is said beside the ratio, so that
nobody takes it for something that was not done.
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
        """Return fulfilled ÷ all, in percent; None while less than half of them is known."""
        if not self.total or 2 * self.known < self.total:
            return None
        return round(100 * self.fulfilled / self.total, 1)
