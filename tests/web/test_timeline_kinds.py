"""The timeline of an agreement, filtered by kind: each fact once, found under all that it is."""

from datetime import date

import pytest

from agreements.models import Amendment
from agreements.rules.partial_date import PartialDate
from tests import factories, scenario
from tests.factories import changed, published
from tests.registers import shared_register

PAJU = "/agreements/2022-0001/"


def chips(page):
    """Kind by kind how many events the filter of the timeline promises."""
    found = [chip.text.rpartition(" ") for chip in page.all("a") if "#timeline" in chip.attributes["href"]]
    return {label: int(count) for label, _space, count in found}


def kinds_shown(page):
    return [
        event.attributes["class"].removeprefix("event event-") for event in page.all("li", class_="event")
    ]


@shared_register
def eventful():
    """The Paju agreement with a fact of every kind that one can have."""
    paju = scenario.paju()
    agreement = paju.agreement
    Amendment.objects.create(
        agreement=agreement, number=1, signed=PartialDate.day(date(2024, 5, 1)), reason_ko="기간 연장"
    )
    wrong = published(factories.report(paju.unheard, "on_track", "2024-02-01", target="2024"))
    right = published(factories.correction(wrong, "on_track", "2024-02-02", target="2025"))
    published(factories.statement(right, paju.city, stated_on=date(2024, 3, 1)))
    published(factories.withdrawal(published(factories.report(paju.unheard, "on_track", "2024-06-01"))))
    factories.duty_rule(paju.city, "self_evaluation", "yearly")
    published(factories.duty_record(agreement, paju.city, "self_evaluation", "2023"))
    changed(agreement, open_ended=False, expires_on=date(2027, 1, 1), effective_on=date(2022, 12, 20))
    return paju


def test_each_kind_stands_with_as_many_events_as_it_shows(eventful, visit):
    page = visit(PAJU)
    promised = chips(page)
    assert promised == {
        "전체": 15,
        "협약 체결": 1,
        "협약 발효": 1,
        "변경협약 체결": 1,
        "이행상황 보고": 6,
        "기한 발표": 4,
        "정정": 2,
        "조사 기록": 1,
        "기관 설명": 1,
        "공개 철회": 1,
        "조례상 의무 이행": 1,
        "유효기간 만료": 1,
    }
    assert len(kinds_shown(page)) == promised["전체"]
    for chip in page.all("a"):
        href = chip.attributes["href"]
        if "?kind=" in href:
            label, _space, count = chip.text.rpartition(" ")
            assert len(kinds_shown(visit(href.partition("#")[0]))) == int(count), label


def test_nothing_is_told_twice(eventful, visit):
    page = visit(PAJU)
    told = [event.text for event in page.all("li", class_="event")]
    assert len(told) == len(set(told))
    announced = visit(f"{PAJU}?kind=announced")
    assert kinds_shown(announced) == ["reported"] * 4
    assert "발표한 기한 2023. 6." in announced.section("timeline")
    assert "+184일" not in announced.section("timeline"), "no agency moves the date of another"


def test_a_corrected_announcement_is_no_announced_date_any_more(eventful, visit):
    section = visit(f"{PAJU}?kind=announced").section("timeline")
    assert "2025년" in section
    assert "발표한 기한 2024년" not in section


def test_corrections_are_those_of_reports_and_of_the_record(eventful, visit):
    corrections = visit(f"{PAJU}?kind=corrected").section("timeline")
    assert "정정 후" in corrections
    assert "사유: 잘못 옮김" in corrections
    assert any("#change-" in href for href in visit(f"{PAJU}?kind=corrected").links)


def test_a_duty_that_was_met_leads_to_its_record(eventful, visit):
    page = visit(f"{PAJU}?kind=duty")
    assert "2023. 12. 1. 조례상 의무 이행" in page.section("timeline")
    assert "자체평가 2023 · 파주시" in page.section("timeline")
    assert "/agreements/2022-0001/#duty-1" in page.links


def test_what_an_amendment_changed_is_told_by_its_signing(paju, visit):
    paju.agreement.refresh_from_db()
    changed(paju.agreement, place="파주시청")
    assert chips(visit(PAJU))["정정"] == 1
    assert "공개 후 변경" not in chips(visit(PAJU))


def test_the_filter_keeps_the_clock_and_leads_to_the_timeline(eventful, visit):
    page = visit(f"{PAJU}?kind=signed&as_of=2024-01-15")
    assert kinds_shown(page) == ["signed"]
    assert f"{PAJU}?kind=announced&as_of=2024-01-15#timeline" in page.links
    assert f"{PAJU}?as_of=2024-01-15#timeline" in page.links
    assert "정정" not in chips(page)
    assert page.one("a", aria_current="true", href=f"{PAJU}?kind=signed&as_of=2024-01-15#timeline").text
    assert page.one("input", type="hidden", name="kind").attributes["value"] == "signed"


def test_a_change_is_not_told_at_a_sequence_before_it(eventful, visit):
    last = eventful.agreement.entries.order_by("seq").last()
    assert "정정" in chips(visit(f"{PAJU}?kind=signed&as_of=2026-03-02&seq={last.seq}"))
    at_first = visit(f"{PAJU}?as_of=2026-03-02&seq=14")
    # The amendments are those of today, as in their table above: they have no sequence of their own.
    assert set(chips(at_first)) == {
        "전체", "협약 체결", "변경협약 체결", "이행상황 보고", "기한 발표", "조사 기록",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["nothing", "Signed", "reported,signed", "x" * 5000, "%E2%80%AE"])
def test_an_unknown_kind_is_refused_by_name(paju, visit, kind):
    page = visit(f"{PAJU}?kind={kind}", status=400)
    assert page.one("code").text == "kind"
    assert "signed" in page.main


def test_a_kind_that_did_not_happen_says_so_and_leads_back_to_all(paju, visit):
    page = visit(f"{PAJU}?kind=duty")
    assert "이 종류로 기록된 일이 없습니다" in page.section("timeline")
    assert f"{PAJU}#timeline" in page.links


def test_the_filtered_page_is_the_same_page(paju, visit):
    canonical = visit(f"{PAJU}?kind=signed").one("link", rel="canonical").attributes["href"]
    assert canonical == f"http://testserver{PAJU}"
