"""What became of a promise: target history, states, standing, silence (design.md §2)."""

from datetime import date, timedelta

import pytest

from agreements.rules.lifecycle import (
    CLOSED,
    FULFILLED,
    UNREPORTED,
    Reported,
    Standing,
    is_silent,
    standing,
    states,
    target_history,
)
from agreements.rules.partial_date import PartialDate

PUBLISHED = date(2026, 3, 2)
P = PartialDate.parse


def said(seq, status, happened, target=None, *, published_on=PUBLISHED, undated=False, progress=None):
    return Reported(
        id=100 + seq,
        seq=seq,
        published_on=published_on,
        status=status,
        happened=P(happened),
        progress=progress,
        target=P(target) if target else None,
        target_undated=undated,
    )


# ---- statuses -------------------------------------------------------------------------------


def test_the_closed_statuses_are_those_the_design_names():
    assert {str(status) for status in CLOSED} == {
        "completed", "continuing", "dropped", "reached", "cancelled",
    }  # fmt: skip
    assert {str(status) for status in FULFILLED} == {"completed", "continuing", "reached"}


# ---- target history ----------------------------------------------------------------------------


def history(*announced):
    """Announce one after the other; "-" says that there is no date, None says nothing about it."""
    reports = [
        said(seq, "planned", f"2022-01-{seq:02}", None if target == "-" else target, undated=target == "-")
        for seq, target in enumerate(announced, start=1)
    ]
    return [
        (str(entry.change.value), entry.days_moved, entry.days_against_first)
        for entry in target_history(reports)
    ]


def test_the_center_in_paju_first_moved_refined_moved():
    assert history("2022", "2023", "2023-06", "2023-H2") == [
        ("first", None, 0),
        ("moved", 365, 365),
        ("refined", None, 181),
        ("moved", 184, 365),
    ]


@pytest.mark.parametrize(
    ("announced", "changes"),
    [
        (["2023"], ["first"]),
        (["2023", "2023"], ["first", "restated"]),
        (["2023", None, "2023-H2"], ["first", "refined"]),
        (["2023-06", "2023"], ["first", "moved"]),  # less precise is no refinement
        (["2023-12", "2023-06"], ["first", "moved"]),  # an earlier date is a move too
        (["2023-06-15", "2023-06-15"], ["first", "restated"]),
        (["-"], ["undated"]),
        (["-", "-"], ["undated", "undated"]),
        (["-", "2023"], ["undated", "first"]),
        (["2023", "-"], ["first", "removed"]),
        (["2023", "-", "-"], ["first", "removed", "undated"]),
        (["2023", "-", "2024"], ["first", "removed", "moved"]),
        (["2023", "-", "2023"], ["first", "removed", "moved"]),
        ([None, None], []),
    ],
)
def test_each_announcement_is_told_apart_from_the_one_before(announced, changes):
    assert [change for change, _, _ in history(*announced)] == changes


def test_days_are_counted_between_the_last_days():
    assert history("2023-12", "2023-06") == [("first", None, 0), ("moved", -184, -184)]


def test_removing_a_date_counts_without_days():
    assert history("2023", "-", "2024") == [
        ("first", None, 0),
        ("removed", None, None),
        ("moved", None, 366),
    ]


def test_refining_is_not_counted_and_every_other_change_is():
    def times_moved(*announced):
        reports = [
            said(
                seq, "planned", f"2022-01-{seq:02}", None if target == "-" else target, undated=target == "-"
            )
            for seq, target in enumerate(announced, start=1)
        ]
        return states(reports, since=date(2022, 1, 1))[-1].times_moved

    assert times_moved("2023", "2023-06", "2023-06-15", "2023-06-15") == 0
    assert times_moved("2022", "2023", "2023-06", "2023-H2") == 2
    assert times_moved("-", "2023") == 0
    assert times_moved("2023", "-", "2024") == 2


# ---- standing and silence ------------------------------------------------------------------------

JUNE = P("2023-06")


def standing_on(on, *, status="on_track", target=JUNE):
    return standing(status, target, on=on, due_soon_days=30)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 5, 30), Standing.ON_TIME),  # 31 days before the last day
        (date(2023, 5, 31), Standing.DUE_SOON),  # 30 days
        (date(2023, 6, 1), Standing.DUE_SOON),
        (date(2023, 6, 30), Standing.DUE_SOON),  # the last day is not late
        (date(2023, 7, 1), Standing.LATE),
    ],
)
def test_something_is_late_only_after_the_last_day_of_its_period(on, expected):
    assert standing_on(on) == expected


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_what_is_closed_is_never_late(status):
    assert standing_on(date(2030, 1, 1), status=status) == Standing.CLOSED
    assert standing_on(date(2030, 1, 1), status=status, target=None) == Standing.CLOSED


@pytest.mark.parametrize("status", ["on_hold", "not_started", "planned", "under_way", UNREPORTED])
def test_what_is_open_can_be_late_even_on_hold(status):
    assert standing_on(date(2023, 7, 1), status=status) == Standing.LATE
    assert standing_on(date(2023, 7, 1), status=status, target=None) == Standing.UNDATED


@pytest.mark.parametrize(("days_ago", "expected"), [(0, False), (365, False), (366, True)])
def test_silent_is_more_than_365_days_without_a_report(days_ago, expected):
    on = date(2024, 7, 1)
    for status in ("on_track", UNREPORTED):
        assert is_silent(status, on - timedelta(days=days_ago), on=on, silent_days=365) is expected
    assert not is_silent("completed", on - timedelta(days=days_ago), on=on, silent_days=365)
