"""The foot of a detail page: how to cite it, whom to ask for the original, how to report an error."""

from datetime import date

from tests import factories
from tests.factories import changed, published

PAJU = "/agreements/2022-0001/"


def about(page):
    return page.one("section", class_="about-page").text


def test_the_citation_names_what_when_which_publication_and_the_address(paju, visit):
    permanent = f"http://testserver{PAJU}?as_of=2023-08-01&seq=15"
    assert visit(f"{PAJU}?as_of=2023-08-01").one("p", class_="citation").text == (
        "「자치경찰 치안협력 강화를 위한 업무협약」 (2022-0001), 치안협력 업무협약 이행현황, "
        f"기준일 2023. 8. 1. , 공개 순번 15, 2026. 3. 2. 확인, {permanent}"
    )
    english = visit(f"/en{PAJU}?as_of=2023-08-01&seq=9").one("p", class_="citation").text
    assert "publication no. 9, consulted on 2 Mar 2026" in english
    assert f"/en{PAJU}?as_of=2023-08-01&seq=9" in english


def test_the_original_is_asked_for_at_the_lead_party_by_title_day_and_number(paju, visit):
    changed(paju.agreement, document_number="자치경찰-123", non_disclosure_reason="당사자 비공개 요청")
    page = visit(PAJU)
    assert (
        "청구할 기관 경기도북부자치경찰위원회 제목 자치경찰 치안협력 강화를 위한 업무협약 "
        "체결일 2022. 12. 13. 문서번호 자치경찰-123"
    ) in about(page)
    assert "당사자 비공개 요청" in about(page)
    assert "https://www.open.go.kr" in page.links


def test_a_company_is_not_asked_under_the_disclosure_act(visit):
    parties = [factories.agency(kind="company"), factories.agency("city", name_ko="파주시")]
    asked = about(visit(published(factories.agreement(parties=parties)).get_absolute_url()))
    assert "청구할 기관 파주시" in asked


def test_who_has_ended_is_not_asked_but_who_followed_it(visit):
    ended = factories.agency("gwangju", name_ko="광주광역시", kind="province", dissolved_on=date(2025, 6, 30))
    police = factories.agency("gwangju-police", name_ko="광주경찰청")
    address = published(factories.agreement(parties=[ended, police])).get_absolute_url()
    ended.successors.add(factories.agency("joined", name_ko="전남광주통합특별시", kind="province"))
    assert "청구할 기관 전남광주통합특별시" in about(visit("/agencies/gwangju/"))
    assert "청구할 기관 광주경찰청" in about(visit(address))
    before = f"{address}?as_of=2025-06-30"
    assert "청구할 기관 광주광역시" in about(visit(before))


def test_without_a_public_body_the_department_is_asked(visit):
    parties = [factories.agency(kind="company"), factories.agency(kind="association")]
    told = about(visit(published(factories.agreement(parties=parties)).get_absolute_url()))
    assert "청구할 기관" not in told
    assert "담당부서에 문의해 주세요" in told


def test_an_error_is_reported_by_telephone_quoting_address_and_sequence(paju, visit):
    page = visit(PAJU)
    assert "담당부서로 전화해 주세요. 협력담당관실 031-940-0000" in about(page)
    assert "주소와 공개 순번 15번을 함께 알려 주세요" in about(page)
    assert "mailto:" not in page.html
    assert "<form" not in page.html[page.html.index("about-page") :]
