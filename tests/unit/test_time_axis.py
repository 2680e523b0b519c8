"""The axis that pictures share: everything lies on it, in the order of its days."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.partial_date import PartialDate
from agreements.views.time_axis import EDGE, LABEL, LEAST, DaySpan, TimeAxis

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def axis(*periods: str, on: str, reaching: bool = True) -> TimeAxis:
    dates = [PartialDate.parse(period) for period in periods]
    spans = [DaySpan(period.first, period.last) for period in dates]
    return TimeAxis.over(spans, on=date.fromisoformat(on), reaching=reaching)


def test_a_single_day_lies_on_an_axis_that_has_a_length():
    found = axis("2023-06-15", on="2023-06-15")
    assert found.at(date(2023, 6, 15)) == EDGE
    assert found.last > found.first


@given(st.lists(DAYS, min_size=1), DAYS, st.booleans())
def test_everything_lies_within_the_picture_in_the_order_of_its_days(days, on, reaching):
    found = TimeAxis.over([DaySpan.of_day(day) for day in days], on=on, reaching=reaching)
    places = [found.at(day) for day in sorted(days)]
    assert places == sorted(places)
    assert 0 < min(places) <= max(places) < 100
    spans = [found.span(min(days), max(days)), *(found.span(day, day) for day in days)]
    assert all(span.start >= 0 and span.start + span.width <= 100 and span.width >= LEAST for span in spans)
    assert found.base is None or EDGE <= found.base <= 100 - EDGE


@given(DAYS, DAYS)
def test_years_never_touch_and_never_leave_the_picture(one, other):
    found = TimeAxis.over([DaySpan.of_day(one), DaySpan.of_day(other)], on=other, reaching=True)
    labelled = [year.at for year in found.years if year.labelled]
    assert all(later - earlier >= LABEL for earlier, later in pairwise(labelled))
    assert all(at + LABEL <= 100 for at in labelled)
    always = [year.at for year in found.years if year.labelled and not year.minor]
    assert len(always) <= 4


def test_every_year_is_named_with_the_one_that_had_begun_before():
    years = axis("2021-09-03", "2023", on="2023-06-01").years
    assert [(year.number, year.begins) for year in years] == [(2021, False), (2022, True), (2023, True)]


def test_over_decades_only_some_years_are_named():
    assert [year.number for year in axis("1950", "2023", on="2023-12-31").years] == [*range(1960, 2021, 10)]


def test_a_base_date_decades_later_would_squeeze_all_else_and_stays_outside():
    assert axis("2022", "2023", on="2026-03-02").base is not None, "something is still open"
    assert axis("2022", "2023", on="2062-03-02").base is None
    assert axis("2022", "2023", on="2062-03-02").last == date(2023, 12, 31)


def test_where_nothing_is_open_the_base_date_is_drawn_only_when_near():
    assert axis("2022", "2023", on="2026-03-02", reaching=False).base is None
    assert axis("2022", "2023", on="2024-03-02", reaching=False).base is not None


def test_a_short_period_is_widened_around_its_middle():
    found = axis("2000", "2023", on="2023-12-31")
    day = date(2010, 6, 15)
    span = found.span(day, day)
    assert span.width == LEAST
    assert span.middle == pytest.approx(found.at(day), abs=0.02)
