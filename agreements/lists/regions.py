"""The regions of the register on a day: what they are called, which are valid, where bodies are found."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from agreements.models import Agency, Region
from agreements.models.base import PUBLIC
from agreements.rules.korean import in_english
from agreements.rules.lifecycle import FOREVER, NEVER
from agreements.rules.region_names import full_name_in_language
from agreements.rules.regions import NOWHERE, Codes, RegionFacts, RegionTree


class Regions:
    """All regions as they are on a day, read in one query; names are in the language of the request."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self.names: dict[str, tuple[str, str]] = {}
        successors: defaultdict[str, set[str]] = defaultdict(set)
        facts = {}
        columns = (
            "code", "name_ko", "name_en", "parent", "valid_from", "valid_to", "successions__successor",
        )  # fmt: skip
        rows = Region.objects.visible_to(PUBLIC).order_by("code").values_list(*columns)
        for code, korean, english, parent, valid_from, valid_to, successor in rows:
            self.names[code] = korean, english
            if successor is not None:
                successors[code].add(successor)
            facts[code] = RegionFacts(
                code, parent, frozenset(successors[code]), valid_from or NEVER, valid_to or FOREVER
            )
        self.tree = RegionTree(facts)
        self._around: dict[str, Codes] = {}
        self._labels: dict[str, str] = {}

    # ---- one region ------------------------------------------------------------------------------

    def __contains__(self, code: str) -> bool:
        return code in self.names

    def is_valid(self, code: str) -> bool:
        return self.tree.regions[code].is_valid(self.on)

    def has_ended(self, code: str) -> bool:
        return self.tree.regions[code].has_ended(self.on)

    def ended_on(self, code: str) -> date | None:
        """The last day of a region that has ended by the day."""
        return self.tree.regions[code].valid_to if self.has_ended(code) else None

    def begins_on(self, code: str) -> date:
        return self.tree.regions[code].valid_from

    def is_still_to_come(self, code: str) -> bool:
        return self.tree.regions[code].is_still_to_come(self.on)

    def name(self, code: str) -> str:
        korean, english = self.names[code]
        return english if in_english() and english else korean

    def label(self, code: str) -> str:
        """The name with those of the regions above it, of which none stands twice."""
        if code not in self._labels:
            self._labels[code] = full_name_in_language(*map(self.name, (code, *self.above(code))))
        return self._labels[code]

    def above(self, code: str) -> Iterator[str]:
        """The regions above, the nearest first."""
        seen = {code}
        parent = self.tree.regions[code].parent
        while parent and parent not in seen:
            yield parent
            seen.add(parent)
            parent = self.tree.regions[parent].parent

    def repeats_its_parent(self, code: str) -> bool:
        """Say whether region and parent have one name, as the one city of 세종 has: either finds the same."""
        parent = self.tree.regions[code].parent
        return parent is not None and self.label(parent) == self.label(code)

    def then(self, code: str, serves: Codes = NOWHERE) -> str:
        """The region of the day in which a body lies that lies in ``code``.

        For one that had not begun that is what it follows; where it follows several, that which it serves.
        """
        if not self.tree.regions[code].is_still_to_come(self.on):
            return code
        before = set(filter(self.is_valid, self.tree.predecessors(code)))
        if not before:
            later = frozenset([code])
            before = {old for old in serves if self.is_valid(old) and self.tree.is_followed_by(old, later)}
        return before.pop() if len(before) == 1 else code

    def valid_successors(self, code: str) -> list[str]:
        """The regions of the day that followed one that ended, over as many steps as it takes."""
        return sorted(filter(self.is_valid, self.tree.successors(code)))

    def valid_below(self, code: str | None) -> list[str]:
        """The regions of the day right below one, or below none."""
        return self._valid_by_upper.get(code, [])

    @cached_property
    def _valid_by_upper(self) -> dict[str | None, list[str]]:
        lower: defaultdict[str | None, list[str]] = defaultdict(list)
        for code in filter(self.is_valid, self.names):
            lower[next(filter(self.is_valid, self.above(code)), None)].append(code)
        return lower

    # ---- the bodies in them ----------------------------------------------------------------------

    def around(self, code: str) -> Codes:
        """The codes under which a body that lies in a region, or serves it, is found."""
        if code not in self._around:
            self._around[code] = self.tree.codes_around(code, on=self.on)
        return self._around[code]

    def codes_of(self, *lies_in_or_serves: str) -> Codes:
        return NOWHERE.union(*map(self.around, lies_in_or_serves))

    def agencies_under(self, code: str) -> QuerySet[Agency]:
        """The public agencies that are found under a region."""
        return Agency.objects.visible_to(PUBLIC).filter(self.found_under(code))

    def found_under(self, code: str) -> Q:
        """Return the condition that an agency is found under a region."""
        codes = [lies_in for lies_in in self.names if code in self.around(lies_in)]
        served = Region.objects.visible_to(PUBLIC).filter(code__in=codes, served_by__isnull=False)
        return Q(region__in=codes) | Q(pk__in=served.order_by().values("served_by"))

    @cached_property
    def _regions_by_agency(self) -> dict[int, tuple[str | None, set[str]]]:
        """The region of each public agency, and those that it serves: one query."""
        regions: dict[int, tuple[str | None, set[str]]] = {}
        rows = Agency.objects.visible_to(PUBLIC).order_by().values_list("pk", "region", "serves")
        for key, region, served in rows:
            serves = regions.setdefault(key, (region, set()))[1]
            if served:
                serves.add(served)
        return regions

    def region_of(self, agency: int) -> str | None:
        """The region of the day in which a public agency lies, which is given by its key."""
        region, serves = self._regions_by_agency.get(agency, (None, set()))
        return self.then(region, frozenset(serves)) if region else None

    def label_of_agency(self, agency: int) -> str:
        """The region of the day in which a public agency lies, with those above it; "" where it has none."""
        code = self.region_of(agency)
        return self.label(code) if code else ""

    def served_by(self, agency: int) -> list[str]:
        """The regions of the day that a public agency serves beside the one in which it lies."""
        _region, serves = self._regions_by_agency.get(agency, (None, set()))
        return sorted(set(filter(self.is_valid, map(self.then, serves))) - {self.region_of(agency)})

    @cached_property
    def codes_by_agency(self) -> dict[int, Codes]:
        """The codes under which each public agency is found, which has any."""
        return {
            key: self.codes_of(*filter(None, [region, *serves]))
            for key, (region, serves) in self._regions_by_agency.items()
            if region or serves
        }

    @cached_property
    def with_agencies(self) -> Codes:
        """The codes under which any public agency is found."""
        return NOWHERE.union(*self.codes_by_agency.values())
