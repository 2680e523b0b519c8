"""Which regions a body is found under: those around its own, with what these follow and what follows them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from agreements.rules.lifecycle import FOREVER, NEVER
from agreements.rules.succession import all_reached

type Codes = frozenset[str]
type Steps = Mapping[str, Codes]

NOWHERE: Codes = frozenset()


@dataclass(frozen=True)
class RegionFacts:
    """What is known of one region; ``successors`` are the codes of those that followed it."""

    code: str
    parent: str | None = None
    successors: Codes = NOWHERE
    valid_from: date = NEVER  # where no day is known, it always was
    valid_to: date = FOREVER

    def is_valid(self, on: date) -> bool:
        return not (self.is_still_to_come(on) or self.has_ended(on))

    def is_still_to_come(self, on: date) -> bool:
        return self.valid_from > on

    def has_ended(self, on: date) -> bool:
        return self.valid_to < on


@dataclass(frozen=True)
class RegionTree:
    """All regions by code."""

    regions: Mapping[str, RegionFacts]

    def codes_around(self, code: str, *, on: date) -> Codes:
        """Return the codes under which a body that lies in ``code`` is found on a day.

        These are the region itself, all that followed it and what it alone follows, then the same of the
        regions above.  A region above one that is not valid on the day counts only if it belongs to the
        same line as one above a valid one: what moved to another province is found in one of the two.
        Of one that follows several it is not known in which of these the body lay, so it is found under
        none of them; nor is it ever found under another successor of one that it follows.
        """
        codes: set[str] = set()
        level = self._line_of(code)
        while level:
            codes |= level
            level = self._above(level, on=on) - codes
        return frozenset(codes)

    def predecessors(self, code: str) -> Codes:
        """The region that one alone follows, and so on to the first."""
        return all_reached([code], self._predecessors) - {code}

    def successors(self, code: str) -> Codes:
        """The regions that followed one, and so on to the last."""
        return all_reached([code], self._successors) - {code}

    def _line_of(self, code: str) -> Codes:
        return all_reached([code], self._successors) | all_reached([code], self._predecessors)

    def _above(self, level: Codes, *, on: date) -> Codes:
        valid = frozenset(filter(partial(self._is_valid, on=on), level))
        above = self._parents_of(valid or level)
        followed_by = all_reached(above, self._successors)
        former = (code for code in self._parents_of(level) if self.is_followed_by(code, above))
        return followed_by.union(former)

    def is_followed_by(self, code: str, later: Codes) -> bool:
        reached: Codes = all_reached([code], self._successors)
        return not later.isdisjoint(reached)

    def _parents_of(self, codes: Codes) -> Codes:
        parents = [self.regions[code].parent for code in codes if code in self.regions]
        return frozenset(filter(None, parents))

    def _is_valid(self, code: str, *, on: date) -> bool:
        return code in self.regions and self.regions[code].is_valid(on)

    @cached_property
    def _successors(self) -> Steps:
        return {code: region.successors for code, region in self.regions.items()}

    @cached_property
    def _predecessors(self) -> Steps:
        predecessors: defaultdict[str, set[str]] = defaultdict(set)
        for code, region in self.regions.items():
            for successor in region.successors:
                predecessors[successor].add(code)
        return {code: frozenset(codes) for code, codes in predecessors.items() if len(codes) == 1}
