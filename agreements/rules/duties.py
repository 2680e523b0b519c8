"""What is known on a day of the duties that ordinances put on the parties of an agreement.

Everything here is a function of facts and a day.  What is not known (a session, from when an ordinance
holds, whether money is spent) is said to be not known: nothing is claimed from it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.rules.lifecycle import TermDates
from agreements.rules.ordinance import (
    DutyKind,
    DutySlot,
    OrdinanceRule,
    SessionDays,
    duty_slots,
    rule_holds_on,
    term_span,
)
from agreements.rules.partial_date import PartialDate, Precision


class DutyOutcome(TextChoices):
    """What a duty record says.  That a duty was not carried out is only ever the agency's own word."""

    DONE = "done", gettext_lazy("Done")
    NOT_DONE = "not_done", gettext_lazy("Not carried out, as the agency says")


class DutyState(TextChoices):
    DONE = "done", gettext_lazy("Done")
    DONE_LATE = "done_late", gettext_lazy("Done after the deadline")
    NOT_DONE = "not_done", gettext_lazy("Not carried out, as the agency says")
    NO_RECORD = "no_record", gettext_lazy("No record registered")
    DUE_SOON = "due_soon", gettext_lazy("Due soon")
    DUE_LATER = "due_later", gettext_lazy("Not due yet")
    DEADLINE_UNKNOWN = "deadline_unknown", gettext_lazy("Deadline not known")
    UNCONFIRMED = "unconfirmed", gettext_lazy("Ordinance to be confirmed")


MET = frozenset({DutyState.DONE, DutyState.DONE_LATE})
COUNTED = MET | {DutyState.NOT_DONE, DutyState.NO_RECORD}  # the denominator of the ratio


class RecordedDuty(NamedTuple):
    """What a published duty record says; the ``day`` is when it was done, else when it became known."""

    id: int
    agency: int
    kind: str
    period: PartialDate | None
    done: bool
    day: date


type Key = tuple[int, str, PartialDate | None]  # party, kind, period


class SignedAgreement(NamedTuple):
    """An agreement; ``spends``: its fiscal burden, None where it is not known."""

    id: int
    term: TermDates
    spends: bool | None = None


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
    """Give the duties of an agreement's parties on day ``on``, in the order of the days they hang on.

    ``rules`` are those of each bound party, ``sessions`` those of each rule's body by their first day;
    ``records`` what was published about the agreement.  What two rules ask alike is one duty, by the first.
    """
    held = term_span(agreement.term)
    if held is None or held.signed_on > on:
        return []
    known: dict[Key, RecordedDuty] = {}
    for registered in sorted(records, key=lambda one: (not one.done, one.day, one.id)):
        if registered.day <= on:
            known.setdefault((registered.agency, registered.kind, registered.period), registered)
    soon, found, asked = on + timedelta(days=due_soon_days), [], set()
    for party, bound in rules.items():
        for rule in bound:
            if rule.only_with_fiscal_burden and not agreement.spends:
                continue
            for slot in duty_slots(rule, held, sessions.get(rule.agency, ()), on=on):
                key = (party, rule.kind, slot.period)
                if rule_holds_on(rule, slot.about) and key not in asked:
                    asked.add(key)
                    record = known.get(key) if known else None
                    state = _duty_state(slot.due, rule, record, on=on, soon=soon)
                    found.append(_expected_duty(agreement.id, key, slot, rule, record, state))
    found += [
        _duty_without_rule(agreement.id, key, record) for key, record in known.items() if key not in asked
    ]
    found.sort(key=lambda duty: (duty.about, KINDS[duty.kind], duty.agency))
    return found


KINDS = {kind.value: place for place, kind in enumerate(DutyKind)}


def _duty_state(
    due: date | None, rule: OrdinanceRule, record: RecordedDuty | None, *, on: date, soon: date
) -> DutyState:
    confirmed = rule.in_force_from is not None
    if record:
        late = confirmed and due is not None and due < record.day
        return (DutyState.DONE_LATE if late else DutyState.DONE) if record.done else DutyState.NOT_DONE
    if not confirmed:
        return DutyState.UNCONFIRMED
    if due is None:
        return DutyState.DEADLINE_UNKNOWN
    if due < on:
        return DutyState.NO_RECORD
    return DutyState.DUE_SOON if due <= soon else DutyState.DUE_LATER


def _expected_duty(  # noqa: PLR0917  # all that a duty is made of
    agreement: int,
    key: Key,
    slot: DutySlot,
    rule: OrdinanceRule | None,
    record: RecordedDuty | None,
    state: DutyState,
) -> ExpectedDuty:
    return ExpectedDuty(
        agreement,
        *key,
        about=slot.about,
        due=slot.due,
        state=state.value,
        rule=rule.id if rule else None,
        record=record.id if record else None,
        done_on=record.day if record and record.done else None,
        counts=rule is not None and rule.in_force_from is not None and state in COUNTED,
    )


def _duty_without_rule(agreement: int, key: Key, record: RecordedDuty) -> ExpectedDuty:
    """A record that no known rule asks for: it is shown, and stands in no ratio."""
    period = key[2]
    slot = DutySlot(period, period.last if period else record.day, None)
    return _expected_duty(
        agreement, key, slot, None, record, DutyState.DONE if record.done else DutyState.NOT_DONE
    )


# ---- how it is said ----------------------------------------------------------------------------------


def duty_name(kind: str, period: PartialDate | None) -> str:
    """Call a duty: 자체평가 2023, 누리집 공개 2023. 6., 체결 보고."""
    label = str(DutyKind(kind).label)
    if period is None:
        return label
    return f"{label} {period.first.year if period.precision is Precision.YEAR else period.short()}"


def duty_sentence(duty: ExpectedDuty) -> str:
    """Say what is known of a duty, and no more: that nothing is registered, never that it was broken."""
    values = {
        "day": PartialDate.day(duty.done_on).short() if duty.done_on else "",
        "due": PartialDate.day(duty.due).short() if duty.due else "",
    }
    return {
        DutyState.DONE: _("done %(day)s"),
        DutyState.DONE_LATE: _("done %(day)s (deadline %(due)s)"),
        DutyState.NOT_DONE: _("not carried out (as the agency says)"),
        DutyState.NO_RECORD: _("no record registered (deadline %(due)s)"),
        DutyState.DUE_SOON: _("due soon (deadline %(due)s)"),
        DutyState.DUE_LATER: _("not due yet (deadline %(due)s)"),
        DutyState.DEADLINE_UNKNOWN: _("session not registered: the deadline is not known"),
        DutyState.UNCONFIRMED: _("no record registered (from when the ordinance holds is to be confirmed)"),
    }[DutyState(duty.state)] % values


class DutyRatio(NamedTuple):
    """How many of the duties that are known to be owed, and are due or met, were met; the rest by state."""

    met: int
    counted: int
    left_out: dict[str, int]

    @property
    def percent(self) -> float | None:
        return round(100 * self.met / self.counted, 1) if self.counted else None


def duty_ratio(duties: Iterable[ExpectedDuty]) -> DutyRatio:
    counted: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for duty in duties:
        (counted if duty.counts else left_out)[duty.state] += 1
    met = sum(number for state, number in counted.items() if state in MET)
    return DutyRatio(met, counted.total(), dict(left_out))
