"""The list of promises as they stood on one day: rows of the state table, one a promise.

Its rows are about a commitment or about a milestone; of a commitment and the milestone that is the same
promise it is the commitment's row.
"""

from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.facets import RowFacet
from agreements.lists.filters import ChoiceFilter, StageFilter, TextFilter, YearFilter, in_year, year_column
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.promise_roles import RoleFilter, RoleFilters
from agreements.lists.promise_views import COMING_VIEW, DATED_VIEW, MOVED_VIEW, PAST_VIEW, ViewFilter
from agreements.lists.register_filters import (
    AgencyFilter,
    AgencyKindFilter,
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
from agreements.lists.subject_filters import (
    CARRIES_SUBJECT,
    PROGRAM_OF_SUBJECT,
    THEMES_OF_SUBJECT,
    SubjectKindFilter,
)
from agreements.lists.themes import ThemeFilter
from agreements.models import (
    Agency,
    Agreement,
    CommitmentAgency,
    CommitmentRole,
    Decision,
    Program,
    SearchKind,
    State,
    Term,
)
from agreements.models.base import PUBLIC
from agreements.models.presence import valid_at
from agreements.rules.lifecycle import STATUSES


def promise_states(clock: Clock) -> QuerySet[State]:
    states = State.objects.visible_to(PUBLIC).at(clock.on, seq=clock.seq)
    return states.once_a_promise(clock.on, seq=clock.seq).with_standing(on=clock.on)


# ---- the year ------------------------------------------------------------------------------------


def beginning_year_columns(clock: Clock) -> tuple[Any]:
    """The year of signing, and of a milestone that of its program's decision, as was known at the clock."""
    if clock.seq is None:
        signed, decided = F("commitment__agreement__begins_on"), F("milestone__program__decided_first")
        return (year_column(Coalesce(signed, decided)),)
    terms = Term.objects.visible_to(PUBLIC).filter(
        valid_at(clock.seq), agreement=OuterRef("commitment__agreement")
    )
    decisions = Decision.objects.visible_to(PUBLIC).filter(
        valid_at(clock.seq), program=OuterRef("milestone__program")
    )
    days = (
        Subquery(terms.values("begins_on")[:1], output_field=DateField()),
        Subquery(decisions.values("decided_first")[:1], output_field=DateField()),
    )
    return (year_column(Coalesce(*days)),)


class BeginningYearFilter(YearFilter):
    """The year in which its agreement was signed or its program decided, as was known at the clock."""

    facet = RowFacet(beginning_year_columns)

    def condition(self, value: int) -> Q:
        if self.clock.seq is None:
            signed = in_year("commitment__agreement__begins_on", value)
            return signed | in_year("milestone__program__decided_first", value)
        agreements: Any = Agreement.objects.visible_to(PUBLIC).known_at(self.clock.seq).order_by()
        programs: Any = Program.objects.visible_to(PUBLIC).known_at(self.clock.seq).order_by()
        signed_then = agreements.filter(in_year("then__begins_on", value)).values("pk")
        decided_then = programs.filter(in_year("then__decided_first", value)).values("pk")
        return Q(commitment__agreement__in=signed_then) | Q(milestone__program__in=decided_then)


# ---- the order -----------------------------------------------------------------------------------


def lead_agency_name() -> Subquery:
    """The name of the agency that leads the commitment of a row, else of its first one."""
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC).filter(commitment=OuterRef("commitment"))
    lead_first = Case(When(role=CommitmentRole.LEAD, then=0), default=1)
    return Subquery(roles.order_by(lead_first, "pk").values("agency__name_ko")[:1])


def first_carrier_name() -> Subquery:
    """The first name among the agencies that carry the milestone of a row."""
    agencies: Any = Agency.objects.visible_to(PUBLIC).filter(milestones=OuterRef("milestone"))
    return Subquery(agencies.order_by("name_ko").values("name_ko")[:1])


def with_first_agency(rows: QuerySet[Any], _clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=Coalesce(lead_agency_name(), first_carrier_name()))


BY_PROGRAM_AND_STAGE = (
    F("milestone__program__title_ko").asc(nulls_last=True),
    "milestone__program",
    "milestone__stage",
    "milestone__number",
)
BY_AGREEMENT = (F("commitment__agreement__reference").desc(nulls_last=True), "commitment__number")


# ---- the list ------------------------------------------------------------------------------------


class PromiseFilters(RoleFilters):
    q = TextFilter({"commitment": SearchKind.COMMITMENT, "milestone": SearchKind.MILESTONE})
    agency = AgencyFilter(*CARRIES_SUBJECT)
    region = RegionFilter(*CARRIES_SUBJECT)
    status = ChoiceFilter(label=_("Status"), choices=STATUSES)
    year = BeginningYearFilter(label=_("Year of signing or decision"))
    standing = StandingFilter()
    kind = SubjectKindFilter()
    role = RoleFilter()
    agency_kind = AgencyKindFilter(*CARRIES_SUBJECT)
    theme = ThemeFilter(*THEMES_OF_SUBJECT)
    moved = MovedFilter()
    program = ProgramFilter(*PROGRAM_OF_SUBJECT)
    stage = StageFilter(label=_("Stage"), field_name="milestone__stage")
    agreement = ReferenceFilter(
        Agreement, label=_("Agreement number"), field_name="commitment__agreement__reference"
    )
    view = ViewFilter()


def commitment_roles(clock: Clock) -> Prefetch:
    agency = Prefetch("agency", agencies_named_on(clock.on))
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC)
    return Prefetch("commitment__roles", roles.prefetch_related(agency))


def with_carrying_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("commitment__agreement", "milestone__program").prefetch_related(
        commitment_roles(clock),
        Prefetch("milestone__agencies", agencies_named_on(clock.on)),
        Prefetch("first_target_by", agencies_named_on(clock.on)),
        *speakers_of_states(clock),
    )


COMMITMENTS = Listing(
    name="commitments",
    title=_("Promises"),
    lead=_("What was promised, by whom, by when, and what became of it."),
    rows=promise_states,
    filters=PromiseFilters,
    sorts={
        "-reference": Sort(_("Newest agreement first"), (*BY_AGREEMENT, *BY_PROGRAM_AND_STAGE)),
        **SORTS_OF_STATES,
        "agency": by_first_agency(with_first_agency),
        "title": Sort(_("Title"), (Coalesce("commitment__title_ko", "milestone__title_ko"),), column="title"),
        "stage": Sort(_("By program and stage"), (*BY_PROGRAM_AND_STAGE, *BY_AGREEMENT)),
    },
    related=with_carrying_agencies,
    sorts_of_views={
        PAST_VIEW.name: "deadline",
        COMING_VIEW.name: "deadline",
        DATED_VIEW.name: "deadline",
        MOVED_VIEW.name: "-moved",
    },
)
