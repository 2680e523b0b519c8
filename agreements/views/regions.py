"""The register by province, city and district: how many agreements and promises each has a part in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from agreements.lists.agreements import PARTY
from agreements.lists.facets import rows_by_choice
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.lists.register_filters import CARRIES_COMMITMENT, CARRIES_MILESTONE, Link
from agreements.models import Agreement, State
from agreements.rules.lifecycle import FULFILLED
from agreements.rules.states import Standing
from agreements.views.querysets import public_rows

LEVELS = ("province", "city", "district")
CARRIERS: dict[str, tuple[Link, ...]] = {"commitment": CARRIES_COMMITMENT, "milestone": (CARRIES_MILESTONE,)}

type CountsByRegion = defaultdict[str, Counter[str]]


@dataclass(frozen=True)
class RegionCounts:
    """What has a part in a region; a promise counts once, as the list does in which it stands."""

    agreements: int = 0
    commitments: int = 0
    milestones: int = 0  # that are no commitment's promise too
    fulfilled: int = 0
    late: int = 0


@dataclass(frozen=True)
class RegionLine:
    code: str
    name: str
    level: str
    counts: RegionCounts


def regions_with_counts(clock: Clock) -> list[RegionLine]:
    """Regions of the day that have a part in anything, each before those in it, in eight queries.

    An agreement counts once in each region under which one of its parties is found, a promise in each of
    the agencies that carry it: as the filters of the lists count, so that each number leads to a list of as
    many rows.  A body of a province counts for no city; one that serves several regions counts in each.
    Bodies of the whole country lie in no region.  A region without either, or with agencies that are not
    listed only, is left out: that says nothing about it.
    """
    regions = Regions(on=clock.on)
    counts: CountsByRegion = defaultdict(Counter)
    agreements = public_rows(Agreement).begun_by(clock.on, seq=clock.seq).order_by()
    for code, keys in rows_by_region(agreements, [PARTY], regions, clock).items():
        counts[code]["agreements"] = len(keys)
    for kind, links in CARRIERS.items():
        add_promises(counts, kind, links, regions, clock)
    return list(lines_below(None, regions, counts))


def rows_by_region(
    rows: Any, links: Iterable[Link], regions: Regions, clock: Clock
) -> Mapping[str, set[int]]:
    """Return {code of a region: keys of the rows of which an agency is found under it}."""
    pairs = chain.from_iterable(link.pairs(rows, clock.seq) for link in links)
    return rows_by_choice(pairs, regions.codes_by_agency)


def add_promises(
    counts: CountsByRegion, kind: str, links: Iterable[Link], regions: Regions, clock: Clock
) -> None:
    promises = public_rows(State).at(clock.on, seq=clock.seq).once_a_promise(clock.on, seq=clock.seq)
    rows = promises.filter(**{f"{kind}__isnull": False}).with_standing(on=clock.on).order_by()
    stands = list(rows.values_list("pk", "status", "standing"))
    all_keys = {key for key, _status, _standing in stands}
    fulfilled = {key for key, status, _standing in stands if status in FULFILLED}
    late = {key for key, _status, standing in stands if standing == Standing.LATE}
    for code, keys in rows_by_region(rows, links, regions, clock).items():
        counts[code][f"{kind}s"] += len(keys & all_keys)  # not what was published between two queries
        counts[code]["fulfilled"] += len(keys & fulfilled)
        counts[code]["late"] += len(keys & late)


def lines_below(
    parent: str | None, regions: Regions, counts: CountsByRegion, *, level: int = 0
) -> Iterator[RegionLine]:
    """Yield the lines of the regions in ``parent``, each followed by those in it."""
    for code in regions.valid_below(parent):
        if code not in counts or regions.repeats_its_parent(code):
            continue
        yield RegionLine(code, regions.name(code), LEVELS[min(level, 2)], RegionCounts(**counts[code]))
        yield from lines_below(code, regions, counts, level=level + 1)
