"""Where each kind of dated public fact lies: in which rows, and by which column these are dated.

The rows are those that are public on day ``on`` with what was known at ``seq`` (None: now).  What lies
ahead of the day is left out, but for the end of a term.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import TruncDate

from agreements.models import (
    Agreement,
    Amendment,
    DutyRecord,
    Inquiry,
    Party,
    Program,
    Recognition,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import PUBLIC
from agreements.models.presence import published_by
from agreements.timeline.events import EventKind


def public_rows(model: Any) -> Any:
    return model.objects.visible_to(PUBLIC).fetch_mode(models.FETCH_RAISE)


def public_rows_at(model: Any, seq: int | None) -> Any:
    """Return the rows of what may be withdrawn; what was since is there again, without text."""
    return model.objects.visible_to(PUBLIC, seq=seq).fetch_mode(models.FETCH_RAISE)


def decided_programs(on: date, seq: int | None) -> Any:
    return public_rows(Program).known_at(seq).filter(then__decided_first__lte=on)


def begun_agreements(on: date, seq: int | None) -> Any:
    return public_rows(Agreement).begun_by(on, seq=seq)


def effective_agreements(on: date, seq: int | None) -> Any:
    return begun_agreements(on, seq).filter(then__effective_on__lte=on)


def ended_agreements(on: date, seq: int | None) -> Any:
    return begun_agreements(on, seq).filter(then__ended_on__lte=on)


def joined_parties(on: date, seq: int | None) -> Any:
    agreements = public_rows(Agreement).known_at(seq).values("pk")
    return public_rows(Party).filter(joined_first__lte=on, agreement__in=agreements)


def signed_amendments(on: date, seq: int | None) -> Any:
    rows = public_rows(Amendment).filter(signed_first__lte=on)
    if seq is None:
        return rows
    return rows.filter(agreement__in=public_rows(Agreement).known_at(seq).values("pk"))


def awarded_recognitions(on: date, seq: int | None) -> Any:
    rows = public_rows(Recognition).filter(awarded_first__lte=on)
    if seq is None:
        return rows
    return rows.filter(program__in=public_rows(Program).known_at(seq).values("pk"))


def known_reports(on: date, seq: int | None) -> Any:
    """Return the reports that had been said by then; one that tells of an earlier day takes effect before."""
    reports = public_rows_at(StatusReport, seq).known_by(on, seq=seq)
    return reports.filter(said_on_first__lte=on)


def met_duties(on: date, seq: int | None) -> Any:
    agreements = begun_agreements(on, seq).values("pk")
    return public_rows_at(DutyRecord, seq).filter(done_on__lte=on, agreement__in=agreements)


def made_inquiries(on: date, seq: int | None) -> Any:
    return public_rows_at(Inquiry, seq).known_by(on)


def statements(on: date, seq: int | None) -> Any:
    return public_rows(Statement).filter(published_by(seq), stated_on__lte=on)


def withdrawals(on: date, seq: int | None) -> Any:
    """Return rows with the day of their publication as ``withdrawn_on``."""
    dated = public_rows(Withdrawal).annotate(withdrawn_on=TruncDate("published_at"))
    return dated.filter(published_by(seq), withdrawn_on__lte=on)


@dataclass(frozen=True)
class DatedFacts:
    """The facts of one kind; ``rows`` takes a day and a sequence."""

    model: type[models.Model]
    column: str
    rows: Callable[[date, int | None], Any]


DATED: dict[EventKind, DatedFacts] = {
    EventKind.DECIDED: DatedFacts(Program, "then__decided_last", decided_programs),
    EventKind.SIGNED: DatedFacts(Agreement, "then__signed_last", begun_agreements),
    EventKind.SIGNING_ANNOUNCED: DatedFacts(Agreement, "then__announced_last", begun_agreements),
    EventKind.EFFECTIVE: DatedFacts(Agreement, "then__effective_on", effective_agreements),
    EventKind.JOINED: DatedFacts(Party, "joined_last", joined_parties),
    EventKind.AMENDED: DatedFacts(Amendment, "signed_last", signed_amendments),
    EventKind.REPORTED: DatedFacts(StatusReport, "said_on_last", known_reports),
    EventKind.INQUIRED: DatedFacts(Inquiry, "searched_on", made_inquiries),
    EventKind.STATED: DatedFacts(Statement, "stated_on", statements),
    EventKind.WITHDRAWN: DatedFacts(Withdrawal, "withdrawn_on", withdrawals),
    EventKind.DUTY: DatedFacts(DutyRecord, "done_on", met_duties),
    EventKind.RECOGNISED: DatedFacts(Recognition, "awarded_last", awarded_recognitions),
    EventKind.ENDED: DatedFacts(Agreement, "then__ended_on", ended_agreements),
    EventKind.EXPIRES: DatedFacts(Agreement, "then__expires_on", begun_agreements),
}
