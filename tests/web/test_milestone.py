"""The Paju center's page: the most important story we tell."""

from datetime import date

import pytest

from tests import factories
from tests.factories import published
from tests.scenario import NOTICE

CENTER = "/milestones/crisis-child-one-stop-1/"
PROMISE = "/commitments/2022-0001-01/"
BOARD = "경기도북부자치경찰위원회"


def test_the_page_begins_with_one_fair_sentence(paju, visit):
    page = visit(CENTER)
    assert page.one("strong", class_="answer-words").text == "문을 열었습니다 · 2023년 12월 27일"
    assert page.one("p", class_="lead").text == (
        "발표한 기한과 비교한 결과는 다음과 같습니다: "
        f"{BOARD}가 처음 말한 기한(2022년)보다 361일 뒤, 파주시가 말한 기한(2023년 6월)보다 180일 뒤, "
        f"{BOARD}가 마지막으로 말한 기한(2023년 하반기) 안."
    )


def told_in_sight(page):
    """What both pages of one promise say of it: answer, sentence, figures, the table but for its links."""
    rows = page.rows("table-promise")
    cells = [cell.text for cell in page.all("td") if cell.lies_in_one_of(rows)]
    return [
        page.one("strong", class_="answer-words").text,
        page.one("p", class_="lead").text,
        page.one("dl", class_="promise-card-figures").text,
        *[cell for cell in cells if "보고" not in cell],
    ]


@pytest.mark.parametrize("query", ["", "?as_of=2023-01-15", "?as_of=2022-12-13"])
def test_both_pages_of_one_promise_give_the_same_answer(paju, visit, query):
    assert told_in_sight(visit(CENTER + query)) == told_in_sight(visit(PROMISE + query))


def test_every_announced_target_stands_with_who_said_it_and_when(paju, visit):
    said = [row.text.replace(" 사유: 자료에 없음", "") for row in visit(CENTER).rows("table-promise")]
    assert said == [
        f"{BOARD} 2021. 9. 3. 2022년 최초 기한 협약 전 발표 기한보다 361일 뒤 신문사 · 보고 1",
        f"{BOARD} 2022. 12. 13. 2023년 기한 변경 +365일 기한 안 신문사 · 보고 2",
        "파주시 2022. 12. 13. 2023. 6. 최초 기한 기한보다 180일 뒤 신문사 · 보고 3",
        f"{BOARD} 2023. 2. 13. 2023년 하반기 더 자세히 밝힘 기한 안 신문사 · 보고 4",
        f"{BOARD} 2023. 12. 27. 이행일 2023. 12. 27. 완료 신문사 · 이행과제의 보고 4",
    ]


def test_agencies_that_name_different_dates_are_said_to_differ(paju, visit):
    assert "기관마다 말한 기한이 다릅니다." in visit(CENTER).section("targets")
    assert "기관마다" not in visit("/milestones/crisis-child-one-stop-2/").section("targets")


def test_reports_come_newest_first_each_with_its_evidence_origin_and_review(paju, visit):
    page = visit(CENTER)
    reports = page.all("article", class_="report")
    assert [report.attributes["id"] for report in reports] == [f"report-{n}" for n in (5, 4, 3, 2, 1)]
    opened = reports[0].text
    for told in (
        "발표 기관 경기도북부자치경찰위원회",
        "공개자료 조사",
        "신문사, 보도",
        "2023. 12. 27. )",
        "다른 담당자가 검토 후 공개",
    ):
        assert told in opened, told


def test_on_an_earlier_day_later_reports_are_not_known(paju, visit):
    page = visit(f"{CENTER}?as_of=2023-02-12")
    assert "기준일 2023. 2. 12." in page.one("footer").text
    assert (
        "오늘까지 공개된 자료로 본 2023년 2월 12일 의 상황입니다. 제목·문구·협약기관은 오늘 기준입니다."
        in page.one("div", class_="as-of").text
    )
    assert [article.attributes["id"] for article in page.all("article")] == [
        "report-3",
        "report-2",
        "report-1",
    ]
    assert "2023년 하반기" not in page.main
    assert page.one("strong", class_="answer-words").text == "정상추진 · 기한 내"
    assert "as_of=2023-02-12" in page.one("link", rel="canonical").attributes["href"]


def test_today_has_no_banner(paju, visit):
    assert visit(CENTER).all("div", class_="as-of") == []
    assert visit(f"{CENTER}?as_of=2026-03-02").all("div", class_="as-of") == []


def test_a_date_that_passed_is_not_called_late_while_nobody_looked(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-2/")
    assert page.section("answer").startswith("기한 지남 · 확인 전")
    assert page.one("p", class_="lead").text.endswith(
        "기한이 지났으나, 그 뒤 이행되었는지 찾아본 기록은 아직 없습니다."
    )
    assert page.all("span", class_="answer-late") == []
    assert page.all("rect", class_="lane-late") == []


def test_once_an_inquiry_found_nothing_since_it_is_not_confirmed_and_still_not_red(paju, visit):
    published(factories.inquiry(paju.second_center, covers_from="2023-01"))
    page = visit("/milestones/crisis-child-one-stop-2/")
    assert page.section("answer").startswith("기한 지남 · 이행 확인 안 됨")
    assert "2026. 3. 2. 조사에서 이행을 확인할 자료를 찾지 못했습니다." in page.one("p", class_="lead").text
    assert page.all("span", class_="answer-late") == []


def test_a_source_of_after_the_date_that_says_not_yet_makes_it_late(paju, visit):
    late = {"stated_by": paju.city, "says_not_done": True}
    published(factories.report(paju.second_center, "under_way", "2024-02-01", **late))
    page = visit("/milestones/crisis-child-one-stop-2/")
    assert page.one("span", class_="answer-late").text == "기한 경과"
    assert "2024. 2. 1. 현재 아직 이행되지 않았다는 자료" in page.one("p", class_="lead").text
    assert page.all("rect", class_="lane-late")


def test_a_milestone_announced_without_a_date_is_never_late(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-3/")
    assert "기한 경과" not in page.main
    assert "기한을 밝히지 않음" in page.section("targets")


def test_the_notice_of_the_program_stands_on_the_page(paju, visit):
    assert visit(CENTER).one("p", class_="notice").text == NOTICE
    assert visit("/milestones/other-program-1/").all("p", class_="notice") == []


def test_a_draft_report_is_not_there(paju, visit):
    factories.report(paju.center, "reached", "2024-05-05", note_ko="아직 공개 전")
    page = visit(CENTER)
    assert "아직 공개 전" not in page.html
    assert len(page.all("article")) == 5


def test_an_agency_that_is_no_longer_listed_is_not_named(paju, visit):
    paju.city.listed = False
    paju.city.save()
    page = visit(CENTER)
    assert "파주시" not in page.section("targets")
    assert "목록에 공개되지 않은 기관" in page.section("targets")


def test_a_published_report_without_news_of_dates_leaves_the_history_alone(paju, visit):
    published(factories.report(paju.second_center, "under_way", "2024-01-01", stated_by=paju.city))
    page = visit("/milestones/crisis-child-one-stop-2/")
    assert len(page.all("article")) == 2
    assert "보고 1" in page.section("targets")
    assert "보고 2" not in page.section("targets")


def test_a_milestone_nobody_reported_names_no_search_that_nobody_made(visit):
    program = published(factories.program())
    program.sources.add(factories.source(checked_on=date(2026, 2, 1)))
    page = visit(program.milestones.get().get_absolute_url())
    assert "조사 전 : 아직 찾아본 기록이 없습니다." in page.section("answer")
    assert "2026. 2. 1." not in page.main


def test_the_owner_of_the_program_is_asked_for_the_original(paju, visit):
    about = visit(CENTER).one("section", class_="about-page").text
    assert (
        f"청구할 기관 경기도북부자치경찰위원회 시책 {paju.program.title} 추진과제 {paju.center.title}"
        in about
    )
    assert "(crisis-child-one-stop-1)" in visit(CENTER).one("p", class_="citation").text


def test_announced_dates_are_drawn_below_the_card_against_what_happened(paju, visit):
    page = visit(CENTER)
    (drawing,) = page.all("div", class_="promise-drawing")
    assert len([circle for circle in page.all("circle", class_="lane-said") if circle.lies_in("td")]) == 4
    assert "2023. 12. 27." in drawing.text


def test_a_milestone_without_a_date_has_no_drawing_of_dates(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-3/")
    assert page.all("rect", class_="lane-bar") == []
