"""Where announced dates and what happened are drawn."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from agreements.lists.parameters import Clock
from agreements.lists.promises import PromiseHistory
from agreements.models import Milestone
from agreements.rules.lifecycle import FULFILLED, HappenedAs, Reported
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, standing, state_on
from agreements.rules.targets import target_history
from agreements.views.announced_targets import announced_targets
from agreements.views.subject_states import SubjectRow
from agreements.views.target_drawing import draw_targets

LATER = date(2199, 1, 1)
SINCE = date(1990, 1, 1)
COMMISSION, CITY = 1, 2


def report(
    number, status, said_on, target=None, speaker=COMMISSION, *, happened=None, happened_as="", **says
):
    """A report of the milestone; ``target`` may be "none", and a fulfilment is of the day it was said."""
    if status in FULFILLED:
        happened, happened_as = happened or said_on, happened_as or HappenedAs.ON
    return Reported(
        number,
        number,
        LATER,
        PartialDate.parse(said_on),
        status,
        speaker,
        happened=PartialDate.parse(happened) if happened else None,
        happened_as=happened_as,
        target=PartialDate.parse(target) if target and target != "none" else None,
        target_undated=target == "none",
        **says,
    )


def subject_row(*facts, on: str, stage: int = 1) -> SubjectRow:
    """A milestone with reports, as it stood on a day."""
    reports = [
        report(number, *fact) if isinstance(fact, tuple) else report(number, **fact)
        for number, fact in enumerate(facts, start=1)
    ]
    day = date.fromisoformat(on)
    held = state_on(Promise(SINCE, reports), day)
    outcome = None
    if held.completed_as:
        outcome = Outcome(held.completed_from, held.completed_to, held.completed_as, held.disputed)
    state = SimpleNamespace(
        target=held.target,
        target_by_id=held.target_by_id,
        outcome=outcome,
        standing=standing(held, on=day, due_soon_days=90),
    )
    filed: Any = {
        filing.id: SimpleNamespace(said_on=filing.said_on, commitment_id=None, milestone_id=7)
        for filing in reports
    }
    history = PromiseHistory(target_history(reports, on=day), filed)
    return SubjectRow(Milestone(pk=7, stage=stage), state, announced_targets(history, state), "")


def drawn(*facts, on, most=None):
    drawing = draw_targets([subject_row(*facts, on=on)], clock=Clock(date.fromisoformat(on)), most=most)
    return drawing and drawing.tracks[0]


CENTER = [
    ("planned", "2021-09-03", "2022"),
    ("planned", "2022-12-13", "2023"),
    ("planned", "2022-12-13", "2023-06", CITY),
    ("planned", "2023-02-13", "2023-H2"),
    ("reached", "2023-12-27"),
]
HELD_UP = ("on_hold", "2024-03-01")  # says "not yet" of a day after the last date


def test_each_announcement_lies_at_its_period_and_each_speaker_has_one_present_date():
    track = drawn(*CENTER, on="2023-12-31")
    first, second, city, last = track.lanes
    assert first.announced_at < first.bar.start < second.bar.start < city.bar.start < last.bar.start
    assert first.bar.width > last.bar.width > city.bar.width
    assert [lane.entry.announcement.present for lane in track.lanes] == [False, False, True, True]


def test_each_date_is_judged_by_itself_against_what_happened():
    results = [(lane.entry.verdict, lane.entry.days) for lane in drawn(*CENTER, on="2023-12-31").lanes]
    assert results == [("after", 361), ("within", None), ("after", 180), ("within", None)]


def test_what_happened_lies_at_its_day_within_the_last_announcement():
    track = drawn(*CENTER, on="2023-12-31")
    last = track.lanes[-1].bar
    assert last.start < track.happened.middle < last.start + last.width
    assert track.outcome_shape == "day"


def test_what_is_known_to_the_month_only_is_a_span():
    track = drawn(CENTER[0], ("reached", "2022-10"), on="2023-01-01")
    assert track.outcome_shape == "span"
    assert track.happened.width > 2


def test_by_then_is_an_edge_unless_a_source_says_since_when_it_can_be():
    opened = {"status": "reached", "said_on": "2023-09-04", "happened_as": HappenedAs.BY}
    only_the_end = drawn(opened, on="2023-12-31")
    assert only_the_end.outcome_shape == "until"
    spanned = drawn(("planned", "2023-02-13", "2023-H2"), opened, on="2023-12-31")
    assert spanned.outcome_shape == "span"
    assert spanned.happened.width > 2


def test_a_disputed_outcome_is_drawn_without_an_end():
    denied = ("planned", "2024-03-01", None, CITY)
    track = drawn(CENTER[0], ("reached", "2022-10-04"), denied, on="2024-06-30")
    assert track.outcome_shape == "since"
    assert track.lanes[0].entry.verdict == "unknown"


def test_announcements_of_one_day_lie_in_the_order_of_their_speakers():
    track = drawn(*CENTER[:3], on="2022-12-13")
    assert [lane.entry.announcement.target.iso() for lane in track.lanes] == ["2022", "2023", "2023-06"]
    assert track.lanes[1].announced_at == track.lanes[2].announced_at


def test_a_date_that_passed_is_not_hatched_while_no_source_says_that_it_is_not_done():
    assert not any(lane.overdue for lane in drawn(*CENTER[:4], on="2024-06-30").lanes)


def test_the_time_since_a_passed_date_reaches_to_the_base_date_behind_the_one_that_counts():
    drawing = draw_targets(
        [subject_row(*CENTER[:4], HELD_UP, on="2024-06-30")], clock=Clock(date(2024, 6, 30))
    )
    *before, last = drawing.tracks[0].lanes
    assert last.overdue.start + last.overdue.width == drawing.axis.base
    assert last.overdue.start == round(last.bar.start + last.bar.width, 2)
    assert not any(lane.overdue for lane in before)


def test_with_the_base_date_far_outside_the_passed_time_reaches_to_the_end_of_the_axis():
    drawing = draw_targets(
        [subject_row(*CENTER[:4], HELD_UP, on="2099-06-30")], clock=Clock(date(2099, 6, 30))
    )
    assert drawing.axis.base is None
    overdue = drawing.tracks[0].lanes[-1].overdue
    assert overdue.start + overdue.width <= 100


def test_a_date_is_not_overdue_on_its_last_day_nor_once_it_was_reached_or_dropped():
    assert drawn(*CENTER[:4], on="2023-12-31").lanes[-1].overdue is None
    assert drawn(*CENTER, on="2024-06-30").lanes[-1].overdue is None
    dropped = drawn(*CENTER[:4], ("cancelled", "2024-03-01"), on="2024-06-30")
    assert dropped.lanes[-1].overdue is None
    assert dropped.closed_without


def test_no_date_at_all_gives_no_drawing():
    assert drawn(("planned", "2021-09-05", "none"), on="2023-01-01") is None
    assert draw_targets([], clock=Clock(date(2023, 1, 1))) is None


def test_a_removed_date_is_an_announcement_without_a_bar():
    track = drawn(CENTER[0], ("planned", "2023-05-01", "none"), on="2023-06-01")
    assert track.lanes[1].bar is None
    assert not any(lane.overdue for lane in track.lanes), "no date counts that could have passed"
    assert not track.lanes[0].entry.announcement.present


def test_what_happened_without_an_announced_date_is_drawn_alone():
    track = drawn(("reached", "2023-05-02"), on="2023-06-01")
    assert track.lanes == []
    assert track.happened is not None


def test_of_more_than_the_most_the_first_and_the_last_are_drawn_and_the_others_counted():
    many = [("planned", f"2020-{month:02}-01", f"{2020 + month}") for month in range(1, 13)]
    track = drawn(*many, on="2021-01-01", most=4)
    assert [lane.entry.announcement.target.iso() for lane in track.lanes] == ["2021", "2030", "2031", "2032"]
    assert track.left_out == 8
    assert len(drawn(*many, on="2021-01-01").lanes) == 12


def test_fifty_subjects_share_one_axis_stage_by_stage():
    rows = [
        subject_row(("planned", "2022-01-01", f"{2022 + number % 9}"), on="2023-01-01", stage=number // 10)
        for number in range(50)
    ]
    drawing = draw_targets(rows, clock=Clock(date(2023, 1, 1)))
    assert [(number, len(part.tracks)) for number, part in drawing.stages] == [
        (stage, 10) for stage in range(5)
    ]
    assert {id(part.axis) for _, part in drawing.stages} == {id(drawing.axis)}


def test_what_was_said_of_a_year_that_still_runs_was_said_by_the_base_date():
    row = subject_row(("planned", "2022", "2023"), on="2022-12-31")
    drawing = draw_targets([row], clock=Clock(date(2022, 6, 1)))
    assert drawing.tracks[0].lanes[0].announced_at == drawing.axis.base
