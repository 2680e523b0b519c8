"""The facts of records that are already loaded: of one agreement or one program."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from agreements.models import Agreement, Amendment, DutyRecord, Party, Program, Recognition, StatusReport
from agreements.models.statement import statements_within
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from agreements.timeline.dated_facts import DATED
from agreements.timeline.events import Event, EventKind, event_of_record
from agreements.timeline.loaders import LOADERS

DAYS = {
    EventKind.SIGNED: "signed_last",
    EventKind.SIGNING_ANNOUNCED: "announced_last",
    EventKind.EFFECTIVE: "effective_on",
    EventKind.ENDED: "ended_on",
    EventKind.EXPIRES: "expires_on",
}


def agreement_events(agreement: Any) -> list[Event]:
    """Return the agreement's own days, as they were public ``then``."""
    days = ((kind, getattr(agreement.then, column)) for kind, column in DAYS.items())
    return [event_of_record(kind, day, agreement) for kind, day in days if day]


def joining_events(parties: Iterable[Party]) -> list[Event]:
    return [event_of_record(EventKind.JOINED, party.joined.last, party) for party in parties if party.joined]


def amendment_events(amendments: Iterable[Amendment]) -> list[Event]:
    return [event_of_record(EventKind.AMENDED, amendment.signed.last, amendment) for amendment in amendments]


def report_events(
    reports: Iterable[StatusReport], *, announcements: Mapping[int, Any] | None = None
) -> list[Event]:
    """Return one event for each report, however much it did.

    Args:
        announcements: {report.pk: what the date that it announced changed}, of the dates that count.
    """
    announcements = announcements or {}
    events = []
    for report in reports:
        kinds = set()
        if report.pk in announcements:
            kinds.add(EventKind.ANNOUNCED)
        if report.corrects_id:
            kinds.add(EventKind.CORRECTED)
        reported = event_of_record(EventKind.REPORTED, report.said_on.last, report)
        announcement = announcements.get(report.pk)
        events.append(replace(reported, also=frozenset(kinds), announcement=announcement))
    return events


def duty_events(records: Iterable[DutyRecord], agreement: Any) -> list[Event]:
    """Return what was met; that an agency says it was not is no dated fact."""
    return [
        Event(PartialDate.day(record.done_on), EventKind.DUTY, agreement, record)
        for record in records
        if record.done_on
    ]


def change_events(changes: Iterable[Any], about: Any, *, seq: int | None = None) -> list[Event]:
    """Return corrections and changes of a published record (``views.changes.RecordChange``) by their days.

    Leaves out what an amendment changed, which its signing tells.
    """
    events = []
    for change in changes:
        if change.amendment is None and (seq is None or change.seq <= seq):
            is_correction = change.code == ChangeKind.CORRECTION
            kind = EventKind.CORRECTED if is_correction else EventKind.CHANGED
            day = PartialDate.day(timezone.localdate(change.recorded_at))
            events.append(Event(day, kind, about, change))
    return events


def remedy_events(root: Agreement | Program, *, on: date, seq: int | None = None) -> list[Event]:
    """Return the statements on an agreement or program and on all that it holds, the inquiries about its
    promises, and the withdrawals of its reports, in as many queries for many as for one."""
    subject, promises = ("commitment__agreement", "commitments__agreement")
    if isinstance(root, Program):
        subject, promises = ("milestone__program", "milestones__program")
    within = {
        EventKind.STATED: statements_within(root),
        EventKind.INQUIRED: Q(**{promises: root}),
        EventKind.WITHDRAWN: Q(**{f"report__{subject}": root}) | Q(**{f"inquiry__{promises}": root}),
    }
    events = []
    for kind, of_root in within.items():
        facts = DATED[kind]
        days = dict(facts.rows(on, seq).filter(of_root).values_list("pk", facts.column))
        records = LOADERS[facts.model](days, on, seq)
        events += [event_of_record(kind, days[pk], record) for pk, record in records.items()]
    return events


def program_events(program: Any) -> list[Event]:
    decided = program.then.decided
    return [event_of_record(EventKind.DECIDED, decided.last, program)] if decided else []


def recognition_events(recognitions: Iterable[Recognition]) -> list[Event]:
    return [
        event_of_record(EventKind.RECOGNISED, recognition.awarded.last, recognition)
        for recognition in recognitions
    ]
