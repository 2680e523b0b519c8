"""One promise's page."""

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
