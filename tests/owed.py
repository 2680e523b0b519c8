"""What a province owes of one agreement, by hand-written rules, sessions and records."""

from datetime import date
from typing import Any

from agreements.rules.application import AgreementFacts
from agreements.rules.duties import ExpectedDuty, RecordedDuty, SignedAgreement, expected_duties
from agreements.rules.duty_words import duty_name
from agreements.rules.ordinance import OrdinanceRule, SessionDays
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import TermDates

PROVINCE, COMMISSION, CITY, POLICE = 1, 2, 3, 4
SIGNED = TermDates(PartialDate.day(date(2022, 12, 13)), open_ended=True)
TODAY = date(2024, 3, 2)
NOTHING_KNOWN = AgreementFacts()
LONG_AGO = date(2015, 1, 1)


def rule(kind: str, due: str, **fields: Any) -> OrdinanceRule:
    given = {"id": 7, "agency": PROVINCE, "in_force_from": LONG_AGO}
    return OrdinanceRule(kind=kind, due=due, **given | fields)


EVALUATION = rule("self_evaluation", "yearly")
FIRST_SESSION = rule("signing_report", "first_session")


def derived(
    *rules: OrdinanceRule,
    term: TermDates = SIGNED,
    on: date = TODAY,
    facts: AgreementFacts = NOTHING_KNOWN,
    **known: Any,
) -> list[ExpectedDuty]:
    """The duties of the province; ``known`` are its ``sessions`` and ``records``."""
    return expected_duties(
        SignedAgreement(1, term, facts),
        {PROVINCE: list(rules)} if rules else {},
        sessions={PROVINCE: list(known.get("sessions", ()))},
        records=known.get("records", ()),
        on=on,
        due_soon_days=30,
    )


def owed(*rules: OrdinanceRule, **facts: Any) -> list[tuple[str, date | None, str]]:
    """The same as (name, deadline, state)."""
    return [(duty_name(one.kind, one.period), one.due, one.state) for one in derived(*rules, **facts)]


def session(begins: str, ends: str, ordinal: int | None = None) -> SessionDays:
    first, last = date.fromisoformat(begins), date.fromisoformat(ends)
    return SessionDays(first, last, first.year, ordinal)


def record(kind: str, period: str = "", *, day: str = "2023-12-01", done: bool = True) -> RecordedDuty:
    whole = PartialDate.parse(period) if period else None
    return RecordedDuty(9, PROVINCE, kind, whole, done, date.fromisoformat(day))
