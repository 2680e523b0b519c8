"""To which agency a body belongs on a day: one that was not founded yet is no parent of that day."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from agreements.lists.regions import Regions
from agreements.models import Agency
from agreements.models.agency import predecessors_of_agencies
from agreements.models.base import PUBLIC
from agreements.rules.regions import NOWHERE, Codes

DAYS = ("founded_on", "dissolved_on")


class AgencyParents:
    """The parents of all public agencies on a day, by their keys."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self.agencies = Agency.objects.visible_to(PUBLIC).only(*DAYS, "parent").in_bulk()

    def parent_of(self, agency: int) -> int | None:
        """The agency to which a public one belongs.

        For one that was not founded yet that is what it follows, in whose region the agency lay; none where
        none is known, or several are.
        """
        parent = self.agencies.get(self.agencies[agency].parent_id or 0)
        if parent is None:
            return None
        if not parent.is_still_to_come(self.on):
            return parent.pk
        lies_in = self._regions_around(agency)
        before = [key for key in self._standing_before(parent.pk) if self._regions.region_of(key) in lies_in]
        return before[0] if len(before) == 1 else None

    def children_of(self, agency: int) -> list[int]:
        """The agencies that stood on the day and belong to one."""
        return self._children_by_parent.get(agency, [])

    @cached_property
    def _children_by_parent(self) -> dict[int, list[int]]:
        children: defaultdict[int, list[int]] = defaultdict(list)
        for agency in self.agencies:
            parent = self.parent_of(agency)
            if parent is not None and self._stands(agency):
                children[parent].append(agency)
        return children

    def _stands(self, agency: int) -> bool:
        row = self.agencies[agency]
        return not (row.has_ended(self.on) or row.is_still_to_come(self.on))

    def _standing_before(self, agency: int) -> list[int]:
        """The public agencies that one follows which stood on the day."""
        followed = self.agencies.keys() & self._predecessors.get(agency, {}).keys()
        return list(filter(self._stands, followed))

    def _regions_around(self, agency: int) -> Codes:
        code = self._regions.region_of(agency)
        if code is None:
            return NOWHERE
        return frozenset([code, *self._regions.above(code)])

    @cached_property
    def _regions(self) -> Regions:
        return Regions(on=self.on)

    @cached_property
    def _predecessors(self) -> dict[int, dict[int, date]]:
        return predecessors_of_agencies()
