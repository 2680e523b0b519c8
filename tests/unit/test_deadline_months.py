"""Deadlines by month: what is drawn of many months."""

from datetime import date

from agreements.views.deadline_months import LEAST, MOST, lay_out_months

ON = date(2026, 3, 2)


def counts(*numbers: int, first: int = 2026 * 12, standing: str = "on_time"):
    return {
        date((first + place) // 12, (first + place) % 12 + 1, 1): {standing: number}
        for place, number in enumerate(numbers)
        if number
    }


def test_parts_follow_each_other_and_fill_their_share_of_the_longest_bar():
    found = lay_out_months(
        {date(2026, 3, 1): {"late": 1, "due_soon": 3}, date(2026, 5, 1): {"on_time": 8}}, on=ON
    )
    march, may = found.drawn
    assert [(part.standing, part.start, part.width) for part in march.parts] == [
        ("late", 0, 12.5),
        ("due_soon", 12.5, 37.5),
        ("on_time", 50, 0),
    ]
    assert may.parts[2].width == 100
    assert (march.total, may.total, found.total) == (4, 8, 12)


def test_a_single_deadline_is_no_wall():
    (only,) = lay_out_months(counts(1), on=ON).drawn
    assert [(part.standing, part.width) for part in only.parts] == [("on_time", 100 / LEAST)]


def test_up_to_the_most_every_month_is_drawn():
    found = lay_out_months(counts(*[1] * MOST), on=ON)
    assert len(found.drawn) == len(found.all) == MOST
    assert not any(month.reach for month in found.drawn)


def test_of_more_the_months_around_the_base_date_are_drawn_and_none_is_lost():
    found = lay_out_months(counts(*[1] * 40, first=2025 * 12), on=ON)
    assert len(found.drawn) == MOST
    assert found.drawn[0].reach == "earlier"
    assert found.drawn[-1].reach == "later"
    assert sum(month.total for month in found.drawn) == found.total == 40
    assert [found.drawn[0].when, found.drawn[1].when] == [month.when for month in found.all[9:11]]
    assert found.drawn[0].total == 10
    assert "2026-03" in [month.when.iso() for month in found.drawn if not month.reach]
    assert len(found.all) == 40


def test_with_the_base_date_before_or_after_all_months_the_nearest_are_drawn():
    after = lay_out_months(counts(*[1] * 40, first=2000 * 12), on=ON).drawn
    assert [month.reach for month in after] == ["earlier", *[""] * 11]
    before = lay_out_months(counts(*[1] * 40, first=2050 * 12), on=ON).drawn
    assert [month.reach for month in before] == [*[""] * 11, "later"]


def test_a_sum_has_no_bar_and_does_not_shrink_those_of_months():
    found = lay_out_months(counts(*[900] * 20, *[2] * 20, first=2024 * 12), on=ON)
    assert all(part.width == 0 for part in found.drawn[0].parts)
    assert found.drawn[0].total >= 900


def test_months_without_a_deadline_are_no_rows():
    found = lay_out_months(counts(1, 0, 0, 1), on=ON)
    assert [month.when.iso() for month in found.drawn] == ["2026-01", "2026-04"]
