"""Dated public facts in order: of one agreement or program, and of a whole year."""

from agreements.timeline.events import Event, EventKind, EventsOfKind, Year, by_year, events_of_kind
from agreements.timeline.records import (
    agreement_events,
    amendment_events,
    change_events,
    duty_events,
    joining_events,
    program_events,
    recognition_events,
    remedy_events,
    report_events,
)
from agreements.timeline.whole_year import count_by_year, event_keys, load_events

__all__ = [
    "Event",
    "EventKind",
    "EventsOfKind",
    "Year",
    "agreement_events",
    "amendment_events",
    "by_year",
    "change_events",
    "count_by_year",
    "duty_events",
    "event_keys",
    "events_of_kind",
    "joining_events",
    "load_events",
    "program_events",
    "recognition_events",
    "remedy_events",
    "report_events",
]
