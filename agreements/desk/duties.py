"""Duties under ordinances that are due soon, or past their day without a record."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from agreements.desk.base import PageRows, RowText, Section, StaffOfAgencies, sees_every_agency
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, DutyRecord
from agreements.models.base import PUBLIC
from agreements.rules import reminders
from agreements.rules.duties import DutyState, ExpectedDuty
from agreements.rules.duty_words import duty_name, duty_sentence
from agreements.rules.roles import VIEW, Person

WAITING = frozenset({DutyState.NO_RECORD, DutyState.DUE_SOON})


class DutyRow(NamedTuple):
    duty: ExpectedDuty
    agreement: Agreement
    agency: Agency


class WaitingDuties(Section):
    """Each duty is of the agency that owes it; the earliest deadline comes first."""

    kind = "duties"
    permission = (VIEW, "agreement")
    page_title = mail_title = gettext_lazy("Duties under ordinances")
    page_empty = gettext_lazy("No duty is due soon or past its day without a record.")

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        if sees_every_agency(person):
            duties = waiting_duties(None, on=on)
        else:
            duties = waiting_duties(Agency.objects.filter(pk__in=person.agencies), on=on)
        return PageRows(duty_rows(duties[:limit]), {DutyRecord: len(duties)})

    def mail_rows(self, people: list[Person], *, on: date) -> Iterator[tuple[DutyRow, frozenset[int]]]:
        mailed = [duty for duty in waiting_duties(None, on=on) if is_mailed(duty, on=on)]
        staff = StaffOfAgencies(people)
        for row in duty_rows(mailed):
            yield row, staff.keys([row.duty.agency])

    def record(self, row: DutyRow) -> Agreement:
        return row.agreement

    def page_text(self, row: DutyRow, *, on: date) -> RowText:
        name = duty_name(row.duty.kind, row.duty.period)
        return RowText(f"{name} · {row.agency}", f"{row.agreement}, {duty_sentence(row.duty)}")

    def mail_text(self, row: DutyRow, *, on: date) -> RowText:
        name = duty_name(row.duty.kind, row.duty.period)
        return RowText(f"{name} · {row.agency} · {row.agreement}", duty_sentence(row.duty))


def waiting_duties(agencies: QuerySet[Agency] | None, *, on: date) -> list[ExpectedDuty]:
    """Return the duties of ``agencies`` (None: of all) for which a record is to be made, sorted by
    deadline; the queries are as many for one agreement as for all."""
    agreements: Any = Agreement.objects.visible_to(PUBLIC).begun_by(on).order_by("pk")
    duties = duties_of(agreements, Clock(on, today=on), agencies=agencies)
    waiting = [duty for duty in duties if duty.state in WAITING]
    return sorted(waiting, key=lambda duty: (duty.due or date.max, duty.agreement, duty.agency, duty.kind))


def is_mailed(duty: ExpectedDuty, *, on: date) -> bool:
    """Say whether mails of this day name a waiting duty: on the same days as a target."""
    if duty.due is None:
        return False
    if duty.state == DutyState.DUE_SOON:
        return reminders.reminds_of_due(duty.due, on=on)
    return reminders.reminds_of_past(duty.due, on=on)


def duty_rows(duties: list[ExpectedDuty]) -> list[DutyRow]:
    """Return the duties with the records of their agreements and agencies, in two queries."""
    agreements = Agreement.objects.in_bulk([duty.agreement for duty in duties])
    agencies = Agency.objects.in_bulk([duty.agency for duty in duties])
    return [DutyRow(duty, agreements[duty.agreement], agencies[duty.agency]) for duty in duties]
