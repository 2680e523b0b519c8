from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import DUTIES
from agreements.lists.duties import DutySelection, duties_of
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Document, DutyRecord, DutyRule, Source
from agreements.models.base import PUBLIC
from agreements.rules.duties import DutyState, ExpectedDuty, duty_name, duty_sentence
from agreements.views.lists import list_page
from agreements.views.querysets import agencies_at, prefetch_agencies, prefetch_public, public_rows
from agreements.views.statements import PublicStatement, statements_by_record


@dataclass(frozen=True)
class PublicDuty:
    """A duty as a page shows it, with what is public of all it names."""

    duty: ExpectedDuty
    agreement: Agreement
    agency: Agency
    rule: DutyRule | None
    record: DutyRecord | None
    statements: list[PublicStatement]  # on the record, oldest first

    @property
    def name(self) -> str:
        return duty_name(self.duty.kind, self.duty.period)

    @property
    def sentence(self) -> str:
        return duty_sentence(self.duty)


@require_safe
def duties(request: HttpRequest) -> TemplateResponse:
    """What ordinances ask of the parties, by when, and what is registered of it."""
    return list_page(request, DUTIES, extra_context=duties_and_ratio)


def duties_and_ratio(selection: DutySelection, expected: list[ExpectedDuty]) -> dict[str, Any]:
    """Return the duties of the page, and the states that the ratio leaves out with their counts."""
    left_out = selection.ratio.left_out
    return {
        "duties": public_duties(expected, selection.clock),
        "ratio": selection.ratio,
        "left_out": [(label, left_out[state]) for state, label in DutyState.choices if state in left_out],
    }


def public_duties(expected: Sequence[ExpectedDuty], clock: Clock) -> list[PublicDuty]:
    """Read what some duties name; what is not public any more takes its duties along."""
    agreements = _rows_by_key(public_rows(Agreement), (duty.agreement for duty in expected))
    agencies = _rows_by_key(agencies_at(clock.on), (duty.agency for duty in expected))
    rules_read = public_rows(DutyRule).select_related("ordinance")
    rules = _rows_by_key(rules_read, (duty.rule for duty in expected))
    records = _rows_by_key(records_at(clock), (duty.record for duty in expected))
    statements = statements_by_record("duty", Q(duty__in=records), on=clock.on, seq=clock.seq)
    return [
        PublicDuty(
            duty,
            agreements[duty.agreement],
            agencies[duty.agency],
            rules.get(duty.rule or 0),
            records.get(duty.record or 0),
            statements.get(duty.record or 0, []),
        )
        for duty in expected
        if duty.agreement in agreements and duty.agency in agencies
    ]


def _rows_by_key(rows: Any, keys: Iterable[int | None]) -> dict[int, Any]:
    return {row.pk: row for row in rows.filter(pk__in=set(keys) - {None})}


def records_at(clock: Clock) -> Any:
    rows: Any = DutyRecord.objects.visible_to(PUBLIC, seq=clock.seq)
    return rows.fetch_mode(models.FETCH_RAISE).prefetch_related(
        prefetch_agencies("agency", clock.on),
        prefetch_public("documents", Document),
        prefetch_public("sources", Source),
    )


@dataclass(frozen=True)
class PartyDuties:
    """The duties of one party of an agreement, and the rules they rest on."""

    agency: Agency
    duties: list[PublicDuty]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many stand where, in the order of the states."""
        counts = Counter(duty.duty.state for duty in self.duties)
        return [(str(label), counts[state]) for state, label in DutyState.choices if state in counts]

    @property
    def records(self) -> list[DutyRecord]:
        return [duty.record for duty in self.duties if duty.record]

    @property
    def rules(self) -> list[DutyRule]:
        return list(dict.fromkeys(duty.rule for duty in self.duties if duty.rule))


def duties_by_party(agreement: Agreement, clock: Clock) -> list[PartyDuties]:
    """The duties of one agreement, party by party in the order they signed."""
    agreements = public_rows(Agreement).known_at(clock.seq).filter(pk=agreement.pk)
    duties = public_duties(duties_of(agreements, clock), clock)
    positions = {party.agency_id: position for position, party in enumerate(agreement.parties.all())}
    duties.sort(key=lambda duty: positions.get(duty.duty.agency, len(positions)))
    by_agency = groupby(duties, key=attrgetter("agency"))
    return [PartyDuties(agency, list(duties_of_agency)) for agency, duties_of_agency in by_agency]
