"""A promise that repeats, and one with a number to reach, as its readers find them."""

import pytest

from agreements.models import Commitment
from agreements.rules.rhythm import Rhythm
from tests import factories
from tests.factories import changed, published
from tests.registers import shared_register


@shared_register
def patrols() -> Commitment:
    """Promised for every year in December 2022, so from 2023 on: done in 2023, on hold in 2024."""
    agreement = factories.agreement(
        title_ko="합동 순찰 협약", parties=[factories.agency("city", name_ko="가시"), factories.agency()]
    )
    agreement.commitments.update(repeats=Rhythm.YEARLY, quantity=1200, quantity_unit_ko="회")
    promise = published(agreement).commitments.get()
    published(factories.report(promise, "completed", "2024-01-05", happened="2023", quantity_done=1300))
    published(factories.report(promise, "on_hold", "2024-12-20"))
    return promise


@shared_register
def houses() -> Commitment:
    agreement = factories.agreement()
    aim = {"quantity": 2655, "quantity_unit_ko": "호", "quantity_unit_en": "homes"}
    agreement.commitments.update(**aim, quantity_by_first="2025-01-01", quantity_by_last="2025-12-31")
    promise = published(agreement).commitments.get()
    published(factories.report(promise, "on_track", "2024-03-01", quantity_done=930))
    return promise


def period_rows(page):
    return [" ".join(row.text.split()) for row in page.rows("table-periods")]


# ---- what repeats


def test_each_period_stands_with_its_own_report_and_without_one_nothing_is_concluded(patrols, visit):
    page = visit(patrols.get_absolute_url())
    assert period_rows(page) == [
        "2025년 보고 없음",
        "2024년 보류 2024. 12. 20. 가시 보고 2",
        "2023년 완료 2023년 이행 1,300 / 1,200회 2024. 1. 5. 가시 보고 1",
    ]
    assert "이행하지 않았다는 뜻은 아닙니다" in page.section("periods")
    assert page.all("section", aria_labelledby="targets") == []


def test_its_head_says_the_rhythm_and_what_the_newest_report_says_of_its_period(patrols, visit):
    head = visit(f"{patrols.get_absolute_url()}?as_of=2024-06-01").section("answer")
    assert "해당 기간분 이행" in head
    assert (
        "매년 이행하기로 한 약속입니다. 2023년에 대한 가장 최근 보고는 ‘완료’입니다(가시, 2024년 1월 5일)."
        in head
    )


def test_on_a_past_day_later_periods_are_not_told(patrols, visit):
    rows = period_rows(visit(f"{patrols.get_absolute_url()}?as_of=2024-06-01"))
    assert [row[:5] for row in rows] == ["2023년"]


@pytest.mark.parametrize(
    "end", [{"ended_on": "2024-12-30", "end_reason": "no_longer_needed"}, {"expires_on": "2025-06-30"}]
)
def test_no_report_is_missed_of_what_an_agreement_no_longer_promises(patrols, visit, end):
    changed(patrols.agreement, **end)
    rows = period_rows(visit(patrols.get_absolute_url()))
    assert [row[:5] for row in rows] == ["2024년", "2023년"]


def test_what_was_dropped_is_missed_no_longer(patrols, visit):
    published(factories.report(patrols, "dropped", "2025-02-01"))
    rows = period_rows(visit(patrols.get_absolute_url()))
    assert [row[:5] for row in rows] == ["2025년", "2024년", "2023년"]
    assert "폐기" in rows[0]


def test_a_corrected_report_stands_for_its_period_no_longer(patrols, visit):
    published(factories.correction(patrols.reports.get(number=2), "partial", "2024-12-20"))
    assert period_rows(visit(patrols.get_absolute_url()))[1] == "2024년 일부추진 2024. 12. 20. 가시 보고 3"


def test_what_was_done_for_a_period_lowers_no_rate_and_its_number_is_said(patrols, visit):
    formula = visit("/?as_of=2024-06-01").all("p", class_="formula")[0].text
    assert "완료율은 적지 않습니다" in formula, "0 % would accuse who kept the only promise"
    assert "정기 이행 약속 중 해당 기간분을 이행한 1건은 이 수에 포함하지 않았습니다." in formula
    done = published(factories.agreement(signed="2022-12-13"))
    published(factories.report(done.commitments.get(), "completed", "2023-06-01"))
    formula = visit("/?as_of=2024-06-01").all("p", class_="formula")[0].text
    assert "완료율 100.0% = 완료·이행 후 계속추진 1건 ÷ 전체 약속 1건" in formula
    counted = visit(f"{patrols.agreement.get_absolute_url()}?as_of=2024-06-01").text
    assert "이행과제 1건 중 완료·계속추진 0건, 정기 이행 약속 중 해당 기간분을 이행한 1건" in counted


def test_what_was_done_for_a_period_is_found_under_its_status(patrols, visit):
    assert "합동 순찰 협약" in visit("/commitments/?status=period_done&as_of=2024-06-01").text
    assert "합동 순찰 협약" not in visit("/commitments/?status=completed&as_of=2024-06-01").text


# ---- quantities


PLACES = [
    "{url}", "/commitments/", "/reports/", "/timeline/?view=list", "/search/?q=이행과제", "{agreement}",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_how_much_is_done_stands_beside_how_much_was_promised(houses, visit, place):
    address = place.format(url=houses.get_absolute_url(), agreement=houses.agreement.get_absolute_url())
    assert "930 / 2,655호" in visit(address).text


def test_cards_of_a_register_and_feeds_say_it_too(houses, visit, client):
    assert "930 / 2,655호" in visit(f"{houses.agreement.get_absolute_url()}card/").text
    assert "930 / 2,655호" in client.get("/reports.atom").content.decode()


def test_a_change_of_the_aim_is_told_in_its_own_words(houses, visit):
    changed(houses.agreement, write=lambda record: record.commitments.update(quantity=3000))
    history = visit(houses.get_absolute_url()).section("changes")
    assert "목표 수량" in history
    assert "2,655" in history
    assert "3,000" in history


def test_the_promise_page_says_by_when_the_number_is_aimed_at(houses, visit):
    assert "목표 수량 2,655호 ( 2025년 까지)" in visit(houses.get_absolute_url()).section("facts")
    assert "Quantity aimed at 2,655 homes (by 2025 )" in visit(f"/en{houses.get_absolute_url()}").section(
        "facts"
    )


def test_a_number_changes_no_status_and_may_be_more_than_the_aim(houses, visit):
    published(factories.report(houses, "on_track", "2025-03-01", quantity_done="2700.5"))
    page = visit(houses.get_absolute_url())
    assert "2,700.5 / 2,655호" in page.one("dl", class_="promise-card-figures").text
    assert "정상추진" in page.section("answer")
    assert "%" not in page.one("dl", class_="promise-card-figures").text
