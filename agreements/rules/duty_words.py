"""How a duty is named, and what a page says of it."""

from collections import defaultdict
from collections.abc import Container, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.rules.application import Clause, MissingFact
from agreements.rules.duties import UNDECIDED, DutyState, ExpectedDuty
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import PartialDate, Precision, short_day


def duty_name(kind: str, period: PartialDate | None) -> str:
    """Name a duty: 자체평가 2023, 누리집 공개 2023. 6., 체결 보고."""
    label = str(DutyKind(kind).label)
    if period is None:
        return label
    if period.precision is Precision.YEAR:
        return f"{label} {period.first.year}"
    return f"{label} {period.short()}"


NOT_OWED_SENTENCES: dict[str, Promise] = {
    Clause.OLDER: gettext_lazy("not owed: signed before the agreements that the ordinance binds"),
    Clause.CONDITION: gettext_lazy("not owed: the ordinance asks it of other agreements"),
    Clause.EXEMPTION: gettext_lazy("not owed: no mutual duties and no waiver of rights"),
}


def duty_sentence(duty: ExpectedDuty) -> str:
    """Say what is known of a duty, and no more: that nothing is registered, never that it was broken."""
    if duty.state in UNDECIDED:
        return undecided_sentence([duty])

    not_owed = NOT_OWED_SENTENCES.get(duty.exempting_clause, "")
    not_done = filter(None, [_("not carried out (as the agency says)"), not_owed])
    values = {"day": short_day(duty.done_on), "due": short_day(duty.due)}
    return {
        DutyState.DONE: _("done %(day)s"),
        DutyState.DONE_LATE: _("done %(day)s (due %(due)s)"),
        DutyState.NOT_DONE: " · ".join(map(str, not_done)),
        DutyState.NOT_OWED: str(not_owed),
        DutyState.NO_RECORD: _("no record registered (due %(due)s)"),
        DutyState.DUE_SOON: _("due soon (%(due)s)"),
        DutyState.DUE_LATER: _("not due yet (due %(due)s)"),
        DutyState.DEADLINE_UNKNOWN: _("session not registered: the due day is not known"),
        DutyState.NO_DEADLINE: _("no record registered (the ordinance names no day)"),
    }[DutyState(duty.state)] % values


def undecided_sentence(duties: Iterable[ExpectedDuty]) -> str:
    """Say of duties that nobody knows to be owed in which states they are, and what decides in each."""
    missing_by_state: defaultdict[str, set[str]] = defaultdict(set)
    for duty in duties:
        missing_by_state[duty.state].update(duty.missing)
    states = filter(missing_by_state.__contains__, DutyState)
    return " · ".join(_state_with_missing(state, missing_by_state[state]) for state in states)


def _state_with_missing(state: DutyState, missing: Container[str]) -> str:
    facts = [str(fact.label) for fact in MissingFact if fact in missing]
    return _("%(state)s (not known: %(facts)s)") % {"state": state.label, "facts": ", ".join(facts)}
