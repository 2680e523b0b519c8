"""One agreement's page."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.actions.agreements import withdraw_agreement
from agreements.models import Amendment, BudgetShare, Document
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, changed, published, reviewer
from tests.scenario import NOTICE

PAJU = "/agreements/2022-0001/"


def test_it_begins_with_one_sentence_and_its_phase(paju, visit):
    head = visit(PAJU).one("header", class_="page-head").text
    assert "2022년 12월 13일 3개 기관이 체결했습니다." in head
    assert "이행과제 2건 중 완료·계속추진 1건, 확인된 추진 근거 없음 1건" in head
    assert "유효" in head
    assert "미확인" not in head


def test_parties_stand_with_their_signatories(paju, visit):
    parties = visit(PAJU).section("parties")
    assert "파주시 당사자 시장 대표" in parties
    assert "파주경찰서 당사자 자료에 없음" in parties


def test_what_ordinances_ask_about_is_said_where_it_is_known(paju, visit):
    everything = "재정 부담, 상호 의무부담·권리 포기, 의회 의결사항, 공유재산, 주민의 권리·의무"
    assert f"미확인 {everything}" in visit(PAJU).section("facts")
    changed(paju.agreement, fiscal_burden="no", mutual_duties="yes")
    facts = visit(PAJU).section("facts")
    assert (
        "재정 부담 아니오 상호 의무부담·권리 포기 예 미확인 의회 의결사항, 공유재산, 주민의 권리·의무"
        in facts
    )


def test_each_commitment_stands_as_a_card_with_its_answer(paju, visit):
    found = visit(PAJU).section("commitments")
    assert "위기아동 보호센터 설립 추진 문을 열었습니다 · 2023년 12월 27일 완료" in found
    assert "상호협력 확인된 추진 근거 없음" in found


def test_the_timeline_is_told_by_year_oldest_first(paju, visit):
    page = visit(PAJU)
    years = [
        heading.text for heading in page.all("h3") if heading.attributes.get("id", "").startswith("year-")
    ]
    assert years == ["2022년", "2023년", "2026년"]
    timeline = page.section("timeline").partition("연도별 전체 기록")[2]
    assert timeline.index("협약 체결") < timeline.index("2022-12-13 on_track") < timeline.index("완료")


def test_the_end_of_the_term_is_told_before_it_comes(paju, visit):
    changed(paju.agreement, open_ended=False, expires_on=date(2026, 12, 31))
    assert "유효기간 만료 (예정)" in visit(PAJU).section("timeline")
    assert "2026. 12. 31. 까지" in visit(PAJU).section("facts")


def test_its_own_department_is_named_and_else_the_sites(paju, visit):
    assert "협력담당관실 전화 031-940-0000" in visit(PAJU).one("section", class_="page-foot").text
    other = published(factories.agreement())
    page = visit(other.get_absolute_url())
    assert "전화 031-000-0000" not in page.one("section", class_="page-foot").text
    assert "담당부서 자치경찰협력과 전화 031-000-0000" in page.one("footer").text


def test_the_notice_of_a_program_its_commitments_are_carried_by(paju, visit):
    assert visit(PAJU).one("p", class_="notice").text == NOTICE
    other = published(factories.agreement(program=paju.other_program))
    assert visit(other.get_absolute_url()).all("p", class_="notice") == []


def test_amendments_budget_and_documents_stand_there(paju, visit):
    agreement = paju.agreement
    text = factories_document(agreement, "변경협약서", public=True)
    Amendment.objects.create(
        agreement=agreement,
        number=1,
        signed=PartialDate.day(date(2023, 5, 1)),
        reason_ko="기간 연장",
        procedure_ko="서면 교환",
        document=text,
    )
    BudgetShare.objects.create(agreement=agreement, payer=paju.city, amount=Decimal("1200.5"), unit="1000")
    factories_document(agreement, "내부 검토 문서", public=False)
    page = visit(PAJU)
    assert "2023. 5. 1. 기간 연장 서면 교환 변경협약서" in page.section("amendments")
    assert "기관별 부담액 파주시 : 1,200.5 천 원" in page.section("facts")
    assert "내부 검토 문서" not in page.html
    assert "변경협약 체결" in page.section("timeline")


def factories_document(agreement, title, *, public):
    return Document.objects.create(
        screened_at=factories.NOON,
        agreement=agreement,
        kind="agreement",
        title_ko=title,
        file="documents/2023/x.pdf",
        name=f"{title}.pdf",
        content_type="application/pdf",
        size=1000,
        sha256=title.encode().hex().ljust(64, "0")[:64],
        public=public,
    )


def test_a_replaced_agreement_and_its_successor_name_each_other(paju, visit):
    later = published(factories.agreement(supersedes=paju.agreement, signed=date(2024, 1, 1)))
    assert "대체한 협약 2022-0001" in visit(later.get_absolute_url()).section("facts")
    assert f"후속 협약 {later.reference}" in visit(PAJU).section("facts")
    withdraw_agreement(later, reason="당사자 요청", actor=reviewer(), now=NOON)
    assert later.title not in visit(PAJU).html


def test_before_its_signing_it_had_not_been_signed(paju, visit):
    page = visit(f"{PAJU}?as_of=2022-12-12")
    assert "이날에는 아직 체결되지 않은 협약입니다." in page.main
    assert "이날에는 아직 없던 과제" in page.section("commitments")
    assert "on_track" not in page.main


def test_its_rows_can_be_taken_as_files(paju, visit):
    links = visit(f"{PAJU}?as_of=2023-08-01").links
    assert "/commitments.csv?agreement=2022-0001&as_of=2023-08-01" in links
    assert "/reports.csv?agreement=2022-0001" in visit(PAJU).links


@pytest.mark.parametrize("address", [PAJU, "/commitments/2022-0001-01/", "/en/agreements/2022-0001/"])
def test_a_withdrawn_agreement_is_gone_with_day_and_reason(paju, visit, address):
    withdraw_agreement(paju.agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    page = visit(address, status=410)
    assert "당사자 요청" in page.main
    assert "2026" in page.main
    assert "자치경찰 치안협력 강화" not in page.html


def test_a_draft_and_a_reference_never_given_are_not_found(paju, visit):
    draft = factories.agreement(title_ko="초안 협약")
    for address in (f"/agreements/{draft.pk}/", "/agreements/None/", "/agreements/2022-0002/"):
        assert "초안 협약" not in visit(address, status=404).html


def test_published_again_it_is_back(paju, visit):
    withdraw_agreement(paju.agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    paju.agreement.refresh_from_db()
    published(paju.agreement)
    assert "위기아동 보호센터 설립 추진" in visit(PAJU).main


# ---- at a glance --------------------------------------------------------------------------------------


def test_who_when_and_where_it_stands_come_before_all_else(paju, visit):
    page = visit(PAJU)
    head = page.one("header", class_="page-head").text
    assert head.endswith("경기도북부자치경찰위원회 파주시 파주경찰서")
    order = ["commitments", "timeline", "parties", "facts", "duties", "documents"]
    places = [page.html.index(f'id="{name}"') for name in order]
    assert places == sorted(places)


def test_the_head_counts_by_the_clock(paju, visit):
    head = visit(f"{PAJU}?as_of=2023-07-01").one("header", class_="page-head").text
    assert "이행과제 2건 중 완료·계속추진 0건" in head
    before = visit(f"{PAJU}?as_of=2022-12-12").one("header", class_="page-head").text
    assert "이행과제 2건" not in before


def test_a_term_that_no_source_gives_stands_alone_as_not_confirmed(paju, visit):
    changed(paju.agreement, open_ended=False)
    badges = visit(PAJU).one("p", class_="badges").text
    assert badges == "유효기간 미확인"


def test_every_announced_date_of_its_commitments_stands_with_who_said_it_in_the_card(paju, visit):
    card = visit(PAJU).all("li", class_="promise")[0].text
    said = [
        "2022년 경기도북부자치경찰위원회 2021. 9. 3. 발표 · 기한보다 361일 뒤",
        "2023년 경기도북부자치경찰위원회",
        "2023. 6. 파주시 2022. 12. 13. 발표 · 기한보다 180일 뒤",
        "2023년 하반기 경기도북부자치경찰위원회",
    ]
    places = [card.index(line) for line in said]
    assert places == sorted(places)
    assert "/targets/?agreement=2022-0001" in visit(PAJU).links


def test_its_promises_are_drawn_and_the_years_folded_until_a_kind_is_asked_for(paju, visit):
    page = visit(PAJU)
    assert page.all("table", class_="lanes")
    timeline = page.all("section", aria_labelledby="timeline")
    (years,) = [element for element in page.all("details") if element.lies_in_one_of(timeline)]
    assert "open" not in years.attributes
    assert any("open" in details.attributes for details in visit(f"{PAJU}?kind=announced").all("details"))


# ---- duties, folded -----------------------------------------------------------------------------------


def test_duties_are_folded_by_agency_with_their_counts_unless_something_is_registered(paju, visit):
    for body in (paju.city, paju.commission):
        factories.duty_rule(body, "self_evaluation", "yearly")
    published(factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2023"))
    commission, city = visit(PAJU).all("details", class_="duties-of")
    assert "open" not in commission.attributes
    assert commission.text.startswith("경기도북부자치경찰위원회 4 등록된 실적 없음")
    assert "open" in city.attributes
    assert city.text.startswith("파주시 4 완료 1")
