"""Duties on the page of their agreement, and where a record of one is started."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agreements.admin.accounts.roles import filter_granted, person_may
from agreements.admin.records.pickers import LARGEST_KEY
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, DutyRecord
from agreements.models.base import PUBLIC
from agreements.rules.duties import DutyState, ExpectedDuty, duty_name, duty_sentence
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import NotAPartialDate, PartialDate, Precision
from agreements.rules.publication import Act
from agreements.rules.roles import SPEAK
from agreements.rules.whole_number import whole_number

type DutyKey = tuple[int, str, PartialDate | None]  # party, kind, period


# ---- the agreement's own page --------------------------------------------------------------------------


@dataclass(frozen=True)
class DutyLine:
    """A duty on the page of its agreement, and what can be opened or begun of it."""

    label: str
    said: str
    state: str
    url: str
    link: str


def duty_lines(request: HttpRequest, agreement: Agreement, *, on: date) -> list[DutyLine]:
    """The duties of a published agreement today, with a draft already begun or a button to begin one."""
    agreements: Any = Agreement.objects.visible_to(PUBLIC).known_at(None).filter(pk=agreement.pk)
    begun = {
        (record.agency_id, record.kind, record.period): record
        for record in filter_granted(request, agreement.duty_records.filter(first_published_at=None))
    }
    names = {party.agency_id: str(party.agency) for party in agreement.parties.select_related("agency")}
    own = filter_granted(request, Agency.objects.filter(pk__in=names), SPEAK)
    speaks = set(own.values_list("pk", flat=True)) if person_may(request, Act.CREATE, DutyRecord) else set()
    found = []
    for duty in duties_of(agreements, Clock(on, today=on)):
        url, link = "", ""
        draft = begun.get((duty.agency, duty.kind, duty.period))
        if duty.record or draft:
            url = reverse("admin:agreements_dutyrecord_change", args=[duty.record or draft.pk])  # type: ignore[union-attr]  # one of them
            link = _("Open the record") if duty.record else _("Open the draft")
        elif duty.agency in speaks:
            url, link = start_url(duty), _("Register a record")
        label = f"{names.get(duty.agency, '')} · {duty_name(duty.kind, duty.period)}"
        found.append(DutyLine(label, duty_sentence(duty), duty.state, url, link))
    return found


def duty_summary(lines: list[DutyLine]) -> str:
    """How many there are in each state, for the folded list."""
    labels = dict(DutyState.choices)
    return ", ".join(
        f"{labels[state]} {count}" for state, count in Counter(one.state for one in lines).items()
    )


# ---- naming one duty in an address ------------------------------------------------------------------------


def start_url(duty: ExpectedDuty) -> str:
    """The form for a record of a duty, which the address names."""
    named: dict[str, Any] = {"agreement": duty.agreement, "agency": duty.agency, "kind": duty.kind}
    period = {"period": duty.period.iso()} if duty.period else {}
    return f"{reverse('admin:agreements_dutyrecord_add')}?{urlencode(named | period)}"


def named_duty(request: HttpRequest, agreement: Agreement) -> DutyKey | None:
    """Read which duty of ``agreement`` the address names; None where it names none that can be, or the
    duty of an agency for which the person does not speak."""
    kind, period = request.GET.get("kind", ""), request.GET.get("period", "")
    agency = whole_number(request.GET.get("agency", ""), most=LARGEST_KEY)
    if agency is None:
        return None
    party = Agency.objects.filter(pk__in=agreement.parties.filter(agency=agency).values("agency"))
    if kind not in DutyKind.values or not filter_granted(request, party, SPEAK).exists():
        return None
    try:
        read = PartialDate.parse(period) if period else None
    except NotAPartialDate:
        return None
    if read and read.precision not in {Precision.YEAR, Precision.MONTH}:
        return None
    return agency, kind, read


def duty_draft(agreement: Agreement, key: DutyKey) -> DutyRecord | None:
    """The draft that somebody began of the same duty."""
    agency, kind, period = key
    first = period.first if period else None
    return agreement.duty_records.filter(
        first_published_at=None, agency=agency, kind=kind, period_first=first
    ).first()
