"""The list of commitments as they stood on one day: rows of the state table."""

from typing import Any

from django.db.models import Case, DateField, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.facets import RowFacet
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter, in_year
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    CARRIES_COMMITMENT,
    AgencyFilter,
    ProgramFilter,
    ReferenceFilter,
    RegionFilter,
)
from agreements.lists.state_lists import (
    SORTS_OF_STATES,
    MovedFilter,
    StandingFilter,
    by_first_agency,
    speakers_of_states,
)
from agreements.lists.themes import ABOUT_COMMITMENT, ThemeFilter
from agreements.models import (
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


def commitment_states(clock: Clock) -> QuerySet[State]:
    rows = State.objects.visible_to(PUBLIC).of_commitments().at(clock.on, seq=clock.seq)
    if clock.seq is None:
        # Its states begin with the signing, so this only tells the database that the agreement is there:
        # it may then join from either side.  At a sequence the signing may have been another day.
        rows = rows.filter(commitment__agreement__begins_on__lte=clock.on)
    return rows.with_standing(on=clock.on)


def signing_year_columns(clock: Clock) -> tuple[Any]:
    """The year in which its agreement was signed, as was known at the clock."""
    if clock.seq is None:
        return (ExtractYear("commitment__agreement__begins_on"),)
    terms = Term.objects.visible_to(PUBLIC).filter(
        valid_at(clock.seq), agreement=OuterRef("commitment__agreement")
    )
    return (ExtractYear(Subquery(terms.values("begins_on")[:1], output_field=DateField())),)


def lead_agency_name(clock: Clock) -> Subquery:
    """The name of the agency that leads the commitment of a row, else of its first one."""
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC).filter(commitment=OuterRef("commitment"))
    lead_first = Case(When(role=CommitmentRole.LEAD, then=0), default=1)
    return Subquery(roles.order_by(lead_first, "pk").values("agency__name_ko")[:1])


def with_lead_agency(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=lead_agency_name(clock))


class SigningYearFilter(YearFilter):
    """The year in which the agreement of the row was signed, as was known at the clock."""

    facet = RowFacet(signing_year_columns)

    def condition(self, value: int) -> Q:
        if self.clock.seq is None:
            return in_year("commitment__agreement__begins_on", value)
        agreements = Agreement.objects.visible_to(PUBLIC).known_at(self.clock.seq)
        return Q(commitment__agreement__in=agreements.filter(in_year("then__begins_on", value)).values("pk"))


class CommitmentFilters(ListFilters):
    q = TextFilter({"commitment": SearchKind.COMMITMENT})
    agency = AgencyFilter(*CARRIES_COMMITMENT)
    region = RegionFilter(*CARRIES_COMMITMENT)
    theme = ThemeFilter(ABOUT_COMMITMENT)
    year = SigningYearFilter(label=_("Year of signing"))
    status = ChoiceFilter(label=_("Status"), choices=COMMITMENT_STATUSES)
    standing = StandingFilter()
    moved = MovedFilter()
    program = ProgramFilter("commitment__program")
    agreement = ReferenceFilter(
        Agreement, label=_("Agreement number"), field_name="commitment__agreement__reference"
    )


def commitment_roles(clock: Clock) -> Prefetch:
    agency = Prefetch("agency", agencies_named_on(clock.on))
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC)
    return Prefetch("commitment__roles", roles.prefetch_related(agency))


def with_commitment_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("commitment__agreement").prefetch_related(
        commitment_roles(clock),
        Prefetch("commitment__program", Program.objects.visible_to(PUBLIC)),
        *speakers_of_states(clock),
    )


COMMITMENTS = Listing(
    name="commitments",
    title=_("Commitments"),
    lead=_("What was promised in the agreements, by whom, by when, and what became of it."),
    rows=commitment_states,
    filters=CommitmentFilters,
    sorts={
        "-reference": Sort(
            _("Newest agreement first"), ("-commitment__agreement__reference", "commitment__number")
        ),
        **SORTS_OF_STATES,
        "agency": by_first_agency(with_lead_agency),
        "title": Sort(_("Title"), ("commitment__title_ko",), column="title"),
    },
    related=with_commitment_agencies,
)
