from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists import DUTIES
from agreements.lists.duties import DutySelection, duties_of, rules_of_agencies
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Document, DutyRecord, DutyRule, Ordinance, Source
from agreements.models.base import PUBLIC
from agreements.rules.application import Clause
from agreements.rules.duties import STATE_ORDER, DutyState, ExpectedDuty
from agreements.rules.duty_words import duty_name, duty_sentence, undecided_sentence
from agreements.rules.ordinance import POLICE, DutyKind
from agreements.rules.ordinance_words import condition_words
from agreements.views.lists import list_page, list_url
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

    @property
    def ordinance(self) -> Ordinance | None:
        return self.rule.ordinance if self.rule else None

    @property
    def clause(self) -> str:
        """The words by which it is not owed."""
        if self.rule is None:
            return ""
        words: dict[str, str] = {
            Clause.EXEMPTION: self.rule.ordinance.exemption,
            Clause.OLDER: self.rule.ordinance.transitional,
            Clause.CONDITION: condition_words(self.rule.rule),
        }
        return words.get(self.duty.exempting_clause, "")


@require_safe
def duties(request: HttpRequest) -> TemplateResponse:
    """What ordinances ask of the parties, by when, and what is registered of it."""
    return list_page(request, DUTIES, extra_context=duties_and_ratio)


def duties_and_ratio(selection: DutySelection, expected: list[ExpectedDuty]) -> dict[str, Any]:
    """Return the duties of the page, what is undecided, and what the ratio leaves out with its counts."""
    left_out = selection.ratio.left_out
    duties = public_duties(expected, selection.clock)
    is_grouped = selection.sort == selection.usual_sort
    return {
        "duties": duties,
        "groups": duties_by_ordinance(duties) if is_grouped else [],
        "ratio": selection.ratio,
        "left_out": [(label, left_out[state]) for state, label in DutyState.choices if state in left_out],
        "undecided": undecided_with_agreements(selection),
        "undecided_lists": links_to_undecided(selection),
        "why_none": why_agency_has_none(selection),
    }


def why_agency_has_none(selection: DutySelection) -> str:
    """Say why nothing is asked of the agency that is chosen; "" where something is, or none is chosen."""
    if "agency" not in selection.chosen:
        return ""
    chosen = public_rows(Agency).get(slug=selection.chosen["agency"])
    if any(duty.agency == chosen.pk for duty in selection.derived):
        return ""
    if chosen.kind in POLICE:
        return _("Police bodies have no duties under ordinances.")
    if not rules_of_agencies(public_rows(Agency).filter(pk=chosen.pk)):
        return _("No rule of an ordinance that applies to this agency is registered.")
    return _("Of the agreements in view there is none to which the ordinances of this agency apply.")


@dataclass(frozen=True)
class OrdinanceDuties:
    """Duties under one ordinance, agreement by agreement; those under none have no rule."""

    ordinance: Ordinance | None
    agreements: list[tuple[Agreement, list[PublicDuty]]]


def duties_by_ordinance(duties: list[PublicDuty]) -> list[OrdinanceDuties]:
    """Group duties that are in the order of their ordinances and agreements."""
    groups = []
    for ordinance, of_ordinance in groupby(duties, key=attrgetter("ordinance")):
        by_agreement = groupby(of_ordinance, key=attrgetter("agreement"))
        groups.append(
            OrdinanceDuties(ordinance, [(agreement, list(rows)) for agreement, rows in by_agreement])
        )
    return groups


NAMED = 3  # agreements in one line


@dataclass(frozen=True)
class UndecidedDuties:
    """The duties under one ordinance of which nobody knows whether they are owed, as one line."""

    ordinance: Ordinance
    duties: list[ExpectedDuty]
    agreements: list[Agreement] = field(default_factory=list)  # the first of those it is about
    more: int = 0  # further agreements that are not named

    @property
    def kinds(self) -> list[str]:
        kinds = set(map(attrgetter("kind"), self.duties))
        return [str(kind.label) for kind in DutyKind if kind in kinds]

    @property
    def sentence(self) -> str:
        """In which states they are, and what decides."""
        return undecided_sentence(self.duties)

    @property
    def agreement_keys(self) -> list[int]:
        return list(dict.fromkeys(duty.agreement for duty in self.duties))

    def naming(self, agreements: Mapping[int | None, Agreement]) -> "UndecidedDuties":
        """Return the line with the first of its agreements, as far as ``agreements`` has them."""
        first_agreements = map(agreements.get, self.agreement_keys[:NAMED])
        more = max(0, len(self.agreement_keys) - NAMED)
        return replace(self, agreements=list(filter(None, first_agreements)), more=more)


def undecided_by_ordinance(
    duties: Iterable[ExpectedDuty], ordinances: Mapping[int, Ordinance]
) -> list[UndecidedDuties]:
    """Sum up undecided duties by ordinance; ``ordinances`` has that of each rule."""
    by_ordinance: dict[Ordinance, list[ExpectedDuty]] = defaultdict(list)
    for duty in duties:
        if duty.rule is not None and duty.rule in ordinances:
            by_ordinance[ordinances[duty.rule]].append(duty)

    ordered = sorted(by_ordinance.items(), key=lambda item: item[0].title_ko)
    return [UndecidedDuties(ordinance, undecided) for ordinance, undecided in ordered]


def undecided_with_agreements(selection: DutySelection) -> list[UndecidedDuties]:
    """Sum up the undecided duties of a list, naming the newest agreements that each line is about."""
    lines = undecided_by_ordinance(selection.undecided, ordinances_of(selection))
    keys = chain.from_iterable(line.agreement_keys[:NAMED] for line in lines)
    agreements = _rows_by_key(public_rows(Agreement), keys)
    return [line.naming(agreements) for line in lines]


def ordinances_of(selection: DutySelection) -> dict[int, Ordinance]:
    """Return {rule: its ordinance} of the undecided duties."""
    keys = {duty.rule: selection.ordinances[duty.rule][1] for duty in selection.undecided if duty.rule}
    ordinances = _rows_by_key(public_rows(Ordinance), keys.values())
    return {rule: ordinances[key] for rule, key in keys.items()}


def ordinances_of_bodies(agencies: Iterable[int]) -> list[Ordinance]:
    """Return the public ordinances of some bodies, also those from which no duty is calculated."""
    return list(public_rows(Ordinance).filter(agency__in=list(agencies)))


def links_to_undecided(selection: DutySelection) -> list[tuple[str, str]]:
    """Return label and address of the lists of undecided duties that there are, other filters kept."""
    states = {duty.state for duty in selection.undecided}
    query = selection.query()
    return [
        (str(label), list_url(selection, query | {"state": state}))
        for state, label in DutyState.choices
        if state in states
    ]


def public_duties(expected: Sequence[ExpectedDuty], clock: Clock) -> list[PublicDuty]:
    """Read what some duties name; what is not public any more takes its duties along."""
    agreements = _rows_by_key(public_rows(Agreement), map(attrgetter("agreement"), expected))
    agencies = _rows_by_key(agencies_at(clock.on), map(attrgetter("agency"), expected))
    rules_read = public_rows(DutyRule).select_related("ordinance")
    rules = _rows_by_key(rules_read, map(attrgetter("rule"), expected))
    records = _rows_by_key(records_at(clock), map(attrgetter("record"), expected))
    statements = statements_by_record("duty", Q(duty__in=records), on=clock.on, seq=clock.seq)
    return [
        PublicDuty(
            duty,
            agreements[duty.agreement],
            agencies[duty.agency],
            rules.get(duty.rule),
            records.get(duty.record),
            statements.get(duty.record or 0, []),
        )
        for duty in expected
        if duty.agreement in agreements and duty.agency in agencies
    ]


def _rows_by_key(rows: Any, keys: Iterable[int | None]) -> dict[int | None, Any]:
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
    def decided(self) -> list[PublicDuty]:
        """What is done or not, ahead, or not owed, in this order."""
        decided = [duty for duty in self.duties if duty.duty.is_decided]
        return sorted(decided, key=lambda duty: STATE_ORDER[duty.duty.state])

    @property
    def undecided(self) -> list[UndecidedDuties]:
        """What nobody knows to be owed, one line for each ordinance."""
        undecided = [duty.duty for duty in self.duties if not duty.duty.is_decided]
        ordinances = {duty.rule.pk: duty.rule.ordinance for duty in self.duties if duty.rule}
        return undecided_by_ordinance(undecided, ordinances)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of what is decided stand where, in the order of the states."""
        counts = Counter(duty.duty.state for duty in self.decided)
        return [(str(label), counts[state]) for state, label in DutyState.choices if state in counts]

    @property
    def records(self) -> list[DutyRecord]:
        return [duty.record for duty in self.duties if duty.record]

    @property
    def rules(self) -> list[DutyRule]:
        """The rules of what is decided."""
        return list(dict.fromkeys(duty.rule for duty in self.decided if duty.rule))


def duties_by_party(agreement: Agreement, clock: Clock) -> list[PartyDuties]:
    """The duties of one agreement, party by party in the order they signed."""
    agreements = public_rows(Agreement).known_at(clock.seq).filter(pk=agreement.pk)
    duties = public_duties(duties_of(agreements, clock), clock)
    positions = {party.agency_id: position for position, party in enumerate(agreement.parties.all())}
    duties.sort(key=lambda duty: positions.get(duty.duty.agency, len(positions)))
    by_agency = groupby(duties, key=attrgetter("agency"))
    return [PartyDuties(agency, list(duties_of_agency)) for agency, duties_of_agency in by_agency]
