"""What an ordinance asks of the body it binds, and until when.

An ordinance binds only its own body, and the organs under it where the rule says so; the police owe none.
Where something decides that is not known (a session, the day of an end), nothing is claimed.
"""

import calendar
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.lifecycle import FOREVER, NEVER
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import TermDates


class DutyKind(TextChoices):
    PRIOR_REPORT = "prior_report", _("Report before signing")
    COUNCIL_VOTE = "council_vote", _("Vote of the council")
    SIGNING_REPORT = "signing_report", _("Report of the signing")
    SELF_EVALUATION = "self_evaluation", _("Self-evaluation")
    PROGRESS_REPORT = "progress_report", _("Progress report")
    DISCLOSURE = "disclosure", _("Publication on the website")
    END_REPORT = "end_report", _("Report of the end")


class DueRule(TextChoices):
    BEFORE_SIGNING = "before_signing", _("Before signing")
    FIRST_SESSION = "first_session", _("By the end of the first council session after signing")
    AFTER_SIGNING = "after_signing", _("Within a number of days after signing")
    YEARLY = "yearly", _("Once a year, by 31 December")
    YEARLY_SESSION = "yearly_session", _("Once a year, by the end of a regular session")
    MONTHLY = "monthly", _("By the end of the month after the signing or the end")
    AFTER_END = "after_end", _("Within a number of days after the end")
    NO_DEADLINE = "no_deadline", _("No day is laid down")
    WITHOUT_DELAY = "without_delay", _("Without delay")


COUNTS_DAYS = (DueRule.AFTER_SIGNING, DueRule.AFTER_END)  # a rule of these needs its number of days
YEARLY = (DueRule.YEARLY, DueRule.YEARLY_SESSION)
UNDATED = (DueRule.NO_DEADLINE, DueRule.WITHOUT_DELAY)


class DutyCondition(TextChoices):
    """Of which agreements a duty is asked, by the facts that the rule names."""

    ALWAYS = "always", _("Of every agreement")
    ANY_OF = "any_of", _("Only where one of these holds")
    NONE_OF = "none_of", _("Only where none of these holds")


REPEATED = (DutyKind.SELF_EVALUATION, DutyKind.PROGRESS_REPORT)  # as long as the agreement holds

# An ordinance of local government binds no police; nor does it reach beyond these organs under its body.
POLICE = frozenset({"national_police", "provincial_police", "police_station"})
SUBORDINATE = frozenset({"police_commission", "fire"})


class OrdinanceRule(NamedTuple):
    """One duty that one ordinance lays down."""

    id: int
    agency: int
    kind: str
    due: str
    days: int | None = None
    session: int | None = None  # which regular session of the year
    condition: str = DutyCondition.ALWAYS
    triggers: tuple[str, ...] = ()  # the facts of an agreement that the condition looks at
    except_council_matter: bool = False  # a vote is asked for instead
    exempt_without_mutual_duties: bool = False
    signed_from: date | None = None
    older_unclear: bool = False  # the text does not say whether it binds what was signed before that day
    signing_year_only: bool = False
    from_signing_year: bool = False  # a yearly duty begins in the year of signing, not the one after
    binds_subordinates: bool = False
    in_force_from: date | None = None  # None: to be confirmed
    in_force_until: date | None = None
    ordinance_id: int = 0
    body_until: date | None = None  # the last day of the body that is bound, where it was dissolved

    @property
    def is_confirmed(self) -> bool:
        return self.in_force_from is not None

    @property
    def time_allowed(self) -> timedelta:
        return timedelta(days=self.days or 0)


class BoundBody(NamedTuple):
    """An agency, as far as ordinances look at it."""

    id: int
    kind: str
    parent: int | None = None
    dissolved_on: date | None = None


class SessionDays(NamedTuple):
    begins_on: date
    ends_on: date
    year: int
    ordinal: int | None = None  # of a regular session in its year


# ---- who is bound -----------------------------------------------------------------------------------


def rule_binds(rule: OrdinanceRule, body: BoundBody) -> bool:
    """Say whether a rule reaches a body: its own one, or an organ under it where the rule says so."""
    if body.kind in POLICE:
        return False
    if body.id == rule.agency:
        return True
    is_organ = body.kind in SUBORDINATE and body.parent == rule.agency
    return rule.binds_subordinates and is_organ


def rules_by_body(
    bodies: Iterable[BoundBody], rules: Sequence[OrdinanceRule]
) -> dict[int, list[OrdinanceRule]]:
    """Return {body id: its rules, the confirmed ones first} for the bodies that have any."""
    confirmed_first = sorted(rules, key=lambda rule: not rule.is_confirmed)
    rules_by_id: dict[int, list[OrdinanceRule]] = {}
    for body in bodies:
        binding = [
            rule._replace(body_until=body.dissolved_on) for rule in confirmed_first if rule_binds(rule, body)
        ]
        if binding:
            rules_by_id[body.id] = binding

    return rules_by_id


class RuleVersion(Protocol):
    """A duty as one text lays it down, from a day to a day (None: from or until whenever)."""

    @property
    def kind(self) -> str: ...
    @property
    def in_force_from(self) -> date | None: ...
    @property
    def in_force_until(self) -> date | None: ...


def days_in_force(version: RuleVersion) -> tuple[date, date]:
    """Return the first and the last day on which a rule may be in force."""
    return version.in_force_from or NEVER, version.in_force_until or FOREVER


def rule_holds_in(rule: OrdinanceRule, period: PartialDate) -> bool:
    """Say whether the ordinance may be in force on every day of a period.

    What is before its date is not owed, nor what may have been before it.
    """
    first, last = days_in_force(rule)
    return first <= period.first <= period.last <= last


def rule_asks(rule: OrdinanceRule, slot: "DutySlot", *, bound: Iterable[OrdinanceRule]) -> bool:
    """Say whether the ordinance may ask for something, of a body that these rules are ``bound`` to.

    Nobody meets a deadline of a day before it held.  Nor is one met by a body that was dissolved by then, or
    before that on which the duty hangs, nor once no version of the ordinance asks for it any more.
    """
    if not rule_holds_in(rule, slot.about):
        return False
    due = slot.due or slot.about.last
    first, _last = days_in_force(rule)
    body_until = rule.body_until or FOREVER
    if due < first or body_until < max(due, slot.about.last):
        return False
    due_day = PartialDate.day(due)
    return any(rule_holds_in(version, due_day) for version in bound if _goes_on(version, rule))


def _goes_on(version: OrdinanceRule, rule: OrdinanceRule) -> bool:
    """Say whether a version lays down the same duty, confirmed where the rule is; the rule itself does."""
    same_duty = (version.ordinance_id, version.kind) == (rule.ordinance_id, rule.kind)
    return same_duty and version.is_confirmed >= rule.is_confirmed


def versions_overlap(version: RuleVersion, second: RuleVersion) -> bool:
    """Say whether two rules of one body ask for the same duty on the same day."""
    if version.kind != second.kind:
        return False
    beginnings, ends = zip(days_in_force(version), days_in_force(second), strict=True)
    return max(beginnings) <= min(ends)


# ---- which duties, and until when -------------------------------------------------------------------


class DutySlot(NamedTuple):
    """One time that a rule asks for something."""

    period: PartialDate | None
    about: PartialDate  # what it hangs on: signing, end, or the last day of the period
    due: date | None  # None: the session is not registered
    in_force: bool = True  # False: nobody knows whether the agreement still held then


class TermSpan(NamedTuple):
    """From when to when an agreement holds for certain.

    A deadline counts from the last day that a partial date leaves possible, and a duty is owed only while
    the agreement held whichever day it was.  Without an end, its last day and the day of the end are None.
    """

    signed: PartialDate
    first: date
    last: date | None
    end: date | None
    is_known: bool  # until when it holds
    ended_on: date | None = None  # not because its term ran out or another one followed

    def end_by(self, day: date) -> date | None:
        """Return the day of the end, if it came by ``day``."""
        if self.end is None or self.end > day:
            return None
        return self.end

    def includes(self, day: date) -> bool:
        return self.first <= day <= (self.last or FOREVER)


def term_span(term: TermDates) -> TermSpan | None:
    """Return the days on which an agreement is in force; None while it is not signed."""
    if term.signed is None:
        return None

    first = term.effective_on or term.signed.last
    last, end = min(_ends_of(term), default=(None, None))
    return TermSpan(term.signed, first, last, end, term.is_known or last is not None, term.ended_on)


def _ends_of(term: TermDates) -> Iterator[tuple[date, date]]:
    """Yield (last day in force, day of the end) of each end that is known."""
    if term.ended_on:
        yield term.ended_on - timedelta(days=1), term.ended_on
    if term.succeeded:
        yield term.succeeded.first - timedelta(days=1), term.succeeded.last
    if term.last_day:
        yield term.last_day, term.last_day


def duty_slots(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], *, on: date
) -> Iterator[DutySlot]:
    """Yield each time that a rule asks for something by day ``on``, whether or not it was in force then."""
    return SLOTS[DueRule(rule.due)](rule, held, sessions, on)


def _before_signing(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    yield DutySlot(None, held.signed, held.signed.last - timedelta(days=1))


def _first_session(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    """A session that was already open on the day of signing is not one after it."""
    after_signing = bisect_right(sessions, held.signed.last, key=lambda session: session.begins_on)
    due = None
    if after_signing < len(sessions):
        due = sessions[after_signing].ends_on
    yield DutySlot(None, held.signed, due)


def _after_signing(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    yield DutySlot(None, held.signed, held.signed.last + rule.time_allowed)


def _after_end(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    end = held.end_by(on)
    if end is not None:
        yield DutySlot(None, PartialDate.day(end), end + rule.time_allowed)


def _without_day(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    if rule.kind == DutyKind.END_REPORT:
        yield from _once_ended(held, on)
    elif rule.kind in REPEATED:
        yield from _while_it_holds(held, on)
    else:
        yield DutySlot(None, held.signed, None)


def _once_ended(held: TermSpan, on: date) -> Iterator[DutySlot]:
    """A report of the end is asked where the parties ended it.

    Ordinances name a purpose that was met and cancellations, not a term that ran out.
    """
    if held.ended_on is not None and held.ended_on <= on:
        yield DutySlot(None, PartialDate.day(held.ended_on), None)


def _while_it_holds(held: TermSpan, on: date) -> Iterator[DutySlot]:
    """What repeats hangs on the day that is looked at, or on the last one on which the agreement held."""
    last_day = min(on, held.last or on)
    if held.first <= last_day:
        yield DutySlot(None, PartialDate.day(last_day), None, held.is_known)


def _monthly_lists(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    """The monthly list names what was signed and what ended in that month, if the month is known."""
    listed = [held.signed]
    end = held.end_by(on)
    if end is not None:
        listed.append(PartialDate.day(end))

    months: dict[PartialDate, PartialDate] = {}
    for day in listed:
        month = _calendar_month(day.last.year, day.last.month)
        if month.contains(day):
            months.setdefault(month, day)

    for month, day in months.items():
        following = month.last + timedelta(days=1)
        yield DutySlot(month, day, _calendar_month(following.year, following.month).last)


def _yearly_by_december(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    for year in _owed_years(rule, held, on):
        period = _calendar_year(year)
        if held.includes(period.last):
            yield DutySlot(period, PartialDate.day(period.last), period.last, held.is_known)


def _yearly_session(
    rule: OrdinanceRule, held: TermSpan, sessions: Sequence[SessionDays], on: date
) -> Iterator[DutySlot]:
    ends_by_session = {(session.year, session.ordinal): session.ends_on for session in reversed(sessions)}
    for year in _owed_years(rule, held, on):
        period = _calendar_year(year)
        due = ends_by_session.get((year, rule.session))
        about = due or period.last  # without its session a duty hangs on the year, and has no deadline
        if held.includes(about):
            yield DutySlot(period, PartialDate.day(about), due, held.is_known)


def _owed_years(rule: OrdinanceRule, held: TermSpan, on: date) -> range:
    """Return the years of a yearly duty: from the calendar year after it took effect, or from that year.

    Of a duty of the year of signing only, that year: where it may be one of two, the agreement did not hold
    for certain in the first, and nothing is asked.
    """
    if rule.signing_year_only:
        return range(held.signed.first.year, held.signed.first.year + 1)

    first_year = held.first.year
    if not rule.from_signing_year:
        first_year += 1
    return range(first_year, on.year + 1)


SLOTS: dict[DueRule, Callable[[OrdinanceRule, TermSpan, Sequence[SessionDays], date], Iterator[DutySlot]]] = {
    DueRule.BEFORE_SIGNING: _before_signing,
    DueRule.FIRST_SESSION: _first_session,
    DueRule.AFTER_SIGNING: _after_signing,
    DueRule.YEARLY: _yearly_by_december,
    DueRule.YEARLY_SESSION: _yearly_session,
    DueRule.MONTHLY: _monthly_lists,
    DueRule.AFTER_END: _after_end,
    DueRule.NO_DEADLINE: _without_day,
    DueRule.WITHOUT_DELAY: _without_day,
}


@lru_cache
def _calendar_year(year: int) -> PartialDate:
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


@lru_cache
def _calendar_month(year: int, month: int) -> PartialDate:
    return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
