"""The list of commitments as they stood on one day: rows of the state table."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import PUBLIC, ChoiceFilter, Listing, Sort, TextFilter, YearFilter, in_year
from agreements.filters.choices import (
    agency_filter,
    agency_in,
    agency_is,
    program_filter,
    reference_filter,
    region_filter,
)
from agreements.filters.states import (
    SORTS_OF_STATES,
    StateFilters,
    last_report,
    moved_filter,
    standing_filter,
)
from agreements.models import Agency, Agreement, CommitmentAgency, Program, SearchKind, State
from agreements.parameters import Clock
from agreements.rules.lifecycle import COMMITMENT_STATUSES


def standing(clock: Clock) -> QuerySet[State]:
    rows = State.objects.visible_to(PUBLIC).of_commitments().at(clock.on, seq=clock.seq)
    if clock.seq is None:
        # Its states begin with the signing, so this only tells the database that the agreement is there:
        # it may then join from either side.  At a sequence the signing may have been another day.
        rows = rows.filter(commitment__agreement__signed_on__lte=clock.on)
    return rows.with_standing(on=clock.on)


def carried_by(agencies: QuerySet[Agency]) -> QuerySet[Any]:
    """Primary keys of the commitments in which one of these public agencies has a role."""
    return agencies.values("roles__commitment")


class CommitmentFilters(StateFilters):
    searched = {"commitment": SearchKind.COMMITMENT}

    q = TextFilter()
    agency = agency_filter(method="of_agency")
    region = region_filter(method="in_region")
    year = YearFilter(label=_("Year of signing"), method="signed_in")
    status = ChoiceFilter(label=_("Status"), choices=COMMITMENT_STATUSES)
    standing = standing_filter()
    moved = moved_filter()
    program = program_filter(method="of_program")
    agreement = reference_filter(Agreement, _("Agreement number"), "commitment__agreement__reference")

    def of_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(commitment__in=carried_by(agency_is(value)))

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(commitment__in=carried_by(agency_in(value)))

    def signed_in(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        way = "commitment__agreement__"
        if self.clock.seq is None:
            return rows.filter(**in_year(value, f"{way}signed_on"))
        signed = (
            Agreement.objects.visible_to(PUBLIC)
            .known_at(self.clock.seq)
            .filter(**in_year(value, "then__signed_on"))
        )
        return rows.filter(**{f"{way}in": signed.values("pk")})

    def of_program(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(commitment__program__in=Program.objects.visible_to(PUBLIC).filter(slug=value))


def public_roles() -> Prefetch:
    agency = Prefetch("agency", Agency.objects.visible_to(PUBLIC))
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC)
    return Prefetch("commitment__roles", roles.prefetch_related(agency))


def with_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("commitment__agreement").prefetch_related(
        public_roles(),
        Prefetch("commitment__program", Program.objects.visible_to(PUBLIC)),
        last_report(clock),
    )


COMMITMENTS = Listing(
    name="commitments",
    title=_("Commitments"),
    lead=_("What was promised in the agreements, by whom, by when, and what became of it."),
    rows=standing,
    filters=CommitmentFilters,
    sorts={
        "-reference": Sort(
            _("Newest agreement first"), ("-commitment__agreement__reference", "commitment__number")
        ),
        **SORTS_OF_STATES,
        "title": Sort(_("Title"), ("commitment__title_ko",)),
    },
    related=with_agencies,
)
