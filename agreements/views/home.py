from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.models import Agency, Agreement, Commitment, Milestone, Program, State, StatusReport
from agreements.rules.lifecycle import Standing
from agreements.views.program import Stage, stages
from agreements.views.public import base_day, one, public
from agreements.views.states import Row, on_day, row, rows, status_bar, with_subjects

SHOWN = 5  # rows of each short list
PROGRAMS = 3


@require_safe
def home(request: HttpRequest) -> TemplateResponse:
    """Where everything stands: counts, what is late, what comes next, what was reported last."""
    on = base_day(request)
    states = with_subjects(on_day(on)).order_by("target_last", "pk")
    late = states.filter(standing=Standing.LATE)
    coming = states.filter(standing__in=(Standing.DUE_SOON, Standing.ON_TIME))
    context = {
        "on": on,
        "bar": status_bar(on=on),
        "agreement_count": public(Agreement).filter(signed_on__lte=on).count(),
        "milestone_count": public(State).of_milestones().at(on).count(),
        "late_count": late.count(),
        "late": [row(state.subject, state, on=on) for state in late[:SHOWN]],
        "coming": [row(state.subject, state, on=on) for state in coming[:SHOWN]],
        "reports": latest_reports(on=on),
        "programs": program_stages(on=on),
    }
    return TemplateResponse(request, "agreements/home.html", context)


def latest_reports(*, on: date) -> list[StatusReport]:
    known = Q(happened_last__lte=on) | Q(published_at__date__lte=on)
    return list(
        public(StatusReport)
        .filter(known)
        .order_by("-happened_last", "-pk")
        .prefetch_related(
            one("commitment", Commitment), one("milestone", Milestone), one("stated_by", Agency)
        )[:SHOWN]
    )


def program_stages(*, on: date) -> list[tuple[Program, list[Stage]]]:
    """The latest programs with their stages, in four queries however many there are."""
    programs: list[Any] = list(public(Program).order_by("-decided_last", "pk")[:PROGRAMS])
    milestones = public(Milestone).filter(program__in=programs).order_by("program", "stage", "number")
    found: dict[Any, list[Row]] = {program.pk: [] for program in programs}
    for told in rows(milestones, on=on):
        found[getattr(told.subject, "program_id", None)].append(told)
    return [(program, stages(found[program.pk])) for program in programs]
