"""Where an agency works, what it was called, what it follows and what followed it, as of a day."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Count

from agreements.lists.agency_parents import AgencyParents
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.models import Agency, Agreement, Commitment, CommitmentAgency, FormerName, Party
from agreements.views.querysets import agencies_at, public_rows
from agreements.views.region_counts import region_url


@dataclass(frozen=True)
class RegionName:
    label: str
    url: str  # of its page


@dataclass(frozen=True)
class Predecessor:
    """An agency that this one follows, or another entry of it, with what that signed and carries."""

    agency: Agency
    agreements: int
    commitments: int


@dataclass(frozen=True)
class AgencyLineage:
    region: RegionName | None
    parent: Agency | None
    children: list[Agency]
    serves: list[RegionName]
    former_names: list[FormerName]  # that it had put down by the day, the last first
    predecessors: list[Predecessor]
    successors: list[Agency]  # of one that has ended on the day
    same_as: Agency | None  # the entry that goes on, of a body that was entered twice
    duplicates: list[Predecessor]  # the other entries of the same body

    @property
    def has_facts(self) -> bool:
        relatives = self.parent, self.children, self.predecessors, self.successors, self.duplicates
        return any([*relatives, self.serves, self.former_names])


def lineage_of_agency(agency: Agency, clock: Clock) -> AgencyLineage:
    regions = Regions(on=clock.on)
    code = regions.region_of(agency.pk)
    former = public_rows(FormerName).filter(agency=agency, until__lt=clock.on).order_by("-until")
    successors = agencies_at(clock.on).filter(predecessions__agency=agency).order_by("name_ko", "pk")
    parents = AgencyParents(on=clock.on)
    parent, children = parents.parent_of(agency.pk), parents.children_of(agency.pk)
    relatives = agencies_at(clock.on).in_bulk({parent, *children, agency.same_as_id} - {None})
    duplicates = agencies_at(clock.on).filter(same_as=agency.pk).order_by("name_ko", "pk")
    return AgencyLineage(
        region_name(regions, code, clock) if code else None,
        relatives.get(parent),
        sorted((relatives[child] for child in children), key=attrgetter("name")),
        [region_name(regions, served, clock) for served in regions.served_by(agency.pk)],
        list(former),
        predecessors_of(agency, clock),
        list(successors) if agency.has_ended(clock.on) else [],
        relatives.get(agency.same_as_id),
        with_counts(list(duplicates), clock),
    )


def region_name(regions: Regions, code: str, clock: Clock) -> RegionName:
    return RegionName(regions.label(code), region_url(code, clock))


def predecessors_of(agency: Agency, clock: Clock) -> list[Predecessor]:
    followed: Any = agencies_at(clock.on).filter(successions__successor=agency).order_by("name_ko", "pk")
    return with_counts([row for row in followed if row.has_ended(clock.on)], clock)


def with_counts(before: list[Agency], clock: Clock) -> list[Predecessor]:
    """Count what each of these agencies signed and carries at the clock."""
    agreements = public_rows(Agreement).begun_by(clock.on, seq=clock.seq)
    signed = public_rows(Party).filter(agency__in=before, agreement__in=agreements.order_by().values("pk"))
    promised = public_rows(Commitment).promised_by(clock.on, seq=clock.seq)
    roles = public_rows(CommitmentAgency).filter(
        agency__in=before, commitment__in=promised.order_by().values("pk")
    )
    signed_by, carried_by = (
        dict(rows.order_by().values_list("agency").annotate(Count(of, distinct=True)))
        for rows, of in ((signed, "agreement"), (roles, "commitment"))
    )
    return [Predecessor(row, signed_by.get(row.pk, 0), carried_by.get(row.pk, 0)) for row in before]
