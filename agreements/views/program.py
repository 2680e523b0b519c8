from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import timeline
from agreements.lists import parameters
from agreements.lists.parameters import Clock
from agreements.models import (
    Agreement,
    Commitment,
    Document,
    Milestone,
    Program,
    Recognition,
    Source,
)
from agreements.rules.lifecycle import FULFILLED
from agreements.rules.story import program_sentence
from agreements.views.about_page import about_program
from agreements.views.announced_targets import targets_by_report
from agreements.views.breadcrumb import Crumb
from agreements.views.changes import RecordChange, record_history
from agreements.views.lane_drawing import LaneGroup, draw_lanes
from agreements.views.page_context import base_clock, contact_of, file_links, programs_with_notice
from agreements.views.querysets import (
    get_or_gone,
    prefetch_agencies,
    prefetch_public,
    public_rows,
    reports_with_subject,
)
from agreements.views.same_promise import prefetch_commitment_link
from agreements.views.subject_states import SubjectRow, status_tally, subject_rows


@require_safe
def program(request: HttpRequest, slug: str) -> TemplateResponse:
    """One program: its stages in order, the agreements it serves, what it was given."""
    clock = base_clock(request, "kind")
    record = get_or_gone(
        programs_with_details(clock), clock=clock, withdrawn=Q(program__slug=slug), slug=slug
    )
    milestones = subject_rows(record.milestones.all(), clock=clock)
    changes = record_history(record, on=clock.on).changes
    kind = parameters.kind_of(request.GET, timeline.EventKind.values)
    context = {
        "clock": clock,
        "breadcrumb": [Crumb(_("Programs"), reverse("programs")), Crumb(record.title)],
        "program": record,
        "changes": changes,
        "sentence": program_sentence(
            decided=record.then.decided,
            how=record.decided_how,
            by=record.decided_by.name if record.decided_by else None,
            tally=status_tally(milestones),
            on=clock.on,
        ),
        "milestones": milestones,
        "drawing": draw_lanes(lanes_by_stage(milestones), clock=clock, keep_undated=True),
        "commitments_served": commitments_served(record, clock),
        "timeline": timeline.events_of_kind(
            events_of_program(record, changes, clock), until=clock.on, kind=kind
        ),
        "notices": programs_with_notice([record]),
        "contact": contact_of(record),
        "about_page": about_program(record, clock),
        "downloads": file_links("milestones", "commitments", "reports", "targets", clock=clock, program=slug),
    }
    return TemplateResponse(request, "agreements/program.html", context)


def events_of_program(program: Any, changes: Iterable[RecordChange], clock: Clock) -> list[timeline.Event]:
    """Every dated fact of a program and its milestones, each once."""
    reports = list(reports_with_subject(clock).filter(milestone__program=program))
    return [
        *timeline.program_events(program),
        *timeline.recognition_events(program.recognitions.all()),
        *timeline.report_events(reports, announcements=targets_by_report(reports, clock)),
        *timeline.remedy_events(program, on=clock.on, seq=clock.seq),
        *timeline.change_events(changes, program, seq=clock.seq),
    ]


def programs_with_details(clock: Clock) -> Any:
    awarded = public_rows(Recognition).filter(awarded_first__lte=clock.on)
    recognitions = awarded.prefetch_related(
        prefetch_agencies("awarded_by", clock.on), prefetch_public("sources", Source)
    )
    milestones = (
        public_rows(Milestone)
        .known_at(clock.seq)
        .order_by("stage", "number")
        .prefetch_related(prefetch_agencies("agencies", clock.on), prefetch_commitment_link(clock))
    )
    return (
        public_rows(Program)
        .known_at(clock.seq)
        .prefetch_related(
            Prefetch("milestones", queryset=milestones),
            Prefetch("recognitions", queryset=recognitions),
            prefetch_agencies("owner", clock.on),
            prefetch_agencies("decided_by", clock.on),
            prefetch_public("documents", Document),
            prefetch_public("sources", Source),
        )
    )


def lanes_by_stage(milestones: Iterable[SubjectRow]) -> list[LaneGroup]:
    """Return the lanes of milestones that are already in the order of their stages."""
    groups = []
    for number, group in groupby(milestones, key=attrgetter("subject.stage")):
        rows = list(group)
        reached = sum(row.state is not None and row.state.status in FULFILLED for row in rows)
        counts = {"reached": reached, "total": len(rows)}
        title = _("Stage %(number)s") % {"number": number}
        note = _("%(reached)s of %(total)s reached") % counts
        groups.append(LaneGroup(title, "", rows, note=note, names_agreements=True))
    return groups


def commitments_served(program: Program, clock: Clock) -> list[SubjectRow]:
    """The commitments it carries, each with its agreement, oldest first."""
    carried = public_rows(Commitment).promised_by(clock.on, seq=clock.seq).filter(program=program)
    ordered = carried.order_by("then__begins_on", "agreement", "number")
    return subject_rows(ordered.prefetch_related(prefetch_public("agreement", Agreement)), clock=clock)
