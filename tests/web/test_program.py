"""One program's page."""

import pytest

from agreements.actions.programs import withdraw_program
from tests import factories
from tests.factories import NOON, changed, published, reviewer
from tests.scenario import NOTICE

PROGRAM = "/programs/crisis-child-one-stop/"


def test_stages_come_in_order_with_planned_and_actual_dates(paju, visit):
    page = visit(PROGRAM)
    assert page.section("stages").index("2단계") < page.section("stages").index("3단계")
    rows = [row.text for row in page.all("tr")][1:]
    assert "2022년 2023년 하반기 2 2023. 12. 27." in rows[0]
    assert rows[1].endswith("2023년 2023년 0 –")
    assert rows[2].endswith("– – 0 –")


def test_it_begins_with_one_sentence_and_its_notice(paju, visit):
    page = visit(PROGRAM)
    assert "추진과제 3건 중 달성 1건, 기한 경과 1건" in page.one("p", class_="lead").text
    assert page.one("p", class_="notice").text == NOTICE


def test_it_serves_the_agreements_of_its_published_commitments(paju, visit):
    factories.agreement(title_ko="초안 협약", program=paju.program)
    serves = visit(PROGRAM).section("serves")
    assert "위기아동 보호센터 설립 추진 자치경찰 치안협력 강화를 위한 업무협약" in serves
    assert "초안 협약" not in serves
    assert "연결된 공개 이행과제가 없습니다" in visit("/programs/other-program/").section("serves")


def test_recognitions_stand_with_giver_amount_and_source(paju, visit):
    recognitions = visit(PROGRAM).section("recognitions")
    assert "우수 시책 선정과 특별교부세 경기도북부자치경찰위원회 · 2021. 12. · 200,000,000원" in recognitions
    assert "특별교부세 확보 보도" in recognitions


def test_a_recognition_given_later_is_not_there_on_an_earlier_day(paju, visit):
    assert "특별교부세" not in visit(f"{PROGRAM}?as_of=2021-11-30").main
    assert "특별교부세" in visit(f"{PROGRAM}?as_of=2021-12-01").section("recognitions")


def test_its_timeline_holds_decision_reports_and_recognitions(paju, visit):
    timeline = visit(PROGRAM).section("timeline")
    for told in ("시책 의결", "2021-09-03 planned 발표", "포상·재정지원", "2023-12-27 reached 발표"):
        assert told in timeline
    assert "2023-12-27" not in visit(f"{PROGRAM}?as_of=2023-01-01").section("timeline")


@pytest.mark.parametrize("address", [PROGRAM, "/milestones/crisis-child-one-stop-1/"])
def test_a_withdrawn_program_is_gone_with_day_and_reason(paju, visit, address):
    withdraw_program(paju.program, reason="중복 등록", actor=reviewer(), now=NOON)
    page = visit(address, status=410)
    assert "중복 등록" in page.main
    assert "2026. 3. 2." in page.main
    assert paju.program.title not in page.html


def test_a_draft_program_is_not_found(visit):
    draft = factories.program()
    visit(draft.get_absolute_url(), status=404)
    published(draft)
    visit(draft.get_absolute_url())


def test_its_timeline_is_filtered_by_kind_and_keeps_the_day(paju, visit):
    page = visit(f"{PROGRAM}?kind=announced&as_of=2023-07-01")
    timeline = page.section("timeline")
    assert "기한 변경 직전 기한(경기도북부자치경찰위원회, 2022년) 대비 +365일" in timeline
    assert "시책 의결 위기아동" not in timeline
    assert f"{PROGRAM}?kind=decided&as_of=2023-07-01#timeline" in page.links
    assert "달성" not in timeline


def test_a_change_of_its_record_is_told_once(paju, visit):
    changed(paju.program, note_ko="설명을 고침")
    timeline = visit(f"{PROGRAM}?kind=corrected").section("timeline")
    assert timeline.count("사유: 잘못 옮김") == 1


def test_an_unknown_kind_is_refused_by_name(paju, visit):
    assert visit(f"{PROGRAM}?kind=x", status=400).one("code").text == "kind"


def test_its_owner_is_asked_for_the_original(paju, visit):
    about = visit(PROGRAM).one("section", class_="about-page").text
    assert f"청구할 기관 경기도북부자치경찰위원회 시책 {paju.program.title}" in about
    assert f"「{paju.program.title}」, 치안협력" in about
