"""One agency's page: what it carries and what became of it, its own dates, what it signed."""

import re
from datetime import date

import pytest

from agreements.views import agency as page_of_agency
from tests import factories
from tests.factories import published

ROLES = {
    "lead": "주관하는 약속",
    "support": "협조하는 약속",
    "joint": "공동으로 맡은 약속",
    "step": "추진과제로 맡은 약속",
}


def roles_on(page):
    """How many promises of each role the page counts."""
    heads = {role: page.all("h3", id=f"part-{role}") for role in ROLES}
    return {role: int(found[0].text.removeprefix(ROLES[role])) for role, found in heads.items() if found}


def number_behind(page, name):
    """The number in the heading of a section."""
    return int(re.findall(r"\d+$", page.one("h2", id=name).text)[0])


@pytest.mark.parametrize(
    ("slug", "roles"),
    [
        ("paju", {"lead": 1, "joint": 1, "step": 1}),
        ("paju-police", {"support": 1, "joint": 1}),
        ("commission", {"joint": 1, "step": 3}),
    ],
)
def test_each_promise_is_counted_once_under_its_role(paju, visit, slug, roles):
    page = visit(f"/agencies/{slug}/")
    assert roles_on(page) == roles
    assert number_behind(page, "promises") == sum(roles.values())
    assert number_behind(page, "signed") == 1


def test_the_page_begins_with_what_became_of_it(paju, visit):
    page = visit("/agencies/commission/")
    assert page.one("p", class_="lead").text == (
        "2026. 3. 2. 기준 참여한 협약은 1건, 맡은 약속은 4건입니다. "
        "이 가운데 1건은 이행이 확인되었습니다. "
        "스스로 말한 기한 4건의 결과는 기한 안에 이행 2건, 기한 뒤에 이행 1건, 아직 알 수 없음 1건입니다."
    )
    promises = page.section("promises")
    assert promises.startswith("약속 4 확인된 추진 근거 없음 1 예정 2 완료 1 완료율 25.0%")
    for status in ("unreported", "planned", "completed"):
        assert f"/commitments/?agency=commission&status={status}" in page.links


def test_a_role_with_several_promises_says_what_became_of_them(paju, visit):
    """Of a single promise its card says so already."""
    links = visit("/agencies/commission/").links
    for status in ("planned", "completed"):
        assert f"/commitments/?agency=commission&role=step&status={status}" in links
    assert "/commitments/?agency=commission&role=joint" in links
    assert not [link for link in links if "role=joint&status" in link]


def test_each_card_stands_under_its_role_with_its_answer(paju, visit):
    page = visit("/agencies/paju/")
    cards = [card.text for card in page.all("li", class_="promise")]
    assert len(cards) == 3
    assert cards[0].startswith("위기아동 보호센터 설립 추진")
    assert not [card for card in cards if card.startswith(paju.center.title)], "it is the same promise"
    assert "2022-0001 · 2022. 12. 13." in page.section("signed")
    assert paju.other_program.title in page.section("programs")


def test_before_the_signing_it_had_signed_nothing_and_carried_its_milestones(paju, visit):
    page = visit("/agencies/commission/?as_of=2022-12-12")
    assert roles_on(page) == {"step": 3}
    assert number_behind(page, "signed") == 0
    assert "당사자인 공개된 업무협약이 없습니다" in page.section("signed")


def test_its_own_dates_stand_apart_from_those_that_others_named_for_what_it_carries(paju, visit):
    page = visit("/agencies/paju/")
    own, others = page.section("dates-named"), page.section("dates-of-others")
    assert own.startswith("이 기관이 말한 기한 1 기한 뒤에 이행 1 ")
    assert "2023. 6. 최초 기한 파주시 · 2022. 12. 13." in own
    assert "기한보다 180일 뒤" in own
    assert "경기도북부자치경찰위원회" not in own
    assert others.startswith(
        "다른 기관이 이 기관의 일로 말한 기한 약속 1건 위기아동 보호센터 설립 추진 2022년"
    )
    assert "2023. 6." not in others
    assert others.count("기한 안") == 2
    assert {"/targets/?stated_by=paju", "/targets/?stated_by=paju&result=after"} <= set(page.links)


@pytest.mark.parametrize("day", ["", "2023-06-30", "2023-12-26"])
def test_each_count_of_its_dates_is_that_of_the_list_that_it_leads_to(paju, visit, day):
    page = visit(f"/agencies/commission/?as_of={day}")
    shown = {}
    for link in page.all("a"):
        if "/targets/?stated_by=commission" in link.attributes["href"] and link.text.isdigit():
            rows = visit(link.attributes["href"]).rows("table-targets")
            shown[link.attributes["href"]] = (int(link.text), len(rows))
    assert len(shown) >= 2
    assert {counts for counts in shown.values() if counts[0] != counts[1]} == set()


def test_of_a_date_that_has_passed_without_an_outcome_nothing_is_said(paju, visit):
    page = visit("/agencies/commission/?as_of=2023-06-30")
    dates = page.section("dates-named")
    assert "아직 결과를 알 수 없음" in dates
    assert "기한 뒤에 이행" not in dates
    lead = page.one("p", class_="lead").text
    assert lead.endswith("스스로 말한 기한 4건의 결과는 아직 알 수 없음 4건입니다.")


def test_who_only_named_a_date_has_it_on_its_page_and_who_named_none_has_none(paju, visit):
    """The commission does not lead the promise; the police carry it and named no date."""
    assert "위기아동 보호센터 설립 추진" in visit("/agencies/commission/").section("dates-named")
    assert not visit("/agencies/paju-police/").all("section", aria_labelledby="dates-named")


def test_a_date_that_only_another_named_is_not_red_on_its_page_and_stands_beside_its_speaker(paju, visit):
    for said in (
        {"said_on": "2023-02-13", "target": "2023"},
        {"said_on": "2024-05-01", "says_not_done": True},
    ):
        published(factories.report(paju.unheard, "on_track", stated_by=paju.commission, **said))
    on_its_own = visit("/agencies/commission/")
    assert on_its_own.all("li", class_="promise-late")
    on_another = visit("/agencies/paju/")
    assert not on_another.all("li", class_="promise-late")
    assert "경기도북부자치경찰위원회" in on_another.section("promises")


def test_a_long_list_is_cut_and_leads_to_the_whole(paju, visit, monkeypatch):
    monkeypatch.setattr(page_of_agency, "SHOWN", 1)
    later = published(factories.agreement(parties=[paju.city, paju.police], signed=date(2024, 1, 1)))
    page = visit("/agencies/paju/")
    assert later.title in page.section("signed")
    assert paju.agreement.title not in page.section("signed")
    assert "/agreements/?agency=paju" in page.links
    assert "/commitments/?agency=paju&role=lead" in page.links


def test_what_does_not_stand_open_is_folded_and_said(paju, visit):
    page = visit("/agencies/commission/")
    (fold,) = [summary for summary in page.all("summary") if "더 보기" in summary.text]
    assert fold.text == "약속 1건 더 보기"
    assert len(page.all("li", class_="promise")) == 4


def test_a_draft_adds_nothing(paju, visit):
    factories.agreement(parties=[paju.city, paju.police], title_ko="초안 협약")
    page = visit("/agencies/paju/")
    assert roles_on(page) == {"lead": 1, "joint": 1, "step": 1}
    assert number_behind(page, "signed") == 1
    assert "초안 협약" not in page.html


def test_an_unlisted_agency_is_not_found(visit):
    factories.agency("hidden", listed=False, name_ko="숨은 기관")
    assert "숨은 기관" not in visit("/agencies/hidden/", status=404).html


def test_the_body_above_is_called_as_in_the_list(paju, visit):
    paju.police.parent = factories.agency("gyeonggi-bukbu-police", name_ko="경기도북부경찰청")
    paju.police.save()
    assert "상위기관 경기도북부경찰청" in visit("/agencies/paju-police/").main
    assert "상위기관" in visit("/agencies/").main
