"""Dated public facts in order: of one agreement or program, and of the whole register."""

from agreements.timeline.dated_facts import DATED, AgencyPath, DatedFacts
from agreements.timeline.events import (
    KIND_ORDER,
    Event,
    EventKind,
    EventsOfKind,
    Year,
    by_year,
    events_of_kind,
)
from agreements.timeline.loading import EventKey, load_events
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

__all__ = [
    "DATED",
    "KIND_ORDER",
    "AgencyPath",
    "DatedFacts",
    "Event",
    "EventKey",
    "EventKind",
    "EventsOfKind",
    "Year",
    "agreement_events",
    "amendment_events",
    "by_year",
    "change_events",
    "duty_events",
    "events_of_kind",
    "joining_events",
    "load_events",
    "program_events",
    "recognition_events",
    "remedy_events",
    "report_events",
]
