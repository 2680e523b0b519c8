"""How many agreements and promises each region has a part in, as the filter of the lists counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.urls import reverse

from agreements.lists import AGREEMENTS, COMMITMENTS, Listing
from agreements.lists.facets import rows_by_choice
from agreements.lists.parameters import Clock
from agreements.lists.promise_views import FULFILLED_VIEW, PAST_VIEW
from agreements.lists.regions import Regions
from agreements.rules.region_names import short_name
from agreements.views.page_context import query_string


@dataclass(frozen=True)
class RegionCounts:
    """What has a part in a region; each record counts once in it, as in the list that is linked."""

    agreements: int = 0
    promises: int = 0
    fulfilled: int = 0
    past: int = 0  # promises whose announced date is over


NOTHING = RegionCounts()


@dataclass(frozen=True)
class RegionLine:
    code: str
    name: str
    url: str  # of the page of the region
    counts: RegionCounts
    below: tuple["RegionLine", ...] = ()  # the regions in it that have a part in anything

    @property
    def is_empty(self) -> bool:
        return self.counts == NOTHING


@dataclass(frozen=True)
class Tile:
    """A province with the number of its promises."""

    name: str
    count: int
    url: str


def tiles_of_provinces(clock: Clock, regions: Regions) -> list[Tile]:
    """Return the provinces of the day, each with its promises."""
    promises = rows_by_region(COMMITMENTS, clock, regions)
    return [
        Tile(short_name(regions.name(code)), len(promises.get(code, ())), region_url(code, clock))
        for code in regions.valid_below(None)
    ]


def counts_by_region(clock: Clock, regions: Regions) -> Mapping[str, RegionCounts]:
    """Return {code of a region: its counts}; a region without any has no entry.

    A body of a province counts for no city, one that serves several regions in each.  Bodies of the whole
    country lie in no region.
    """
    agreements = rows_by_region(AGREEMENTS, clock, regions)
    promises = rows_by_region(COMMITMENTS, clock, regions)
    stands = COMMITMENTS.rows(clock).order_by().values_list("pk", "status", "standing")
    fulfilled, past = set(), set()
    for key, status, standing in stands:
        if status in FULFILLED_VIEW.statuses:
            fulfilled.add(key)
        elif standing in PAST_VIEW.standings:
            past.add(key)
    return {
        code: RegionCounts(
            len(agreements.get(code, ())),
            len(promises.get(code, ())),
            len(promises.get(code, set()) & fulfilled),
            len(promises.get(code, set()) & past),
        )
        for code in agreements.keys() | promises.keys()
    }


def rows_by_region(listing: Listing, clock: Clock, regions: Regions) -> Mapping[str, set[int]]:
    """Return {code of a region: keys of the rows that the list finds with it}."""
    region_filter: Any = listing.filters.base_filters["region"]
    rows = listing.rows(clock).order_by()
    pairs = chain.from_iterable(link.pairs(rows, clock.seq) for link in region_filter.links)
    return rows_by_choice(pairs, regions.codes_by_agency)


def lines_below(
    parent: str | None, regions: Regions, counts: Mapping[str, RegionCounts], clock: Clock
) -> list[RegionLine]:
    """Return the regions of the day right below one, or below none, with those in them."""
    codes = regions.valid_below(parent)
    return [region_line(code, regions, counts, clock) for code in distinct(codes, regions)]


def region_line(code: str, regions: Regions, counts: Mapping[str, RegionCounts], clock: Clock) -> RegionLine:
    below = [line for line in all_below(code, regions, counts, clock) if not line.is_empty]
    url = region_url(code, clock)
    return RegionLine(code, regions.name(code), url, counts.get(code, NOTHING), tuple(below))


def all_below(
    parent: str, regions: Regions, counts: Mapping[str, RegionCounts], clock: Clock
) -> Iterator[RegionLine]:
    """Yield the regions below one on all levels, each before those in it."""
    for code in distinct(regions.valid_below(parent), regions):
        yield RegionLine(code, regions.name(code), region_url(code, clock), counts.get(code, NOTHING))
        yield from all_below(code, regions, counts, clock)


def distinct(codes: Iterable[str], regions: Regions) -> list[str]:
    """Leave out a region that is the one above it once more, as the one city of 세종 is."""
    return [code for code in codes if not regions.repeats_its_parent(code)]


def region_url(code: str, clock: Clock) -> str:
    return reverse("region", args=[code]) + query_string(clock.query())
