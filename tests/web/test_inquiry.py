"""The page of one inquiry, and what its promises, the ledger and the timeline tell of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements.actions.agreements import withdraw_agreement
from agreements.models import Commitment, Milestone
from tests import factories
from tests.factories import NOON, TODAY, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
SECRET = "CANARY7391"


@shared_register
def promises() -> list[Commitment | Milestone]:
    city = factories.agency("paju", name_ko="파주시", name_en="Paju City")
    program = published(factories.program(slug="center", owner=city))
    commitment = published(factories.agreement(parties=[city, factories.agency()])).commitments.get()
    return [commitment, program.milestones.get()]


@pytest.fixture
def city(promises):
    return promises[1].program.owner


def address(number: int, **query) -> str:
    return reverse("inquiry", args=[number]) + "".join(f"?{name}={value}" for name, value in query.items())


def test_it_says_who_looked_when_where_with_which_words_for_which_time(promises, visit):
    published(factories.inquiry(*promises, covers_from="2023-02", covers_to="2026-02"))
    page = visit(address(1))
    assert page.one("h1").text == "조사 기록 1 · 2026. 3. 2."
    search = page.section("search")
    for told in (
        "자치경찰정책과", "언론 기사와 기관 누리집", "위기아동 보호센터 개소", "2023. 2. ~ 2026. 2.",
        "확인된 자료 없음", "체결을 알리는 기사만 나옴", "기관에 묻지 않았습니다.",
    ):  # fmt: skip
        assert told in search
    assert {promise.get_absolute_url() for promise in promises} <= set(page.links)
    assert "약속을 지켰는지 판단하지 않습니다" in page.main


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "2026. 2. 3. 파주시에 물었습니다."),
        ({"answer_by": date(2026, 2, 17)}, "2026. 2. 3. 파주시에 물었고 2026. 2. 17.까지 답을 기다렸습니다."),
        ({"answer_by": TODAY}, "2026. 2. 3. 파주시에 물었고 2026. 3. 2.까지 답을 기다립니다."),
        (
            {"answered_on": date(2026, 2, 10), "answer_ko": "추진 중"},
            "2026. 2. 3. 파주시에 물었고 2026. 2. 10. 답을 받았습니다.",
        ),
    ],
)
def test_it_says_whether_the_agency_was_asked_and_when(promises, city, visit, fields, sentence):
    published(factories.inquiry(*promises, asked=city, asked_on=date(2026, 2, 3), **fields))
    page = visit(address(1, as_of=TODAY))
    assert sentence in page.section("search")
    assert ("추진 중" in page.section("search")) == ("answer_ko" in fields)


def test_it_is_told_in_english(promises, city, visit):
    asked = {"asked": city, "asked_on": date(2026, 2, 3), "answer_by": date(2026, 2, 17)}
    published(factories.inquiry(*promises, **asked, note_en="Only the signing"))
    page = visit("/en" + address(1))
    assert "Only the signing" in page.section("search")
    assert "Paju City was asked on" in page.section("search")
    assert page.one("h1").text.startswith("Inquiry 1")


def test_each_promise_shows_its_inquiries_the_last_first(promises, visit):
    published(factories.inquiry(*promises, searched_on=TODAY - timedelta(9), words="앞선 말"))
    published(factories.inquiry(promises[0], words="나중 말"))
    section = visit(promises[0].get_absolute_url()).section("inquiries")
    assert section.index("나중 말") < section.index("앞선 말")
    assert "나중 말" not in visit(promises[1].get_absolute_url()).main


def test_a_promise_for_which_nobody_looked_says_so_and_accuses_nobody(promises, visit):
    for promise in promises:
        assert "등록된 조사 기록이 없습니다(조사 전)" in visit(promise.get_absolute_url()).section(
            "inquiries"
        )
    published(factories.report(promises[0], "on_track", "2023-01-01"))
    section = visit(promises[0].get_absolute_url()).section("inquiries")
    assert "조사 기록이 없습니다" in section
    assert "아무도" not in section


def test_before_the_search_and_before_its_publication_it_is_not_there(promises, visit):
    inquiry = published(factories.inquiry(*promises, searched_on=date(2026, 2, 1)))
    visit(address(1, as_of="2026-01-31"), status=404)
    early = visit(address(1, seq=inquiry.published_seq - 1), status=404)
    assert str(inquiry.published_seq) in early.main, "it says from when on it is there"
    assert "앞선" not in visit(promises[0].get_absolute_url() + "?as_of=2026-01-31").section("inquiries")


def test_a_correction_and_what_it_corrects_lead_to_each_other(promises, visit):
    wrong = published(factories.inquiry(*promises))
    fields = {"corrects": wrong, "correction_reason_ko": "검색어를 잘못 옮김", "words": "바른 말"}
    published(factories.inquiry(*promises, **fields))
    before, after = visit(address(1)), visit(address(2))
    assert "조사 기록 2에서 정정됨" in before.section("search")
    assert "위기아동 보호센터 개소" in before.section("search"), "what was said first stays readable"
    assert "조사 기록 1의 내용을 정정" in after.section("search")
    assert "검색어를 잘못 옮김" in after.section("search")
    assert address(2) in before.links
    assert address(1) in after.links


def test_a_withdrawn_inquiry_says_so_without_its_text(promises, visit):
    texts = dict.fromkeys(("department", "where_ko", "words", "note_ko"), SECRET)
    inquiry = published(factories.inquiry(*promises, **texts))
    published(factories.withdrawal(inquiry))
    pages = [visit(address(1)), visit(promises[0].get_absolute_url())]
    pages.append(visit(address(1, seq=inquiry.published_seq)))
    for page in pages:
        assert "공개 철회" in page.main
        assert "다른 과제의 자료" in page.main, "why"
        assert SECRET not in page.html
    assert "inquiries/1" in visit("/updates/").main


def test_a_blanked_inquiry_says_so_and_keeps_its_days(promises, visit):
    inquiry = published(factories.inquiry(*promises, note_ko=SECRET))
    published(factories.redaction(inquiry))
    search = visit(address(1)).section("search")
    assert "개인정보" in search
    assert "2023. 1. ~ 2026. 3." in search
    assert SECRET not in search


def test_a_draft_and_a_number_that_nobody_gave_are_not_found(promises, visit):
    factories.inquiry(*promises)
    for number in (1, 0, 10**30):
        visit(address(number), status=404)


def test_of_several_promises_only_those_that_are_public_are_named(promises, visit):
    other = published(factories.agreement(title_ko=SECRET))
    published(factories.inquiry(promises[0], other.commitments.get()))
    withdraw_agreement(other, reason="오류", actor=reviewer(), now=NOON)
    for page in (visit(address(1)), visit("/inquiries/"), visit("/timeline/?view=list&from=2026&to=2026")):
        assert promises[0].get_absolute_url() in page.links
        assert SECRET not in page.main
        assert other.commitments.get().reference not in page.html


def test_its_entry_leads_to_it_from_the_updates_the_front_page_and_the_ledger(promises, visit):
    published(factories.inquiry(*promises))
    for page in ("/updates/", "/"):
        assert address(1) in visit(page).links
    ledger = visit("/ledger/?reference=inquiries/1")
    assert "inquiries/1" in ledger.main
    assert "/ledger/?reference=inquiries/1" in visit(address(1)).links


def test_it_is_a_dated_fact_of_its_own_kind(promises, visit):
    published(factories.inquiry(*promises, searched_on=date(2026, 2, 1)))
    page = visit("/timeline/?view=list&from=2026&to=2026")
    assert "조사 기록 1" in page.main
    assert address(1) in page.links
    agreement = promises[0].agreement
    assert "조사 기록 1" in visit(agreement.get_absolute_url()).section("timeline")
    assert "조사 기록 1" in visit(promises[1].program.get_absolute_url()).main


def test_the_sitemap_has_it(promises, client):
    published(factories.inquiry(*promises))
    answer = client.get(reverse("sitemap_section_xml", args=["inquiries"])).content.decode()
    assert address(1) in answer
