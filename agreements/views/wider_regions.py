"""What a list says of the region that is chosen: what followed it, and the wider ones with more results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from agreements.lists import Selection
from agreements.lists.register_filters import RegionFilter
from agreements.views.page_context import query_string


@dataclass(frozen=True)
class RegionLink:
    label: str
    count: int
    url: str  # of the same list, asked for that region


@dataclass(frozen=True)
class WiderRegions:
    ended_on: date | None
    successors: list[RegionLink]
    above: list[RegionLink]


def wider_regions(selection: Selection) -> WiderRegions | None:
    """Return where else to look, the numbers as the picker has them; None where no region is chosen."""
    code = selection.chosen.get("region")
    region_filter: Any = selection.filters.filters.get("region")
    if code is None or not isinstance(region_filter, RegionFilter):
        return None
    regions, counts = region_filter.regions, selection.facets.counts("region")

    def links(codes: Iterable[str]) -> list[RegionLink]:
        return [
            RegionLink(
                regions.label(wider),
                counts[wider],
                reverse(selection.listing.name) + query_string(selection.query() | {"region": wider}),
            )
            for wider in codes
            if counts.get(wider)
        ]

    facts = regions.tree.regions[code]
    ended_on = facts.valid_to if regions.has_ended(code) else None
    successors = sorted(facts.successors) if ended_on else []
    return WiderRegions(ended_on, links(successors), links([] if ended_on else regions.above(code)))
