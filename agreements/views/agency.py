from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    CommitmentRole,
    Milestone,
    Program,
    Region,
)
from agreements.views.public import base_day, downloads, one, public
from agreements.views.states import rows

PARTS = {
    CommitmentRole.LEAD: _("Commitments it leads"),
    CommitmentRole.SUPPORT: _("Commitments it supports"),
    CommitmentRole.JOINT: _("Joint commitments"),
}
SHOWN = 20  # rows of each part; the lists have them all


@require_safe
def agency(request: HttpRequest, slug: str) -> TemplateResponse:
    """One agency: what it signed, leads, supports, does jointly, and the steps it takes."""
    on = base_day(request)
    related = [one("region", Region), one("parent", Agency), one("children", Agency)]
    found = public(Agency).filter(slug=slug).prefetch_related(*related).first()
    if found is None:
        raise Http404
    context = {
        "on": on,
        "agency": found,
        "shown": SHOWN,
        "signed": signed(found, on=on),
        "parts": [part(found, role, on=on) for role in CommitmentRole],
        "milestones": milestones(found, on=on),
        "programs": list(public(Program).filter(owner=found)[:SHOWN]),
        "downloads": downloads("agreements_csv", "commitments_csv", "milestones_csv", on=on, agency=slug),
    }
    return TemplateResponse(request, "agreements/agency.html", context)


def signed(agency: Agency, *, on: date) -> dict[str, Any]:
    found = public(Agreement).filter(parties__agency=agency, signed_on__lte=on)
    newest = found.with_phase(on=on).order_by("-signed_on", "-pk")[:SHOWN]
    return {"count": found.count(), "rows": list(newest)}


def part(agency: Agency, role: CommitmentRole, *, on: date) -> dict[str, Any]:
    """The newest commitments in which it has one role, and how many there are."""
    found = public(Commitment).filter(roles__agency=agency, roles__role=role, agreement__signed_on__lte=on)
    newest = found.order_by("-agreement__signed_on", "agreement", "number")[:SHOWN]
    return {
        "role": role.value,
        "label": PARTS[role],
        "count": found.count(),
        "rows": rows(newest.prefetch_related(one("agreement", Agreement)), on=on),
    }


def milestones(agency: Agency, *, on: date) -> dict[str, Any]:
    found = public(Milestone).filter(agencies=agency)
    ordered = found.order_by("program", "stage", "number")[:SHOWN]
    return {"count": found.count(), "rows": rows(ordered.prefetch_related(one("program", Program)), on=on)}
