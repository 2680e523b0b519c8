"""The register of the whole country, as a first start loads it: what its sources say, and no more."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Inquiry,
    Milestone,
    Program,
    Source,
    State,
    StatusReport,
)
from agreements.rules.states import Standing
from tests.demo import LOADED, TODAY
from tests.web.walking import Walk

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
PAJU = {"2022-0001", "2022-0002", "2022-0003", "2022-0004", "2023-0001"}
DETAILS = ("agreements", "commitments", "milestones", "programs", "agencies", "regions", "inquiries")


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """The day of the demo: these tests read no other register."""
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


def states(on=TODAY):
    return State.objects.visible_to(PUBLIC).at(on).with_standing(on=on)


def test_everything_that_was_loaded_is_public_and_verified(nationwide_register):
    counts = (
        (Agreement, 57),
        (Commitment, 163),
        (Program, 1),
        (Milestone, 5),
        (StatusReport, 50),
        (Inquiry, 5),
    )
    for model, count in counts:
        assert model.objects.visible_to(PUBLIC).count() == model.objects.count() == count, model
    for command in ("check_data", "verify_ledger"):
        call_command(command, stdout=StringIO())


def test_a_city_that_was_joined_leads_to_what_followed_it_and_back(nationwide_register, visit):
    assert "승계 전 기관 광주광역시" in visit("/agencies/jeonnam-gwangju/").main
    assert "승계 기관: 전남광주통합특별시" in visit("/agencies/gwangju-metropolitan/").main


def test_before_they_were_joined_a_body_belongs_to_the_city_of_its_region(nationwide_register, visit):
    past, today = (visit(f"/agencies/gwangju-commission/{query}").main for query in ("?as_of=2021-06-01", ""))
    assert "상위기관 광주광역시" in past
    assert "전남광주통합특별시" not in past
    assert "상위기관 전남광주통합특별시" in today
    assert (
        "전남광주통합특별시" not in visit("/agreements/?as_of=2021-06-01").one("select", name="agency").text
    )


def test_the_story_of_paju_keeps_its_references(nationwide_register):
    of_commission = Agreement.objects.filter(parties__agency__slug__in=["gyeonggi-north-commission", "paju"])
    assert set(of_commission.values_list("reference", flat=True)) == PAJU


@pytest.mark.parametrize("day", [date(2021, 4, 2), date(2023, 12, 31), date(2025, 12, 31), TODAY])
def test_no_promise_is_called_late_for_no_source_says_so(nationwide_register, day):
    late = [state for state in states(day) if state.standing == Standing.LATE]
    assert late == []


def test_what_nobody_looked_for_stays_unsearched(nationwide_register):
    """Only the five searches of Paju's story were made; the rest has a report, or was not looked for."""
    reported = StatusReport.objects.filter(milestone=None).values("commitment")
    elsewhere = Commitment.objects.exclude(agreement__reference__in=PAJU).exclude(pk__in=reported)
    found = states().filter(commitment__in=elsewhere)
    assert Counter((state.status, state.standing) for state in found) == {
        ("unsearched", Standing.UNDATED): elsewhere.count()
    }


def test_each_reported_promise_has_the_answer_of_its_sources(nationwide_register):
    reported = states().exclude(status__in=["unsearched", "unreported"]).filter(commitment__isnull=False)
    found = {
        state.commitment.title_ko: (
            state.status,
            str(state.standing),
            state.target.iso() if state.target else "",
            *([str(state.outcome.earliest), str(state.outcome.latest)] if state.outcome else []),
        )
        for state in reported.exclude(commitment__agreement__reference__in=PAJU)
    }
    assert found == {
        "범죄취약지역 방범용 CCTV 확대 설치": ("completed", "closed", "2016", "2015-07-01", "2016-06-30"),
        "결제단말기 긴급신고 시스템 구축": ("completed", "closed", "", "2017-06-01", "2017-07-31"),
        "실종 아동 정보를 전국 점포에 제공": ("continuing", "closed", "", "2018-05-01", "2018-05-31"),
        "제주한라병원·서귀포의료원에 주취자 응급의료센터 개소": (
            "completed", "closed", "2019-H1", "2019-01-01", "2019-12-31",
        ),
        "합동 사회공헌활동과 농축산물 직판장 운영": ("continuing", "closed", "", "2019-10-22", "2019-10-22"),
        "달서구 공공임대주택 범죄예방 환경개선": ("on_track", "undated", ""),
        "과학치안 진흥을 위한 기관 설립": ("completed", "closed", "", "2021-04-06", "2021-04-06"),
        # Announced for March; the commission began on 2 April, and when it was formed no source says.
        "자치경찰위원회 구성과 사무 배분 등 운영체계 마련": (
            "completed", "closed", "2021-03", "2021-01-03", "2021-04-02",
        ),
        "자치경찰 조례 제정": ("completed", "closed", "2021-03", "2021-04-01", "2021-04-30"),
        "자치경찰위원회 구성": ("completed", "closed", "2021-04/2021-05", "2021-05-01", "2021-05-31"),
        "자치경찰 예산편성": ("on_track", "unchecked", "2021-04/2021-05"),
        "제주대학교병원 주취자 응급의료센터 개소": ("completed", "closed", "", "None", "2021-03-03"),
        "서산의료원 주취자 응급의료센터 운영": (
            "completed", "closed", "2021-07", "2021-07-14", "2021-07-14",
        ),
        "매입임대주택 범죄예방 환경개선(대구 전 지역)": ("on_track", "unchecked", "2025"),
        "임대주택단지 범죄예방진단과 환경 개선": ("on_track", "undated", ""),
        "GS25 점포에 신고·보호 안내 쇼카드 비치": ("completed", "closed", "", "None", "2023-04-12"),
        "총경급 이상 경찰 교육과정 운영": ("on_track", "on_time", "2028"),
        "치안 리빙랩 공동연구 수행": ("on_track", "undated", ""),
        "주취자 보호와 정신응급 대응 통합지원센터 운영": (
            "completed", "closed", "", "2025-04-22", "2025-04-22",
        ),
    }  # fmt: skip


def test_a_number_aimed_at_stands_beside_the_number_done(nationwide_register):
    counted = states().filter(commitment__quantity__isnull=False)
    assert {
        state.commitment.agreement.title_ko: (state.quantity_done, state.commitment.quantity)
        for state in counted
    } == {
        "안심마을 만들기 사업 협약(칠곡)": (273, 240),
        "매입임대주택 범죄예방(CPTED) 사업 업무협약(대구)": (930, 2655),
        "편의점 기반의 지역사회 안전망 구축 업무협약": (13000, 11000),
        "범죄 예방 및 사회적 약자 보호 업무협약(일산서부)": (80, 80),
        "과학치안 업무협약(KAIST)": (230, 1200),
    }


def test_an_agreement_is_followed_amended_or_only_announced_as_the_sources_say(nationwide_register):
    first, second = Agreement.objects.filter(parties__agency__slug="jeju").order_by("begins_on")
    assert second.supersedes == first
    assert [amendment.signed.iso() for amendment in first.amendments.all()] == ["2014"]
    announced = Agreement.objects.exclude(announced_first=None)
    assert [agreement.announced.iso() for agreement in announced] == ["2021-05-09"]


def test_english_readers_find_every_title(nationwide_register):
    for model in (Agreement, Commitment):
        assert not model.objects.filter(title_en="").exists(), model
    assert not StatusReport.objects.filter(note_en="").exists()
    assert not Source.objects.filter(label_en="").exists()
    assert not Agency.objects.visible_to(PUBLIC).filter(name_en="").exists()


class Glance(Walk):
    """A walk that opens the lists, and of the details only those of promises that something was said of."""

    def leads_on(self, link):
        noun, _, rest = link.strip("/").partition("/")
        is_detail = noun in DETAILS and rest and "?" not in rest
        return super().leads_on(link) and not (is_detail and rest not in self.told)

    @property
    def told(self):
        reported = {row["reference"] for row in self.files["reports"]}
        return reported | {reference.rpartition("-")[0] for reference in reported}


def test_the_pages_say_one_thing_of_each_promise_and_their_numbers_add_up(nationwide_register):
    glance = Glance("ko", "").go()
    assert glance.contradictions() == {}
    on_pages, in_files = glance.rows_of_lists()
    assert on_pages == in_files


def test_who_only_agreed_to_help_is_no_party(nationwide_register):
    """The articles on Ilsan's agreement name two chains that were to take part, not that they signed."""
    with_one_chain = Agreement.objects.get(title_ko__endswith="(일산서부)")
    assert {party.agency.slug for party in with_one_chain.parties.all()} == {
        "ilsan-seobu-police",
        "gs-retail",
    }
