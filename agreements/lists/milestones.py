"""The list of milestones as they stood on one day: rows of the state table, program by program."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.filters import ChoiceFilter, ListFilters, StageFilter, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    CARRIES_MILESTONE,
    AgencyFilter,
    ProgramFilter,
    RegionFilter,
)
from agreements.lists.state_lists import (
    SORTS_OF_STATES,
    MovedFilter,
    StandingFilter,
    by_first_agency,
    speakers_of_states,
)
from agreements.lists.themes import ABOUT_MILESTONE, ThemeFilter
from agreements.models import Agency, SearchKind, State
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import MILESTONE_STATUSES


def milestone_states(clock: Clock) -> Any:
    rows = State.objects.visible_to(PUBLIC).of_milestones().at(clock.on, seq=clock.seq)
    return rows.with_standing(on=clock.on)


def milestones_apart(clock: Clock) -> QuerySet[State]:
    """Leave those that are no commitment's promise too: that one stands in the list of commitments."""
    return milestone_states(clock).once_a_promise(clock.on, seq=clock.seq)


def first_carrier_name(clock: Clock) -> Subquery:
    """The first name among the agencies that carry the milestone of a row."""
    agencies: Any = Agency.objects.visible_to(PUBLIC).filter(milestones=OuterRef("milestone"))
    return Subquery(agencies.order_by("name_ko").values("name_ko")[:1])


def with_first_carrier(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=first_carrier_name(clock))


class MilestoneFilters(ListFilters):
    q = TextFilter({"milestone": SearchKind.MILESTONE})
    program = ProgramFilter("milestone__program")
    stage = StageFilter(label=_("Stage"), field_name="milestone__stage")
    agency = AgencyFilter(CARRIES_MILESTONE)
    region = RegionFilter(CARRIES_MILESTONE)
    theme = ThemeFilter(ABOUT_MILESTONE)
    status = ChoiceFilter(label=_("Status"), choices=MILESTONE_STATUSES)
    standing = StandingFilter()
    moved = MovedFilter()


def with_milestone_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("milestone__program").prefetch_related(
        Prefetch("milestone__agencies", agencies_named_on(clock.on)), *speakers_of_states(clock)
    )


MILESTONES = Listing(
    name="milestones",
    title=_("Milestones"),
    lead=_(
        "The steps of the programs and what became of them. A step that is a commitment's very promise "
        "stands in the list of commitments."
    ),
    rows=milestones_apart,
    filters=MilestoneFilters,
    sorts={
        "stage": Sort(
            _("By program and stage"),
            ("milestone__program__title_ko", "milestone__program", "milestone__stage", "milestone__number"),
        ),
        **SORTS_OF_STATES,
        "agency": by_first_agency(with_first_carrier),
        "title": Sort(_("Title"), ("milestone__title_ko",), column="title"),
    },
    related=with_milestone_agencies,
)
