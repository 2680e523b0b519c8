"""The list of agreements: parties, day of signing, phase."""

from datetime import date

from agreements.actions.agreements import withdraw_agreement
from tests import factories
from tests.factories import NOON, changed, reviewer


def test_an_agreement_shows_parties_day_and_phase(paju, visit):
    page = visit("/agreements/")
    text = page.all("tr")[1].text
    assert "자치경찰 치안협력 강화를 위한 업무협약 2022-0001" in text
    assert "경기도북부자치경찰위원회 파주시 파주경찰서" in text
    assert "2022. 12. 13." in text
    assert "유효" in text
    assert "미확인" not in text
    assert "/agreements/2022-0001/" in page.links


def test_a_term_that_ran_out_is_said_with_its_day(paju, visit):
    changed(paju.agreement, open_ended=False, expires_on=date(2024, 12, 12))
    assert "유효기간 만료 만료 2024. 12. 12." in visit("/agreements/").all("tr")[1].text
    assert "유효기간 만료" not in visit("/agreements/?as_of=2024-12-12").all("tr")[1].text


def test_drafts_and_what_was_withdrawn_are_absent(paju, visit):
    factories.agreement(title_ko="초안 협약")
    assert "초안 협약" not in visit("/agreements/").html
    withdraw_agreement(paju.agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    page = visit("/agreements/")
    assert page.one("p", class_="list-count").text == "검색 결과 0건"
    assert "자치경찰 치안협력" not in page.html
