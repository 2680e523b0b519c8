"""The milestones as they stood on one day, program by program, for their file: rows of the state table.

Pages list them among the promises (``commitments.py``); the file has also those that are a commitment's
very promise.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.lists.commitments import BY_PROGRAM_AND_STAGE, first_carrier_name
from agreements.lists.filters import ChoiceFilter, ListFilters, StageFilter, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    CARRIES_MILESTONE,
    AgencyFilter,
    ProgramFilter,
    RegionFilter,
)
from agreements.lists.state_lists import SORTS_OF_STATES, MovedFilter, StandingFilter, by_first_agency
from agreements.lists.themes import ABOUT_MILESTONE, ThemeFilter
from agreements.models import SearchKind, State
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import STATUSES


def milestone_states(clock: Clock) -> QuerySet[State]:
    rows = State.objects.visible_to(PUBLIC).of_milestones().at(clock.on, seq=clock.seq)
    return rows.with_standing(on=clock.on)


def with_first_carrier(rows: QuerySet[Any], _clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=first_carrier_name())


class MilestoneFilters(ListFilters):
    q = TextFilter({"milestone": SearchKind.MILESTONE})
    program = ProgramFilter("milestone__program")
    stage = StageFilter(label=_("Stage"), field_name="milestone__stage")
    agency = AgencyFilter(CARRIES_MILESTONE)
    region = RegionFilter(CARRIES_MILESTONE)
    theme = ThemeFilter(ABOUT_MILESTONE)
    status = ChoiceFilter(label=_("Status"), choices=STATUSES)
    standing = StandingFilter()
    moved = MovedFilter()


MILESTONES = Listing(
    name="milestones",
    title=_("Milestones"),
    lead=_(
        "The steps of the programs and what became of them, also of those that are a commitment's promise."
    ),
    rows=milestone_states,
    filters=MilestoneFilters,
    sorts={
        "stage": Sort(_("By program and stage"), BY_PROGRAM_AND_STAGE),
        **SORTS_OF_STATES,
        "agency": by_first_agency(with_first_carrier),
        "title": Sort(_("Title"), ("milestone__title_ko",), column="title"),
    },
)
