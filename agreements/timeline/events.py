"""What a timeline is made of: dated facts, each told once, in order, and found under its kinds."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.rules.decision import EVENTS
from agreements.rules.partial_date import PartialDate


class EventKind(models.TextChoices):
    """In the order in which facts of one day are told."""

    DECIDED = "decided", _("Program set")
    SIGNED = "signed", _("Agreement signed")
    SIGNING_ANNOUNCED = "signing_announced", _("Signing announced, not confirmed")
    EFFECTIVE = "effective", _("Agreement took effect")
    JOINED = "joined", _("Agency joined the agreement")
    AMENDED = "amended", _("Agreement amended")
    REPORTED = "reported", _("Status report")
    ANNOUNCED = "announced", _("Date announced")
    DEADLINE = "deadline", _("Announced date ends")
    CORRECTED = "corrected", _("Correction")
    CHANGED = "changed", _("Change of a published record")
    INQUIRED = "inquired", _("Inquiry")
    STATED = "stated", _("Statement of an agency")
    WITHDRAWN = "withdrawn", _("Report or inquiry withdrawn")
    DUTY = "duty", _("Duty met")
    RECOGNISED = "recognised", _("Recognition")
    ENDED = "ended", _("Agreement ended")
    EXPIRES = "expires", _("Agreement's term ends")


KIND_ORDER = {kind: number for number, kind in enumerate(EventKind)}


@dataclass(frozen=True)
class Event:
    """One dated fact.  ``record`` says it, ``about`` has the title and the page."""

    when: PartialDate
    kind: EventKind
    about: Any
    record: Any
    corrected: bool = False  # a later report replaced it
    also: frozenset[EventKind] = frozenset()  # under which other kinds the same fact is found
    announcement: Any = None  # of a report that announced a date: what that changed

    @property
    def label(self) -> str | Promise:
        """The name of its kind; of a program, what its body did."""
        return EVENTS[self.record.decided_how] if self.kind == EventKind.DECIDED else self.kind.label

    @property
    def kinds(self) -> frozenset[EventKind]:
        return self.also | {self.kind}

    @property
    def fragment(self) -> str:
        """Return the fragment that leads to the record on the page of ``about``, if it has one there."""
        fragment_of_record = FRAGMENTS.get(self.kind)
        return fragment_of_record(self.record) if fragment_of_record else ""

    @property
    def key(self) -> tuple[date, int, int]:
        return self.when.last, KIND_ORDER[self.kind], self.record.pk


def _statement_fragment(statement: Any) -> str:
    if statement.report_number:
        return f"#report-{statement.report_number}"
    if statement.duty_number:
        return f"#duty-{statement.duty_number}"
    return "" if statement.inquiry_id else "#statements"


def _withdrawal_fragment(withdrawal: Any) -> str:
    return f"#report-{withdrawal.report_number}" if withdrawal.report_number else ""


# Where on its page a record stands that has a place of its own there.
FRAGMENTS: dict[EventKind, Callable[[Any], str]] = {
    EventKind.REPORTED: "#report-{0.number}".format,
    EventKind.DEADLINE: "#report-{0.number}".format,
    EventKind.CORRECTED: "#change-{0.seq}".format,
    EventKind.CHANGED: "#change-{0.seq}".format,
    EventKind.STATED: _statement_fragment,
    EventKind.WITHDRAWN: _withdrawal_fragment,
    EventKind.DUTY: "#duty-{0.number}".format,
}


@dataclass(frozen=True)
class Year:
    number: int
    events: tuple[Event, ...]


def by_year(events: Iterable[Event], *, until: date) -> list[Year]:
    """Order events, oldest first.  What begins after ``until`` is left out, but for the end of a term."""
    ordered = sorted(begun_events(events, until=until), key=lambda event: event.key)
    years = groupby(ordered, key=lambda event: event.when.last.year)
    return [Year(number, tuple(events_of_year)) for number, events_of_year in years]


def begun_events(events: Iterable[Event], *, until: date) -> list[Event]:
    return [event for event in events if event.when.first <= until or event.kind == EventKind.EXPIRES]


@dataclass(frozen=True)
class EventsOfKind:
    """The events of one kind (``""``: of all), and how many there are of each kind that occurs.

    A report that announces a date is one event of two kinds: the counts may add up to more than ``total``.
    """

    years: list[Year]
    kind: str
    counts: list[tuple[EventKind, int]]
    total: int


def events_of_kind(events: Iterable[Event], *, until: date, kind: str = "") -> EventsOfKind:
    """Keep the events of ``kind`` until a day, and count those of every kind."""
    begun = begun_events(events, until=until)
    count_by_kind = Counter(chain.from_iterable(event.kinds for event in begun))
    counts = sorted(count_by_kind.items(), key=lambda item: KIND_ORDER[item[0]])
    chosen = [event for event in begun if not kind or kind in event.kinds]
    return EventsOfKind(by_year(chosen, until=until), kind, counts, len(begun))


# Which partial date dates a record, and which record has the title and the page, where it is another one.
WHEN = {
    EventKind.DECIDED: attrgetter("then.decided"),
    EventKind.SIGNED: attrgetter("then.signed"),
    EventKind.SIGNING_ANNOUNCED: attrgetter("then.announced"),
    EventKind.JOINED: attrgetter("joined"),
    EventKind.AMENDED: attrgetter("signed"),
    EventKind.REPORTED: attrgetter("said_on"),
    EventKind.DEADLINE: attrgetter("target"),
    EventKind.RECOGNISED: attrgetter("awarded"),
}
ABOUT = {
    EventKind.JOINED: attrgetter("agreement"),
    EventKind.AMENDED: attrgetter("agreement"),
    EventKind.REPORTED: attrgetter("subject"),
    EventKind.DEADLINE: attrgetter("subject"),
    EventKind.STATED: attrgetter("about"),
    EventKind.WITHDRAWN: attrgetter("about"),
    EventKind.DUTY: attrgetter("agreement"),
    EventKind.RECOGNISED: attrgetter("program"),
}


def event_of_record(kind: EventKind, day: date, record: Any) -> Event:
    """Make the event of a record; ``day`` dates it where it has no partial date of its own."""
    when = WHEN[kind](record) if kind in WHEN else PartialDate.day(day)
    about = ABOUT[kind](record) if kind in ABOUT else record
    corrected = kind in (EventKind.REPORTED, EventKind.INQUIRED) and record.replaced
    return Event(when, kind, about, record, corrected=corrected)
