"""Pages show a party as it signed: its name of then, who signed for whom, what its head said."""

from datetime import date

import pytest

from agreements.models import Capacity, DutyRule
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import published

STATION, ASSOCIATION, SHOP = "남양주남부경찰서", "대학협의회", "편의점"


@pytest.fixture
def agreement(db):
    """Signed by a station under its old name and by an association; a shop joined later."""
    parties = [
        factories.agency("station", name_ko=STATION, name_en="Namyangju Nambu Police"),
        factories.agency("association", name_ko=ASSOCIATION),
        factories.agency("shop", name_ko=SHOP),
    ]
    draft = factories.agreement(parties=parties, signed="2016-05-10")
    station, association, shop = draft.parties.order_by("order")
    station.signed_as_ko, station.signed_as_en = "남양주경찰서", "Namyangju Police"
    station.signatory_title_ko, station.capacity = "경찰서장", Capacity.ACTING
    station.purpose_ko = "재난 현장에 더 빨리 닿겠다"
    station.purpose_source = factories.source(label_ko="체결 보도")
    association.signatory, association.signatory_title_ko = "김가나", "협의회장"
    association.capacity, association.signed_for_ko = Capacity.FOR_OTHERS, "회원 대학 총장"
    association.members_number, association.members_ko = 17, "가대학교; 나대학교"
    shop.joined = PartialDate.parse("2023-09")
    for party in (station, association, shop):
        party.save()
    return published(draft)


def test_the_agreement_names_each_party_as_it_signed(agreement, visit):
    parties = visit(agreement.get_absolute_url()).section("parties")
    assert f"{STATION} (체결 당시 남양주경찰서)" in parties
    assert "경찰서장 (직무대리)" in parties
    assert "김가나 협의회장 (회원 대학 총장 대신 서명)" in parties
    assert "회원 17곳 가운데 이름이 확인된 회원: 가대학교; 나대학교" in parties
    assert f"{SHOP} 2023. 9. 동참" in parties


def test_what_a_head_said_stands_with_its_source(agreement, visit):
    purposes = visit(agreement.get_absolute_url()).section("purposes")
    assert f"{STATION} 재난 현장에 더 빨리 닿겠다" in purposes
    assert "체결 보도" in purposes
    assert ASSOCIATION not in purposes


def test_without_such_words_there_is_no_such_section(db, visit):
    page = visit(published(factories.agreement()).get_absolute_url())
    assert not page.all("section", **{"aria-labelledby": "purposes"})


def test_all_known_members_stand_without_a_gap(agreement, visit):
    agreement.parties.filter(members_number=17).update(members_number=2)
    parties = visit(agreement.get_absolute_url()).section("parties")
    assert "회원 2곳을 대표: 가대학교; 나대학교" in parties


def test_a_name_that_is_still_the_same_is_not_repeated(agreement, visit):
    agreement.parties.filter(signed_as_ko="남양주경찰서").update(signed_as_ko=STATION)
    assert "체결 당시" not in visit(agreement.get_absolute_url()).section("parties")


def test_who_joined_later_did_not_sign(agreement, visit):
    head = visit(agreement.get_absolute_url()).one("header", class_="page-head").text
    assert "2016년 5월 10일 2개 기관이 체결했습니다. 그 뒤 1개 기관이 동참했습니다." in head


def test_before_it_joined_it_stands_with_its_day_and_is_not_counted_as_joined(agreement, visit):
    page = visit(f"{agreement.get_absolute_url()}?as_of=2020-01-01")
    assert f"{SHOP} 2023. 9. 동참 (이 기준일에는 동참 전)" in page.section("parties")
    assert "동참했습니다" not in page.one("header", class_="page-head").text
    assert "동참 전" not in visit(f"{agreement.get_absolute_url()}?as_of=2023-09-15").section("parties")


def test_the_list_and_the_agencys_page_show_the_name_at_signing(agreement, visit):
    assert f"{STATION} (체결 당시 남양주경찰서)" in visit("/agreements/").text
    assert "(체결 당시 남양주경찰서)" in visit("/agencies/station/").section("signed")
    assert "체결 당시" not in visit("/agencies/association/").section("signed")


def test_the_register_card_shows_how_each_signed(agreement, visit):
    card = visit(f"{agreement.get_absolute_url()}card/").text
    assert f"{STATION} (체결 당시 남양주경찰서) (당사자): 경찰서장 (직무대리)" in card


def test_in_english_it_reads_in_english(agreement, visit):
    parties = visit(f"/en{agreement.get_absolute_url()}").section("parties")
    assert "Namyangju Nambu Police (signed as Namyangju Police)" in parties
    assert "(As acting head)" in parties
    assert "Of its 17 members these are known by name: 가대학교; 나대학교" in parties
    assert "Agency shop joined Sep 2023" in parties


def test_a_party_that_joined_later_owes_nothing_by_the_day_of_signing(agreement, visit):
    body = factories.agency("shop")
    factories.duty_rule(body, "disclosure", "after_signing", days=10, in_force_from=date(2010, 1, 1))
    assert DutyRule.objects.count() == 1
    url = agreement.get_absolute_url()
    assert SHOP not in visit(url).section("duties")
    agreement.parties.filter(agency=body).update(joined_first=None, joined_last=None)
    assert SHOP in visit(url).section("duties")


@pytest.mark.parametrize("words", ["남양주경찰서", "Namyangju Police", "나대학교"])
def test_an_agreement_is_found_by_a_name_at_signing_and_by_a_member(agreement, visit, words):
    found = visit(f"/search/?q={words}").text
    assert agreement.title_ko in found
    assert words in found


def test_the_timelines_tell_when_a_party_joined_and_not_before(agreement, visit):
    told = f"2023. 9. 기관 동참 {agreement.title_ko} {SHOP}"
    assert told in visit(agreement.get_absolute_url()).section("timeline")
    assert "기관 동참" not in visit(f"{agreement.get_absolute_url()}?as_of=2020-01-01").section("timeline")
    assert told in visit("/timeline/?view=list&from=2023&to=2023").text
    assert told not in visit("/timeline/?view=list&from=2023&to=2023&as_of=2023-08-31").text
