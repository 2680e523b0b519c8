"""Rounds on the desk: which promises a department is asked about, who has not answered, what came in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.desk.base import (
    PageRows,
    RowText,
    Section,
    StaffOfAgencies,
    of_agencies,
    sees_every_agency,
)
from agreements.desk.duties import WAITING as WAITING_DUTIES
from agreements.desk.duties import DutyRow, duty_rows
from agreements.desk.subjects import states_of_day
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Commitment, DutyRecord, Milestone, Round, RoundPart, State
from agreements.models.agency import predecessors_of_agencies
from agreements.models.base import PUBLIC
from agreements.rules import reminders
from agreements.rules.duties import UNDECIDED, DutyState, ExpectedDuty
from agreements.rules.duty_words import duty_name, duty_sentence
from agreements.rules.lifecycle import CLOSED, UNKNOWN
from agreements.rules.partial_date import short_day
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import REPORT, Person
from agreements.rules.succession import with_predecessors_of

ASKED_DUTIES = WAITING_DUTIES | {DutyState.NO_DEADLINE, DutyState.DEADLINE_UNKNOWN}
NAMED_IN = ("commitment__roles__agency", "milestone__agencies")
SUBMITTED = PublicationState.SUBMITTED
WAITING = Q(report__state=SUBMITTED) | Q(inquiry__state=SUBMITTED) | Q(duty__state=SUBMITTED)


@dataclass(frozen=True)
class AskedPromise:
    """A promise that a department is asked about, as it stands on the day, and its answers so far."""

    state: State
    missing: list[str]
    answers: list[Any] = field(default_factory=list)

    @property
    def promise(self) -> Commitment | Milestone:
        return self.state.subject

    @property
    def department(self) -> str:
        return self.promise.root.lead_department


@dataclass(frozen=True)
class AskedDuty:
    """A duty under an ordinance of which a department can say that it was met, and its answers so far."""

    row: DutyRow
    answers: list[DutyRecord] = field(default_factory=list)

    @property
    def department(self) -> str:
        return self.row.agreement.lead_department

    @property
    def title(self) -> str:
        return f"{duty_name(self.row.duty.kind, self.row.duty.period)} · {self.row.agreement}"

    @property
    def sentence(self) -> str:
        return duty_sentence(self.row.duty)

    @property
    def is_open(self) -> bool:
        """Say whether it is known to be owed, and due soon or past its day."""
        return self.row.duty.state in WAITING_DUTIES


def agencies_of_part(part: RoundPart) -> frozenset[int]:
    """Return the agency that is asked and those that it follows, whose promises it looks after."""
    return frozenset(with_predecessors_of({part.agency_id}, predecessors_of_agencies()))


def asked_promises(part: RoundPart, *, on: date) -> list[AskedPromise]:
    """Return the public promises in which the agency is named, in the order of their references.

    A milestone that carries out one of its commitments is the same promise and stands once.
    """
    rows = of_agencies(states_of_day(on), NAMED_IN, agencies_of_part(part))
    states = list(rows.select_related("commitment__agreement", "milestone__program"))
    carried_out = {state.commitment.carried_out_by_id for state in states if state.commitment}
    answers = answers_by_promise(part)
    promises = []
    for state in sorted(states, key=lambda state: str(state.subject.reference)):
        if state.milestone_id is None or state.milestone_id not in carried_out:
            answered = answers.get(state.subject, [])
            promises.append(AskedPromise(state, what_is_missing(state, part.round), answered))
    return by_department(promises)


def without_answer(promises: Iterable[AskedPromise]) -> list[AskedPromise]:
    """Return the promises of which nothing was handed in."""
    return [promise for promise in promises if not promise.answers]


def asked_duties(part: RoundPart, *, on: date) -> list[AskedDuty]:
    """Return the duties of the agency without a record, also those of which nobody knows whether they apply.

    What is not due yet is left out.
    """
    agencies = Agency.objects.filter(pk__in=agencies_of_part(part))
    agreements: Any = Agreement.objects.visible_to(PUBLIC).begun_by(on).order_by("reference")
    duties = duties_of(agreements, Clock(on, today=on), agencies=agencies)
    answers = duty_answers(part)
    rows = duty_rows([duty for duty in duties if is_asked(duty, on=on)])
    return by_department([AskedDuty(row, answers[duty_key(row.duty)]) for row in rows])


def is_asked(duty: ExpectedDuty, *, on: date) -> bool:
    if duty.state in UNDECIDED:
        return duty.about <= on
    return duty.state in ASKED_DUTIES


def duty_answers(part: RoundPart) -> dict[Any, list[DutyRecord]]:
    """Return the duty records that were handed in, by the duties that they are of."""
    records: dict[Any, list[DutyRecord]] = defaultdict(list)
    for answer in part.answers.exclude(duty=None).select_related("duty__agency"):
        record = answer.record
        records[record.agreement_id, record.agency_id, record.kind, record.period].append(record)
    return records


def duty_key(duty: ExpectedDuty) -> tuple[Any, ...]:
    return duty.agreement, duty.agency, duty.kind, duty.period


def by_department[Asked: (AskedPromise, AskedDuty)](asked: list[Asked]) -> list[Asked]:
    """Sort by the department in charge, where none is named last; else the order stays."""
    return sorted(asked, key=lambda row: (row.department == "", row.department))


def answers_by_promise(part: RoundPart) -> dict[Commitment | Milestone, list[Any]]:
    """Return the reports and inquiries that were handed in, by the promises that they are about."""
    rows = part.answers.filter(duty=None).select_related("report__commitment", "report__milestone", "inquiry")
    answers: dict[Commitment | Milestone, list[Any]] = {}
    for answer in rows.prefetch_related("inquiry__commitments", "inquiry__milestones"):
        for promise in answer.record.promises:
            answers.setdefault(promise, []).append(answer.record)
    return answers


def what_is_missing(state: State, round_: Round) -> list[str]:
    """Name what is not known of a promise that a report could tell."""
    missing = []
    if state.status in UNKNOWN:
        missing.append(_("any report"))
    elif state.heard_on < round_.period.first:
        missing.append(_("a report of this period"))
    if state.progress is None and state.status not in UNKNOWN | CLOSED:
        missing.append(_("progress"))
    if state.target is None and not state.repeats and state.status not in CLOSED:
        missing.append(_("a date"))
    return missing


class UnansweredParts(Section):
    """Who has not answered in a round that is open, the most urgent first."""

    kind = "rounds"
    permission = (REPORT, "commitment")
    page_title = gettext_lazy("Rounds of reports: not answered yet")
    page_empty = gettext_lazy("No round of reports waits for an answer.")
    mail_title = gettext_lazy("Rounds of reports: not answered yet")

    def rows(self) -> Any:
        parts = RoundPart.objects.filter(answered_at=None, round__closed_on=None)
        return parts.select_related("round", "agency").order_by("round__due_on", "agency__name_ko", "pk")

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        rows = self.rows()
        if not sees_every_agency(person):
            rows = rows.filter(agency__in=person.agencies)
        return PageRows(list(rows[:limit]), {RoundPart: rows.count()})

    def mail_rows(self, people: list[Person], *, on: date) -> Iterable[tuple[Any, frozenset[int]]]:
        staff = StaffOfAgencies(people)
        for part in self.rows():
            if reminders.reminds_of_round(part.round.due_on, on=on):
                yield part, staff.keys({part.agency_id})

    def page_text(self, row: RoundPart, *, on: date) -> RowText:
        due = short_day(row.round.due_on)
        aside = _("due on %(day)s") % {"day": due}
        if row.round.due_on < on:
            aside = _("was due on %(day)s") % {"day": due}
        return RowText(f"{row.round} · {row.agency}", aside)


class RoundsToPublish(Section):
    """On the page only: the mail names each record that waits for review."""

    kind = "handed-in"
    permission = (Act.PUBLISH, "statusreport")
    page_title = mail_title = gettext_lazy("Handed in for a round: look and publish")
    page_empty = gettext_lazy("Nothing that was handed in for a round waits.")

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        waiting = Count("parts__answers", filter=waiting_in_round())
        rows = Round.objects.annotate(waiting=waiting).filter(waiting__gt=0).order_by("due_on", "pk")
        return PageRows(list(rows[:limit]), {Round: rows.count()})

    def page_text(self, row: Any, *, on: date) -> RowText:
        return RowText(str(row), _("%(count)s records wait") % {"count": row.waiting})


def waiting_in_round() -> Q:
    """Return :data:`WAITING` as seen from a round."""
    return (
        Q(parts__answers__report__state=SUBMITTED)
        | Q(parts__answers__inquiry__state=SUBMITTED)
        | Q(parts__answers__duty__state=SUBMITTED)
    )


def waiting_records(round_: Round) -> Iterator[tuple[RoundPart, Any]]:
    """Yield what was handed in for a round and waits for review, with its part, by agency and day said."""
    related = ("report__commitment", "report__milestone", "inquiry", "duty__agreement", "duty__agency")
    for part in round_.parts.select_related("agency"):
        answers = part.answers.filter(WAITING).select_related(*related)
        for answer in sorted(answers, key=lambda answer: (day_said(answer.record), answer.pk)):
            yield part, answer.record


def day_said(record: Any) -> date:
    """Return the day by which records of a round are published in order."""
    for name in ("said_on_last", "searched_on", "done_on"):
        day: date | None = getattr(record, name, None)
        if day is not None:
            return day
    return date.min
