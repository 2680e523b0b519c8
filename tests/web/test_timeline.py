"""Every dated public fact of one year."""

from datetime import date

import pytest

from agreements.models import Amendment
from agreements.rules.partial_date import PartialDate
from agreements.views import timeline as page_of_timeline
from tests import factories
from tests.factories import changed, published


def test_without_a_year_it_shows_the_latest_that_has_something(paju, visit):
    page = visit("/timeline/")
    assert page.one("h1").text.startswith("2026년 연표")
    assert [
        link.text
        for link in page.one("ul", class_="chips") and page.all("a")
        if "year=" in link.attributes["href"]
    ] == [
        "2026 (1)",
        "2024 (1)",
        "2023 (5)",
        "2022 (5)",
        "2021 (4)",
    ]


def test_a_year_tells_its_facts_oldest_first(paju, visit):
    agreement = published(
        factories.agreement(
            signed=date(2022, 1, 5), effective_on=date(2022, 2, 1), expires_on=date(2022, 6, 30)
        )
    )
    Amendment.objects.create(
        agreement=agreement, number=1, signed=PartialDate.day(date(2022, 3, 1)), reason_ko="기간 변경"
    )
    changed(agreement, ended_on=date(2022, 5, 1), end_reason="purpose_achieved")
    told = [event.text for event in visit("/timeline/?year=2022").all("li", class_="event")]
    starts = ["2022. 1. 5. 협약 체결", "2022. 2. 1. 협약 발효", "2022. 3. 1. 변경협약 체결",
              "2022. 5. 1. 협약 종료", "2022. 6. 30. 유효기간 만료", "2022. 12. 13. 협약 체결"]  # fmt: skip
    assert [text[: len(start)] for text, start in zip(told, starts, strict=False)] == starts
    assert "목적 달성" in told[3]
    assert "발표한 기한 2023. 6." in told[-1] or "발표한 기한 2023. 6." in told[-2]


def test_decisions_and_recognitions_belong_to_their_year(paju, visit):
    page = visit("/timeline/?year=2021")
    assert "시책 의결" in page.main
    assert "포상·재정지원" in page.main
    assert "2023-12-27" not in page.main


def test_what_is_not_public_has_no_year(paju, visit):
    factories.agreement(signed=date(1999, 1, 1))
    page = visit("/timeline/?year=1999")
    assert "이 해에 기록된 일이 없습니다." in page.main
    assert "?year=1999" not in page.links


def test_a_full_year_has_pages_that_keep_the_year(paju, visit, monkeypatch):
    monkeypatch.setattr(page_of_timeline, "PER_PAGE", 2)
    first = visit("/timeline/?year=2023")
    assert len(first.all("li", class_="event")) == 2
    assert "?year=2023&page=2" in first.links
    second = visit("/timeline/?year=2023&page=2")
    assert {event.text for event in first.all("li", class_="event")}.isdisjoint(
        event.text for event in second.all("li", class_="event")
    )


@pytest.mark.parametrize("year", ["0", "0000", "99999", "abc", "-1", "１９９９", "x" * 10_000])
def test_a_wrong_year_is_refused_by_name(visit, year):
    page = visit(f"/timeline/?year={year}", status=400)
    assert page.one("code").text == "year"


def test_statements_withdrawals_and_corrections_are_told_on_their_day(paju, visit):
    said = published(factories.report(paju.center, "reached", "2024-03-01", note_ko="옛 소식"))
    published(factories.correction(said, "reached", "2024-03-02", note_ko="바른 소식"))
    gone = published(factories.report(paju.center, "reached", "2024-04-01", note_ko="철회된 소식"))
    published(factories.withdrawal(gone, reason_ko="다른 센터"))
    first = paju.promise.reports.order_by("number").first()
    published(factories.statement(first, paju.city, stated_on=date(2024, 5, 1), text_ko="예산 지연"))
    main = visit("/timeline/?year=2024").main
    assert "정정 전 2024. 3. 1. 이행 옛 소식" in main
    assert "정정 후 2024. 3. 2. 이행 바른 소식" in main
    assert "철회된 소식" not in main
    assert "기관 설명" in main
    assert "예산 지연 설명한 기관: 파주시 · 보고 1에 대하여" in main
    assert "공개 철회" in visit("/timeline/?year=2026").main
    assert "보고 6 · 사유: 다른 센터" not in main
    program = visit("/programs/crisis-child-one-stop/").section("timeline")
    assert "사유: 다른 센터" in program
    assert "예산 지연" in visit(paju.agreement.get_absolute_url()).section("timeline")


def test_a_duty_that_was_met_is_a_fact_of_its_year(paju, visit):
    record = published(factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2023"))
    factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2022", done_on=date(2023, 2, 2))
    main = visit("/timeline/?year=2023").main
    assert (
        "2023. 12. 1. 조례상 의무 이행 자치경찰 치안협력 강화를 위한 업무협약 자체평가 2023 · 파주시" in main
    )
    assert "자체평가 2022" not in main
    assert "자체평가" not in visit("/timeline/?year=2023&as_of=2023-11-30").main
    before = visit(f"/timeline/?year=2023&seq={record.published_seq - 1}")
    assert "자체평가" not in before.main
    assert before.one("h1").text == f"2023년 연표 {len(before.all('li', class_='event'))}"
