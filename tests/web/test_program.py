"""One program's page."""

import csv

import pytest

from agreements.actions.programs import withdraw_program
from agreements.actions.refusals import Incomplete
from agreements.models import StatusReport
from tests import factories
from tests.factories import NOON, changed, published, reviewer
from tests.scenario import NOTICE

PROGRAM = "/programs/crisis-child-one-stop/"
BOARD = "경기도북부자치경찰위원회"


def lanes(page):
    """Return the rows of the timeline: heads of stages and milestones."""
    return [row.text for row in page.rows("lanes")]


def test_stages_stand_in_order_with_their_milestones_each_told_once(paju, visit):
    page = visit(PROGRAM)
    second, center, other, third, wider = lanes(page)
    assert second == "2단계 2건 중 1건 달성"
    assert third == "3단계 1건 중 0건 달성"
    assert center.startswith("위기아동 보호센터 개소(파주) 완료")
    assert other.startswith("위기아동 보호센터 개소(의정부) 예정 기한 지남 · 확인 전: 위원회 2023년")
    assert wider.startswith("전역 확대 예정 기한 미정")
    for milestone in (paju.center, paju.second_center):
        assert page.html.count(f'href="{milestone.get_absolute_url()}"') == 1, "outside of what is folded"


def test_the_timeline_tells_the_story_of_the_center_at_a_glance(paju, visit):
    center = lanes(visit(PROGRAM))[1]
    assert "위원회 2022년: 기한보다 361일 뒤" in center
    assert "파주시 2023. 6.: 기한보다 180일 뒤" in center
    assert "위원회 2023년 하반기: 기한 안" in center
    assert "업무협약 자치경찰 치안협력 강화를 위한 업무협약" in center
    assert center.endswith("2023. 12. 27. 완료")


def test_a_date_that_passed_is_hatched_only_where_a_source_says_not_yet(paju, visit):
    assert not visit(PROGRAM).all("rect", class_="lane-late")
    late = {"stated_by": paju.commission, "says_not_done": True}
    published(factories.report(paju.second_center, "under_way", "2024-02-01", **late))
    page = visit(PROGRAM)
    assert len(page.all("rect", class_="lane-late")) == 2, "in the lane and in the key"
    assert "2024. 2. 1. 자료에 아직 이행되지 않았다고 나옴" in lanes(page)[2]


def test_the_timeline_follows_the_base_date(paju, visit):
    before = " ".join(lanes(visit(f"{PROGRAM}?as_of=2022-12-31")))
    assert "경기도북부자치경찰위원회: 2023년까지" in before
    assert "2023. 12. 27." not in before


def test_the_timeline_follows_the_sequence(paju, visit):
    first = StatusReport.objects.get(milestone=paju.center, number=1)
    rows = lanes(visit(f"{PROGRAM}?seq={first.published_seq}"))
    assert rows[1].endswith(f"2021. 9. 3. {BOARD}: 2022년까지")
    assert "파주시:" not in " ".join(rows)


def test_ids_of_the_page_are_unique(paju, visit):
    for page in (visit(PROGRAM), visit(f"/en{PROGRAM}")):
        ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
        assert len(ids) == len(set(ids))


def test_the_timeline_is_told_in_english_too(paju, visit):
    center = lanes(visit(f"/en{PROGRAM}"))[1]
    assert "Commission 2022: 361 days after it" in center
    assert "3 Sep 2021 Gyeonggi Bukbu Autonomous Police Commission: by 2022 → 361 days after it" in center


def test_a_program_for_which_no_date_is_known_has_its_milestones_without_a_picture(paju, visit):
    page = visit("/programs/other-program/")
    assert not page.rows("lanes")
    assert page.section("milestones")


def test_corrected_and_withdrawn_reports_are_not_drawn(paju, visit):
    moved = StatusReport.objects.get(milestone=paju.center, number=4)
    published(factories.correction(moved, "planned", "2023-02-13", target="2023-Q4", stated_by=paju.city))
    center = lanes(visit(PROGRAM))[1]
    assert "파주시: 2023년 4분기까지" in center
    assert "2023년 하반기까지" in center, "its other side says so still"


def test_of_many_announcements_the_first_and_the_last_are_drawn_and_all_are_told(paju, visit):
    for number in range(1, 9):
        published(
            factories.report(paju.second_center, "planned", f"2024-0{number}-01", target=f"{2024 + number}")
        )
    page = visit(PROGRAM)
    assert "그 사이 발표 3건은 해당 페이지에" in lanes(page)[2]
    assert all(f"{year}년까지" in lanes(page)[2] for year in range(2025, 2033))


def test_it_begins_with_one_sentence_and_its_notice(paju, visit):
    page = visit(PROGRAM)
    assert "추진과제 3건 중 달성 1건, 기한 지남 · 확인 전 1건" in page.one("p", class_="lead").text
    assert page.one("p", class_="notice").text == NOTICE


def test_it_serves_the_agreements_of_its_published_commitments(paju, visit):
    factories.agreement(title_ko="초안 협약", program=paju.program)
    serves = visit(PROGRAM).section("serves")
    assert "위기아동 보호센터 설립 추진 완료 자치경찰 치안협력 강화를 위한 업무협약" in serves
    assert "초안 협약" not in serves
    assert "연결된 공개 이행과제가 없습니다" in visit("/programs/other-program/").section("serves")


def test_recognitions_stand_with_giver_amount_and_source(paju, visit):
    recognitions = visit(PROGRAM).section("recognitions")
    assert (
        "우수 시책 선정과 특별교부세 · 경기도북부자치경찰위원회 · 2021. 12. · 200,000,000원" in recognitions
    )
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
    assert draft.title not in visit(draft.get_absolute_url(), status=404).html
    published(draft)
    assert draft.title in visit(draft.get_absolute_url()).main


def test_its_timeline_is_filtered_by_kind_and_keeps_the_day(paju, visit):
    page = visit(f"{PROGRAM}?kind=announced&as_of=2023-07-01")
    timeline = page.section("timeline")
    assert "기한 변경 같은 기관이 앞서 말한 기한(2022년)보다 +365일" in timeline
    assert "시책 의결 위기아동" not in timeline
    assert f"{PROGRAM}?kind=decided&as_of=2023-07-01#timeline" in page.links
    assert "달성" not in timeline


# ---- who decided how: a decision is not a resolution, and a plan is neither

WORDS = {
    "resolved": ("의결", "2021년 9월에 의결되었습니다.", "시책 의결"),
    "decided": ("결정", "2021년 9월에 결정되었습니다.", "시책 결정"),
    "announced": ("계획 발표", "2021년 9월에 계획이 발표되었습니다.", "시책 계획 발표"),
    "": ("정함", "2021년 9월에 정해졌습니다.", "시책을 정함"),
}


def only_program(client):
    content = b"".join(client.get("/programs.csv?header=name")).decode("utf-8-sig")
    (row,) = csv.DictReader(content.splitlines())
    return row


@pytest.mark.parametrize("how", WORDS)
def test_every_place_uses_the_word_that_the_sources_allow(db, visit, client, how):
    published(factories.program(slug="center", decided_how=how, title_ko="센터"))
    word, sentence, event = WORDS[how]
    page = visit("/programs/center/")
    assert page.one("p", class_="lead").text.startswith(sentence)
    assert f"{word} 2021. 9." in page.section("facts")
    assert event in page.section("timeline")
    assert event in visit("/timeline/?view=list&from=2021&to=2021").main
    assert f"2021. 9. {word}" in visit("/programs/").main
    for other in {text for _word, _sentence, text in WORDS.values()} - {event}:
        assert f"{other} 센터" not in visit("/timeline/?view=list&from=2021&to=2021").main
    (row,) = csv.DictReader(
        b"".join(client.get("/programs.csv?header=name")).decode("utf-8-sig").splitlines()
    )
    assert (row["decided"], row["decided_how"]) == ("2021-09", how)
    assert row["decided_how_label"] == (word if how else "")


@pytest.mark.parametrize("how", WORDS)
def test_the_body_that_decided_is_named_where_a_source_names_it(db, visit, client, how):
    board = factories.agency("board", name_ko="위원회")
    published(factories.program(slug="center", decided_how=how, decided_by=board))
    page = visit("/programs/center/")
    verb = {"announced": "계획을 발표했습니다", "": "정했습니다"}.get(how, f"{WORDS[how][0]}했습니다")
    assert page.one("p", class_="lead").text.startswith(f"위원회가 2021년 9월에 {verb}.")
    assert f"{WORDS[how][0]} 2021. 9. · 위원회" in page.section("facts")
    (row,) = csv.DictReader(
        b"".join(client.get("/programs.csv?header=name")).decode("utf-8-sig").splitlines()
    )
    assert (row["decided_by"], row["decided_by_slug"]) == ("위원회", "board")
    type(board).objects.filter(pk=board.pk).update(listed=False)
    assert "위원회" not in visit("/programs/center/").main


def test_a_body_that_is_not_listed_is_not_published(db):
    board = factories.agency("board", name_ko="숨은 기관", listed=False)
    with pytest.raises(Incomplete, match="숨은 기관"):
        published(factories.program(decided_by=board))


def test_each_word_is_explained(visit, db):
    decisions = visit("/glossary/").section("decisions")
    assert all(word in decisions for word, _sentence, _event in WORDS.values())


def test_a_change_of_how_it_was_decided_is_told_in_words(paju, visit):
    changed(paju.program, decided_how="announced")
    assert "정한 방법 의결 계획 발표" in visit(PROGRAM).section("changes")


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
