"""The list of milestones as they stood on one day: rows of the state table, program by program."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import PUBLIC, ChoiceFilter, Listing, Sort, StageFilter, TextFilter
from agreements.filters.choices import (
    agency_filter,
    agency_in,
    agency_is,
    program_filter,
    region_filter,
)
from agreements.filters.states import (
    SORTS_OF_STATES,
    StateFilters,
    last_report,
    moved_filter,
    standing_filter,
)
from agreements.models import Agency, SearchKind, State
from agreements.parameters import Clock
from agreements.rules.lifecycle import MILESTONE_STATUSES


def standing(clock: Clock) -> QuerySet[State]:
    rows = State.objects.visible_to(PUBLIC).of_milestones().at(clock.on, seq=clock.seq)
    return rows.with_standing(on=clock.on)


def carried_by(agencies: QuerySet[Agency]) -> QuerySet[Any]:
    """Primary keys of the milestones that one of these public agencies carries."""
    return agencies.values("milestones")


class MilestoneFilters(StateFilters):
    searched = {"milestone": SearchKind.MILESTONE}

    q = TextFilter()
    program = program_filter(field_name="milestone__program__slug")
    stage = StageFilter(label=_("Stage"), field_name="milestone__stage")
    agency = agency_filter(method="of_agency")
    region = region_filter(method="in_region")
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
        "title": Sort(_("Title"), ("milestone__title_ko",)),
    },
    related=with_agencies,
)
