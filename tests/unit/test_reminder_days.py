"""On which days a person is reminded: the offsets of the requirement, and no day beside them."""

from datetime import date, timedelta

import pytest

from agreements.rules import states
from agreements.rules.lifecycle import FOREVER
from agreements.rules.reminders import (
    reminds_of_due,
    reminds_of_expiry,
    reminds_of_past,
    reminds_of_round,
    reminds_of_silence,
)

DAY = date(2026, 3, 2)


def days_on_which(reminds, upto):
    """The offsets, counted from ``DAY``, on which ``reminds(DAY, on=…)`` says yes."""
    span = range(-upto, upto + 1)
    return [offset for offset in span if reminds(DAY, on=DAY + timedelta(days=offset))]


def test_what_is_due_is_told_30_7_and_1_day_before_and_not_on_the_day():
    assert days_on_which(reminds_of_due, 100) == [-30, -7, -1]


def test_what_is_past_its_date_is_told_after_1_7_and_30_days_and_then_every_30():
    assert days_on_which(reminds_of_past, 125) == [1, 7, 30, 60, 90, 120]


def test_a_round_is_told_a_week_and_a_day_before_on_its_day_and_then_as_what_is_past():
    assert days_on_which(reminds_of_round, 40) == [-7, -1, 0, 1, 7, 30]


def test_an_expiry_is_told_90_and_30_days_before():
    assert days_on_which(reminds_of_expiry, 200) == [-90, -30]


def test_silence_is_told_on_its_first_day_and_then_every_30():
    def reminds(heard_on, *, on):
        return reminds_of_silence(heard_on, on=on, silent_days=365)

    assert days_on_which(reminds, 430) == [366, 396, 426]


@pytest.mark.parametrize(("days", "is_silent"), [(365, False), (366, True)])
def test_the_first_day_of_silence_is_the_one_the_pages_know(days, is_silent):
    on = DAY + timedelta(days=days)
    row = states.StateRow(DAY, FOREVER, heard_on=DAY, status="on_track")
    assert states.is_silent(row, on=on, silent_days=365) == is_silent
    assert reminds_of_silence(DAY, on=on, silent_days=365) == is_silent
