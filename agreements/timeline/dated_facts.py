"""Where each kind of dated public fact lies: in which rows, and by which column these are dated.

The rows are those that are public on day ``on`` with what was known at ``seq`` (None: now).  What lies
ahead of the day is left out, but for the end of a term and an announced date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

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


def announcing_reports(on: date, seq: int | None) -> Any:
    """Return the reports that name a date and count; the date may have been changed or taken back since."""
    reports = public_rows_at(StatusReport, seq).effective(seq=seq).known_by(on, seq=seq)
    return reports.filter(said_on_first__lte=on, target_last__isnull=False)


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


class AgencyPath(NamedTuple):
    """How rows and the agencies concerned lead to each other, as ``lists`` asks and counts them.

    ``from_agency`` leads from an agency to values of ``column``, ``to_agency`` from a row to its agencies.
    Without ``from_agency`` it leads to those that are named in the other side of a promise only: ``column``
    is the row's side, ``to_agency`` leads from a link between the two sides.
    """

    column: str
    from_agency: str
    to_agency: str


PARTIES = AgencyPath("pk", "participations__agreement", "parties__agency")
PARTIES_OF_AGREEMENT = AgencyPath("agreement", "participations__agreement", "agreement__parties__agency")
OWN_AGENCY = AgencyPath("agency", "pk", "agency")
CONCERNED_BY_REPORT = (
    AgencyPath("stated_by", "pk", "stated_by"),
    AgencyPath("commitment", "roles__commitment", "commitment__roles__agency"),
    AgencyPath("milestone", "milestones", "milestone__agencies"),
    AgencyPath("commitment", "", "milestone__agencies"),
    AgencyPath("milestone", "", "commitment__roles__agency"),
)
CONCERNED_BY_INQUIRY = (
    AgencyPath("pk", "roles__commitment__inquiries", "commitments__roles__agency"),
    AgencyPath("pk", "milestones__inquiries", "milestones__agencies"),
    AgencyPath("pk", "inquiries_put_to_it", "asked"),
)
CONCERNED_BY_WITHDRAWAL = (
    AgencyPath("report__commitment", "roles__commitment", "report__commitment__roles__agency"),
    AgencyPath("report__milestone", "milestones", "report__milestone__agencies"),
    AgencyPath("report__stated_by", "pk", "report__stated_by"),
    AgencyPath("inquiry", "roles__commitment__inquiries", "inquiry__commitments__roles__agency"),
    AgencyPath("inquiry", "milestones__inquiries", "inquiry__milestones__agencies"),
)


@dataclass(frozen=True)
class DatedFacts:
    """The facts of one kind.

    ``column`` dates them, ``rows`` takes a day and a sequence, ``agencies`` leads to those concerned,
    ``published`` to the sequence at which the record that tells of them was first published.
    """

    model: type[models.Model]
    column: str
    rows: Callable[[date, int | None], Any]
    agencies: tuple[AgencyPath, ...]
    published: str = "published_seq"


OWNER = (AgencyPath("owner", "pk", "owner"), AgencyPath("decided_by", "pk", "decided_by"))
GIVEN_TO_AND_BY = (
    AgencyPath("program__owner", "pk", "program__owner"),
    AgencyPath("awarded_by", "pk", "awarded_by"),
)

DATED: dict[EventKind, DatedFacts] = {
    EventKind.DECIDED: DatedFacts(Program, "then__decided_last", decided_programs, OWNER),
    EventKind.SIGNED: DatedFacts(Agreement, "then__signed_last", begun_agreements, (PARTIES,)),
    EventKind.SIGNING_ANNOUNCED: DatedFacts(Agreement, "then__announced_last", begun_agreements, (PARTIES,)),
    EventKind.EFFECTIVE: DatedFacts(Agreement, "then__effective_on", effective_agreements, (PARTIES,)),
    EventKind.JOINED: DatedFacts(
        Party, "joined_last", joined_parties, (PARTIES_OF_AGREEMENT,), "agreement__published_seq"
    ),
    EventKind.AMENDED: DatedFacts(
        Amendment, "signed_last", signed_amendments, (PARTIES_OF_AGREEMENT,), "agreement__published_seq"
    ),
    EventKind.REPORTED: DatedFacts(StatusReport, "said_on_last", known_reports, CONCERNED_BY_REPORT),
    EventKind.DEADLINE: DatedFacts(StatusReport, "target_last", announcing_reports, CONCERNED_BY_REPORT),
    EventKind.INQUIRED: DatedFacts(Inquiry, "searched_on", made_inquiries, CONCERNED_BY_INQUIRY),
    EventKind.STATED: DatedFacts(Statement, "stated_on", statements, (OWN_AGENCY,)),
    EventKind.WITHDRAWN: DatedFacts(Withdrawal, "withdrawn_on", withdrawals, CONCERNED_BY_WITHDRAWAL),
    EventKind.DUTY: DatedFacts(DutyRecord, "done_on", met_duties, (OWN_AGENCY,)),
    EventKind.RECOGNISED: DatedFacts(
        Recognition, "awarded_last", awarded_recognitions, GIVEN_TO_AND_BY, "program__published_seq"
    ),
    EventKind.ENDED: DatedFacts(Agreement, "then__ended_on", ended_agreements, (PARTIES,)),
    EventKind.EXPIRES: DatedFacts(Agreement, "then__expires_on", begun_agreements, (PARTIES,)),
}
