"""Dated facts in order: of one record that is loaded, and of a whole year in the database."""

from dataclasses import FrozenInstanceError
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from agreements import timeline
from agreements.models import Agreement, Commitment, DutyRecord, StatusReport, Term
from agreements.rules.partial_date import PartialDate
from agreements.timeline import Event, EventKind
from tests.factories import NOON

TERM = {
    "signed": PartialDate.parse("2022-12-13"),
    "effective_on": date(2023, 1, 1),
    "expires_on": date(2025, 12, 31),
    "ended_on": date(2024, 6, 30),
}


def agreement_of(**dates):
    agreement: Any = Agreement(pk=1)
    agreement.then = Term(**dates)
    return agreement


def kinds(events):
    return [str(event.kind) for event in events]


def test_an_agreement_tells_the_dates_it_has():
    assert kinds(timeline.agreement_events(agreement_of(**TERM))) == [
        "signed",
        "effective",
        "ended",
        "expires",
    ]
    assert kinds(timeline.agreement_events(agreement_of(signed=PartialDate.parse("2022-12-13")))) == [
        "signed"
    ]


def test_years_come_oldest_first_and_a_day_keeps_the_order_of_kinds():
    agreement = agreement_of(**TERM | {"effective_on": TERM["signed"].last})
    years = timeline.by_year(timeline.agreement_events(agreement), until=date(2030, 1, 1))
    assert [(year.number, kinds(year.events)) for year in years] == [
        (2022, ["signed", "effective"]),
        (2024, ["ended"]),
        (2025, ["expires"]),
    ]


def test_a_period_stands_where_its_last_day_lies():
    def reported(text, pk):
        return Event(PartialDate.parse(text), EventKind.REPORTED, None, Agreement(pk=pk))

    mixed = [reported("2023", 1), reported("2023-06-15", 2), reported("2023-H1", 3)]
    (year,) = timeline.by_year(mixed, until=date(2030, 1, 1))
    assert [str(event.when) for event in year.events] == ["2023-06-15", "2023-H1", "2023"]


def test_what_begins_after_the_day_is_left_out_but_for_the_end_of_the_term():
    years = timeline.by_year(timeline.agreement_events(agreement_of(**TERM)), until=date(2022, 12, 31))
    assert [kinds(year.events) for year in years] == [["signed"], ["expires"]]


def test_an_event_is_not_changed_afterwards():
    (event, *_others) = timeline.agreement_events(agreement_of(**TERM))
    with pytest.raises(FrozenInstanceError):
        event.kind = EventKind.ENDED  # type: ignore[misc]


def reported(text, pk, *, corrects=None, replaced=False):
    record: Any = StatusReport(pk=pk, corrects_id=corrects, commitment=Commitment(pk=1))
    record.replaced = replaced
    record.said_on = PartialDate.parse(text)
    return record


def test_a_report_that_announces_or_corrects_is_one_event_of_several_kinds():
    first, second, third = timeline.report_events(
        [
            reported("2023-01-01", 1, replaced=True),
            reported("2023-01-02", 2, corrects=1),
            reported("2023-01-03", 3),
        ],
        announcements={2: "moved"},
    )
    assert (first.kinds, first.corrected) == ({EventKind.REPORTED}, True)
    assert second.kinds == {EventKind.REPORTED, EventKind.ANNOUNCED, EventKind.CORRECTED}
    assert (second.announcement, second.corrected) == ("moved", False)
    assert (third.kinds, third.announcement) == ({EventKind.REPORTED}, None)


def test_a_telling_counts_each_kind_and_shows_the_chosen_one():
    events = [
        *timeline.agreement_events(agreement_of(**TERM)),
        *timeline.report_events(
            [reported("2023-05-05", 1), reported("2030-01-01", 2)], announcements={1: "first"}
        ),
    ]
    until = date(2024, 1, 1)
    whole = timeline.events_of_kind(events, until=until)
    assert whole.counts == [
        (EventKind.SIGNED, 1),
        (EventKind.EFFECTIVE, 1),
        (EventKind.REPORTED, 1),
        (EventKind.ANNOUNCED, 1),
        (EventKind.EXPIRES, 1),
    ]
    assert whole.total == sum(len(year.events) for year in whole.years) == 4
    one = timeline.events_of_kind(events, until=until, kind="announced")
    assert [kinds(year.events) for year in one.years] == [["reported"]]
    assert (one.counts, one.total) == (whole.counts, whole.total)
    assert timeline.events_of_kind(events, until=until, kind="duty").years == []


def change(seq, code, *, amendment=None):
    return SimpleNamespace(seq=seq, pk=seq, code=code, amendment=amendment, recorded_at=NOON)


def test_corrections_and_changes_of_a_record_are_told_apart_and_an_amendment_is_not_repeated():
    changes = [change(3, "correction"), change(4, "amendment", amendment=1), change(5, "amendment")]
    assert kinds(timeline.change_events(changes, None)) == ["corrected", "changed"]
    assert kinds(timeline.change_events(changes, None, seq=4)) == ["corrected"]


def test_only_what_was_done_is_a_duty_met():
    done, said_not = DutyRecord(pk=1, done_on=date(2023, 12, 1)), DutyRecord(pk=2)
    (event,) = timeline.duty_events([done, said_not], None)
    assert (event.kind, event.record) == (EventKind.DUTY, done)
