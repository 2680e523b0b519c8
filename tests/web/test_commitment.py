"""One promise's page."""

from datetime import date

from agreements.models import LedgerEntry
from tests import factories
from tests.factories import published
from tests.scenario import NOTICE

PROMISE = "/commitments/2022-0001-01/"
UNHEARD = "/commitments/2022-0001-02/"
BOARD = "경기도북부자치경찰위원회"


def test_a_first_date_is_said_to_precede_the_agreement_only_where_it_does(visit):
    signed = published(factories.agreement(signed="2022-12-13", commitments=2))
    for commitment, said_on in zip(signed.commitments.all(), ("2022-12-12", "2022-12"), strict=True):
        published(factories.report(commitment, "on_track", said_on, target="2023"))
        dates = visit(commitment.get_absolute_url()).section("targets")
        assert ("협약 전 발표" in dates) == (said_on == "2022-12-12")


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
    page = visit(UNHEARD)
    assert page.one("strong", class_="answer-words").text == "확인된 추진 근거 없음"
    assert "추진하지 않았다는 뜻이 아니라" in page.section("answer")
    assert page.rows("table-promise") == []


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


def test_the_card_comes_first_and_says_who_said_what_its_answer_rests_on(paju, visit):
    page = visit(PROMISE)
    assert paju.agreement.title in page.section("wording")
    answer = page.section("answer")
    assert answer.startswith("문을 열었습니다 · 2023년 12월 27일 완료 발표한 기한과 비교한 결과")
    assert f"자료 확인 · {BOARD} 2023. 12. 27. 발표 · 공개자료 조사 · 보고 4 기한 변경 1회" in answer
    assert "#report-4" in page.links
    order = ('id="answer"', 'id="targets"', 'id="wording"', 'id="reports"', 'id="inquiries"', 'id="agencies"')
    assert sorted(order, key=page.html.index) == list(order)


def test_the_card_shows_what_was_known_on_an_earlier_day(paju, visit):
    page = visit(f"{PROMISE}?as_of=2023-01-01")
    assert page.one("strong", class_="answer-words").text == "정상추진 · 기한 내"
    assert "파주시 2022. 12. 13. 발표" in page.section("answer")
    assert "2023-12-27" not in page.section("answer")
    assert [row.text.count("하반기") for row in page.rows("table-promise")] == [0, 0, 0]
    before = visit(f"{PROMISE}?as_of=2022-12-12").section("answer")
    assert before.startswith("이날에는 아직 없던 과제")


def test_the_statement_of_the_agency_stands_in_the_card(paju, visit):
    last = paju.promise.reports.order_by("number").last()
    published(factories.statement(last, paju.city, text_ko="예산 지연", stated_on=date(2024, 1, 5)))
    assert "기관 설명 파주시 · 2024. 1. 5. · 보고 4 예산 지연" in visit(PROMISE).section("answer")


def test_each_announcement_stands_once_with_speaker_day_date_result_and_evidence(paju, visit):
    """Those that both pages hold, too; the one published first is the one that is named."""
    page = visit(PROMISE)
    assert [row.text.replace(" 사유: 자료에 없음", "") for row in page.rows("table-promise")] == [
        f"{BOARD} 2021. 9. 3. 2022년 최초 기한 협약 전 발표 기한보다 361일 뒤 신문사 · 추진과제의 보고 1",
        f"{BOARD} 2022. 12. 13. 2023년 기한 변경 +365일 기한 안 신문사 · 추진과제의 보고 2",
        "파주시 2022. 12. 13. 2023. 6. 최초 기한 기한보다 180일 뒤 신문사 · 추진과제의 보고 3",
        f"{BOARD} 2023. 2. 13. 2023년 하반기 더 자세히 밝힘 기한 안 신문사 · 추진과제의 보고 4",
        f"{BOARD} 2023. 12. 27. 이행일 2023. 12. 27. 완료 신문사 · 보고 4",
    ]
    assert "/milestones/crisis-child-one-stop-1/#report-1" in page.links


def test_of_many_announcements_those_between_the_first_and_the_last_are_folded(visit):
    agreement = published(factories.agreement(signed="2020-01-02"))
    promise = agreement.commitments.get()
    for month in range(1, 11):
        published(factories.report(promise, "on_track", f"2020-{month:02}-03", target=f"20{20 + month}"))
    page = visit(promise.get_absolute_url())
    in_sight, folded = page.all("table", class_="table-promise")
    years = [row.text.split("년")[0][-4:] for row in page.rows("table-promise")]
    assert sorted(years) == [str(year) for year in range(2021, 2031)], "each once"
    assert [year in in_sight.text for year in ("2021년", "2022년", "2023년", "2024년", "2030년")] == [
        True, False, False, True, True,
    ]  # fmt: skip
    assert folded.lies_in("details")
    assert "그사이 발표 2건" in page.section("targets")


def test_what_a_withdrawn_or_blanked_report_said_is_in_no_part_of_the_page(visit):
    """Not even at the sequence at which it was public: then its day and date count, without its evidence."""
    promise = published(factories.agreement(signed="2022-12-13")).commitments.get()
    reports = [
        published(factories.report(promise, "on_track", said_on, target=target, note_ko=note))
        for said_on, target, note in (("2023-01-02", "2023", "처음 말"), ("2023-02-13", "2024-H2", "다음 말"))
    ]
    seq = LedgerEntry.objects.latest("seq").seq
    published(factories.redaction(reports[0], reason_ko="개인정보"))
    published(factories.withdrawal(reports[1], reason_ko="착오"))
    now = visit(promise.get_absolute_url())
    then = visit(f"{promise.get_absolute_url()}?seq={seq}")
    for page in (now, then):
        assert "처음 말" not in page.html
        assert "다음 말" not in page.html
    assert [row.text.endswith("신문사 · 보고 1") for row in now.rows("table-promise")] == [True]
    withdrawn = then.rows("table-promise")[-1].text
    assert "2024년 하반기 기한 변경 +366일" in withdrawn
    assert withdrawn.endswith(" 보고 2")
    assert not withdrawn.endswith("신문사 · 보고 2")


# ---- nothing found -------------------------------------------------------------------------------------


def test_what_was_not_found_stands_with_the_day_of_the_inquiry_and_leads_to_it(paju, visit):
    page = visit(UNHEARD)
    assert "2026. 2. 16. 조사에서도 추진 근거를 찾지 못했습니다." in page.one("p", class_="lead").text
    assert "확인된 추진 근거 없음 ( 2026. 2. 16. 조사)" in page.section("answer")
    assert "추진하지 않았다는 뜻이 아니라" in page.section("answer")
    (inquiry,) = page.all("article", class_="inquiry")
    assert f"#{inquiry.attributes['id']}" in page.links


def test_before_the_inquiry_and_where_nobody_looked_no_search_is_claimed(paju, visit):
    other = published(factories.agreement()).commitments.get()
    for address in (f"{UNHEARD}?as_of=2026-02-15", other.get_absolute_url()):
        page = visit(address)
        assert "조사 전 : 아직 찾아본 기록이 없습니다. 이 표시는 기관을 평가하는" in page.section("answer")
        assert "확인된 추진 근거 없음" not in page.main
        assert "최근 1년 보고 없음" not in page.main, "it says nothing that the mark does not say"


def test_the_day_on_which_a_source_was_checked_is_no_search(paju, visit):
    other = published(factories.agreement())
    other.sources.add(factories.source(checked_on=date(2026, 1, 20)))
    main = visit(other.commitments.get().get_absolute_url()).main
    assert "2026. 1. 20." not in main
    assert "2026. 3. 2. 조사" not in main, "nor is the base date"


# ---- the same promise ----------------------------------------------------------------------------------


def test_what_was_reported_on_the_other_side_is_listed_and_linked_there(paju, visit):
    page = visit(PROMISE)
    assert page.section("reports").startswith("이행상황 보고 9 ")
    others = page.one("div", class_="reports-of-other").text
    assert others.startswith("같은 약속인 ‘위기아동 보호센터 개소(파주)’에 올라온 보고 5 2023. 12. 27. 발표")
    assert others.endswith(f"2021. 9. 3. 발표 {BOARD} 예정 추진과제의 보고 1")
    assert "/milestones/crisis-child-one-stop-1/#report-5" in page.links
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))


def test_the_report_the_status_rests_on_is_linked_where_it_stands(paju, visit):
    links = visit("/milestones/crisis-child-one-stop-1/?as_of=2024-01-01").links
    assert f"{PROMISE}?as_of=2024-01-01#report-4" in links
    assert "#report-4" in visit(PROMISE).links


# ---- records disagree ----------------------------------------------------------------------------------


def test_where_records_disagree_both_words_stand_in_sight_and_nothing_is_judged(paju, visit):
    promise = published(factories.agreement(parties=[paju.city, paju.police])).commitments.get()
    opened = {"stated_by": paju.city, "target": "2023-H2"}
    published(factories.report(promise, "on_track", "2023-01-10", **opened))
    published(factories.report(promise, "completed", "2023-05-20", stated_by=paju.city))
    denied = {"stated_by": paju.commission, "says_not_done": True}
    published(factories.report(promise, "on_track", "2024-03-01", **denied))
    page = visit(promise.get_absolute_url())
    assert page.section("answer").startswith("이행 자료 엇갈림 완료")
    words = page.one("div", class_="dispute").text
    assert "파주시 · 2023. 5. 20. 발표 완료 보고 2 2023. 5. 20. 이행" in words
    assert f"{BOARD} · 2024. 3. 1. 발표 정상추진 보고 3 자료에 아직 이행되지 않았다고" in words
    announced, outcome = page.rows("table-promise")
    assert "이행일 자료 엇갈림" in outcome.text
    assert "기한 안인지는 자료로 알 수 없음" in announced.text
    earlier = visit(f"{promise.get_absolute_url()}?as_of=2023-06-01")
    assert "자료 엇갈림" not in earlier.main, "the other word was not said yet"
    assert visit(PROMISE).all("div", class_="dispute") == []


# ---- about this page -----------------------------------------------------------------------------------


def test_what_became_of_it_is_asked_at_its_lead_agency(paju, visit):
    about = visit(PROMISE).one("section", class_="about-page").text
    assert "청구할 기관 파주시 제목 자치경찰 치안협력 강화를 위한 업무협약" in about
    assert "이행과제 위기아동 보호센터 설립 추진" in about
    citation = visit(PROMISE).one("p", class_="citation").text
    assert "「위기아동 보호센터 설립 추진」 (2022-0001-01)" in citation
    joint = visit(UNHEARD).one("section", class_="about-page").text
    assert "청구할 기관 경기도북부자치경찰위원회" in joint
