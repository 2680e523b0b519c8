"""What is still open and has a deadline: commitments and milestones together, the longest past first."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.lists import commitments, milestones
from agreements.lists.agency_names import agencies_named_on
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    AgencyFilter,
    ProgramFilter,
    RegionFilter,
)
from agreements.lists.state_lists import SORTS_OF_STATES, by_first_agency, speakers_of_states
from agreements.lists.subject_filters import (
    CARRIES_SUBJECT,
    PROGRAM_OF_SUBJECT,
    THEMES_OF_SUBJECT,
    SubjectKindFilter,
)
from agreements.lists.themes import ThemeFilter
from agreements.models import SearchKind, State
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import CLOSED
from agreements.rules.states import Standing

OF_OPEN_DATES = (
    Standing.LATE,
    Standing.UNCONFIRMED,
    Standing.UNCHECKED,
    Standing.DUE_SOON,
    Standing.ON_TIME,
)
OPEN_STANDINGS = [(standing.value, standing.label) for standing in OF_OPEN_DATES]


def open_states_with_target(clock: Clock) -> QuerySet[State]:
    states = State.objects.visible_to(PUBLIC).at(clock.on, seq=clock.seq)
    rows = states.once_a_promise(clock.on, seq=clock.seq).with_standing(on=clock.on)
    return rows.filter(target_last__isnull=False).exclude(status__in=sorted(CLOSED))


def with_first_agency(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    return rows.annotate(
        first_agency=Coalesce(commitments.lead_agency_name(clock), milestones.first_carrier_name(clock))
    )


class DeadlineFilters(ListFilters):
    q = TextFilter({"commitment": SearchKind.COMMITMENT, "milestone": SearchKind.MILESTONE})
    subject = SubjectKindFilter()
    standing = ChoiceFilter(label=_("Announced dates"), choices=OPEN_STANDINGS)
    agency = AgencyFilter(*CARRIES_SUBJECT)
    region = RegionFilter(*CARRIES_SUBJECT)
    theme = ThemeFilter(*THEMES_OF_SUBJECT)
    program = ProgramFilter(*PROGRAM_OF_SUBJECT)


def with_subject_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("commitment__agreement", "milestone__program").prefetch_related(
        commitments.commitment_roles(clock),
        Prefetch("milestone__agencies", agencies_named_on(clock.on)),
        *speakers_of_states(clock),
    )


DEADLINES = Listing(
    name="deadlines",
    title=_("Announced dates"),
    lead=_("What is still open and has an announced date, the longest past first."),
    rows=open_states_with_target,
    filters=DeadlineFilters,
    sorts={
        "deadline": SORTS_OF_STATES["deadline"],
        "-deadline": Sort(
            _("Latest announced date first"), ("-target_last",), column="deadline", descending=True
        ),
        **{name: SORTS_OF_STATES[name] for name in ("-moved", "-heard", "heard")},
        "agency": by_first_agency(with_first_agency),
    },
    related=with_subject_agencies,
)
