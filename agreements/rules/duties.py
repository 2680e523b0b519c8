"""What is known on a day of the duties that ordinances put on the parties of an agreement.

Everything here is a function of facts and a day.  What is not known (a session, from when an ordinance
holds, whether it applies) is said to be not known: nothing is claimed from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from agreements.rules.application import (
    APPLIES,
    AgreementFacts,
    Application,
    MissingFact,
    application,
)
from agreements.rules.ordinance import (
    UNDATED,
    DutyKind,
    DutySlot,
    OrdinanceRule,
    SessionDays,
    TermSpan,
    duty_slots,
    rule_asks,
    term_span,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import TermDates
from agreements.rules.yes_no_unknown import YesNoUnknown


class DutyOutcome(TextChoices):
    """What a duty record says.  That a duty was not carried out is only ever the agency's own word."""

    DONE = "done", gettext_lazy("Done")
    NOT_DONE = "not_done", gettext_lazy("Not carried out, as the agency says")


class DutyState(TextChoices):
    DONE = "done", gettext_lazy("Done")
    DONE_LATE = "done_late", gettext_lazy("Done after the due day")
    NOT_DONE = "not_done", gettext_lazy("Not carried out, as the agency says")
    NO_RECORD = "no_record", gettext_lazy("No record registered")
    DUE_SOON = "due_soon", gettext_lazy("Due soon")
    DUE_LATER = "due_later", gettext_lazy("Not due yet")
    DEADLINE_UNKNOWN = "deadline_unknown", gettext_lazy("Due day not known")
    UNCONFIRMED = "unconfirmed", gettext_lazy("Ordinance to be confirmed")
    TERM_UNKNOWN = "term_unknown", gettext_lazy("Term not confirmed")
    NO_DEADLINE = "no_deadline", gettext_lazy("Asked without a day")
    APPLICATION_UNKNOWN = "application_unknown", gettext_lazy("Whether it applies is to be confirmed")
    NOT_OWED = "not_owed", gettext_lazy("Not owed")


MET = frozenset({DutyState.DONE, DutyState.DONE_LATE})
COUNTED = MET | {DutyState.NOT_DONE, DutyState.NO_RECORD}  # the denominator of the ratio

# Nobody knows whether it is owed: folded away, and in no count unless it is asked for.
UNDECIDED = frozenset({DutyState.APPLICATION_UNKNOWN, DutyState.UNCONFIRMED, DutyState.TERM_UNKNOWN})

# In which order duties are shown: what is done or not, then what is ahead, then what is not owed.
STATE_ORDER = {
    state.value: index
    for index, state in enumerate(
        (
            DutyState.DONE,
            DutyState.DONE_LATE,
            DutyState.NOT_DONE,
            DutyState.NO_RECORD,
            DutyState.DUE_SOON,
            DutyState.DUE_LATER,
            DutyState.NO_DEADLINE,
            DutyState.DEADLINE_UNKNOWN,
            DutyState.NOT_OWED,
            *sorted(UNDECIDED),
        )
    )
}


class RecordedDuty(NamedTuple):
    """What a published duty record says; the ``day`` is when it was done, else when it became known."""

    id: int
    agency: int
    kind: str
    period: PartialDate | None
    done: bool
    day: date

    @property
    def done_on(self) -> date | None:
        if self.done:
            return self.day
        return None


type Key = tuple[int, str, PartialDate | None]  # party, kind, period


class SignedAgreement(NamedTuple):
    id: int
    term: TermDates
    facts: AgreementFacts = AgreementFacts()


class ExpectedDuty(NamedTuple):
    """One duty of one party.  Without a ``rule`` it is a record that no known rule asks for."""

    agreement: int
    agency: int
    kind: str
    period: PartialDate | None
    about: date  # the day it hangs on: signing, end, or the last day of the period
    due: date | None
    state: str
    rule: int | None
    record: int | None
    done_on: date | None
    counts: bool  # it stands in the ratio
    clause: str = ""  # by which it is not owed, or not for certain: a ``Clause``
    application: str = ""  # whether the ordinance asks it of this agreement: a ``YesNoUnknown``
    missing: tuple[str, ...] = ()  # of what is undecided, what decides: values of ``MissingFact``

    @property
    def is_decided(self) -> bool:
        return self.state not in UNDECIDED

    @property
    def exempting_clause(self) -> str:
        """The clause by which it is not owed: of what was done all the same nothing is said of that."""
        if self.state in MET:
            return ""
        return {YesNoUnknown.NO.value: self.clause}.get(self.application, "")

    @property
    def year(self) -> int:
        return self.period.first.year if self.period else self.about.year


# ---- what is known of them ---------------------------------------------------------------------------


def expected_duties(
    agreement: SignedAgreement,
    rules: Mapping[int, Sequence[OrdinanceRule]],
    *,
    sessions: Mapping[int, Sequence[SessionDays]],
    records: Iterable[RecordedDuty] = (),
    on: date,
    due_soon_days: int,
) -> list[ExpectedDuty]:
    """Return the duties of an agreement's parties on day ``on``, ordered by the days they hang on.

    Args:
        rules: by bound party.
        sessions: by the body of the rule, ordered by their first day.
        records: what was published about the agreement.

    Two rules that ask the same are one duty, told by the first of them.
    """
    held = term_span(agreement.term)
    if held is not None and held.signed.first > on:
        return []

    demands: dict[Key, DutyDemand] = {}
    for party, demand in _slots_in_force(rules, agreement, held, sessions, on=on):
        demands.setdefault((party, demand.rule.kind, demand.slot.period), demand)

    record_by_key = _first_records(records, on=on)
    answers = _records_that_answer(demands, record_by_key)
    soon = on + timedelta(days=due_soon_days)
    duties: list[ExpectedDuty] = []
    for key, demand in demands.items():
        record = answers.get(key)
        state = _duty_state(demand, record, on=on, soon=soon)
        duties.append(_expected_duty(agreement.id, key, demand, record, state))

    answering = set(answers.values())
    for key, record in record_by_key.items():
        if record not in answering:
            duties.append(_duty_without_rule(agreement.id, key, record))

    return sorted(duties, key=lambda duty: (duty.about, KIND_ORDER[duty.kind], duty.agency))


class DutyDemand(NamedTuple):
    """One time that a rule asks for something, and whether the rule applies to the agreement."""

    slot: DutySlot
    rule: OrdinanceRule
    application: Application

    @property
    def is_owed(self) -> bool:
        """Whether it is known to be owed: its ordinance is confirmed and applies, and the agreement held."""
        return self.rule.is_confirmed and self.application == APPLIES and self.slot.in_force

    @property
    def applies(self) -> str:
        """Whether the ordinance asks it of the agreement; not known before it is confirmed."""
        if not self.rule.is_confirmed:
            return YesNoUnknown.UNKNOWN
        return self.application.applies.value

    @property
    def due(self) -> date | None:
        """The deadline, unless the rule does not apply for certain."""
        if self.application != APPLIES:
            return None
        return self.slot.due


def _slots_in_force(
    rules: Mapping[int, Sequence[OrdinanceRule]],
    agreement: SignedAgreement,
    held: TermSpan | None,
    sessions: Mapping[int, Sequence[SessionDays]],
    *,
    on: date,
) -> Iterator[tuple[int, DutyDemand]]:
    """Yield each time that a rule asks a party for something by day ``on`` and its ordinance may be in force.

    Nothing is asked before the last day on which the agreement may have been signed.
    """
    if held is None or held.signed.last > on:
        return

    for party, bound in rules.items():
        for rule in bound:
            applies = application(rule, held.signed, agreement.facts)
            slots = duty_slots(rule, held, sessions.get(rule.agency, ()), on=on)
            for slot in filter(partial(rule_asks, rule, bound=bound), slots):
                yield party, DutyDemand(slot, rule, applies)


def _first_records(records: Iterable[RecordedDuty], *, on: date) -> dict[Key, RecordedDuty]:
    """Return the record that counts for each duty on day ``on``: one that says done, else the oldest."""
    record_by_key: dict[Key, RecordedDuty] = {}
    for record in sorted(records, key=lambda record: (not record.done, record.day, record.id)):
        if record.day <= on:
            record_by_key.setdefault((record.agency, record.kind, record.period), record)

    return record_by_key


def _records_that_answer(
    demands: Mapping[Key, DutyDemand], record_by_key: Mapping[Key, RecordedDuty]
) -> dict[Key, RecordedDuty]:
    """Return the record of each demand that has one.

    Where a rule was put right after a record was registered, so that it asks by the year or no longer does,
    the record still answers: nobody is told that there is none.
    """
    answers = {key: record_by_key[key] for key in demands.keys() & record_by_key.keys()}
    for key, record in record_by_key.items():
        if key not in demands:
            unanswered = [demanded for demanded in demands if demanded not in answers]
            answers |= _first_answered(unanswered, key, record)
    return answers


def _first_answered(unanswered: list[Key], recorded: Key, record: RecordedDuty) -> dict[Key, RecordedDuty]:
    for demanded in unanswered:
        if _may_be_of(recorded, demanded):
            return {demanded: record}
    return {}


def _may_be_of(recorded: Key, demanded: Key) -> bool:
    """Say whether a record may be of a duty of another period: one of them has none, or they overlap."""
    *of_record, period = recorded
    *of_demand, demanded_period = demanded
    if of_record != of_demand:
        return False
    if period is None or demanded_period is None:
        return True
    return period.overlaps(demanded_period)


KIND_ORDER = {kind.value: index for index, kind in enumerate(DutyKind)}


def _duty_state(demand: DutyDemand, record: RecordedDuty | None, *, on: date, soon: date) -> DutyState:
    if record is None:
        return _state_by_application(demand) or _state_by_deadline(demand, on=on, soon=soon)

    known_due = None
    if demand.is_owed and record.period == demand.slot.period:
        known_due = demand.due
    return _recorded_state(record, due=known_due)


STATE_UNLESS_IT_APPLIES = {
    YesNoUnknown.NO: DutyState.NOT_OWED,
    YesNoUnknown.UNKNOWN: DutyState.APPLICATION_UNKNOWN,
}


def _state_by_application(demand: DutyDemand) -> DutyState | None:
    """Return why a duty without a record is not known to be owed; None where it is."""
    if not demand.rule.is_confirmed:
        return DutyState.UNCONFIRMED
    applies = demand.application.applies
    if applies != YesNoUnknown.YES:
        return STATE_UNLESS_IT_APPLIES[applies]
    if not demand.slot.in_force:
        return DutyState.TERM_UNKNOWN
    return None


def _state_by_deadline(demand: DutyDemand, *, on: date, soon: date) -> DutyState:
    due = demand.due
    if demand.rule.due in UNDATED:
        return DutyState.NO_DEADLINE
    if due is None:
        return DutyState.DEADLINE_UNKNOWN
    if due < on:
        return DutyState.NO_RECORD
    if due <= soon:
        return DutyState.DUE_SOON

    return DutyState.DUE_LATER


def _recorded_state(record: RecordedDuty, *, due: date | None) -> DutyState:
    """Return what a record says; it is late only against a known deadline of a confirmed ordinance."""
    if not record.done:
        return DutyState.NOT_DONE
    if due is not None and due < record.day:
        return DutyState.DONE_LATE
    return DutyState.DONE


def _expected_duty(
    agreement: int, key: Key, demand: DutyDemand, record: RecordedDuty | None, state: DutyState
) -> ExpectedDuty:
    record_id, done_on = None, None
    if record is not None:
        record_id, done_on = record.id, record.done_on
    return ExpectedDuty(
        agreement,
        *key,
        about=demand.slot.about.last,
        due=demand.due,
        state=state.value,
        rule=demand.rule.id,
        record=record_id,
        done_on=done_on,
        counts=demand.is_owed and state in COUNTED,
        clause=demand.application.clause,
        application=demand.applies,
        missing=_missing_of(state, demand),
    )


MISSING_BY_STATE: dict[DutyState, tuple[str, ...]] = {
    DutyState.UNCONFIRMED: (MissingFact.IN_FORCE.value,),
    DutyState.TERM_UNKNOWN: (MissingFact.TERM.value,),
}


def _missing_of(state: DutyState, demand: DutyDemand) -> tuple[str, ...]:
    """Return what has to be known before an undecided duty is decided."""
    if state == DutyState.APPLICATION_UNKNOWN:
        return demand.application.missing
    return MISSING_BY_STATE.get(state, ())


def _duty_without_rule(agreement: int, key: Key, record: RecordedDuty) -> ExpectedDuty:
    """Return the duty for a record that no known rule asks for; it counts in no ratio."""
    _party, _kind, period = key
    return ExpectedDuty(
        agreement,
        *key,
        about=period.last if period else record.day,
        due=None,
        state=_recorded_state(record, due=None).value,
        rule=None,
        record=record.id,
        done_on=record.done_on,
        counts=False,
    )
