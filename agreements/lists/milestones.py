"""The list of milestones as they stood on one day: rows of the state table, program by program."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import by_column
from agreements.lists.filters import ChoiceFilter, StageFilter, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    agency_filter,
    agency_in,
    agency_is,
    by_agency,
    by_region,
    program_filter,
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
from agreements.models import Agency, SearchKind, State
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import MILESTONE_STATUSES


def standing(clock: Clock) -> QuerySet[State]:
    rows = State.objects.visible_to(PUBLIC).of_milestones().at(clock.on, seq=clock.seq)
    return rows.with_standing(on=clock.on)


def carried_by(agencies: QuerySet[Agency]) -> QuerySet[Any]:
    """Primary keys of the milestones that one of these public agencies carries."""
    return agencies.values("milestones")


def carrying(clock: Clock) -> Subquery:
    """The first name among the agencies that carry the milestone of a row."""
    agencies: Any = Agency.objects.visible_to(PUBLIC).filter(milestones=OuterRef("milestone"))
    return Subquery(agencies.order_by("name_ko").values("name_ko")[:1])


def with_carrying(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=carrying(clock))


class MilestoneFilters(StateFilters):
    searched = {"milestone": SearchKind.MILESTONE}

    q = TextFilter()
    program = program_filter(
        field_name="milestone__program__slug", facet=by_column("milestone__program__slug")
    )
    stage = StageFilter(label=_("Stage"), field_name="milestone__stage")
    agency = agency_filter(method="of_agency", facet=by_agency("milestone__agencies"))
    region = region_filter(method="in_region", facet=by_region("milestone__agencies"))
    status = ChoiceFilter(label=_("Status"), choices=MILESTONE_STATUSES)
    standing = standing_filter()
    moved = moved_filter()

    def of_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(milestone__in=carried_by(agency_is(value)))

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(milestone__in=carried_by(agency_in(value)))


def with_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("milestone__program").prefetch_related(
        Prefetch("milestone__agencies", Agency.objects.visible_to(PUBLIC)), last_report(clock)
    )


MILESTONES = Listing(
    name="milestones",
    title=_("Milestones"),
    lead=_("The steps of the programs, what was announced for each, and what became of it."),
    rows=standing,
    filters=MilestoneFilters,
    sorts={
        "stage": Sort(
            _("By program and stage"),
            ("milestone__program__title_ko", "milestone__program", "milestone__stage", "milestone__number"),
        ),
        **SORTS_OF_STATES,
        "agency": by_first_agency(with_carrying),
        "title": Sort(_("Title"), ("milestone__title_ko",), column="title"),
    },
    related=with_agencies,
)
