"""The list of commitments as they stood on one day: rows of the state table."""

from typing import Any

from django.db.models import Case, OuterRef, Prefetch, QuerySet, Subquery, When
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import RowFacet, by_column
from agreements.lists.filters import ChoiceFilter, TextFilter, YearFilter, in_year
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    agency_filter,
    agency_in,
    agency_is,
    by_agency,
    by_region,
    program_filter,
    reference_filter,
    region_filter,
)
from agreements.lists.state_lists import (
    SORTS_OF_STATES,
    StateFilters,
    by_first_agency,
    last_report,
    moved_filter,
    standing_filter,
)
from agreements.models import (
    Agency,
    Agreement,
    CommitmentAgency,
    CommitmentRole,
    Program,
    SearchKind,
    State,
    Term,
)
from agreements.models.base import PUBLIC
from agreements.models.presence import valid_at
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


def signed_columns(clock: Clock) -> tuple[Any]:
    """The year in which its agreement was signed, as was known at the clock."""
    if clock.seq is None:
        return (ExtractYear("commitment__agreement__signed_on"),)
    terms = Term.objects.visible_to(PUBLIC).filter(
        valid_at(clock.seq), agreement=OuterRef("commitment__agreement")
    )
    return (ExtractYear(Subquery(terms.values("signed_on")[:1])),)


def leading(clock: Clock) -> Subquery:
    """The name of the agency that leads the commitment of a row, else of its first one."""
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC).filter(commitment=OuterRef("commitment"))
    lead_first = Case(When(role=CommitmentRole.LEAD, then=0), default=1)
    return Subquery(roles.order_by(lead_first, "pk").values("agency__name_ko")[:1])


def with_leading(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=leading(clock))


class CommitmentFilters(StateFilters):
    searched = {"commitment": SearchKind.COMMITMENT}

    q = TextFilter()
    agency = agency_filter(method="of_agency", facet=by_agency("commitment__roles__agency"))
    region = region_filter(method="in_region", facet=by_region("commitment__roles__agency"))
    year = YearFilter(label=_("Year of signing"), method="signed_in", facet=RowFacet(signed_columns))
    status = ChoiceFilter(label=_("Status"), choices=COMMITMENT_STATUSES)
    standing = standing_filter()
    moved = moved_filter()
    program = program_filter(method="of_program", facet=by_column("commitment__program__slug"))
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
        "agency": by_first_agency(with_leading),
        "title": Sort(_("Title"), ("commitment__title_ko",), column="title"),
    },
    related=with_agencies,
)
