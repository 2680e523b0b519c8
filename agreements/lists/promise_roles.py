"""In which role an agency carries a promise: named so by the agreement, or by its step in a program.

The roles are apart: an agency that an agreement names has one role in the commitment, and the role ``step``
is of those only that it does not name.  So the roles of an agency add up to its promises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import Counts, Facet, LinkedFacet
from agreements.lists.filters import ChoiceFilter, ListFilters
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    CARRIES_MILESTONE,
    LinkedAgenciesFilter,
    Links,
    linked_with,
    public_links,
)
from agreements.models import Agency, CommitmentAgency, CommitmentRole
from agreements.models.base import PUBLIC

STEP = "step"
ROLES = [*CommitmentRole.choices, (STEP, _("By its step in a program"))]


@dataclass(frozen=True)
class NamedInRole:
    """How rows that are about a commitment lead to the agencies that the agreement names in one role."""

    role: CommitmentRole

    def condition(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        roles: Any = CommitmentAgency.objects.visible_to(PUBLIC).filter(role=self.role, agency__in=agencies)
        return Q(commitment__in=roles.order_by().values("commitment"))

    def condition_of_each_row(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        agencies_in_role = agencies.filter(roles__role=self.role, roles__commitment=OuterRef("commitment"))
        return Q(Exists(agencies_in_role))

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> QuerySet[Any]:
        rows_in_role = rows.filter(commitment__roles__role=self.role)
        return rows_in_role.values_list("pk", "commitment__roles__agency")


@dataclass(frozen=True)
class StepOnly:
    """How rows about a commitment lead to the agencies of the same promise's step that it does not name."""

    def condition(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        links = step_carriers(seq).filter(carrier__in=agencies)
        return Q(commitment__in=links.values("commitment"))

    condition_of_each_row = condition  # links are few

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> QuerySet[Any]:
        links = public_links(seq).order_by()
        linked = rows.filter(commitment__in=links.values("commitment"), commitment__links__in=links)
        with_carrier = linked.annotate(carrier=F("commitment__links__milestone__agencies"))
        return with_carrier.filter(NOT_NAMED).values_list("pk", "carrier")


def step_carriers(seq: int | None) -> QuerySet[Any]:
    """Return links, with each agency of their milestone that the commitment leaves out as ``carrier``."""
    with_carrier = public_links(seq).order_by().annotate(carrier=F("milestone__agencies"))
    return with_carrier.filter(NOT_NAMED, carrier__isnull=False)


# Of rows with a ``commitment`` and a ``carrier``: the agreement does not name that agency in it.
NOT_NAMED = ~Exists(
    CommitmentAgency.objects.visible_to(PUBLIC).filter(
        commitment=OuterRef("commitment"), agency=OuterRef("carrier")
    )
)

LINKS_IN_ROLE: Mapping[str, Links] = {
    **{role.value: (NamedInRole(role),) for role in CommitmentRole},
    STEP: (StepOnly(), CARRIES_MILESTONE),
}


class RoleFilter(ChoiceFilter):
    """The role of the agency that is asked for by itself, its kind or region, or else of any."""

    parent: "RoleFilters"

    def __init__(self) -> None:
        super().__init__(label=_("Role of the agency"), choices=ROLES)

    @property
    def is_counted(self) -> bool:
        """Of one agency only: of all, or of a region's, a role says little, and counting takes long."""
        return bool(self.parent.form.cleaned_data.get("agency"))

    @property
    def facet(self) -> Facet:
        return LinkedFacet(self.count_roles)

    def condition(self, value: str) -> Q:
        return self.parent.carried_in_role(value, {})

    def count_roles(self, rows: QuerySet[Any], _clock: Clock) -> Counts:
        chosen = self.parent.form.cleaned_data
        conditions = {role: self.parent.carried_in_role(role, chosen) for role in LINKS_IN_ROLE}
        counts: Counts = rows.aggregate(
            **{role: Count("pk", filter=condition) for role, condition in conditions.items()}
        )
        return counts


class RoleFilters(ListFilters):
    """Filters of which ``role`` says how the agencies that the others ask for carry a promise."""

    def narrowed(self, rows: QuerySet[Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
        role = chosen.get("role")
        if not role:
            return super().narrowed(rows, chosen)
        about_agencies = self.asked_of_agencies(chosen)
        of_role = {*about_agencies, "role"}
        unrelated = {name: value for name, value in chosen.items() if name not in of_role}
        return super().narrowed(rows, unrelated).filter(self.carried_in_role(role, chosen))

    def carried_in_role(self, role: str, chosen: Mapping[str, Any]) -> Q:
        """Return the condition that the agencies asked for, or else any public one, have the role."""
        links = LINKS_IN_ROLE[role]
        about_agencies = self.asked_of_agencies(chosen)
        if not about_agencies:
            return linked_with(Agency.objects.visible_to(PUBLIC), links, self.clock.seq)
        condition = Q()
        for name, value in about_agencies.items():
            condition &= self.filters[name].condition_by(links, value)
        return condition

    def asked_of_agencies(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of ``chosen`` that ask which agency carries the promise."""
        filters = self.filters
        return {
            name: value
            for name, value in chosen.items()
            if value and isinstance(filters[name], LinkedAgenciesFilter)
        }

    def counted_links(self, links: Links) -> Links:
        return LINKS_IN_ROLE.get(self.form.cleaned_data.get("role", ""), links)
