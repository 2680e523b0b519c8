"""The rows of the state table: what holds for a subject on every day (design.md §3.4)."""

from datetime import date, timedelta
from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.lifecycle import (
    FOREVER,
    FULFILLED,
    UNREPORTED,
    CommitmentStatus,
    Reported,
    states,
    target_history,
)
from agreements.rules.partial_date import PartialDate
from tests.unit.test_lifecycle import P, said

SIGNED = date(2022, 12, 13)


def test_without_reports_one_row_says_so_from_the_beginning():
    (row,) = states([], since=SIGNED)
    assert (row.day_from, row.day_to, row.status, row.heard_on) == (SIGNED, FOREVER, UNREPORTED, SIGNED)
    assert (row.target, row.first_target, row.completed, row.report_id) == (None, None, None, None)


def test_pajus_commitment_one_row_per_day_of_change():
    rows = states(
        [
            said(1, "on_track", "2022-12-13", "2023"),
            said(2, "on_track", "2022-12-13", "2023-06"),
            said(3, "on_track", "2023-02-13", "2023-H2"),
            said(4, "completed", "2023-12-27"),
        ],
        since=SIGNED,
    )
    assert [(str(row.day_from), row.status, str(row.target), row.times_moved) for row in rows] == [
        ("2022-12-13", "on_track", "2023-06", 0),
        ("2023-02-13", "on_track", "2023-H2", 1),
        ("2023-12-27", "completed", "2023-H2", 1),
    ]
    assert {str(row.first_target) for row in rows} == {"2023"}
    assert rows[-1].completed == P("2023-12-27")


def test_a_report_takes_effect_on_the_last_day_it_may_have_happened():
    (_, row) = states([said(1, "on_track", "2023-H1")], since=SIGNED)
    assert row.day_from == date(2023, 6, 30)


def test_a_report_about_a_period_still_running_takes_effect_when_published():
    (_, row) = states([said(1, "on_track", "2023", published_on=date(2023, 3, 1))], since=SIGNED)
    assert row.day_from == date(2023, 3, 1)


def test_a_report_about_a_day_before_the_beginning_counts_from_the_beginning():
    (row,) = states([said(1, "planned", "2021-01-01", "2023")], since=SIGNED)
    assert (row.day_from, row.heard_on, row.status) == (SIGNED, SIGNED, "planned")


def test_completed_on_is_the_first_day_of_the_present_run():
    reports = [
        said(1, "completed", "2023-12-27"),
        said(2, "continuing", "2024-05-01"),
        said(3, "completed", "2024-09-01"),
    ]
    assert {row.completed for row in states(reports, since=SIGNED)[1:]} == {P("2023-12-27")}


def test_a_run_that_was_interrupted_begins_anew():
    # Only a correction leads out of a closed status; the projection must be right after one.
    reports = [
        said(1, "completed", "2023-01-01"),
        said(2, "on_track", "2023-02-01"),
        said(3, "completed", "2023-03-01"),
    ]
    assert [row.completed for row in states(reports, since=SIGNED)] == [
        None,
        P("2023-01-01"),
        None,
        P("2023-03-01"),
    ]


def test_dropped_is_closed_but_never_completed():
    assert states([said(1, "dropped", "2023-12-27")], since=SIGNED)[-1].completed is None


def test_progress_stays_until_somebody_says_otherwise_and_ends_with_the_work():
    reports = [
        said(1, "on_track", "2023-01-01", progress=40),
        said(2, "on_track", "2023-02-01"),
        said(3, "on_hold", "2023-03-01", progress=30),
        said(4, "completed", "2023-04-01"),
    ]
    assert [row.progress for row in states(reports, since=SIGNED)] == [None, 40, 40, 30, None]


targets = st.one_of(
    st.none(), st.sampled_from(["2022", "2023", "2023-H1", "2023-H2", "2023-06", "2024", "2023-06-15"])
)


@st.composite
def histories(draw):
    """Any reports, in any order of publishing, not only those that the move table would let through."""
    reports = []
    for seq in range(1, draw(st.integers(0, 7)) + 1):
        happened = date(2022, 1, 1) + timedelta(days=draw(st.integers(0, 900)))
        published_on = happened + timedelta(days=draw(st.sampled_from([0, 1, 40, 400])))
        period = draw(
            st.sampled_from([PartialDate.day(happened), P(f"{happened:%Y-%m}"), P(f"{happened:%Y}")])
        )
        target = draw(targets)
        reports.append(
            Reported(
                id=100 + seq,
                seq=seq,
                published_on=published_on,
                status=draw(st.sampled_from(CommitmentStatus.values)),
                happened=period,
                progress=draw(st.one_of(st.none(), st.integers(0, 100))),
                target=P(target) if target else None,
                target_undated=target is None and draw(st.booleans()),
            )
        )
    return reports


days = st.dates(date(2021, 6, 1), date(2026, 12, 31))


@given(histories(), days)
def test_rows_tile_all_days_from_the_beginning_without_gap_or_overlap(reports, since):
    rows = states(reports, since=since)
    assert rows[0].day_from == since
    assert rows[-1].day_to == FOREVER
    assert all(row.day_from < row.day_to for row in rows)
    assert all(before.day_to == after.day_from for before, after in pairwise(rows))


@given(histories(), days, st.randoms(use_true_random=False))
def test_computing_again_in_any_order_gives_the_same_rows(reports, since, random):
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert states(shuffled, since=since) == states(reports, since=since)
    assert target_history(shuffled) == target_history(reports)


@given(histories(), days, days)
def test_the_state_of_a_day_is_made_only_of_what_took_effect_by_then(reports, since, on):
    on = max(on, since)
    (at_that_day,) = (row for row in states(reports, since=since) if row.day_from <= on < row.day_to)
    by_then = [report for report in reports if report.effective_on <= on]
    assert at_that_day._replace(day_to=FOREVER) == states(by_then, since=since)[-1]


@given(histories(), days)
def test_a_row_says_what_its_report_says(reports, since):
    by_id = {report.id: report for report in reports}
    for row in states(reports, since=since):
        if row.report_id is None:
            assert row.status == UNREPORTED
            continue
        report = by_id[row.report_id]
        assert (row.status, row.last_happened) == (report.status, report.happened)
        assert row.heard_on == row.day_from == max(report.effective_on, since)
        assert (row.completed is not None) == (row.status in FULFILLED)


@given(histories())
def test_moves_are_counted_as_the_history_lists_them(reports):
    last = states(reports, since=date(2021, 1, 1))[-1]
    entries = target_history(reports)
    assert last.times_moved == sum(entry.change in {"moved", "removed"} for entry in entries)
    assert last.target == (entries[-1].target if entries else None)
    assert last.first_target == next((entry.target for entry in entries if entry.target), None)


def test_two_reports_of_one_day_count_in_the_order_of_publishing():
    one, two = said(1, "on_track", "2023-01-01", "2023"), said(2, "partial", "2023-01-01", "2024")
    for order in permutations([one, two]):
        (_, row) = states(order, since=SIGNED)
        assert (row.status, row.target, row.first_target) == ("partial", P("2024"), P("2023"))
