"""Dated public facts in order: of one agreement or program, and of a whole year."""

from agreements.timeline.events import Event, EventKind, Telling, Year, by_year, tell
from agreements.timeline.records import (
    of_agreement,
    of_amendments,
    of_changes,
    of_duties,
    of_program,
    of_recognitions,
    of_remedies,
    of_reports,
)
from agreements.timeline.whole_year import keys, load, years

__all__ = [
    "Event",
    "EventKind",
    "Telling",
    "Year",
    "by_year",
    "keys",
    "load",
    "of_agreement",
    "of_amendments",
    "of_changes",
    "of_duties",
    "of_program",
    "of_recognitions",
    "of_remedies",
    "of_reports",
    "tell",
    "years",
]
