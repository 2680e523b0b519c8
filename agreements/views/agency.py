"""The page of an agency begins with its answer: what it carries in which role, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists.agency_promises import ROLES, carried_promises
from agreements.lists.parameters import Clock
from agreements.models import Agency, Party, Program
from agreements.rules.outcome import DateResult
from agreements.rules.story import AgencyTally, agency_sentence
from agreements.views.about_page import about_agency
from agreements.views.agency_answers import AgencyAnswer, RolePart, answers_of_agencies
from agreements.views.agency_dates import beside_their_speaker, dates_it_named, dates_others_named
from agreements.views.agency_lineage import lineage_of_agency
from agreements.views.breadcrumb import Crumb
from agreements.views.duties import ordinances_of_bodies
from agreements.views.lane_drawing import LaneGroup, draw_lanes
from agreements.views.page_context import base_clock, file_links
from agreements.views.promise_sections import rows_by_state
from agreements.views.querysets import agencies_at, agreements_with_phase, prefetch_agencies, public_rows
from agreements.views.subject_states import SubjectRow

SHOWN = 20  # rows of each part; the lists have them all
UNFOLDED = 2  # of these promises of each role that stand open


@dataclass(frozen=True)
class RoleSection:
    """The promises that an agency carries in one role, those last heard of first."""

    part: RolePart
    rows: list[SubjectRow]

    @property
    def has_bar(self) -> bool:
        """Whether a bar says more than the answers of its cards do."""
        return len(self.part.bar.parts) > 1 or len(self.rows) > UNFOLDED

    @property
    def first_rows(self) -> list[SubjectRow]:
        return self.rows[:UNFOLDED]

    @property
    def folded_rows(self) -> list[SubjectRow]:
        return self.rows[UNFOLDED:]

    @property
    def has_more(self) -> bool:
        return self.part.bar.total > len(self.rows)


@require_safe
def agency(request: HttpRequest, slug: str) -> TemplateResponse:
    """One agency: what became of its promises and its own dates, then the promises, agreements and facts."""
    clock = base_clock(request)
    record = agencies_at(clock.on).filter(slug=slug).first()
    if record is None:
        raise Http404
    lineage = lineage_of_agency(record, clock)
    (answer,) = answers_of_agencies([record], clock)
    sections = sections_by_role(record, answer, clock)
    context = {
        "clock": clock,
        "breadcrumb": [Crumb(_("Agencies"), reverse("agencies")), Crumb(record.name)],
        "sentence": sentence_of(answer, clock),
        "agency": record,
        "answer": answer,
        "lineage": lineage,
        "is_dissolved": record.has_ended(clock.on),
        "has_facts": lineage.has_facts or has_facts(record),
        "about_page": about_agency(record, lineage.successors, clock),
        "signed": agreements_of_agency(record, clock),
        "sections": sections,
        "drawing": lanes_of(sections, answer, clock),
        "dates_named": dates_it_named(record, clock),
        "dates_of_others": dates_others_named(record, clock),
        "programs": list(public_rows(Program).begun_by(clock.on, seq=clock.seq).filter(owner=record)[:SHOWN]),
        "ordinances": ordinances_of_bodies([record.pk]),
        "downloads": file_links(
            "agreements",
            "commitments",
            "targets",
            "duties",
            clock=clock,
            agency=slug,
        ),
    }
    return TemplateResponse(request, "agreements/agency.html", context)


def sentence_of(answer: AgencyAnswer, clock: Clock) -> str:
    tally = AgencyTally(
        agreements=answer.agreements.count,
        promises=answer.tally.total,
        fulfilled=answer.tally.fulfilled,
        unsearched=answer.tally.unsearched,
        dates={DateResult(part.result): part.count for part in answer.results_there_are},
    )
    return agency_sentence(tally, on=clock.on)


def has_facts(agency: Agency) -> bool:
    """Say whether more is known of an agency itself than its name, kind and region."""
    return bool(agency.founded_on or agency.other_names_ko)


def agreements_of_agency(agency: Agency, clock: Clock) -> list[Any]:
    """The newest agreements that it is a party to."""
    agreements = agreements_with_phase(clock).filter(parties__agency=agency, then__begins_on__lte=clock.on)
    newest = agreements.order_by("-then__begins_on", "-pk")[:SHOWN]
    as_party = public_rows(Party).filter(agency=agency)
    with_names = as_party.prefetch_related(prefetch_agencies("agency", clock.on))
    return list(newest.prefetch_related(Prefetch("parties", with_names, to_attr="as_party")))


def sections_by_role(agency: Agency, answer: AgencyAnswer, clock: Clock) -> list[RoleSection]:
    """Return the promises of each role that it has, read together for all roles."""
    keys_by_role: dict[str, list[int]] = {role: [] for role in ROLES}
    for carried in carried_promises(clock):
        newest = carried.filter(carrier=agency.pk).order_by("-heard_on", "pk")
        for role, key in newest.values_list("role", "pk"):
            keys_by_role[role].append(key)
    first_keys = {role: keys[:SHOWN] for role, keys in keys_by_role.items()}
    rows = rows_by_state({key for keys in first_keys.values() for key in keys}, clock)
    return [
        RoleSection(part, beside_their_speaker([rows[key] for key in first_keys[part.role]], agency))
        for part in answer.roles_it_has
    ]


def lanes_of(sections: Sequence[RoleSection], answer: AgencyAnswer, clock: Clock) -> Any:
    """Draw the promises that the page shows, by the role of the agency."""
    groups = [LaneGroup(str(section.part.label), section.part.bar.url, section.rows) for section in sections]
    return draw_lanes(groups, clock=clock)
