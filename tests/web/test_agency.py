"""One agency's page: what it signed and what became of it."""

from datetime import date

import pytest

from agreements.models import CommitmentRole
from agreements.views import agency as page_of_agency
from tests import factories
from tests.factories import published

STEP = "같은 약속인 추진과제를 맡은 이행과제"
COUNTS = "참여한 협약 수 {} 주관하는 이행과제 {} 협조하는 이행과제 {} 공동 이행과제 {} 추진과제 {}"


TABLES = ("commitments", "milestones")


@pytest.mark.parametrize(
    ("slug", "counts"),
    [
        ("paju", (1, 1, 0, 1, 1)),
        ("paju-police", (1, 0, 1, 1, 0)),
        ("commission", (1, 0, 0, f"1 {STEP} 1", 2)),
    ],
)
def test_what_it_signed_leads_supports_and_does_jointly_is_counted(paju, visit, slug, counts):
    assert visit(f"/agencies/{slug}/").one("dl", class_="figures").text == COUNTS.format(*counts)


def test_each_part_stands_with_its_states(paju, visit):
    page = visit("/agencies/paju/")
    assert "위기아동 보호센터 설립 추진" in page.section(f"part-{CommitmentRole.LEAD}")
    assert "완료" in page.section(f"part-{CommitmentRole.LEAD}")
    assert "확인된 추진 근거 없음" in page.section(f"part-{CommitmentRole.JOINT}")
    assert "2022-0001 · 2022. 12. 13." in page.section("signed")
    assert paju.other_program.title in page.section("programs")


def test_a_step_that_is_the_same_promise_as_a_commitment_above_is_not_told_again(paju, visit):
    of_city, of_commission = (visit(f"/agencies/{slug}/") for slug in ("paju", "commission"))
    assert "위기아동 보호센터 설립 추진" in of_city.section(f"part-{CommitmentRole.LEAD}")
    assert paju.center.title not in of_city.section("milestones")
    assert paju.promise.title in of_commission.section("part-step"), "the commitment names it nowhere"
    assert paju.center.title not in of_commission.section("milestones")


@pytest.mark.parametrize(("day", "lists"), [("as_of=2022-12-12", (0, 3)), ("", (2, 2))])
def test_its_page_counts_the_promises_of_either_side_as_the_lists_do(paju, visit, day, lists):
    """The commission is named in what carries out the commitment; before the signing there was that alone."""
    figures = visit(f"/agencies/commission/?{day}").one("dl", class_="figures").text
    *parts, milestones = [int(word) for word in figures.split()[4:] if word.isdigit()]
    assert (sum(parts), milestones) == lists
    found = [len(visit(f"/{name}/?agency=commission&{day}").rows(f"table-{name}")) for name in TABLES]
    assert tuple(found) == lists


def test_its_own_dates_stand_apart_from_those_that_others_named_for_what_it_carries(paju, visit):
    page = visit("/agencies/paju/")
    own, others = page.section("dates-named"), page.section("dates-of-others")
    assert own.startswith(
        "이 기관이 말한 기한 1 위기아동 보호센터 설립 추진 2023. 6. 최초 기한 파주시 · 2022. 12. 13."
    )
    assert "기한보다 180일 뒤" in own
    assert "경기도북부자치경찰위원회" not in own
    assert others.startswith(
        "다른 기관이 이 기관의 일로 말한 기한 1 위기아동 보호센터 설립 추진 2022년 최초 기한"
    )
    assert "2023. 6." not in others
    assert others.count("기한 안") == 2
    assert "/targets/?stated_by=paju" in page.links


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
    part = f"part-{CommitmentRole.JOINT}"
    on_its_own = visit("/agencies/commission/")
    assert on_its_own.all("span", class_="answer-late")
    assert "기한 경과" in on_its_own.section(part)
    on_another = visit("/agencies/paju/")
    assert not on_another.all("span", class_="answer-late")
    assert "2023년 경기도북부자치경찰위원회 2023. 2. 13. 발표 · 기한 경과" in on_another.section(part)


def test_before_the_signing_it_had_signed_nothing(paju, visit):
    page = visit("/agencies/paju/?as_of=2022-12-12")
    assert page.one("dl", class_="figures").text == COUNTS.format(0, 0, 0, 0, 2)
    assert "당사자인 공개된 업무협약이 없습니다" in page.section("signed")


def test_a_long_list_is_cut_and_leads_to_the_whole(paju, visit, monkeypatch):
    monkeypatch.setattr(page_of_agency, "SHOWN", 1)
    later = published(factories.agreement(parties=[paju.city, paju.police], signed=date(2024, 1, 1)))
    page = visit("/agencies/paju/")
    assert later.title in page.section("signed")
    assert paju.agreement.title not in page.section("signed")
    assert "/agreements/?agency=paju" in page.links
    assert "/commitments/?agency=paju" in page.links


def test_a_draft_adds_nothing(paju, visit):
    factories.agreement(parties=[paju.city, paju.police], title_ko="초안 협약")
    page = visit("/agencies/paju/")
    assert page.one("dl", class_="figures").text == COUNTS.format(1, 1, 0, 1, 1)
    assert "초안 협약" not in page.html


def test_an_unlisted_agency_is_not_found(visit):
    factories.agency("hidden", listed=False, name_ko="숨은 기관")
    assert "숨은 기관" not in visit("/agencies/hidden/", status=404).html


def test_the_body_above_is_called_as_in_the_list(paju, visit):
    paju.police.parent = factories.agency("gyeonggi-bukbu-police", name_ko="경기도북부경찰청")
    paju.police.save()
    assert "상위기관 경기도북부경찰청" in visit("/agencies/paju-police/").main
    assert "상위기관" in visit("/agencies/").main
