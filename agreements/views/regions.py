"""The register by city and county: how many agreements and promises each has a part in."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Party, Region, State
from agreements.rules.lifecycle import FULFILLED
from agreements.rules.states import Standing
from agreements.views.querysets import public_rows


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
    """A province with its cities and counties, or one of these."""

    region: Region
    counts: RegionCounts
    cities: list["RegionLine"] = field(default_factory=list)


def regions_with_counts(clock: Clock) -> list[RegionLine]:
    """Provinces, each with those of its cities and counties that have a part in anything, in four queries.

    An agreement counts once in each region of its parties, a promise in each region of the agencies that
    carry it: as the filters of the lists count, so that each number leads to a list of as many rows.  A
    province counts, each once, what its own bodies and those of its cities have; a body of the province
    counts for no city.  Bodies of the whole country lie in no region.  A region without either,
    or with agencies that are not listed only, is left out: that says nothing about it.
    """
    counts = _counts_by_region(clock)
    regions = {region.code: region for region in public_rows(Region).filter(code__in=counts)}
    lines = {code: RegionLine(regions[code], counts[code]) for code in sorted(regions)}
    for line in lines.values():
        if above := lines.get(line.region.parent_id or ""):
            above.cities.append(line)
    return [line for line in lines.values() if line.region.parent_id not in lines]


def _counts_by_region(clock: Clock) -> dict[str, RegionCounts]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for code, agreements in _agreement_counts(clock):
        counts[code]["agreements"] = agreements
    for kind, agencies in (("commitment", "commitment__roles__agency"), ("milestone", "milestone__agencies")):
        for code, total, fulfilled, late in _promise_counts(kind, agencies, clock):
            counts[code] += Counter({f"{kind}s": total, "fulfilled": fulfilled, "late": late})
    return {code: RegionCounts(**of_region) for code, of_region in counts.items()}


def _agreement_counts(clock: Clock) -> Any:
    begun = public_rows(Agreement).begun_by(clock.on, seq=clock.seq)
    parties = public_rows(Party).filter(agreement__in=begun.order_by().values("pk"))
    return _at_both_levels(parties, "agency", {"counted": Count("agreement", distinct=True)})


def _promise_counts(kind: str, agencies: str, clock: Clock) -> Any:
    promises = public_rows(State).at(clock.on, seq=clock.seq).once_a_promise(clock.on, seq=clock.seq)
    states = promises.filter(**{f"{kind}__isnull": False}).with_standing(on=clock.on)
    counts = {
        "counted": Count(kind, distinct=True),
        "fulfilled": Count(kind, filter=Q(status__in=sorted(FULFILLED)), distinct=True),
        "late": Count(kind, filter=Q(standing=Standing.LATE), distinct=True),
    }
    return _at_both_levels(states, agencies, counts)


def _at_both_levels(rows: Any, agency: str, counts: dict[str, Count]) -> Any:
    """Count rows by province and, where it is one, by city or county: one query.

    All conditions on the agency stand in one filter: in two, they could be met by two agencies.
    """
    listed = {f"{agency}__in": public_rows(Agency).order_by().values("pk")}

    def counted(code: Any, **where: Any) -> Any:
        listed_rows = rows.filter(**listed, **where).order_by().values(code=code)
        return listed_rows.annotate(**counts).values_list("code", *counts)

    region = f"{agency}__region"
    provinces = counted(Coalesce(f"{region}__parent", region), **{f"{region}__isnull": False})
    cities = counted(F(region), **{f"{region}__parent__isnull": False})
    return provinces.union(cities, all=True).order_by()
