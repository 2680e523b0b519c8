"""Duties on the page of their agreement, and where a record of one is started."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.admin.accounts.roles import filter_granted, person_may
from agreements.admin.records.pickers import LARGEST_KEY
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, DutyRecord
from agreements.models.base import PUBLIC
from agreements.rules.application import AgreementFacts, MissingFact
from agreements.rules.duties import STATE_ORDER, DutyState, ExpectedDuty
from agreements.rules.duty_words import duty_name, duty_sentence
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
    sentence: str
    state: str
    url: str
    link: str
    missing: tuple[str, ...]  # what decides whether it is owed, where that is not known


def duty_lines(request: HttpRequest, agreement: Agreement, *, on: date) -> list[DutyLine]:
    """Return the duties of a published agreement on ``on``, what is decided first.

    Each comes with a link to its record or draft.
    """
    agreements: Any = Agreement.objects.visible_to(PUBLIC).known_at(None).filter(pk=agreement.pk)
    drafts = filter_granted(request, agreement.duty_records.filter(first_published_at=None))
    draft_by_duty = {(draft.agency_id, draft.kind, draft.period): draft for draft in drafts}
    names = {party.agency_id: str(party.agency) for party in agreement.parties.select_related("agency")}
    speaking: set[int] = set()  # the parties for which the person may register a record
    if person_may(request, Act.CREATE, DutyRecord):
        parties = filter_granted(request, Agency.objects.filter(pk__in=names), SPEAK)
        speaking = set(parties.values_list("pk", flat=True))
    lines = []
    duties = sorted(duties_of(agreements, Clock(on, today=on)), key=lambda duty: STATE_ORDER[duty.state])
    for duty in duties:
        draft = draft_by_duty.get((duty.agency, duty.kind, duty.period))
        url, link = duty_link(duty, draft, may_begin=duty.agency in speaking)
        label = f"{names.get(duty.agency, '')} · {duty_name(duty.kind, duty.period)}"
        lines.append(DutyLine(label, duty_sentence(duty), duty.state, url, link, duty.missing))
    return lines


def duty_link(duty: ExpectedDuty, draft: DutyRecord | None, *, may_begin: bool) -> tuple[str, str]:
    """Return address and text of the link to a duty's record, its draft, or the form that begins one."""
    if duty.record:
        return reverse("admin:agreements_dutyrecord_change", args=[duty.record]), _("Open the record")
    if draft is not None:
        return reverse("admin:agreements_dutyrecord_change", args=[draft.pk]), _("Open the draft")
    if may_begin:
        return start_url(duty), _("Register a record")
    return "", ""


def duty_summary(lines: list[DutyLine]) -> str:
    """Return how many duties there are in each state, for the heading of the folded list."""
    labels = dict(DutyState.choices)
    counts = Counter(line.state for line in lines)
    return ", ".join(f"{labels[state]} {count}" for state, count in counts.items())


# What whoever edits the agreement can record.
RECORDABLE = frozenset({*AgreementFacts._fields, MissingFact.TERM})


def facts_that_decide(lines: list[DutyLine]) -> list[str]:
    """Say what has to be recorded of the agreement so that it is known which duties apply."""
    counts = Counter(line.missing for line in lines if line.missing and RECORDABLE.issuperset(line.missing))
    sentences = []
    for missing, count in counts.most_common():
        sentence = ngettext(
            "If you record %(facts)s, it is known whether %(count)s duty applies.",
            "If you record %(facts)s, it is known whether %(count)s duties apply.",
            count,
        )
        facts = ", ".join(str(MissingFact(fact).label) for fact in missing)
        sentences.append(sentence % {"facts": facts, "count": count})
    return sentences


# ---- naming one duty in an address ------------------------------------------------------------------------


def start_url(duty: ExpectedDuty) -> str:
    """Return the address of the form for a record of ``duty``, which its parameters name."""
    parameters: dict[str, Any] = {"agreement": duty.agreement, "agency": duty.agency, "kind": duty.kind}
    if duty.period:
        parameters["period"] = duty.period.iso()
    return f"{reverse('admin:agreements_dutyrecord_add')}?{urlencode(parameters)}"


def named_duty(request: HttpRequest, agreement: Agreement) -> DutyKey | None:
    """Return the duty of ``agreement`` that the address names.

    None if it names no possible duty, or that of an agency for which the person does not speak.
    """
    kind, period_text = request.GET.get("kind", ""), request.GET.get("period", "")
    agency = whole_number(request.GET.get("agency", ""), most=LARGEST_KEY)
    if agency is None:
        return None
    party = Agency.objects.filter(pk__in=agreement.parties.filter(agency=agency).values("agency"))
    if kind not in DutyKind.values or not filter_granted(request, party, SPEAK).exists():
        return None
    try:
        period = PartialDate.parse(period_text) if period_text else None
    except NotAPartialDate:
        return None
    if period and period.precision not in {Precision.YEAR, Precision.MONTH}:
        return None
    return agency, kind, period


def duty_draft(agreement: Agreement, key: DutyKey) -> DutyRecord | None:
    """Return the draft that somebody began of the same duty, if there is one."""
    agency, kind, period = key
    first = period.first if period else None
    return agreement.duty_records.filter(
        first_published_at=None, agency=agency, kind=kind, period_first=first
    ).first()
