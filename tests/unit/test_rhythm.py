"""Promises that repeat: their periods, and what is kept and refused of them."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.actions.refusals import Incomplete
from agreements.models import Commitment, State
from agreements.rules.lifecycle import PERIOD_DONE
from agreements.rules.partial_date import PartialDate
from agreements.rules.rhythm import Rhythm, last_ended_period, period_of, reports_by_period
from agreements.rules.states import Standing
from tests import factories
from tests.factories import changed, published
from tests.registers import shared_register
from tests.stored import assert_everything_follows, head

P = PartialDate.parse


# ---- periods


@pytest.mark.parametrize(
    ("rhythm", "when", "period"),
    [
        ("yearly", "2023-06-15", "2023"),
        ("half_yearly", "2023-06-15", "2023-H1"),
        ("quarterly", "2023-07", "2023-Q3"),
        ("monthly", "2023-02-28", "2023-02"),
        ("monthly", "2023-Q1", "2023-Q1"),
        ("quarterly", "2023-03/2023-04", "2023-03/2023-04"),
        ("yearly", "2023-12/2024-01", "2023-12/2024-01"),
    ],
)
def test_a_report_stands_for_the_period_in_which_lies_what_it_speaks_of(rhythm, when, period):
    assert period_of(P(when), rhythm) == P(period)


@pytest.mark.parametrize(
    ("rhythm", "on", "period"),
    [
        ("yearly", date(2024, 1, 1), "2023"),
        ("half_yearly", date(2024, 12, 31), "2024-H1"),
        ("quarterly", date(2024, 2, 29), "2023-Q4"),
        ("monthly", date(2024, 3, 31), "2024-02"),
    ],
)
def test_the_last_ended_period_is_the_one_before_the_running_one(rhythm, on, period):
    assert last_ended_period(rhythm, on=on) == P(period)


def rows_by_period(reports, rhythm, since, until):
    dated = [(P(when), when) for when in reports]
    rows = reports_by_period(dated, rhythm, since=since, until=until)
    return [(str(row.period), row.reports) for row in rows]


def test_periods_without_a_report_are_named_from_the_first_to_the_last_whole_one():
    rows = rows_by_period(["2023-05", "2023-11-02"], "yearly", date(2021, 12, 13), date(2025, 3, 1))
    assert rows == [("2024", []), ("2023", ["2023-05", "2023-11-02"]), ("2022", [])]
    assert rows_by_period(["2021-12-20"], "yearly", date(2021, 12, 13), date(2022, 3, 1)) == [
        ("2021", ["2021-12-20"])
    ]


def test_the_running_period_is_named_only_once_it_has_a_report():
    assert rows_by_period(["2023-05"], "yearly", date(2023, 1, 1), date(2023, 6, 1)) == [
        ("2023", ["2023-05"])
    ]
    assert rows_by_period([], "yearly", date(2023, 1, 1), date(2023, 6, 1)) == []


def test_no_period_is_said_to_lack_a_report_that_may_be_of_it():
    rows = rows_by_period(["2023"], "quarterly", date(2023, 1, 1), date(2024, 5, 1))
    assert rows == [("2024-Q1", []), ("2023", ["2023"])]
    across = "2023-11/2024-02"
    rows = rows_by_period([across], "yearly", date(2023, 1, 1), date(2025, 5, 1))
    assert rows == [(across, [across])]


# ---- what is kept


@shared_register
def cars_of_every_year() -> Commitment:
    """Cars to be checked every year; of 2023 it was done, of 2024 not."""
    agreement = factories.agreement()
    agreement.commitments.update(repeats=Rhythm.YEARLY, quantity=120, quantity_unit_ko="대")
    commitment = published(agreement).commitments.get()
    done = factories.report(
        commitment, "completed", "2024-01-05", happened="2023", quantity_done=Decimal(130)
    )
    published(done)
    return commitment


def state_on(commitment, day, *, seq=None):
    return State.objects.at(day, seq=seq).with_standing(on=day).get(commitment=commitment)


@pytest.mark.django_db
def test_a_period_that_was_done_leaves_the_promise_open_and_without_a_day_of_fulfilment(cars_of_every_year):
    state = state_on(cars_of_every_year, date(2024, 6, 1))
    assert (state.status, state.standing, state.outcome) == (PERIOD_DONE, Standing.UNDATED, None)
    assert (state.quantity_done, state.progress, state.repeats) == (130, None, "yearly")


@pytest.mark.django_db
def test_a_later_period_that_was_not_done_denies_nothing_of_the_one_before(cars_of_every_year):
    published(factories.report(cars_of_every_year, "on_hold", "2024-12-20", says_not_done=True))
    before, after = (state_on(cars_of_every_year, date(year, 12, 31)) for year in (2023, 2024))
    assert (before.status, before.disputed) == (PERIOD_DONE, False)
    assert (after.status, after.disputed, after.standing) == ("on_hold", False, Standing.UNDATED)
    assert after.quantity_done is None  # 130 was of 2023


@pytest.mark.django_db
def test_years_without_a_report_make_it_neither_late_nor_silent(cars_of_every_year):
    state = state_on(cars_of_every_year, date(2031, 6, 1))
    assert (state.standing, state.silent) == (Standing.UNDATED, False)


@pytest.mark.django_db
def test_what_the_tables_keep_of_it_can_be_made_again_whenever_it_began_to_repeat(cars_of_every_year):
    agreement = cars_of_every_year.agreement
    changed(agreement, write=lambda record: record.commitments.update(repeats=""))
    once = state_on(cars_of_every_year, date(2024, 6, 1))
    assert (once.status, once.outcome.latest) == ("completed", date(2023, 12, 31))
    assert state_on(cars_of_every_year, date(2024, 6, 1), seq=head().seq - 1).status == PERIOD_DONE
    assert_everything_follows()


# ---- what is refused


@pytest.mark.django_db
@pytest.mark.parametrize("target", [{"target": "2025"}, {"target_undated": True}])
def test_a_report_of_what_repeats_names_no_date(cars_of_every_year, target):
    with pytest.raises(Incomplete) as refusal:
        published(factories.report(cars_of_every_year, "on_track", "2025-01-02", **target))
    assert refusal.value.field == next(iter(target))


@pytest.mark.django_db
def test_what_has_a_published_date_cannot_be_made_to_repeat():
    commitment = published(factories.agreement()).commitments.get()
    published(factories.report(commitment, "on_track", "2023-01-02", target="2024"))
    with pytest.raises(Incomplete) as refusal:
        changed(commitment.agreement, write=lambda record: record.commitments.update(repeats="monthly"))
    assert refusal.value.field == "repeats"


@pytest.mark.django_db
def test_a_report_gives_a_number_only_of_what_has_a_unit():
    commitment = published(factories.agreement()).commitments.get()
    with pytest.raises(Incomplete) as refusal:
        published(factories.report(commitment, "on_track", "2023-01-02", quantity_done=Decimal(5)))
    assert refusal.value.field == "quantity_done"


@pytest.mark.django_db
def test_the_unit_in_which_published_reports_count_stays(cars_of_every_year):
    no_unit = {"quantity": None, "quantity_unit_ko": ""}
    with pytest.raises(Incomplete) as refusal:
        changed(cars_of_every_year.agreement, write=lambda record: record.commitments.update(**no_unit))
    assert refusal.value.field == "quantity_unit_ko"


@pytest.mark.django_db
def test_the_last_number_that_was_said_holds_and_no_number_makes_a_status():
    agreement = factories.agreement()
    agreement.commitments.update(quantity=2655, quantity_unit_ko="호")
    commitment = published(agreement).commitments.get()
    for said_on, done in (("2023-01-02", 930), ("2024-01-02", None), ("2025-01-02", 2700)):
        published(factories.report(commitment, "on_track", said_on, quantity_done=done))
    known = [state_on(commitment, date(year, 6, 1)) for year in (2023, 2024, 2025)]
    assert [state.quantity_done for state in known] == [930, 930, 2700]
    assert {state.status for state in known} == {"on_track"}
    published(factories.report(commitment, "completed", "2025-08-01"))
    assert state_on(commitment, date(2025, 9, 1)).quantity_done is None
    assert_everything_follows()
