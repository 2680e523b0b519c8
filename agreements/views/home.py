from itertools import chain
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import AGREEMENTS, COMMITMENTS
from agreements.lists.parameters import Clock
from agreements.lists.promises import SubjectKey, key_of_record, other_sides
from agreements.lists.regions import Regions
from agreements.models import Milestone, Program, StatusReport
from agreements.views.ledger_entries import latest_publications
from agreements.views.page_context import base_clock
from agreements.views.promise_sections import keys_of_sections, promise_sections, rows_by_state
from agreements.views.querysets import public_rows, reports_with_subject
from agreements.views.region_counts import tiles_of_provinces
from agreements.views.regions import names_to_type
from agreements.views.stages import Stage, group_by_stage
from agreements.views.status_bar import status_bar
from agreements.views.subject_states import SubjectRow, subject_rows

CARDS = 1  # promises of each section
SHOWN = 3  # reports, publications, programs
LOOKED_AT = 6  # newest reports for each that is shown: of a promise reported more often there are fewer


@require_safe
def home(request: HttpRequest) -> TemplateResponse:
    """Where to begin: the search, the regions, three promises; then how many stand where."""
    clock = base_clock(request)
    promises = COMMITMENTS.narrowed(clock)
    bar = status_bar(promises)
    keys_by_view = keys_of_sections(promises, most=CARDS)
    rows = rows_by_state(chain.from_iterable(keys_by_view.values()), clock)
    regions = Regions(on=clock.on)
    reports = latest_reports(clock)
    context = {
        "clock": clock,
        "has_search": True,
        "tiles": tiles_of_provinces(clock, regions),
        "region_names": names_to_type(regions),
        "sections": promise_sections(promises, bar, keys_by_view, rows),
        "bar": bar,
        "agreement_count": AGREEMENTS.rows(clock).order_by().count(),
        "reports": [of_promise[0] for of_promise in reports],
        "published": latest_publications(clock, besides=chain.from_iterable(reports), most=SHOWN),
        "programs": program_stages(clock),
    }
    return TemplateResponse(request, "agreements/home.html", context)


def latest_reports(clock: Clock) -> list[list[StatusReport]]:
    """Return the newest reports by promise, of each the newest first.

    Both sides of a promise are often reported in the same words, and stand together.
    """
    newest = list(reports_with_subject(clock).order_by("-said_on_last", "-pk")[: SHOWN * LOOKED_AT])
    other_side_of = other_sides(map(key_of_record, newest), clock)
    reports_by_promise: dict[SubjectKey, list[StatusReport]] = {}
    for report in newest:
        key = key_of_record(report)
        promise = min(key, other_side_of.get(key, key))
        reports_by_promise.setdefault(promise, []).append(report)
    return list(reports_by_promise.values())[:SHOWN]


def program_stages(clock: Clock) -> list[tuple[Program, list[Stage]]]:
    """The latest programs with their stages, in four queries however many there are."""
    programs: list[Any] = list(
        public_rows(Program)
        .begun_by(clock.on, seq=clock.seq)
        .order_by(F("then__decided_last").desc(nulls_last=True), "pk")[:SHOWN]
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
