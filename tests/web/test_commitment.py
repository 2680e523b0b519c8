"""One promise's page."""

from datetime import date

from tests import factories
from tests.factories import published
from tests.scenario import NOTICE

PROMISE = "/commitments/2022-0001-01/"


def test_the_dates_a_reader_compares_stand_together(paju, visit):
    figures = visit(PROMISE).one("dl", class_="figures").text
    assert figures.startswith("처음 발표한 기한 2023년 마지막으로 발표한 기한 2023년 하반기 기한 변경 1회")
    assert "이행일 2023. 12. 27. 최초 기한 대비: 기한 안 마지막 기한 대비: 기한 안" in figures


def test_the_original_wording_is_quoted_or_said_to_be_missing(paju, visit):
    assert "원문 미확보." in visit(PROMISE).section("wording")
    assert visit("/commitments/2022-0001-02/").one("blockquote").text == "협약 당사자는 상호 협력한다."


def test_agencies_stand_with_their_role_duty_and_its_source(paju, visit):
    agencies = visit(PROMISE).section("agencies")
    assert "파주시 주관 시설 설치와 운영" in agencies
    assert "파주경찰서 협조 경찰관 지원" in agencies
    assert "역할 분담 보도" in agencies
    assert "경기도북부자치경찰위원회 공동" in visit("/commitments/2022-0001-02/").section("agencies")


def test_where_nothing_was_found_nothing_is_concluded(paju, visit):
    page = visit("/commitments/2022-0001-02/")
    assert "확인된 추진 근거 없음" in page.one("header", class_="page-head").text
    assert "추진하지 않았다는 뜻이 아니라" in page.section("reports")
    assert "발표된 기한이 없습니다." in page.section("targets")


def test_its_program_and_notice_stand_there_while_the_program_is_public(paju, visit):
    page = visit(PROMISE)
    assert page.one("p", class_="notice").text == NOTICE
    assert "/programs/crisis-child-one-stop/" in page.links
    paju.program.state = "draft"
    paju.program.save()
    page = visit(PROMISE)
    assert page.all("p", class_="notice") == []
    assert paju.program.title not in page.html


def test_a_korean_text_on_an_english_page_says_that_it_is_korean(paju, visit):
    page = visit(f"/en{PROMISE}")
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("h1").text == "위기아동 보호센터 설립 추진"
    assert [element.text for element in page.all("span", lang="ko")].count("위기아동 보호센터 설립 추진") >= 1
    assert "Paju City" in page.section("agencies")


def test_the_breadcrumb_leads_to_its_agreement(paju, visit):
    page = visit(PROMISE)
    assert page.one("nav", class_="breadcrumb").text == "홈 업무협약 2022-0001 2022-0001-01"


def test_the_promise_stands_beside_what_is_said_today(paju, visit):
    page = visit(PROMISE)
    assert paju.agreement.title in page.section("wording")
    today = page.section("today")
    assert "경기도북부자치경찰위원회 · 2023. 12. 27. 발표 · 공개자료 조사 2023. 12. 27. 이행" in today
    assert "#report-4" in page.links
    assert page.html.index('id="wording"') < page.html.index('id="today"') < page.html.index('id="targets"')


def test_what_was_known_on_an_earlier_day_stands_beside_the_promise(paju, visit):
    today = visit(f"{PROMISE}?as_of=2023-01-01").section("today")
    assert today.startswith("이날까지 확인된 내용 파주시 · 2022. 12. 13.")
    assert "2023-12-27" not in today
    assert "이날에는 아직 없던 과제" in visit(f"{PROMISE}?as_of=2022-12-12").section("today")


def test_the_statement_of_the_agency_stands_beside_the_promise(paju, visit):
    last = paju.promise.reports.order_by("number").last()
    published(factories.statement(last, paju.city, text_ko="예산 지연", stated_on=date(2024, 1, 5)))
    assert "기관 설명 파주시 · 2024. 1. 5. · 보고 4에 대하여 예산 지연" in visit(PROMISE).section("today")


def test_the_announced_dates_and_what_happened_stand_in_one_line(paju, visit):
    assert visit(PROMISE).one("ol", class_="story-line").text == (
        "2023년 경기도북부자치경찰위원회 2022. 12. 13. 발표 2023. 6. 파주시 2022. 12. 13. 발표 "
        "2023년 하반기 경기도북부자치경찰위원회 2023. 2. 13. 발표 2023. 12. 27. 완료"
    )
    assert "하반기" not in visit(f"{PROMISE}?as_of=2023-01-01").one("ol", class_="story-line").text


# ---- nothing found -------------------------------------------------------------------------------------

UNHEARD = "/commitments/2022-0001-02/"


def checked(agreement, *days):
    for day in days:
        agreement.sources.add(factories.source(checked_on=day))


def test_nothing_found_names_the_day_of_the_survey(paju, visit):
    checked(paju.agreement, date(2025, 6, 1), date(2026, 1, 20))
    page = visit(UNHEARD)
    for name in ("today", "reports"):
        assert "확인된 추진 근거 없음 ( 2026. 1. 20. 조사 기준)" in page.section(name)
    assert "추진하지 않았다는 뜻이 아니라" in page.section("today")


def test_a_day_of_survey_after_the_base_date_is_not_claimed_for_it(paju, visit):
    checked(paju.agreement, date(2025, 6, 1), date(2026, 1, 20))
    assert "( 2025. 6. 1. 조사 기준)" in visit(f"{UNHEARD}?as_of=2025-12-31").section("today")
    earlier = visit(f"{UNHEARD}?as_of=2023-08-01").section("today")
    assert "확인된 추진 근거 없음 ( 2023. 8. 1. 기준)" in earlier
    assert "조사" not in earlier


def test_without_a_recorded_check_no_survey_is_claimed(paju, visit):
    today = visit(UNHEARD).section("today")
    assert "확인된 추진 근거 없음 ( 2026. 3. 2. 기준)" in today
    assert "조사 기준" not in today


def test_the_check_of_another_agreements_source_says_nothing_of_this_one(paju, visit):
    checked(published(factories.agreement()), date(2026, 1, 20))
    assert "조사 기준" not in visit(UNHEARD).section("today")


def test_a_promise_with_a_report_names_no_survey(paju, visit):
    checked(paju.agreement, date(2026, 1, 20))
    assert "조사 기준" not in visit(PROMISE).main


# ---- about this page -----------------------------------------------------------------------------------


def test_what_became_of_it_is_asked_at_its_lead_agency(paju, visit):
    about = visit(PROMISE).one("section", class_="about-page").text
    assert "청구할 기관 파주시 제목 자치경찰 치안협력 강화를 위한 업무협약" in about
    assert "이행과제 위기아동 보호센터 설립 추진" in about
    assert "「위기아동 보호센터 설립 추진」 (2022-0001-01)" in about
    joint = visit(UNHEARD).one("section", class_="about-page").text
    assert "청구할 기관 경기도북부자치경찰위원회" in joint
