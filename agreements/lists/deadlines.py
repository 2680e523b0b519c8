"""What is still open and has a deadline: commitments and milestones together, the longest late first."""

from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.lists import commitments, milestones
from agreements.lists.facets import by_column
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter
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
from agreements.lists.state_lists import SORTS_OF_STATES, by_first_agency, last_report
from agreements.models import Agency, Program, SearchKind, State
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import CLOSED, Standing

OPEN_STANDINGS = [(one.value, one.label) for one in (Standing.LATE, Standing.DUE_SOON, Standing.ON_TIME)]
SUBJECTS = [("commitment", _("Commitments")), ("milestone", _("Milestones"))]
# What follows is of rows with a commitment or a milestone.
CARRIERS = ("commitment__roles__agency", "milestone__agencies")
PROGRAM = Coalesce("commitment__program__slug", "milestone__program__slug")


def open_with_target(clock: Clock) -> QuerySet[State]:
    rows = State.objects.visible_to(PUBLIC).at(clock.on, seq=clock.seq).with_standing(on=clock.on)
    return rows.filter(target_last__isnull=False).exclude(status__in=sorted(CLOSED))


def carried_by(agencies: QuerySet[Agency]) -> Q:
    of_milestones = Q(milestone__in=milestones.carried_by(agencies))
    return Q(commitment__in=commitments.carried_by(agencies)) | of_milestones


def subject_filter() -> ChoiceFilter:
    subject = Case(When(commitment__isnull=False, then=Value("commitment")), default=Value("milestone"))
    return ChoiceFilter(label=_("Kind"), choices=SUBJECTS, method="of_kind", facet=by_column(subject))


def with_first_agency(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    return rows.annotate(first_agency=Coalesce(commitments.leading(clock), milestones.carrying(clock)))


class DeadlineFilters(ListFilters):
    searched = {"commitment": SearchKind.COMMITMENT, "milestone": SearchKind.MILESTONE}

    q = TextFilter()
    subject = subject_filter()
    standing = ChoiceFilter(label=_("Deadline"), choices=OPEN_STANDINGS)
    agency = agency_filter(method="of_agency", facet=by_agency(*CARRIERS))
    region = region_filter(method="in_region", facet=by_region(*CARRIERS))
    program = program_filter(method="of_program", facet=by_column(PROGRAM))

    def of_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{value}__isnull": False})

    def of_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(carried_by(agency_is(value)))

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(carried_by(agency_in(value)))

    def of_program(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        program = Program.objects.visible_to(PUBLIC).filter(slug=value)
        return rows.filter(Q(commitment__program__in=program) | Q(milestone__program__in=program))


def with_agencies(rows: QuerySet[State], clock: Clock) -> QuerySet[State]:
    return rows.select_related("commitment__agreement", "milestone__program").prefetch_related(
        commitments.public_roles(),
        Prefetch("milestone__agencies", Agency.objects.visible_to(PUBLIC)),
        last_report(clock),
    )


DEADLINES = Listing(
    name="deadlines",
    title=_("Deadlines"),
    lead=_("What is still open and has a deadline, the longest past first."),
    rows=open_with_target,
    filters=DeadlineFilters,
    sorts={
        "deadline": SORTS_OF_STATES["deadline"],
        "-deadline": Sort(_("Latest deadline first"), ("-target_last",), column="deadline", descending=True),
        **{name: SORTS_OF_STATES[name] for name in ("-moved", "-slipped", "-heard", "heard")},
        "agency": by_first_agency(with_first_agency),
    },
    related=with_agencies,
)
