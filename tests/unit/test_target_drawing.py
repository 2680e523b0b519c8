"""Where announced dates and what happened are drawn."""

from datetime import date
from types import SimpleNamespace

from agreements.lists.parameters import Clock
from agreements.rules.lifecycle import Reported
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import standing, states
from agreements.rules.targets import target_history
from agreements.views.announced_targets import AnnouncedTarget, TargetLine
from agreements.views.target_drawing import draw_targets

LATER = date(2199, 1, 1)


def line(*reports: tuple[str, str, str | None], on: str, stage: int = 1) -> TargetLine:
    """A subject with reports (status, happened, target or "none"), as it stood on a day."""
    told = [
        Reported(
            number,
            number,
            LATER,
            status,
            PartialDate.parse(happened),
            target=PartialDate.parse(target) if target and target != "none" else None,
            target_undated=target == "none",
        )
        for number, (status, happened, target) in enumerate(reports, start=1)
    ]
    day = date.fromisoformat(on)
    state = [row for row in states(told, since=date(1990, 1, 1)) if row.day_from <= day][-1]
    shown = SimpleNamespace(
        status=state.status,
        first_target=state.first_target,
        target=state.target,
        completed=state.completed,
        standing=standing(state.status, state.target, on=day, due_soon_days=90),
    )
    known = [report for report in told if report.effective_on <= day]
    said = [
        AnnouncedTarget(entry, SimpleNamespace(said_on=entry.report.happened))  # type: ignore[arg-type]
        for entry in target_history(known)
    ]
    row = SimpleNamespace(subject=SimpleNamespace(stage=stage), state=shown, sentence="")
    return TargetLine(row, said)  # type: ignore[arg-type]


def drawn(*reports, on, most=None):
    found = draw_targets([line(*reports, on=on)], clock=Clock(date.fromisoformat(on)), most=most)
    return found and found.tracks[0]


CENTER = [
    ("planned", "2021-09-03", "2022"),
    ("planned", "2022-12-13", "2023"),
    ("planned", "2022-12-13", "2023-06"),
    ("planned", "2023-02-13", "2023-H2"),
    ("reached", "2023-12-27", None),
]


def test_each_announcement_lies_at_its_period_and_only_the_last_one_is_the_last():
    track = drawn(*CENTER, on="2023-12-31")
    first, second, city, last = track.lanes
    assert first.announced_at < first.bar.start < second.bar.start < city.bar.start < last.bar.start
    assert first.bar.width > last.bar.width > city.bar.width
    assert [lane.is_last for lane in track.lanes] == [False, False, False, True]


def test_what_happened_lies_at_its_day_within_the_last_announcement():
    track = drawn(*CENTER, on="2023-12-31")
    last = track.lanes[-1].bar
    assert last.start < track.happened.middle < last.start + last.width
    assert track.is_day
    assert track.against_first.days == 361
    assert track.against_last.verdict == "within"


def test_what_is_known_to_the_month_only_is_no_day():
    track = drawn(CENTER[0], ("reached", "2022-10", None), on="2023-01-01")
    assert not track.is_day
    assert track.against_first.verdict == "within"
    assert track.against_last is None, "the last target is the first"


def test_announcements_of_one_day_lie_in_the_order_they_were_told():
    track = drawn(*CENTER[:3], on="2022-12-13")
    assert [lane.entry.announcement.target.iso() for lane in track.lanes] == ["2022", "2023", "2023-06"]
    assert track.lanes[1].announced_at == track.lanes[2].announced_at


def test_the_time_since_a_passed_date_reaches_to_the_base_date_behind_the_last_one_only():
    found = draw_targets([line(*CENTER[:4], on="2024-06-30")], clock=Clock(date(2024, 6, 30)))
    *before, last = found.tracks[0].lanes
    assert last.overdue.start + last.overdue.width == found.axis.base
    assert last.overdue.start == round(last.bar.start + last.bar.width, 2)
    assert not any(lane.overdue for lane in before)


def test_with_the_base_date_far_outside_the_passed_time_reaches_to_the_end_of_the_axis():
    found = draw_targets([line(*CENTER[:4], on="2099-06-30")], clock=Clock(date(2099, 6, 30)))
    assert found.axis.base is None
    overdue = found.tracks[0].lanes[-1].overdue
    assert overdue.start + overdue.width <= 100


def test_a_date_is_not_overdue_on_its_last_day_nor_once_it_was_reached_or_dropped():
    assert drawn(*CENTER[:4], on="2023-12-31").lanes[-1].overdue is None
    assert drawn(*CENTER, on="2024-06-30").lanes[-1].overdue is None
    dropped = drawn(*CENTER[:4], ("cancelled", "2023-11-01", None), on="2024-06-30")
    assert dropped.lanes[-1].overdue is None
    assert dropped.closed_without


def test_no_date_at_all_gives_no_drawing():
    assert drawn(("planned", "2021-09-05", "none"), on="2023-01-01") is None
    assert draw_targets([], clock=Clock(date(2023, 1, 1))) is None


def test_a_removed_date_is_an_announcement_without_a_bar():
    track = drawn(CENTER[0], ("planned", "2022-05-01", "none"), on="2023-06-01")
    assert track.lanes[1].bar is None
    assert track.lanes[1].overdue is None, "there is no date that could have passed"
    assert not track.lanes[0].is_last


def test_what_happened_without_an_announced_date_is_drawn_alone():
    track = drawn(("reached", "2023-05-02", None), on="2023-06-01")
    assert track.lanes == []
    assert track.happened is not None
    assert track.against_first is None


def test_of_more_than_the_most_the_first_and_the_last_are_drawn_and_the_others_counted():
    many = [("planned", f"2020-{month:02}-01", f"{2020 + month}") for month in range(1, 13)]
    track = drawn(*many, on="2021-01-01", most=4)
    assert [lane.entry.announcement.target.iso() for lane in track.lanes] == ["2021", "2030", "2031", "2032"]
    assert track.left_out == 8
    assert len(drawn(*many, on="2021-01-01").lanes) == 12


def test_fifty_subjects_share_one_axis_stage_by_stage():
    lines = [
        line(("planned", "2022-01-01", f"{2022 + number % 9}"), on="2023-01-01", stage=number // 10)
        for number in range(50)
    ]
    found = draw_targets(lines, clock=Clock(date(2023, 1, 1)))
    assert [(number, len(part.tracks)) for number, part in found.stages] == [
        (stage, 10) for stage in range(5)
    ]
    assert {id(part.axis) for _, part in found.stages} == {id(found.axis)}


def test_what_was_said_of_a_year_that_still_runs_was_said_by_the_base_date():
    said = line(("planned", "2022", "2023"), on="2022-12-31")
    found = draw_targets([said], clock=Clock(date(2022, 6, 1)))
    assert found.tracks[0].lanes[0].announced_at == found.axis.base
