"""A successor continues the history of the agency it follows (design.md §2): cases worked out by hand.

A merger as of 1 July 2026 (광주광역시 and 전라남도), a split of that day (인천 중구), and what holds whatever
was reported and whoever follows whom.
"""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.rules.lifecycle import FOREVER, FULFILLED, NEVER, Reported
from agreements.rules.outcome import Verdict, judgement, outcome_of
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, state_on, states
from agreements.rules.succession import (
    all_predecessors,
    successors_of,
    with_predecessors,
    with_predecessors_of,
)
from agreements.rules.targets import (
    TargetChange,
    counting_announcement,
    speakers_differ,
    target_history,
    times_moved,
)
from tests.unit.drawn_promises import SPEAKERS, days_that_matter, promises

# The keys are in no order of time: a successor may have been entered before the body it follows.
MERGED, GWANGJU, JEONNAM, JUNG, JEMULPO, YEONGJONG, OTHER = 1, 2, 3, 14, 13, 15, 9
SUCCESSIONS = [(GWANGJU, MERGED), (JEONNAM, MERGED), (JUNG, JEMULPO), (JUNG, YEONGJONG)]

P = PartialDate.parse
SINCE = date(2025, 1, 1)


def word(
    said_on: str, by: int, target: str | None = None, status: str = "on_track", **facts: Any
) -> Reported:
    """Build a report of a date, or (no target) of an open status that names none any longer."""
    if "happened" in facts:
        facts["happened"] = P(facts["happened"])
    elif status not in FULFILLED:
        facts |= {"target": P(target) if target else None, "target_undated": target is None}
    said = P(said_on)
    return Reported(0, 0, said.last, said, status, by, **facts)


def known(*reports: Reported, successions: list[tuple[int, int]] = SUCCESSIONS) -> list[Reported]:
    """Number the reports, and tell each whom its speaker follows."""
    numbered = [report._replace(id=seq, seq=seq) for seq, report in enumerate(reports, 1)]
    return with_predecessors(numbered, followed_from(NEVER, successions))


def followed_from(last_day: date, pairs: list[tuple[int, int]]) -> dict[int, dict[int, date]]:
    """Return who follows whom where every body that is followed ended on one day (NEVER: not known)."""
    return all_predecessors((*pair, last_day) for pair in pairs)


type Line = tuple[int, str, int | None, bool]

# What was said -> each word with its change, its days and whether it is present; the date that counts;
# whether the present dates differ; times moved.
CASES: dict[str, tuple[list[Reported], list[Line], str | None, bool, int]] = {
    "a merged body's date takes the place of both, and its days are counted from the one that ended last": (
        [
            word("2025-03-01", GWANGJU, "2026-12"),
            word("2025-04-01", JEONNAM, "2026-06"),
            word("2026-08-01", MERGED, "2027-06"),
        ],
        [
            (GWANGJU, "first", None, False),
            (JEONNAM, "first", None, False),
            (MERGED, "moved", 181, True),
        ],
        "2027-06",
        False,
        1,
    ),
    "until the merged body speaks, what both said stands": (
        [word("2025-03-01", GWANGJU, "2026-12"), word("2025-04-01", JEONNAM, "2026-06")],
        [(GWANGJU, "first", None, True), (JEONNAM, "first", None, True)],
        "2026-12",
        True,
        0,
    ),
    "a successor may repeat the date of the body it follows, also on the very day": (
        [word("2026-07-01", GWANGJU, "2026-12"), word("2026-07-01", MERGED, "2026-12")],
        [(GWANGJU, "first", None, False), (MERGED, "restated", None, True)],
        "2026-12",
        False,
        0,
    ),
    "a successor may be more precise": (
        [word("2025-03-01", GWANGJU, "2026"), word("2026-08-01", MERGED, "2026-Q4")],
        [(GWANGJU, "first", None, False), (MERGED, "refined", None, True)],
        "2026-Q4",
        False,
        0,
    ),
    "a successor may be less precise": (
        [word("2025-03-01", GWANGJU, "2026-Q4"), word("2026-08-01", MERGED, "2026-H2")],
        [(GWANGJU, "first", None, False), (MERGED, "widened", None, True)],
        "2026-H2",
        False,
        0,
    ),
    "a successor may take back the date of the body it follows, and then none counts": (
        [word("2025-03-01", GWANGJU, "2026-12"), word("2026-08-01", MERGED)],
        [(GWANGJU, "first", None, False), (MERGED, "removed", None, False)],
        None,
        False,
        1,
    ),
    "of two bodies that merged, a date taken back weighs less than one that stood": (
        [
            word("2025-03-01", GWANGJU, "2028"),
            word("2025-05-01", GWANGJU),
            word("2025-06-01", JEONNAM, "2026-12"),
            word("2026-08-01", MERGED, "2027-01-10"),
        ],
        [
            (GWANGJU, "first", None, False),
            (GWANGJU, "removed", None, False),
            (JEONNAM, "first", None, False),
            (MERGED, "moved", 10, True),
        ],
        "2027-01-10",
        False,
        2,
    ),
    "a date after one that was taken back is held against the last date of the body it follows": (
        [
            word("2025-03-01", GWANGJU, "2026-12"),
            word("2025-05-01", GWANGJU),
            word("2026-08-01", MERGED, "2027-01-10"),
        ],
        [
            (GWANGJU, "first", None, False),
            (GWANGJU, "removed", None, False),
            (MERGED, "moved", 10, True),
        ],
        "2027-01-10",
        False,
        2,
    ),
    "a successor that has spoken is held against its own word": (
        [
            word("2025-03-01", GWANGJU, "2026-12"),
            word("2026-08-01", MERGED, "2027-01-10"),
            word("2026-09-01", MERGED, "2027-01-31"),
        ],
        [
            (GWANGJU, "first", None, False),
            (MERGED, "moved", 10, False),
            (MERGED, "moved", 21, True),
        ],
        "2027-01-31",
        False,
        2,
    ),
    "each successor of a body that was split is held against its last word": (
        [
            word("2025-03-01", JUNG, "2026-12"),
            word("2026-08-01", JEMULPO, "2026-12-20"),
            word("2026-09-01", YEONGJONG, "2027-01-10"),
        ],
        [
            (JUNG, "first", None, False),
            (JEMULPO, "refined", None, True),
            (YEONGJONG, "moved", 10, True),
        ],
        "2027-01-10",
        True,
        1,
    ),
    "another body's date is none of theirs": (
        [word("2025-03-01", OTHER, "2026-12"), word("2026-08-01", MERGED, "2027")],
        [(OTHER, "first", None, True), (MERGED, "first", None, True)],
        "2027",
        True,
        0,
    ),
    "a body that still speaks after its successor speaks for itself": (
        [
            word("2025-03-01", GWANGJU, "2026-12"),
            word("2026-08-01", MERGED, "2027"),
            word("2026-09-01", GWANGJU, "2028"),
        ],
        [
            (GWANGJU, "first", None, False),
            (MERGED, "moved", 365, True),
            (GWANGJU, "moved", 731, True),
        ],
        "2028",
        True,
        2,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_rules_say_what_was_worked_out_by_hand(case: str):
    words, lines, counting, differs, moved = CASES[case]
    history = target_history(known(*words))
    assert [
        (entry.speaker, entry.change.value, entry.days_moved, entry.present) for entry in history
    ] == lines
    assert not any(entry.repeats for entry in history)
    report = counting_announcement(history)
    assert (report.target.iso() if report and report.target else None) == counting
    assert (speakers_differ(history), times_moved(history)) == (differs, moved)


def test_a_word_passes_on_through_a_body_that_said_nothing():
    chain = [(GWANGJU, OTHER), (OTHER, MERGED)]
    history = target_history(
        known(word("2025-03-01", GWANGJU, "2026"), word("2026-08-01", MERGED, "2027"), successions=chain)
    )
    assert [(entry.change.value, entry.days_moved) for entry in history] == [("first", None), ("moved", 365)]


def test_a_word_in_between_is_the_one_that_the_last_body_continues():
    """The first body's date ended later, but the one that followed it has set another since."""
    chain = [(GWANGJU, OTHER), (OTHER, MERGED)]
    words = (
        word("2025-03-01", GWANGJU, "2028"),
        word("2025-08-01", OTHER, "2026"),
        word("2026-08-01", MERGED, "2027"),
    )
    *_before, last = target_history(known(*words, successions=chain))
    assert (last.change, last.days_moved) == (TargetChange.MOVED, 365)


# ---- the outcome -------------------------------------------------------------------------------------


def test_a_successor_takes_back_what_the_body_it_follows_claimed():
    done = word("2026-03-01", GWANGJU, status="completed", happened="2026-02", happened_as="on")
    denied = word("2026-08-01", MERGED, status="on_hold", says_not_done=True)
    for successions, status, disputed in ((SUCCESSIONS, "on_hold", False), ([], "completed", True)):
        row = state_on(Promise(SINCE, known(done, denied, successions=successions)), date(2026, 9, 1))
        assert (row.status, row.disputed) == (status, disputed)


def test_a_body_takes_back_nothing_that_its_successor_claimed():
    done = word("2026-08-01", MERGED, status="completed", happened="2026-07", happened_as="on")
    denied = word("2026-09-01", GWANGJU, status="on_hold", says_not_done=True)
    row = state_on(Promise(SINCE, known(done, denied)), date(2026, 10, 1))
    assert (row.status, row.disputed) == ("completed", True)


def test_each_date_is_judged_by_itself_whoever_fulfilled_it():
    reports = known(
        word("2025-03-01", GWANGJU, "2026-06"),
        word("2026-08-01", MERGED, "2026-12"),
        word("2026-09-10", MERGED, status="completed", happened="2026-09-10", happened_as="on"),
    )
    outcome = outcome_of(reports, on=date(2026, 10, 1))
    judged = [judgement(entry.report, outcome) for entry in target_history(reports)]
    assert [(entry.verdict, entry.days) for entry in judged] == [(Verdict.AFTER, 72), (Verdict.WITHIN, None)]


# ---- who follows whom --------------------------------------------------------------------------------


def test_predecessors_are_followed_to_the_first_and_never_oneself():
    assert all_predecessors([]) == {}
    day, later = date(2024, 6, 30), date(2026, 6, 30)
    chain = all_predecessors([(1, 2, day), (2, 3, later), (9, 3, None)])
    assert chain == {2: {1: day}, 3: {1: later, 2: later, 9: NEVER}}
    assert all_predecessors([(1, 2, later), (2, 1, day)]) == {1: {2: day}, 2: {1: later}}
    two_ways = [(1, 2, day), (2, 4, later), (1, 3, day), (3, 4, day)]
    assert all_predecessors(two_ways)[4] == {1: day, 2: later, 3: day}


def test_whose_dates_count_goes_up_and_down_but_not_to_another_successor():
    predecessors = followed_from(NEVER, SUCCESSIONS)
    assert successors_of({JUNG}, predecessors) == {JEMULPO: NEVER, YEONGJONG: NEVER}
    assert with_predecessors_of({JEMULPO, OTHER}, predecessors) == {JEMULPO, JUNG, OTHER}
    assert successors_of({JEMULPO, OTHER}, predecessors) == {}


# ---- whatever was reported, and whoever follows whom -------------------------------------------------

FEW = settings(max_examples=60, derandomize=True, deadline=None)
successions = st.lists(st.tuples(st.sampled_from(SPEAKERS), st.sampled_from(SPEAKERS)), max_size=4)


def following(promise: Promise, pairs: list[tuple[int, int]]) -> Promise:
    predecessors = followed_from(NEVER, pairs)
    return promise._replace(reports=with_predecessors(promise.reports, predecessors))


def said(history: list[Any]) -> set[tuple[Any, ...]]:
    return {
        (entry.report.id, entry.change, entry.days_moved, entry.present, entry.repeats) for entry in history
    }


@FEW
@given(promises())
def test_a_succession_between_others_changes_nothing(promise: Promise):
    with_others = following(promise, [(77, 88)])
    assert with_others == promise
    nobody_spoke = following(promise, [(77, speaker) for speaker in SPEAKERS])
    for day in days_that_matter(promise):
        assert state_on(nobody_spoke, day) == state_on(promise, day)
        assert said(target_history(nobody_spoke.reports, on=day)) == said(
            target_history(promise.reports, on=day)
        )


@FEW
@given(promises(), successions, st.data())
def test_neither_the_order_of_the_reports_nor_of_the_successions_matters(
    promise: Promise, pairs: list[tuple[int, int]], data: st.DataObject
):
    one = following(promise, pairs)
    other = following(promise, data.draw(st.permutations(pairs)))
    other = other._replace(reports=data.draw(st.permutations(other.reports)))
    for day in days_that_matter(promise):
        assert said(target_history(one.reports, on=day)) == said(target_history(other.reports, on=day))
        assert state_on(one, day) == state_on(other, day)


@FEW
@given(promises())
def test_which_of_two_merged_bodies_is_named_first_does_not_matter(promise: Promise):
    exchanged = {1: 2, 2: 1, 3: 3}
    pairs = [(1, 3), (2, 3)]
    one = following(promise, pairs)
    reports = [
        report._replace(stated_by=exchanged[report.stated_by], follows=frozenset())
        for report in promise.reports
    ]
    other = following(promise._replace(reports=reports), pairs)
    for day in days_that_matter(promise):
        history, same_history = (target_history(side.reports, on=day) for side in (one, other))
        assert said(history) == said(same_history)
        row, same_row = (state_on(side, day) for side in (one, other))
        named = {"first_target_by_id": None, "target_by_id": None}  # of equal dates, either
        assert row._replace(**named) == same_row._replace(**named)  # type: ignore[arg-type]  # checked names


@FEW
@given(promises(), successions)
def test_the_rules_answer_whoever_follows_whom(promise: Promise, pairs: list[tuple[int, int]]):
    """Also where two bodies are said to follow each other."""
    one = following(promise, pairs)
    rows = states(one)
    assert (rows[0].day_from, rows[-1].day_to) == (promise.since, FOREVER)
    assert all(row.day_to == later.day_from for row, later in pairwise(rows))
    history = target_history(one.reports)
    assert {entry.report.id for entry in history} == {
        report.id for report in promise.reports if report.states_target
    }
    for entry in history:
        assert (entry.change == TargetChange.MOVED) == (entry.days_moved is not None)
        assert entry.before is None or entry.report.continues(entry.before)


@FEW
@given(promises(), successions)
def test_no_date_is_present_beside_a_later_word_of_a_successor(
    promise: Promise, pairs: list[tuple[int, int]]
):
    history = target_history(following(promise, pairs).reports)
    for entry in history:
        if not entry.present:
            continue
        for other in history:
            later = other.report.said_day > entry.report.said_day
            assert not (later and entry.speaker in other.report.follows)
