"""The facts of records that are already loaded: of one agreement or one program."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from agreements.models import Amendment, DutyRecord, Recognition, StatusReport
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from agreements.timeline.events import Event, EventKind, event
from agreements.timeline.whole_year import DATED, LOADERS, told

DAYS = {
    EventKind.SIGNED: "signed_on",
    EventKind.EFFECTIVE: "effective_on",
    EventKind.ENDED: "ended_on",
    EventKind.EXPIRES: "expires_on",
}


def of_agreement(agreement: Any) -> list[Event]:
    """Its own days, as they were public ``then``."""
    days = ((kind, getattr(agreement.then, name)) for kind, name in DAYS.items())
    return [event(kind, day, agreement) for kind, day in days if day]


def of_amendments(amendments: Iterable[Amendment]) -> list[Event]:
    return [event(EventKind.AMENDED, one.signed_on, one) for one in amendments]


def of_reports(reports: Iterable[StatusReport], *, said: Mapping[int, Any] | None = None) -> list[Event]:
    """Each report once, however much it did; ``said``: what those announced that count, by report."""
    said = said or {}
    return [
        replace(
            event(EventKind.REPORTED, one.happened.last, one),
            also=_also(one, announcing=said),
            said=said.get(one.pk),
        )
        for one in reports
    ]


def _also(report: StatusReport, *, announcing: Collection[int]) -> frozenset[EventKind]:
    found = {EventKind.ANNOUNCED} if report.pk in announcing else set()
    return frozenset(found | ({EventKind.CORRECTED} if report.corrects_id else set()))


def of_duties(records: Iterable[DutyRecord], agreement: Any) -> list[Event]:
    """What was met; that an agency says it was not is no dated fact."""
    return [
        Event(PartialDate.day(one.done_on), EventKind.DUTY, agreement, one) for one in records if one.done_on
    ]


def of_changes(changes: Iterable[Any], about: Any, *, seq: int | None = None) -> list[Event]:
    """Corrections and changes of a published record (``views.changes.Change``), on the day of each.

    What an amendment changed is told by its signing.
    """
    return [
        Event(
            PartialDate.day(timezone.localdate(one.recorded_at)),
            EventKind.CORRECTED if one.code == ChangeKind.CORRECTION else EventKind.CHANGED,
            about,
            one,
        )
        for one in changes
        if one.amendment is None and (seq is None or one.seq <= seq)
    ]


def of_remedies(*, on: date, seq: int | None = None, **of: Any) -> list[Event]:
    """Statements and withdrawals of the reports that ``of`` filters, with the same few queries always."""
    events = []
    for kind in (EventKind.STATED, EventKind.WITHDRAWN):
        model, column = DATED[kind]
        days = dict(told(kind, on=on, seq=seq).filter(**of).values_list("pk", column))
        records = LOADERS[model](days, seq)
        events += [event(kind, days[pk], record) for pk, record in records.items()]
    return events


def of_program(program: Any) -> list[Event]:
    decided = program.then.decided
    return [event(EventKind.DECIDED, decided.last, program)] if decided else []


def of_recognitions(recognitions: Iterable[Recognition]) -> list[Event]:
    return [event(EventKind.RECOGNISED, one.awarded.last, one) for one in recognitions]
