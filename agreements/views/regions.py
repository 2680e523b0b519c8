"""The register by city and county: how many agreements and promises each has a part in."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from agreements.lists.parameters import Clock
from agreements.lists.register_filters import public_links
from agreements.models import Agency, Agreement, CommitmentAgency, Party, Region, State
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
    """Provinces, each with those of its cities and counties that have a part in anything, in five queries.

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
        _add_promises(counts, f"{kind}s", _promise_counts(kind, agencies, clock))
    _add_promises(counts, "commitments", _counts_of_other_side(clock))
    return {code: RegionCounts(**of_region) for code, of_region in counts.items()}


def _add_promises(counts: dict[str, Counter[str]], column: str, found: Any) -> None:
    for code, total, fulfilled, late in found:
        counts[code] += Counter({column: total, "fulfilled": fulfilled, "late": late})


def _agreement_counts(clock: Clock) -> Any:
    begun = public_rows(Agreement).begun_by(clock.on, seq=clock.seq)
    parties = public_rows(Party).filter(agreement__in=begun.order_by().values("pk"))
    return _at_both_levels(parties, "agency", {"counted": Count("agreement", distinct=True)})


def _promise_states(kind: str, clock: Clock) -> Any:
    promises = public_rows(State).at(clock.on, seq=clock.seq).once_a_promise(clock.on, seq=clock.seq)
    return promises.filter(**{f"{kind}__isnull": False}).with_standing(on=clock.on)


def _count_columns(kind: str) -> dict[str, Count]:
    return {
        "counted": Count(kind, distinct=True),
        "fulfilled": Count(kind, filter=Q(status__in=sorted(FULFILLED)), distinct=True),
        "late": Count(kind, filter=Q(standing=Standing.LATE), distinct=True),
    }


def _promise_counts(kind: str, agencies: str, clock: Clock) -> Any:
    return _at_both_levels(_promise_states(kind, clock), agencies, _count_columns(kind))


def _counts_of_other_side(clock: Clock) -> Any:
    """Count commitments in the regions in which only agencies of what carries them out lie."""
    return _at_both_levels(
        _promise_states("commitment", clock),
        "commitment__links__milestone__agencies",
        _count_columns("commitment"),
        where={"commitment__links__in": public_links(clock.seq).order_by()},
        counted_by=public_rows(CommitmentAgency).filter(
            agency__in=public_rows(Agency).order_by().values("pk"), commitment=OuterRef("commitment")
        ),
    )


def _province(region: str) -> Any:
    return Coalesce(f"{region}__parent", region)


def _at_both_levels(
    rows: Any,
    agency: str,
    counts: dict[str, Count],
    *,
    where: Mapping[str, Any] = MappingProxyType({}),
    counted_by: Any = None,
) -> Any:
    """Count rows by province and, where it is one, by city or county: one query.

    All conditions on the agency stand in one filter: in two, they could be met by two agencies.  A row
    that agencies of the same region in ``counted_by`` already count is left out.
    """
    listed = {**where, f"{agency}__in": public_rows(Agency).order_by().values("pk")}

    def counted(code_of: Any, **lies_in: Any) -> Any:
        found = rows.filter(**listed, **lies_in).order_by().annotate(code=code_of(region))
        if counted_by is not None:
            own = counted_by.annotate(code=code_of("agency__region"))
            found = found.exclude(Exists(own.filter(code=OuterRef("code"))))
        return found.values("code").annotate(**counts).values_list("code", *counts)

    region = f"{agency}__region"
    provinces = counted(_province, **{f"{region}__isnull": False})
    cities = counted(F, **{f"{region}__parent__isnull": False})
    return provinces.union(cities, all=True).order_by()
