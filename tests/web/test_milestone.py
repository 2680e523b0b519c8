"""The Paju center's page: the most important story we tell."""

from datetime import date

from tests import factories
from tests.factories import published
from tests.scenario import NOTICE

CENTER = "/milestones/crisis-child-one-stop-1/"


def test_the_page_begins_with_one_fair_sentence(paju, visit):
    assert visit(CENTER).one("p", class_="lead").text == (
        "2023년 12월 27일 문을 열었습니다. "
        "처음 발표한 기한보다 361일 늦었고, 마지막으로 발표한 기한 안입니다."
    )


def test_every_announced_target_stands_with_who_said_it_and_when(paju, visit):
    targets = visit(CENTER).section("targets")
    board = "경기도북부자치경찰위원회"
    told = [
        f"2022년 최초 기한 {board} · 2021. 9. 3. 발표 보고 1",
        f"2023년 기한 변경 직전 기한({board}, 2022년) 대비 +365일 {board} · 2022. 12. 13. 발표 보고 2",
        "2023년 6월 기한 구체화 파주시 · 2022. 12. 13. 발표 보고 3",
        f"2023년 하반기 기한 변경 직전 기한(파주시, 2023. 6.) 대비 +184일 {board} · 2023. 2. 13. 발표 보고 4",
        "2023년 12월 27일 달성 최초 기한 대비: 361일 늦음 · 마지막 기한 대비: 기한 안",
    ]
    places = [targets.index(line) for line in told]
    assert places == sorted(places)


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
    assert "2023. 2. 12." in page.one("section", class_="page-foot").text
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
    assert "아직 확인되지 않음" in page.one("dl", class_="figures").text
    assert "as_of=2023-02-12" in page.one("link", rel="canonical").attributes["href"]


def test_today_has_no_banner(paju, visit):
    assert visit(CENTER).all("div", class_="as-of") == []
    assert visit(f"{CENTER}?as_of=2026-03-02").all("div", class_="as-of") == []


def test_a_target_that_nothing_followed_says_that_nothing_was_found(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-2/")
    assert "기한 경과" in page.one("header", class_="page-head").text
    assert "이후 확인된 추진 근거가 없습니다" in page.one("p", class_="lead").text


def test_a_milestone_announced_without_a_date_is_never_late(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-3/")
    assert "기한 경과" not in page.main
    assert "기한 없음" in page.section("targets")


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


def test_the_four_announced_dates_and_the_opening_stand_at_a_glance(paju, visit):
    board = "경기도북부자치경찰위원회"
    page = visit(CENTER)
    assert page.one("ol", class_="story-line").text == (
        f"2022년 {board} 2021. 9. 3. 발표 2023년 {board} 2022. 12. 13. 발표 "
        f"2023. 6. 파주시 2022. 12. 13. 발표 2023년 하반기 {board} 2023. 2. 13. 발표 2023. 12. 27. 달성"
    )
    assert page.html.index("story-line") < page.html.index('class="figures"')


def test_an_unlisted_speaker_is_not_named_at_a_glance(paju, visit):
    paju.city.listed = False
    paju.city.save()
    assert "파주시" not in visit(CENTER).one("ol", class_="story-line").text


def test_a_milestone_nobody_reported_names_the_survey_of_its_programs_sources(visit):
    program = published(factories.program())
    program.sources.add(factories.source(checked_on=date(2026, 2, 1)))
    page = visit(program.milestones.get().get_absolute_url())
    assert "확인된 추진 근거 없음 ( 2026. 2. 1. 조사 기준)" in page.section("reports")
    assert page.all("dl", class_="figures") == []


def test_the_owner_of_the_program_is_asked_for_the_original(paju, visit):
    about = visit(CENTER).one("section", class_="about-page").text
    assert (
        f"청구할 기관 경기도북부자치경찰위원회 시책 {paju.program.title} 추진과제 {paju.center.title}"
        in about
    )
    assert "(crisis-child-one-stop-1)" in about


def test_announced_dates_are_drawn_as_a_table_with_what_happened(paju, visit):
    page = visit(CENTER)
    told = [line.text for line in page.rows("drawn-targets")]
    assert [line.split()[0] for line in told] == ["2022년", "2023년", "2023.", "2023년", "2023."]
    assert told[2].startswith("2023. 6. 기한 구체화 파주시 2022. 12. 13.")
    assert told[-1].startswith("2023. 12. 27. 달성 최초 기한 대비: 361일 늦음 · 마지막 기한 대비: 기한 안")
    assert len(page.all("path", class_="drawn-outcome-mark")) == 2, "in the row and in the key"
    assert "이 시간축에서 멀어 표시하지 않았습니다" in page.one("figcaption").text


def test_a_milestone_without_a_date_has_no_drawing(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-3/")
    assert page.rows("drawn-targets") == []
