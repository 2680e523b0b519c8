from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists.parameters import Clock
from agreements.models import Agreement, Milestone, Program, State, StatusReport
from agreements.rules.states import Standing
from agreements.views.ledger_entries import latest_publications
from agreements.views.page_context import base_clock
from agreements.views.program import Stage, group_by_stage
from agreements.views.querysets import public_rows, reports_with_subject
from agreements.views.regions import regions_with_counts
from agreements.views.status_bar import status_bar
from agreements.views.subject_states import (
    SubjectRow,
    rows_of_states,
    states_at,
    subject_rows,
    with_subjects,
)

SHOWN = 5  # rows of each short list
PROGRAMS = 3


@require_safe
def home(request: HttpRequest) -> TemplateResponse:
    """Where everything stands: counts, what is late, next and new, the stages, city by city."""
    clock = base_clock(request)
    promises = states_at(clock).once_a_promise(clock.on, seq=clock.seq)
    states = with_subjects(promises).order_by("target_last", "pk")
    late = states.filter(standing=Standing.LATE)
    coming = states.filter(standing__in=(Standing.DUE_SOON, Standing.ON_TIME))
    reports = latest_reports(clock)
    by_standing = promises.order_by().values("standing").annotate(count=Count("pk"))
    counts = dict(by_standing.values_list("standing", "count"))
    bar = status_bar(clock=clock)
    milestone_count = sum(part.milestones for part in bar.parts)
    context = {
        "clock": clock,
        "bar": bar,
        "agreement_count": public_rows(Agreement).begun_by(clock.on, seq=clock.seq).count(),
        "commitment_count": sum(part.commitments for part in bar.parts),
        "milestone_count": milestone_count,
        "same_promise_count": public_rows(State).of_milestones().at(clock.on, seq=clock.seq).count()
        - milestone_count,
        "late_count": counts.get(Standing.LATE, 0),
        "unconfirmed_count": counts.get(Standing.UNCONFIRMED, 0),
        "unchecked_count": counts.get(Standing.UNCHECKED, 0),
        "late": rows_of_states([(state.subject, state) for state in late[:SHOWN]], clock=clock),
        "coming": rows_of_states([(state.subject, state) for state in coming[:SHOWN]], clock=clock),
        "reports": reports,
        "published": latest_publications(clock, besides=reports, most=SHOWN),
        "programs": program_stages(clock),
        "regions": regions_with_counts(clock),
    }
    return TemplateResponse(request, "agreements/home.html", context)


def latest_reports(clock: Clock) -> list[StatusReport]:
    return list(reports_with_subject(clock).order_by("-said_on_last", "-pk")[:SHOWN])


def program_stages(clock: Clock) -> list[tuple[Program, list[Stage]]]:
    """The latest programs with their stages, in four queries however many there are."""
    programs: list[Any] = list(
        public_rows(Program)
        .begun_by(clock.on, seq=clock.seq)
        .order_by(F("then__decided_last").desc(nulls_last=True), "pk")[:PROGRAMS]
    )
    milestones = (
        public_rows(Milestone)
        .known_at(clock.seq)
        .filter(program__in=programs)
        .order_by("program", "stage", "number")
    )
    rows_by_program: dict[Any, list[SubjectRow]] = {program.pk: [] for program in programs}
    for row in subject_rows(milestones, clock=clock):
        rows_by_program[getattr(row.subject, "program_id", None)].append(row)
    return [(program, group_by_stage(rows_by_program[program.pk])) for program in programs]
