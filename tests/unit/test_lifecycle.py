"""Statuses, when a report's words count, standing and silence (design.md §2); beside the worked cases."""

from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest

from agreements.rules.lifecycle import (
    CLOSED,
    FOREVER,
    FULFILLED,
    NEVER,
    UNREPORTED,
    UNSEARCHED,
    CommitmentStatus,
    MilestoneStatus,
    Reported,
    progress_contradicts,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, Standing, StateRow, is_silent, standing, states

P = PartialDate.parse
PUBLISHED = date(2026, 3, 2)
SIGNED = date(2022, 12, 13)
CITY, COMMISSION = 1, 2


def said(seq, status, said_on, target=None, *, undated=False, by=CITY, **facts):
    """Say something; what claims a fulfilment happened then, unless told otherwise."""
    if status in FULFILLED:
        facts = {"happened": said_on, "happened_as": "on", **facts}
    if "happened" in facts:
        facts["happened"] = P(facts["happened"])
    return Reported(
        id=100 + seq,
        seq=seq,
        published_on=facts.pop("published_on", PUBLISHED),
        said_on=P(said_on),
        status=status,
        stated_by=by,
        target=P(target) if target else None,
        target_undated=undated,
        **facts,
    )


def rows_of(*reports, since=SIGNED):
    return states(Promise(since, list(reports)))


# ---- statuses ---------------------------------------------------------------------------------


def test_the_closed_statuses_are_those_the_design_names():
    assert {str(status) for status in CLOSED} == {
        "completed", "continuing", "dropped", "reached", "cancelled",
    }  # fmt: skip
    assert {str(status) for status in FULFILLED} == {"completed", "continuing", "reached"}


@pytest.mark.parametrize(
    ("status", "progress", "contradicts"),
    [("completed", 40, True), ("completed", 100, False), ("not_started", 10, True), ("on_track", 40, False)],
)
def test_a_percentage_may_deny_its_status(status, progress, contradicts):
    assert progress_contradicts(status, progress) is contradicts


@pytest.mark.parametrize("status", [*CommitmentStatus.values, *MilestoneStatus.values])
def test_every_status_has_its_place_in_the_order_and_its_row(status):
    assert rows_of(said(1, status, "2023-01-01"))[-1].status == status


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"status": "not_started"}, "2023-06-01"),
        ({"status": "on_hold"}, "2023-06-01"),
        ({"status": "cancelled"}, "2023-06-01"),
        ({"status": "on_track"}, None),
        ({"status": "on_track", "submitted": True}, "2023-06-01"),
        ({"status": "on_track", "says_not_done": True}, "2023-06-01"),
        ({"status": "on_track", "target": "2023-07"}, "2023-06-01"),
        ({"status": "on_track", "target": "2023-06-10"}, None),  # the month may have been over
        ({"status": "on_track", "undated": True}, "2023-06-01"),
        ({"status": "partial", "submitted": True, "happened": "2023-05-31"}, "2023-05-31"),
        ({"status": "completed", "submitted": True}, None),
    ],
)
def test_a_report_says_not_yet_of_the_first_day_it_may_speak_of(facts, day):
    report = said(1, facts.pop("status"), "2023-06", **facts)
    assert report.not_yet_on == (date.fromisoformat(day) if day else NEVER)


# ---- rows -------------------------------------------------------------------------------------


def test_without_reports_one_row_says_that_nobody_looked():
    assert rows_of() == [StateRow(SIGNED, FOREVER, heard_on=SIGNED, status=UNSEARCHED)]


def test_a_report_takes_effect_on_the_last_day_it_may_have_been_said():
    (_, row) = rows_of(said(1, "on_track", "2023-H1"))
    assert row.day_from == date(2023, 6, 30)


def test_a_report_of_a_period_still_running_takes_effect_when_published():
    (_, row) = rows_of(said(1, "on_track", "2023", published_on=date(2023, 3, 1)))
    assert row.day_from == date(2023, 3, 1)


def test_a_report_of_a_day_before_the_beginning_counts_from_the_beginning():
    (row,) = rows_of(said(1, "planned", "2021-01-01", "2023"))
    assert (row.day_from, row.heard_on, row.status) == (SIGNED, SIGNED, "planned")


def test_progress_stays_until_somebody_says_otherwise_and_ends_with_the_work():
    rows = rows_of(
        said(1, "on_track", "2023-01-01", progress=40),
        said(2, "on_track", "2023-02-01"),
        said(3, "on_hold", "2023-03-01", progress=30),
        said(4, "completed", "2023-04-01"),
    )
    assert [row.progress for row in rows] == [None, 40, 40, 30, None]


def test_two_reports_of_one_day_stand_in_the_order_of_status_and_the_date_that_ends_last_counts():
    earlier = said(1, "partial", "2023-01-01", "2024", by=COMMISSION)
    later = said(2, "on_track", "2023-01-01", "2023")
    for order in permutations([earlier, later]):
        (_, row) = rows_of(*order)
        assert (row.status, row.target, row.first_target) == ("partial", P("2024"), P("2024"))
        assert (row.target_by_id, row.first_target_by_id) == (COMMISSION, COMMISSION)


def test_the_rows_tile_all_days():
    rows = rows_of(said(1, "on_track", "2023-01-01", "2023"), said(2, "completed", "2023-12-27"))
    assert (rows[0].day_from, rows[-1].day_to) == (SIGNED, FOREVER)
    assert all(before.day_to == after.day_from for before, after in pairwise(rows))


# ---- standing and silence ---------------------------------------------------------------------

ROW = StateRow(SIGNED, FOREVER, heard_on=SIGNED, status="on_track", target=P("2023-06"))


def standing_on(on, **facts):
    return standing(ROW._replace(**facts), on=on, due_soon_days=30)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 5, 30), Standing.ON_TIME),  # 31 days before the last day
        (date(2023, 5, 31), Standing.DUE_SOON),  # 30 days
        (date(2023, 6, 30), Standing.DUE_SOON),  # the last day is not past
        (date(2023, 7, 1), Standing.UNCHECKED),
    ],
)
def test_a_date_is_past_only_after_the_last_day_of_its_period(on, expected):
    assert standing_on(on) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"not_yet_on": date(2023, 7, 1)}, Standing.LATE),
        ({"not_yet_on": date(2023, 6, 30)}, Standing.UNCHECKED),
        ({"looked_until": date(2023, 7, 1)}, Standing.UNCONFIRMED),
        ({"looked_until": date(2023, 6, 30)}, Standing.UNCHECKED),
        ({"looked_until": date(2024, 7, 1), "not_yet_on": date(2023, 7, 1)}, Standing.LATE),
        ({"looked_until": date(2024, 7, 1), "target": None}, Standing.UNDATED),
    ],
)
def test_past_its_date_is_three_things_and_only_a_source_makes_it_late(facts, expected):
    assert standing_on(date(2024, 1, 1), **facts) == expected


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_what_is_closed_is_never_late(status):
    assert standing_on(date(2030, 1, 1), status=status, not_yet_on=date(2029, 1, 1)) == Standing.CLOSED


@pytest.mark.parametrize(("days_ago", "expected"), [(0, False), (365, False), (366, True)])
def test_silent_is_more_than_365_days_without_a_report(days_ago, expected):
    on = date(2024, 7, 1)
    row = StateRow(SIGNED, FOREVER, heard_on=on - timedelta(days=days_ago))
    for status in ("on_track", UNREPORTED, UNSEARCHED):
        assert is_silent(row._replace(status=status), on=on, silent_days=365) is expected
    assert not is_silent(row._replace(status="completed"), on=on, silent_days=365)
    assert not is_silent(row._replace(status="on_track", repeats="yearly"), on=on, silent_days=365)
