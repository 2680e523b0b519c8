from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import Clock
from agreements.lists.register_filters import public_links
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    CommitmentRole,
    Milestone,
    Party,
    Program,
)
from agreements.rules.story import agency_sentence
from agreements.views.about_page import about_agency
from agreements.views.agency_dates import beside_their_speaker, dates_it_named, dates_others_named
from agreements.views.agency_lineage import lineage_of_agency
from agreements.views.breadcrumb import Crumb
from agreements.views.duties import ordinances_of_bodies
from agreements.views.page_context import base_clock, file_links
from agreements.views.querysets import (
    agencies_at,
    agreements_with_phase,
    prefetch_agencies,
    prefetch_public,
    public_rows,
)
from agreements.views.subject_states import subject_rows

PARTS = {
    CommitmentRole.LEAD: _("Commitments it leads"),
    CommitmentRole.SUPPORT: _("Commitments it supports"),
    CommitmentRole.JOINT: _("Joint commitments"),
}
SHOWN = 20  # rows of each part; the lists have them all


@require_safe
def agency(request: HttpRequest, slug: str) -> TemplateResponse:
    """One agency: what it is a party to, leads, supports, does jointly, and the steps it takes."""
    clock = base_clock(request)
    record = agencies_at(clock.on).filter(slug=slug).first()
    if record is None:
        raise Http404
    lineage = lineage_of_agency(record, clock)
    agreements = agreements_of_agency(record, clock)
    parts = [commitments_in_role(record, role, clock) for role in CommitmentRole]
    by_step = commitments_by_their_step(record, clock)
    if by_step["count"]:
        parts.append(by_step)
    context = {
        "clock": clock,
        "breadcrumb": [Crumb(_("Agencies"), reverse("agencies")), Crumb(record.name)],
        "sentence": agency_sentence(
            agreements=agreements["count"], commitments=sum(part["count"] for part in parts), on=clock.on
        ),
        "agency": record,
        "lineage": lineage,
        "is_dissolved": record.has_ended(clock.on),
        "has_facts": lineage.has_facts or has_facts(record),
        "about_page": about_agency(record, lineage.successors, clock),
        "rows_shown": SHOWN,
        "signed": agreements,
        "parts": parts,
        "milestones": milestones_of_agency(record, clock),
        "dates_named": dates_it_named(record, clock),
        "dates_of_others": dates_others_named(record, clock),
        "programs": list(public_rows(Program).begun_by(clock.on, seq=clock.seq).filter(owner=record)[:SHOWN]),
        "ordinances": ordinances_of_bodies([record.pk]),
        "downloads": file_links(
            "agreements_csv",
            "commitments_csv",
            "milestones_csv",
            "targets_csv",
            "duties_csv",
            clock=clock,
            agency=slug,
        ),
    }
    return TemplateResponse(request, "agreements/agency.html", context)


def has_facts(agency: Agency) -> bool:
    """Say whether more is known of an agency itself than its name, kind and region."""
    return bool(agency.founded_on or agency.other_names_ko)


def agreements_of_agency(agency: Agency, clock: Clock) -> dict[str, Any]:
    agreements = agreements_with_phase(clock).filter(parties__agency=agency, then__begins_on__lte=clock.on)
    newest = agreements.order_by("-then__begins_on", "-pk")[:SHOWN]
    as_party = public_rows(Party).filter(agency=agency)
    with_names = as_party.prefetch_related(prefetch_agencies("agency", clock.on))
    rows = newest.prefetch_related(Prefetch("parties", with_names, to_attr="as_party"))
    return {"count": agreements.count(), "rows": list(rows)}


def commitments_in_role(agency: Agency, role: CommitmentRole, clock: Clock) -> dict[str, Any]:
    """The newest commitments in which it has one role, and how many there are."""
    promised = public_rows(Commitment).promised_by(clock.on, seq=clock.seq)
    commitments = promised.filter(roles__agency=agency, roles__role=role)
    return part_of_commitments(commitments, agency, clock, role=role.value, label=PARTS[role])


def commitments_by_their_step(agency: Agency, clock: Clock) -> dict[str, Any]:
    """The newest commitments that do not name it, but whose same promise in a program it carries."""
    links = public_links(clock.seq).filter(milestone__agencies=agency).order_by()
    promised = public_rows(Commitment).promised_by(clock.on, seq=clock.seq)
    commitments = promised.filter(pk__in=links.values("commitment")).exclude(roles__agency=agency)
    label = _("Commitments whose milestone it carries")
    return part_of_commitments(commitments, agency, clock, role="step", label=label)


def part_of_commitments(
    commitments: Any, agency: Agency, clock: Clock, *, role: str, label: Any
) -> dict[str, Any]:
    newest = commitments.order_by("-then__begins_on", "agreement", "number")[:SHOWN]
    rows = subject_rows(newest.prefetch_related(prefetch_public("agreement", Agreement)), clock=clock)
    return {
        "role": role,
        "label": label,
        "count": commitments.count(),
        "rows": beside_their_speaker(rows, agency),
    }


def milestones_of_agency(agency: Agency, clock: Clock) -> dict[str, Any]:
    """The steps it carries.  One that is the same promise as a commitment stands among the commitments."""
    promised = public_rows(Commitment).promised_by(clock.on, seq=clock.seq)
    links = public_links(clock.seq).filter(commitment__in=promised.order_by().values("pk"))
    carried = public_rows(Milestone).known_at(clock.seq).filter(agencies=agency)
    milestones = carried.exclude(pk__in=links.order_by().values("milestone"))
    ordered = milestones.order_by("program", "stage", "number")[:SHOWN]
    newest = ordered.prefetch_related(prefetch_public("program", Program))
    rows = beside_their_speaker(subject_rows(newest, clock=clock), agency)
    return {"count": milestones.count(), "rows": rows}
