"""The first page: where everything stands on a day."""

from datetime import date

from agreements.models import Agency, Region
from tests import factories, scenario
from tests.factories import changed, published
from tests.registers import shared_register
from tests.scenario import NOTICE


def test_the_counts_lead_to_their_lists(paju, visit):
    tiles = visit("/").one("dl", class_="tiles")
    assert tiles.text == "업무협약 1 이행과제 2 추진과제 3 기한 경과 0"


def test_the_completion_rate_is_printed_with_what_it_is_made_of(paju, visit):
    formula = visit("/").all("p", class_="formula")[0].text
    assert formula == "완료율 20.0% = 완료·이행 후 계속추진 1건 ÷ 전체 약속 5건 (기준일 2026. 3. 2. )"


def test_no_rate_is_printed_where_less_than_half_is_known(paju, visit):
    published(factories.agreement(commitments=1))
    assert "완료율 16.7%" in visit("/").all("p", class_="formula")[0].text, "half, three of six, is known"
    published(factories.agreement(commitments=2))
    formula = visit("/").all("p", class_="formula")[0].text
    assert formula.startswith(
        "전체 약속 8건 가운데 이행상황이 보고된 것은 3건이고, 그중 완료·이행 후 계속추진은 1건"
    )
    assert "완료율은 적지 않습니다" in formula
    assert "%" not in formula


def test_beside_the_rate_stands_of_how_many_the_records_disagree(paju, visit):
    published(factories.report(paju.promise, "not_started", "2024-06-01", stated_by=paju.police))
    assert "이 가운데 자료가 엇갈리는 것 1건." in visit("/").all("p", class_="formula")[0].text


def test_the_mean_progress_counts_only_commitments_that_state_one(paju, visit):
    assert len(visit("/").all("p", class_="formula")) == 1
    published(factories.report(paju.unheard, "partial", "2024-01-01", progress=40))
    mean = visit("/").all("p", class_="formula")[1].text
    assert mean == "평균 진행률 40.0% (진행률을 밝힌 약속 1건의 평균, 기준일 2026. 3. 2. )"


def test_the_bar_is_as_wide_as_what_it_counts(paju, visit):
    page = visit("/")
    widths = {bar.attributes["class"]: bar.attributes["width"] for bar in page.all("rect")}
    assert widths == {
        "bar-unsearched": "1", "bar-unreported": "1", "bar-not_started": "2", "bar-completed": "1",
    }  # fmt: skip
    assert "확인된 추진 근거 없음 1" in page.section("status")


def test_only_what_a_source_calls_not_done_is_late_and_what_comes_stands_in_its_order(paju, visit):
    for month in ("2026-12", "2026-04"):
        subject = published(factories.agreement(title_ko=f"{month} 협약")).commitments.get()
        published(factories.report(subject, "on_track", "2026-01-01", target=month))
    page = visit("/")
    assert "위기아동 보호센터 개소(의정부)" not in page.section("late"), "no source says that it is not done"
    assert "기한 지남 · 확인 전 (1)" in page.section("late")
    published(factories.report(paju.second_center, "planned", "2024-02-01"))
    assert "2024. 2. 1. 현재 아직 이행되지 않았다는 자료가 있음" in visit("/").section("late")
    coming = page.section("coming")
    assert coming.index("2026. 4.") < coming.index("2026. 12.")


def test_the_stages_of_a_program_stand_as_steps_with_its_notice(paju, visit):
    steps = visit("/").section("program-crisis-child-one-stop")
    assert NOTICE in steps
    assert "2단계 1/2 달성" in steps
    assert "3단계 0/1 달성" in steps


def test_an_earlier_day_counts_what_held_then(paju, visit):
    page = visit("/?as_of=2022-12-12")
    assert page.one("dl", class_="tiles").text == "업무협약 0 이행과제 0 추진과제 3 기한 경과 0"
    assert "추진 전 2 추진과제 2건" in page.section("status")
    assert "2021-09-03 planned 발표" in page.section("latest")
    assert "2023" not in page.section("latest")


def test_links_keep_the_day_that_is_looked_at(paju, visit):
    links = visit("/?as_of=2023-08-01").links
    assert "/milestones/crisis-child-one-stop-1/?as_of=2023-08-01" in links
    assert "/agreements/?as_of=2023-08-01" in links


def test_an_empty_register_says_so_in_every_part(visit):
    page = visit("/")
    for name, told in {
        "status": "이날까지 공개된 업무협약이 없습니다.",
        "late": "이행되지 않았다고 밝힌 자료가 있는 약속은 없습니다.",
        "latest": "이날까지 공개된 보고가 없습니다.",
        "published": "이날까지 이 누리집이 따로 공개한 자료가 없습니다.",
        "regions": "이날까지 공개된 업무협약이 없습니다.",
    }.items():
        assert told in page.section(name)
    assert "다가오는 기한" not in page.one("main").text, "nothing lies ahead, so nothing is said of it"


def test_the_agreement_of_tomorrow_is_not_counted_today(visit):
    published(factories.agreement(signed=date(2026, 3, 3)))
    assert visit("/").one("dl", class_="tiles").text.startswith("업무협약 0 이행과제 0")


# ---- what was published last ---------------------------------------------------------------------------


def test_a_report_that_stands_among_the_latest_is_not_told_again_as_a_publication(paju, visit):
    page = visit("/")
    assert "2023-12-27 completed 발표" in page.section("latest")
    published_last = page.section("published")
    assert "위기아동 보호센터 설립 추진" not in published_last
    assert "위기아동 보호센터 개소(파주)" not in published_last
    assert "시책" in published_last


def test_each_record_is_told_once_by_what_was_published_of_it_last(paju, visit):
    changed(paju.agreement, purpose_ko="주민 안전")
    changed(paju.agreement, purpose_ko="주민의 안전")
    told = visit("/").section("published")
    assert told.count(paju.agreement.title) == 1
    assert told.startswith("최근 공개 자치경찰 치안협력 강화를 위한 업무협약 변경 2026. 3. 2. · 공개순번 17")
    assert "사유: 잘못 옮김" in told


def test_what_follows_a_report_is_told_although_the_report_stands_beside_it(paju, visit):
    last = paju.center.reports.order_by("number").last()
    published(factories.statement(last, paju.city, text_ko="늦어진 까닭"))
    told = visit("/").section("published")
    assert "위기아동 보호센터 개소(파주) – 보고 5" in told
    assert "설명한 기관: 파주시" in told
    assert "늦어진 까닭" not in told


def test_an_earlier_day_tells_no_later_publication(paju, visit):
    assert "따로 공개한 자료가 없습니다" in visit("/?as_of=2023-08-01").section("published")


# ---- city by city --------------------------------------------------------------------------------------


@shared_register
def regions():
    """The commission belongs to the province, the city and its police to Paju; Goyang has nothing."""
    paju = scenario.paju()
    province = factories.region()
    for code, name in (("41480", "파주시"), ("41280", "고양시")):
        Region.objects.create(code=code, name_ko=name, name_en=name, parent=province)
    Agency.objects.filter(pk=paju.commission.pk).update(region=province)
    Agency.objects.filter(slug__startswith="paju").update(region="41480")
    return paju


def places(page):
    """Region by region: agreements, commitments, milestones of their own, fulfilled, late."""
    rows = [row.text for row in page.all("tr") if row.attributes.get("class", "").startswith("regions-")]
    return {row.split()[0]: [int(number) for number in row.split()[1:]] for row in rows}


def test_each_region_stands_with_its_counts_under_its_province(regions, visit):
    assert places(visit("/")) == {"경기도": [1, 2, 3, 1, 0], "파주시": [1, 2, 1, 1, 0]}


def test_a_body_of_the_province_counts_for_no_city_and_no_record_twice(regions, visit):
    only = published(factories.agreement(parties=[regions.commission, factories.agency()]))
    published(factories.report(only.commitments.get(), "on_track", "2024-01-01", target="2024"))
    assert places(visit("/")) == {"경기도": [2, 3, 3, 1, 0], "파주시": [1, 2, 1, 1, 0]}


def test_each_number_leads_to_a_list_of_as_many_rows(regions, visit):
    late = published(factories.agreement(parties=[regions.city, factories.agency()], commitments=2))
    published(factories.report(late.commitments.first(), "on_track", "2024-01-01", target="2024"))
    published(factories.report(late.commitments.first(), "not_started", "2025-02-01"))
    page = visit("/")
    for code, name in (("41", "경기도"), ("41480", "파주시")):
        agreements, commitments, milestones, _fulfilled, past = places(page)[name]
        for address, count in (
            (f"/agreements/?region={code}", agreements),
            (f"/commitments/?region={code}", commitments),
            (f"/milestones/?region={code}", milestones),
            (f"/deadlines/?region={code}&standing=late", past),
        ):
            assert address in page.links
            assert f"검색 결과 {count}건" in visit(address).main, address


def test_a_commitment_counts_in_each_region_of_what_carries_it_out_and_in_none_twice(regions, visit):
    neighbour = factories.agency("goyang", region=Region.objects.get(code="41280"))
    changed(regions.program, write=lambda _program: regions.center.agencies.add(neighbour))
    counts = places(visit("/"))
    assert counts == {"경기도": [1, 2, 3, 1, 0], "파주시": [1, 2, 1, 1, 0], "고양시": [0, 1, 0, 1, 0]}
    for code, found in {"41": 2, "41480": 2, "41280": 1}.items():
        assert f"검색 결과 {found}건" in visit(f"/commitments/?region={code}").main, code


def test_what_is_late_above_is_late_in_the_table_too(regions, visit):
    published(factories.report(regions.second_center, "planned", "2024-02-01"))
    page = visit("/")
    assert page.one("dl", class_="tiles").text.endswith("기한 경과 1")
    assert places(page)["경기도"] == [1, 2, 3, 1, 1]


def test_a_region_without_an_agreement_is_not_named_and_nothing_is_said_of_it(regions, visit):
    section = visit("/").section("regions")
    assert "고양시" not in section
    assert "협약을 맺지 않았거나 이행하지 않았다는 뜻이 아닙니다" in section


def test_an_agency_that_is_not_listed_gives_its_region_no_number(regions, visit):
    hidden = factories.agency("goyang", region_id="41280")
    made = factories.agreement(parties=[regions.city, hidden])
    published(made)
    assert "고양시" in places(visit("/"))
    Agency.objects.filter(pk=hidden.pk).update(listed=False)
    page = visit("/")
    assert places(page) == {"경기도": [2, 3, 3, 1, 0], "파주시": [2, 3, 1, 1, 0]}
    assert "공개된 자료가 아직 없는" not in page.section("regions"), "its agreement is public"


def test_the_regions_follow_the_clock_and_leave_out_drafts(regions, visit):
    factories.agreement(parties=[regions.city, regions.police])
    assert places(visit("/?as_of=2022-12-12")) == {"경기도": [0, 0, 3, 0, 0], "파주시": [0, 0, 1, 0, 0]}
    assert places(visit("/?as_of=2023-01-01")) == {"경기도": [1, 2, 2, 0, 0], "파주시": [1, 2, 0, 0, 0]}
    assert "/commitments/?region=41480&as_of=2023-01-01" in visit("/?as_of=2023-01-01").links


def test_at_a_sequence_the_regions_count_what_was_public_then(regions, visit):
    later = published(factories.agreement(parties=[regions.city, regions.police]))
    assert places(visit("/"))["파주시"] == [2, 3, 1, 1, 0]
    assert places(visit(f"/?seq={later.published_seq - 1}"))["파주시"] == [1, 2, 1, 1, 0]
