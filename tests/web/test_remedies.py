"""What became of a published report: corrected, withdrawn, redacted, answered by an agency."""

import csv
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Milestone, StatusReport
from tests import factories
from tests.factories import published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
SECRET = "CANARY7391"
REASON = "처음 자료의 날짜를 잘못 옮김"


@shared_register
def milestone() -> Milestone:
    program = factories.program(slug="center", owner=factories.agency("city", name_ko="파주시"))
    return published(program).milestones.get()


@pytest.fixture
def wrong(milestone):
    """Report 1: announced for 2022, which was wrong."""
    return published(factories.report(milestone, "planned", "2021-09-03", target="2022", note_ko="옛 발표"))


def address(milestone, **query):
    return milestone.get_absolute_url() + "".join(f"?{name}={value}" for name, value in query.items())


def corrected(wrong, **fields):
    given = {"target": "2023", "note_ko": "바른 발표", "correction_reason_ko": REASON}
    return published(factories.correction(wrong, "planned", "2021-09-03", **given | fields))


def said(element):
    """Its words as they are read: no space inside brackets or before a comma."""
    return re.sub(r"(?<=\() | (?=[),])", "", element.text)


# ---- corrections --------------------------------------------------------------------------------------


def test_a_correction_shows_both_reports_in_words_each_with_a_link_to_the_other(visit, milestone, wrong):
    corrected(wrong)
    page = visit(address(milestone))
    after, before = page.all("article", class_="report")
    assert f"정정 후 · 보고 1을 정정 (사유: {REASON})" in said(after)
    assert f"정정 전 · 보고 2에서 정정됨 (2026. 3. 2., 사유: {REASON})" in said(before)
    assert "바른 발표" in said(after)
    assert "옛 발표" in said(before), "what was said first stays readable"
    assert {"#report-1", "#report-2"} <= set(page.links)
    assert "report-before" in before.attributes["class"]
    assert "report-before" not in after.attributes["class"]


def test_the_target_history_and_the_sentence_rest_only_on_what_counts(visit, milestone, wrong):
    corrected(wrong)
    page = visit(address(milestone))
    assert "2022년" not in page.section("targets")
    assert "2023년" in page.section("targets")
    assert "바뀌지 않음" in page.one("dl", class_="promise-card-figures").text
    assert "2022년" not in page.one("p", class_="lead").text


def test_a_correction_that_was_withdrawn_still_says_that_it_replaced_the_first(visit, milestone, wrong):
    published(factories.withdrawal(corrected(wrong), reason_ko="다른 사업"))
    page = visit(address(milestone))
    assert "정정 전 · 보고 2에서 정정됨 (2026. 3. 2., 그 보고는 이후 공개 철회됨)" in said(page.one("main"))
    assert "바른 발표" not in page.html
    assert REASON not in page.html
    assert page.section("answer").startswith("조사 전")


@pytest.mark.parametrize("place", ["/programs/center/", "/timeline/?view=list&from=2021&to=2021"])
def test_timelines_too_tell_it_as_corrected_when_its_correction_was_withdrawn(visit, wrong, place):
    assert "정정 전" not in visit(place).text
    published(factories.withdrawal(corrected(wrong), reason_ko="다른 사업"))
    (told,) = [one for one in visit(place).all("li") if "옛 발표" in one.text]
    assert "정정 전" in told.text


def test_a_draft_of_a_correction_shows_nothing(visit, milestone, wrong):
    factories.correction(wrong, "planned", "2021-09-03", correction_reason_ko=SECRET, note_ko=SECRET)
    page = visit(address(milestone))
    assert SECRET not in page.html
    assert "정정" not in page.section("reports")


# ---- withdrawals --------------------------------------------------------------------------------------


def test_a_withdrawn_report_keeps_its_place_with_day_and_reason_and_nothing_of_its_text(
    visit, milestone, wrong
):
    later = published(factories.report(milestone, "reached", "2023-12-27", note_ko=SECRET))
    source = later.sources.get()
    published(factories.withdrawal(later, reason_ko="다른 센터의 소식"))
    page = visit(address(milestone))
    gone, first = page.all("article", class_="report")
    assert (gone.attributes["id"], first.attributes["id"]) == ("report-2", "report-1")
    assert "보고 2 공개 철회 공개 철회: 2026. 3. 2., 사유: 다른 센터의 소식" in said(gone)
    assert "달성" not in said(page.one("main"))
    assert SECRET not in page.html
    assert source.url not in page.html
    assert source.label_ko not in page.html


# ---- redactions ---------------------------------------------------------------------------------------


def test_a_redacted_report_says_so_in_place_of_its_text_and_keeps_status_dates_and_speaker(
    visit, milestone, wrong
):
    published(factories.redaction(wrong, reason_ko="개인 전화번호"))
    report = said(visit(address(milestone)).one("article", class_="report"))
    assert "개인정보 가림 (2026. 3. 2., 사유: 개인 전화번호)" in report
    assert "옛 발표" not in report
    for kept in ("2021. 9. 3.", "예정", "2022년", f"발표 기관 {wrong.stated_by.name}"):
        assert kept in report, kept


# ---- statements ---------------------------------------------------------------------------------------


def test_an_agencys_own_word_stands_on_the_report_and_beside_the_status(visit, milestone, wrong):
    published(
        factories.statement(wrong, milestone.program.owner, stated_on=date(2026, 2, 1), text_ko="예산 지연")
    )
    page = visit(address(milestone))
    beside, on_report = *page.all("aside", class_="statement"), *page.all("div", class_="statement")
    assert said(beside) == "기관 설명 파주시 · 2026. 2. 1. · 보고 1 예산 지연 검토를 거쳐 공개"
    assert said(on_report) == "기관 설명 파주시 · 2026. 2. 1. 예산 지연 검토를 거쳐 공개"
    assert "예산 지연" in page.one("article", class_="report").text


def test_a_statement_on_an_earlier_report_does_not_stand_beside_the_present_status(visit, milestone, wrong):
    published(factories.statement(wrong, milestone.program.owner, text_ko="예산 지연"))
    published(factories.report(milestone, "under_way", "2024-01-01"))
    page = visit(address(milestone))
    (only,) = page.all("div", class_="statement")
    assert "에 대하여" not in only.text


def test_a_redacted_statement_says_so(visit, milestone, wrong):
    told = published(factories.statement(wrong, milestone.program.owner, text_ko=SECRET))
    published(factories.redaction(told, reason_ko="이름"))
    page = visit(address(milestone))
    assert "개인정보 가림 (2026. 3. 2., 사유: 이름)" in said(page.all("aside", class_="statement")[0])
    assert SECRET not in page.html


def test_a_report_says_whether_the_completion_criteria_were_met_where_it_tells(visit, milestone):
    for day, met in (("2024-01-01", False), ("2024-02-01", None), ("2024-03-01", True)):
        published(factories.report(milestone, "under_way", day, criteria_met=met))
    met, untold, unmet = (report.text for report in visit(address(milestone)).all("article", class_="report"))
    assert "완료 기준 충족" in met
    assert "완료 기준" not in untold
    assert "완료 기준 미충족" in unmet


# ---- English ------------------------------------------------------------------------------------------


def test_english_pages_say_the_same(visit, milestone, wrong):
    corrected(wrong, correction_reason_en="Wrong date")
    published(factories.withdrawal(published(factories.report(milestone, "under_way", "2024-01-01"))))
    main = said(visit(f"/en{milestone.get_absolute_url()}").one("main"))
    assert "After correction · corrects report 1 (Reason: Wrong date)" in main
    assert "Before correction · corrected by report 2 (2 Mar 2026, Reason: Wrong date)" in main
    assert "Withdrawn: 2 Mar 2026" in main


def test_a_page_asks_as_many_questions_for_one_remedy_as_for_many(client, milestone):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(milestone.get_absolute_url())
        return len(asked)

    def one_of_each(day):
        wrong = published(factories.report(milestone, "planned", day))
        published(factories.statement(wrong, milestone.program.owner))
        right = published(factories.correction(wrong, "planned", day))
        published(factories.statement(right, milestone.program.owner))
        published(factories.redaction(right))
        published(factories.withdrawal(published(factories.report(milestone, "planned", day))))

    one_of_each("2025-01-01")
    client.get(milestone.get_absolute_url())
    before = queries()
    for month in range(2, 8):
        one_of_each(f"2025-0{month}-01")
    assert queries() == before


# ---- files ----------------------------------------------------------------------------------------------


def csv_rows(client, address):
    content = b"".join(client.get(f"{address}?header=name")).decode("utf-8-sig")
    return list(csv.DictReader(content.splitlines()))


def test_reports_csv_says_what_became_of_each_report(client, milestone, wrong):
    corrected(wrong, criteria_met=False)
    rows = {row["number"]: row for row in csv_rows(client, "/reports.csv")}
    before, after = rows["1"], rows["2"]
    assert (before["corrected_by"], before["corrected_on"], before["corrects"]) == ("2", "2026-03-02", "")
    assert (after["corrects"], after["correction_reason"]) == ("center-1#1", REASON)
    assert (before["criteria_met"], after["criteria_met"]) == ("", "0")


def test_csv_files_carry_statements_beside_report_and_present_status(client, milestone, wrong):
    day = date(2026, 2, 1)
    published(factories.statement(wrong, milestone.program.owner, stated_on=day, text_ko="예산 지연"))
    (report,) = csv_rows(client, "/reports.csv")
    (state,) = csv_rows(client, "/milestones.csv")
    assert report["statements"] == state["statements"] == "파주시, 2026-02-01, 예산 지연"


def test_a_withdrawn_report_is_no_row_of_page_or_file(client, visit, milestone, wrong):
    published(factories.withdrawal(wrong))
    assert csv_rows(client, "/reports.csv") == []
    assert "#report-1" not in visit("/reports/").html


def test_a_blanked_reason_of_a_target_says_that_it_was(paju, visit):
    moved = StatusReport.objects.get(milestone=paju.center, number=4)
    published(factories.redaction(moved))
    dates = visit(paju.center.get_absolute_url()).all("tr")
    assert any("2023년 하반기" in row.text and "사유: 개인정보 가림" in row.text for row in dates)
    rows = visit("/targets/?subject=milestone").all("tr")
    row = next(one for one in rows if "2023년 하반기" in one.text)
    assert row.text.endswith("개인정보 가림")


def test_a_redacted_report_says_so_in_the_file(client, milestone, wrong):
    published(factories.redaction(wrong, reason_ko="개인 전화번호"))
    (row,) = csv_rows(client, "/reports.csv")
    assert (row["note"], row["redacted_on"]) == ("[개인정보 가림]", "2026-03-02")
    assert row["redaction_reason"] == "개인 전화번호"
