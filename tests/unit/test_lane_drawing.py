"""What the lanes of a timeline draw and say: never more than is known."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from agreements.lists.parameters import Clock
from agreements.lists.promises import PromiseHistory
from agreements.models import Milestone
from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import FULFILLED, HappenedAs, Reported
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, standing, state_on
from agreements.rules.targets import target_history
from agreements.views.announced_targets import announced_targets
from agreements.views.lane_drawing import LaneGroup, draw_lanes
from agreements.views.subject_states import SubjectRow
from agreements.views.time_axis import EDGE, DaySpan

LATER = date(2199, 1, 1)
SINCE = date(1990, 1, 1)
COMMISSION, CITY, OTHER_COMMISSION = 1, 2, 3
NAMES = {COMMISSION: "경기도북부자치경찰위원회", CITY: "파주시", OTHER_COMMISSION: "경기도남부자치경찰위원회"}


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


def subject_row(*facts, on: str, inquiries=()) -> SubjectRow:
    """A milestone with reports and inquiries, as it stood on a day."""
    reports = [
        report(number, *fact) if isinstance(fact, tuple) else report(number, **fact)
        for number, fact in enumerate(facts, start=1)
    ]
    day = date.fromisoformat(on)
    held = state_on(Promise(SINCE, reports, list(inquiries)), day)
    outcome = None
    if held.completed_as:
        outcome = Outcome(held.completed_from, held.completed_to, held.completed_as, held.disputed)
    state = SimpleNamespace(
        target=held.target,
        target_by_id=held.target_by_id,
        outcome=outcome,
        standing=standing(held, on=day, due_soon_days=90),
        status=held.status,
        get_status_display=lambda: held.status,
        disputed=held.disputed,
        searched_on=held.searched_on,
        looked_until=held.looked_until,
        heard_on=held.heard_on,
        not_yet_on=held.not_yet_on,
        target_by=SimpleNamespace(name=NAMES.get(held.target_by_id)),
        report=None,
    )
    filed: Any = {
        filing.id: SimpleNamespace(
            pk=filing.id,
            said_on=filing.said_on,
            milestone_id=7,
            commitment_id=None,
            stated_by=SimpleNamespace(name=NAMES[filing.stated_by]),
            get_status_display=lambda filing=filing: filing.status,
        )
        for filing in reports
    }
    state.report = filed.get(held.report_id)
    history = PromiseHistory(target_history(reports, on=day), filed)
    answer: Any = None
    return SubjectRow(Milestone(pk=7), state, announced_targets(history, state), "", answer)


def drawing_of(*rows, on, **options):
    return draw_lanes([LaneGroup("", "", rows)], clock=Clock(date.fromisoformat(on)), **options)


def lane_of(*facts, on, inquiries=()):
    drawing = drawing_of(subject_row(*facts, on=on, inquiries=inquiries), on=on)
    return drawing and drawing.lanes[0]


def looked(on, *, since="1990-01-01", until=None):
    """An inquiry of a day that found nothing."""
    covers_to = PartialDate.parse(until or on)
    return Inquired(date.fromisoformat(on), PartialDate.parse(since), covers_to, nothing_found=True)


CENTER = [
    ("planned", "2021-09-03", "2022"),
    ("planned", "2022-12-13", "2023"),
    ("planned", "2022-12-13", "2023-06", CITY),
    ("planned", "2023-02-13", "2023-H2"),
    ("reached", "2023-12-27"),
]
HELD_UP = ("on_hold", "2024-03-01")  # says "not yet" of a day after the last date


# ---- announced dates ---------------------------------------------------------------------------------


def test_each_announcement_has_a_line_with_its_day_its_period_and_its_speaker():
    first, second, city, last = lane_of(*CENTER, on="2023-12-31").lines
    assert first.said_at < first.bar.start < second.bar.start < city.bar.start < last.bar.start
    assert first.bar.width > last.bar.width > city.bar.width
    assert first.way.start == first.said_at
    assert first.way.end == first.bar.start
    assert [line.label.text for line in (first, second, city, last)] == [
        "위원회",
        "위원회",
        "파주시",
        "위원회",
    ]
    assert [line.present for line in (first, second, city, last)] == [False, False, True, True]
    assert first.y < second.y < city.y < last.y


def test_two_speakers_never_share_a_short_name():
    lane = lane_of(CENTER[0], ("planned", "2022-01-01", "2024", OTHER_COMMISSION), on="2022-06-01")
    assert [line.label.text for line in lane.lines] == [
        "경기도북부자치경찰위원회",
        "경기도남부자치경찰위원회",
    ]


def test_each_date_is_judged_by_itself_with_its_speaker():
    lane = lane_of(*CENTER, on="2023-12-31")
    assert lane.verdict == [
        "위원회 2022년: 기한보다 361일 뒤",
        "파주시 2023. 6.: 기한보다 180일 뒤",
        "위원회 2023년 하반기: 기한 안",
    ]


def test_the_days_in_words_say_what_the_picture_says_oldest_first():
    lane = lane_of(*CENTER, on="2023-12-31")
    assert [(day.kind, day.when, day.text) for day in lane.days] == [
        ("said", "2021. 9. 3.", "경기도북부자치경찰위원회: 2022년까지 → 기한보다 361일 뒤"),
        ("said", "2022. 12. 13.", "경기도북부자치경찰위원회: 2023년까지 → 기한 안"),
        ("present", "2022. 12. 13.", "파주시: 2023. 6.까지 → 기한보다 180일 뒤"),
        ("present", "2023. 2. 13.", "경기도북부자치경찰위원회: 2023년 하반기까지 → 기한 안"),
        ("done", "2023. 12. 27.", "reached"),
    ]


def test_a_removed_date_is_an_announcement_without_a_bar():
    lane = lane_of(CENTER[0], ("planned", "2023-05-01", "none"), on="2023-06-01")
    assert lane.lines[1].bar is None
    assert lane.lines[1].label.text == "위원회: 기한 없이"
    assert not lane.lines[0].present


def test_of_many_announcements_the_first_and_the_last_are_drawn_and_all_are_told():
    many = [("planned", f"2020-{month:02}-01", f"{2020 + month}") for month in range(1, 13)]
    lane = lane_of(*many, on="2021-01-01")
    assert [line.label.text for line in lane.lines].index("그 사이 발표 6건은 해당 페이지에") == 1
    assert len([line for line in lane.lines if line.bar]) == 6
    assert len(lane.days) == 12


def test_what_was_said_of_a_year_that_still_runs_was_said_by_the_base_date():
    row = subject_row(("planned", "2022", "2023"), on="2022-12-31")
    drawing = drawing_of(row, on="2022-06-01")
    assert drawing.lanes[0].lines[0].said_at == drawing.axis.base


# ---- what happened -----------------------------------------------------------------------------------


def test_what_happened_lies_at_its_day_within_the_last_announcement():
    lane = lane_of(*CENTER, on="2023-12-31")
    last = lane.lines[-1].bar
    assert last.start < lane.outcome.span.middle < last.end
    assert (lane.outcome.shape, lane.outcome.label.text) == ("day", "2023. 12. 27.")
    assert lane.outcome.y > lane.lines[-1].y


def test_what_is_known_to_the_month_only_is_a_span():
    lane = lane_of(CENTER[0], ("reached", "2022-10"), on="2023-01-01")
    assert lane.outcome.shape == "span"
    assert lane.outcome.span.width > 2


def test_by_then_is_an_edge_unless_a_source_says_since_when_it_can_be():
    opened = {"status": "reached", "said_on": "2023-09-04", "happened_as": HappenedAs.BY}
    assert lane_of(opened, on="2023-12-31").outcome.shape == "until"
    spanned = lane_of(("planned", "2023-02-13", "2023-H2"), opened, on="2023-12-31")
    assert spanned.outcome.shape == "span"


def test_a_disputed_outcome_is_drawn_without_an_end_and_judges_no_date():
    denied = ("planned", "2024-03-01", None, CITY)
    lane = lane_of(CENTER[0], ("reached", "2022-10-04"), denied, on="2024-06-30")
    assert lane.outcome.shape == "since"
    assert lane.verdict == ["자료 엇갈림"]


def test_what_happened_without_an_announced_date_is_drawn_alone():
    lane = lane_of(("reached", "2023-05-02"), on="2023-06-01")
    assert lane.lines == []
    assert lane.outcome.shape == "day"
    assert lane.verdict == ["발표한 기한 없음"]


# ---- where somebody looked ---------------------------------------------------------------------------


def test_nothing_is_drawn_where_nobody_looked():
    lane = lane_of(*CENTER[:4], on="2024-06-30")
    assert lane.quiet is None
    assert [line.late for line in lane.lines] == [None] * 4
    assert lane.verdict == ["기한 지남 · 확인 전: 위원회 2023년 하반기"]


def test_an_inquiry_is_drawn_from_the_passed_date_to_the_last_day_it_speaks_of():
    lane = lane_of(*CENTER[:4], on="2024-06-30", inquiries=[looked("2024-05-01")])
    last_bar = lane.lines[-1].bar
    assert lane.quiet.shape == "quiet"
    assert lane.quiet.span.start == pytest.approx(last_bar.end, abs=0.2)
    assert lane.quiet.label.text == "자료를 찾지 못함(2024. 5. 1. 조사)"
    assert lane.verdict[1] == "2024. 5. 1. 조사"
    searched = lane.days[-1]
    assert (searched.kind, searched.when) == ("searched", "2024. 5. 1.")
    assert searched.text == "조사: 2024. 1. 1.–2024. 5. 1. 자료를 찾지 못함"


def test_an_inquiry_that_covers_less_than_its_day_is_drawn_no_further():
    covers = looked("2024-05-01", until="2024-02")
    lane = lane_of(*CENTER[:4], on="2024-06-30", inquiries=[covers])
    assert lane.days[-1].text == "조사: 2024. 1. 1.–2024. 2. 29. 자료를 찾지 못함"


def test_of_a_promise_that_nobody_spoke_of_an_inquiry_is_drawn_from_its_beginning():
    lane = lane_of(on="2024-06-30", inquiries=[looked("2024-05-01")])
    assert lane.quiet.span.start == EDGE
    assert lane.verdict == ["기한 미정", "2024. 5. 1. 조사"]
    assert lane.days[0].text == "조사: 1990. 1. 1.–2024. 5. 1. 자료를 찾지 못함"


def test_only_what_a_source_says_is_not_done_is_late_and_only_to_the_day_of_which_it_says_so():
    row = subject_row(*CENTER[:4], HELD_UP, on="2024-06-30")
    drawing = drawing_of(row, on="2024-06-30")
    *before, last, _word = drawing.lanes[0].lines
    assert last.late.start == pytest.approx(last.bar.end, abs=0.1)
    assert last.late.end == drawing.axis.at(date(2024, 3, 1))
    assert not any(line.late for line in before)
    assert drawing.lanes[0].days[-1].text == "자료에 아직 이행되지 않았다고 나옴"


def test_a_date_is_not_late_on_its_last_day_nor_once_it_was_reached_or_dropped():
    assert lane_of(*CENTER[:4], on="2023-12-31").lines[-1].late is None
    assert lane_of(*CENTER, on="2024-06-30").lines[-1].late is None
    dropped = lane_of(*CENTER[:4], ("cancelled", "2024-03-01"), on="2024-06-30")
    assert not any(line.late for line in dropped.lines)
    assert dropped.verdict == []


# ---- many lanes --------------------------------------------------------------------------------------


def test_no_date_at_all_gives_no_drawing():
    assert drawing_of(subject_row(on="2023-01-01"), on="2023-01-01") is None
    assert draw_lanes([], clock=Clock(date(2023, 1, 1))) is None


def test_a_promise_of_which_nothing_is_dated_is_counted_and_has_no_lane():
    rows = [subject_row(CENTER[0], on="2022-06-01"), subject_row(on="2022-06-01")]
    (group,) = drawing_of(*rows, on="2022-06-01").groups
    assert (len(group.lanes), group.undated) == (1, 1)
    (group,) = drawing_of(*rows, on="2022-06-01", keep_undated=True).groups
    assert (len(group.lanes), group.undated) == (2, 0)


def test_groups_share_one_axis():
    rows = [
        subject_row(("planned", "2022-01-01", f"{2022 + number % 9}"), on="2023-01-01")
        for number in range(50)
    ]
    groups = [LaneGroup(str(number), "", rows[number * 10 : number * 10 + 10]) for number in range(5)]
    drawing = draw_lanes(groups, clock=Clock(date(2023, 1, 1)))
    assert [len(drawn.lanes) for drawn in drawing.groups] == [10] * 5
    ends = {lane.lines[0].bar.end for lane in drawing.lanes}
    assert len(ends) == 9
    assert max(ends) <= 100


def test_narrowed_years_draw_nothing_of_what_lies_outside():
    row = subject_row(*CENTER, on="2024-06-30")
    years = DaySpan(date(2023, 1, 1), date(2023, 12, 31))
    first, second, city, last = drawing_of(row, on="2024-06-30", years=years).lanes[0].lines
    assert (first.bar, first.said_at, first.label) == (None, None, None)
    assert second.said_at is None
    assert (second.bar.start, second.bar.end) == (EDGE, 100 - EDGE)
    assert city.bar.start > EDGE
    assert last.said_at > EDGE


def test_labels_stay_inside_the_picture():
    late_promise = subject_row(("planned", "2023-01-01", "2023-12"), on="2024-01-01")
    (line,) = drawing_of(late_promise, on="2023-12-30").lanes[0].lines
    assert line.label.before


def test_the_key_explains_what_is_drawn_and_nothing_else():
    lane = drawing_of(subject_row(*CENTER, on="2023-12-31"), on="2023-12-31")
    assert lane.marks == {"said", "before", "present", "day"}
    asked = subject_row(*CENTER[:4], on="2024-06-30", inquiries=[looked("2024-05-01")])
    assert drawing_of(asked, on="2024-06-30").marks == {"said", "before", "present", "quiet"}
