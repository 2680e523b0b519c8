"""The first page: the search, the regions, three promises, then how many stand where on a day."""

from datetime import date

import pytest

from agreements.models import Agency, Region
from tests import factories
from tests.factories import changed, published
from tests.scenario import NOTICE
from tests.web.page import list_total

SECTIONS = ("fulfilled", "coming", "past")


def parts(page, of):
    """The total that the bar names and its parts, each a pair of address and number."""
    total, *found = [
        (link.attributes["href"], int("".join(filter(str.isdigit, link.text))))
        for link in page.all("a")
        if link.lies_in_one_of(page.all("ul", class_=of)) and "/commitments/" in link.attributes["href"]
    ]
    return total, found


# ---- where to begin --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "/en"])
def test_it_begins_with_one_search_and_a_region_to_type(paju, visit, language):
    Region.objects.create(code="41", name_ko="경기도", name_en="Gyeonggi-do")
    Region.objects.create(code="41480", name_ko="파주시", name_en="Paju-si", parent_id="41")
    page = visit(f"{language}/")
    (search,) = page.all("form", role="search")
    assert search.lies_in("main")
    field = page.one("input", list="region-names")
    assert field.inside.attributes["action"] == f"{language}/regions/"
    assert field.inside.attributes["method"] == "get"
    names = [option.text for option in page.all("option") if option.lies_in("datalist")]
    assert names == (["Gyeonggi-do", "Paju-si, Gyeonggi-do"] if language else ["경기도", "경기도 파주시"])


def test_each_province_leads_to_its_page_with_the_number_of_its_promises(paju, visit):
    for code, name in (("41", "경기도"), ("31", "울산광역시")):
        Region.objects.create(code=code, name_ko=name)
    Region.objects.create(code="45", name_ko="전라북도", valid_to=date(2024, 1, 17))
    Agency.objects.filter(pk=paju.commission.pk).update(region="41")
    page = visit("/")
    tiles = {
        link.text: link.attributes["href"]
        for link in page.all("a")
        if link.lies_in_one_of(page.all("section", aria_labelledby="regions"))
    }
    count = list_total(visit("/commitments/?region=41"))
    assert tiles == {f"경기 {count}": "/regions/41/", "울산 0": "/regions/31/"}
    past = visit("/?as_of=2023-08-01")
    assert "전북 0" in past.section("regions")
    assert "/regions/45/?as_of=2023-08-01" in past.links


def test_three_promises_are_shown_each_under_why(paju, visit):
    for month in ("2026-12", "2026-04"):
        subject = published(factories.agreement(title_ko=f"{month} 협약")).commitments.get()
        published(factories.report(subject, "on_track", "2026-01-01", target=month))
    gone = published(factories.agreement(title_ko="지난 협약")).commitments.get()
    published(factories.report(gone, "on_track", "2024-01-01", target="2025-03"))
    page = visit("/")
    assert page.section("fulfilled").startswith("가장 최근에 이행된 약속 위기아동 보호센터")
    coming = page.section("coming")
    assert coming.startswith("기한이 가장 가까운 약속")
    assert "2026-04 협약" in coming
    assert "2026-12 협약" not in coming
    assert page.section("past").startswith("가장 최근에 기한이 지난 약속")
    assert "지난 협약" in page.section("past")
    assert "/commitments/?view=coming" in page.links, "there is one more"


def test_what_has_no_promise_is_left_out(paju, visit):
    page = visit("/?as_of=2022-12-20")
    assert page.all("section", aria_labelledby="fulfilled") == []
    assert page.all("section", aria_labelledby="past") == []
    assert "없습니다" not in page.main
    assert "위기아동 보호센터" in page.section("coming")


def test_an_empty_register_shows_the_ways_in_and_says_once_that_it_is_empty(visit):
    page = visit("/")
    assert page.section("status") == "약속의 이행상황 이날까지 공개된 업무협약이 없습니다."
    for name in (*SECTIONS, "latest", "published", "programs"):
        assert page.all("section", aria_labelledby=name) == [], name


# ---- how many stand where --------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?as_of=2023-01-20", "?seq=9"])
def test_the_parts_add_up_and_each_number_leads_to_as_many_rows(paju, visit, query):
    page = visit(f"/{query}")
    (address, total), found = parts(page, "status-parts")
    assert sum(count for _address, count in found) == total == list_total(visit(address))
    assert len(found) > 1
    for part_address, count in found:
        assert list_total(visit(part_address)) == count, part_address


def test_what_is_past_its_date_stands_in_its_three_kinds_which_add_up(paju, visit):
    for told in ("late", "unchecked", "unconfirmed"):
        subject = published(factories.agreement()).commitments.get()
        published(factories.report(subject, "on_track", "2024-01-01", target="2024"))
        if told == "late":
            published(factories.report(subject, "not_started", "2025-02-01"))
        if told == "unconfirmed":
            published(factories.inquiry(subject))
    (address, total), found = parts(visit("/"), "past-parts")
    assert sum(count for _address, count in found) == total == list_total(visit(address))
    assert {address.rpartition("=")[2] for address, _count in found} == {"late", "unconfirmed", "unchecked"}
    for part_address, count in found:
        assert list_total(visit(part_address)) == count, part_address


def test_the_bar_is_as_wide_as_what_it_counts(paju, visit):
    page = visit("/")
    widths = sum(int(bar.attributes["width"]) for bar in page.all("rect"))
    (_address, total), _found = parts(page, "status-parts")
    assert widths == total
    assert "확인된 추진 근거 없음 1" in page.section("status")


def test_no_rate_is_printed_where_less_than_half_is_known(paju, visit):
    assert "완료율" in visit("/").all("p", class_="formula")[0].text
    published(factories.agreement(commitments=8))
    formula = visit("/").all("p", class_="formula")[0].text
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


def test_only_what_a_source_calls_not_done_is_late(paju, visit):
    published(factories.report(paju.unheard, "on_track", "2024-01-01", target="2024-06"))
    assert "기한 경과" not in visit("/").section("status"), "no source says that it is not done"
    published(factories.report(paju.unheard, "not_started", "2024-08-01"))
    assert "기한 경과 1" in visit("/").section("status")


def test_the_stages_of_a_program_stand_in_a_line_with_its_notice(paju, visit):
    programs = visit("/").section("programs")
    assert NOTICE in programs
    assert "2단계 1/2 달성" in programs
    assert "3단계 0/1 달성" in programs


def test_an_earlier_day_says_what_held_then(paju, visit):
    page = visit("/?as_of=2022-12-14")
    assert "2022. 12. 13. 발표" in page.section("latest")
    assert "2023. 12. 27." not in page.main
    assert page.all("span", class_="badge-completed") == []


def test_links_keep_the_day_that_is_looked_at(paju, visit):
    page = visit("/?as_of=2023-08-01")
    inside = [link.attributes["href"] for link in page.all("a") if link.lies_in("main")]
    leading = {link.partition("#")[0] for link in inside if link.startswith("/") and "as_of=" not in link}
    assert leading <= {"/glossary/", "/"}, "but the one that shows today"


def test_the_agreement_of_tomorrow_is_not_counted_today(visit):
    published(factories.agreement(signed=date(2026, 3, 3)))
    assert "이날까지 공개된 업무협약이 없습니다" in visit("/").section("status")


def test_both_sides_of_a_promise_are_one_line_among_the_latest_reports(paju, visit):
    latest = visit("/").section("latest")
    assert latest.count("위기아동 보호센터 설립 추진") + latest.count("위기아동 보호센터 개소(파주)") == 1
    assert "위기아동 보호센터 개소(의정부)" in latest


# ---- what was published last ---------------------------------------------------------------------------


def test_a_report_that_stands_among_the_latest_is_not_told_again_as_a_publication(paju, visit):
    page = visit("/")
    assert "2023. 12. 27. 발표" in page.section("latest")
    published_last = page.section("published")
    assert "위기아동 보호센터 설립 추진" not in published_last
    assert "위기아동 보호센터 개소(파주)" not in published_last
    assert "시책" in published_last


def test_each_record_is_told_once_by_what_was_published_of_it_last(paju, visit):
    changed(paju.agreement, purpose_ko="주민 안전")
    changed(paju.agreement, purpose_ko="주민의 안전")
    told = visit("/").section("published")
    assert told.count(paju.agreement.title) == 1
    assert told.startswith("최근 공개 자치경찰 치안협력 강화를 위한 업무협약 변경 2026. 3. 2. · 공개 순번 17")
    assert "사유: 잘못 옮김" in told


def test_what_follows_a_report_is_told_although_the_report_stands_beside_it(paju, visit):
    last = paju.center.reports.order_by("number").last()
    published(factories.statement(last, paju.city, text_ko="늦어진 까닭"))
    told = visit("/").section("published")
    assert "위기아동 보호센터 개소(파주) – 보고 5" in told
    assert "설명한 기관: 파주시" in told
    assert "늦어진 까닭" not in told


def test_an_earlier_day_tells_no_later_publication(paju, visit):
    assert visit("/").all("section", aria_labelledby="published")
    assert visit("/?as_of=2023-08-01").all("section", aria_labelledby="published") == []
