"""Whoever asks for a region finds what concerns it, on all levels and under all its names.

Over 400 lines: a region is asked for in lists, files, search and on its own page, with one register.
"""

import csv
import io
import json
import re
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from agreements.models import Agency, Region
from tests import factories
from tests.country import FIRST_OF_JEONBUK, LAST_OF_JEONBUK, country, police
from tests.factories import changed, published
from tests.registers import shared_register
from tests.web.page import list_total

LISTS = (
    "agreements", "commitments", "milestones", "deadlines", "targets", "reports", "programs", "inquiries",
    "agencies",
)  # fmt: skip
BEFORE = "2024-01-17"  # the last day of 전라북도


@shared_register
def register():
    return country()


def file_rows(address):
    text = Client().get(address).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def options(page, name="region"):
    """The groups of a picker: {heading: labels}; those that stand in none under ""."""
    groups: dict[str, list[str]] = {}
    for option in page.all("option"):
        if option.lies_in_one_of(page.all("select", name=name)):
            group = next((g for g in page.all("optgroup") if option.lies_in_one_of([g])), None)
            groups.setdefault(group.attributes["label"] if group else "", []).append(option.text)
    return groups


# ---- who is found ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "agencies"),
    [
        ("52", "wansan-police jeonju"),
        ("52110", "wansan-police jeonju"),
        ("52111", "wansan-police"),
        ("45", "wansan-police jeonju"),  # an old link
        ("45111", "wansan-police"),
        ("43", "goesan-police"),
        ("43745", "goesan-police"),  # 증평군 has no station of its own
        ("41", "suwon jangan-police"),
        ("41111", "jangan-police"),
        ("36", ""),
    ],
)
@pytest.mark.parametrize("as_of", ["", BEFORE])
def test_a_region_finds_the_bodies_in_it_and_those_that_serve_it(register, region, agencies, as_of):
    rows = file_rows(f"/en/agencies.csv?view=all&region={region}&as_of={as_of}")
    assert sorted(row["slug"] for row in rows) == sorted(agencies.split())


def test_before_two_provinces_were_joined_a_body_lay_in_the_one_that_it_served(register, visit):
    Region.objects.create(code="12", name_ko="전남광주통합특별시", valid_from=FIRST_OF_JEONBUK)
    for code, name in (("29", "광주광역시"), ("46", "전라남도")):
        ended = Region.objects.create(code=code, name_ko=name, valid_to=LAST_OF_JEONBUK)
        ended.successors.add("12")
    police("gwangju-police", "광주경찰청", "12", "29")
    police("somewhere", "어느 경찰서", "12")

    def found(region, as_of=""):
        rows = file_rows(f"/en/agencies.csv?view=all&region={region}&as_of={as_of}")
        return {(row["slug"], row["region_code"]) for row in rows}

    assert found("12") == {("gwangju-police", "12"), ("somewhere", "12")}
    assert found("29") == {("gwangju-police", "12")}
    assert found("29", BEFORE) == {("gwangju-police", "29")}
    assert found("46") == found("46", BEFORE) == set(), "in which of the two it lay is not known"
    assert "경찰서 · 광주광역시" in visit(f"/agencies/gwangju-police/?as_of={BEFORE}").main
    for as_of in ("", f"?as_of={BEFORE}"):
        assert "추가 관할구역" not in visit(f"/agencies/gwangju-police/{as_of}").main, "it is its own"


def test_a_district_of_a_city_finds_what_its_station_signed_and_leads_to_its_city(register, visit):
    page = visit("/commitments/?region=41111")
    assert register.in_suwon.commitments.get().reference in page.main
    assert "검색 결과 1건" in page.main
    assert page.one("p", class_="wider").text == "상위 행정구역: 경기도 수원시 (4) · 경기도 (4)"
    assert "/commitments/?region=41110#results" in page.links
    assert "검색 결과 4건" in visit("/commitments/?region=41110").main


def test_where_a_district_has_nothing_its_city_is_offered(register, visit):
    register.jangan_police.serves.clear()
    page = visit("/agreements/?region=41111")
    assert "검색 결과 0건" in page.main
    assert "상위 행정구역: 경기도 수원시 (2) · 경기도 (2)" in page.main


def test_a_region_that_ended_says_so_and_leads_to_what_followed_it(register, visit):
    page = visit("/agreements/?region=45110")
    assert "검색 결과 1건" in page.main
    assert page.one("p", class_="wider").text.startswith("2024. 1. 17.까지, 이후 전북특별자치도 전주시 (1)")
    assert "/agreements/?region=52110#results" in page.links


@pytest.mark.parametrize("name", LISTS)
def test_a_region_nobody_knows_is_refused_by_name_and_one_of_any_day_is_not(register, visit, name):
    for code in ("45111", "52111", "36110"):
        visit(f"/{name}/?region={code}")
        visit(f"/{name}/?region={code}&as_of={BEFORE}")
    for code in ("99", "4111", "경기도"):
        assert "region" in visit(f"/{name}/?region={quote(code)}", status=400).main


# ---- what is offered -------------------------------------------------------------------------------------


def test_offered_are_regions_of_the_day_with_a_body_by_full_name_and_none_twice(register, visit):
    assert options(visit("/agreements/")) == {
        "": [
            "전체 (4)", "경기도 (2)", "경기도 수원시 (2)", "경기도 수원시 장안구 (1)", "충청북도 (1)",
            "충청북도 증평군 (1)", "충청북도 괴산군 (1)", "전북특별자치도 (1)", "전북특별자치도 전주시 (1)",
            "전북특별자치도 전주시 완산구 (1)",
        ],
        "폐지된 행정구역": ["전라북도 (1)", "전라북도 전주시 (1)", "전라북도 전주시 완산구 (1)"],
    }  # fmt: skip


def test_on_a_past_day_the_regions_of_that_day_are_offered(register, visit):
    labels = options(visit(f"/agreements/?as_of={BEFORE}"))
    assert list(labels) == [""]
    assert "전라북도 전주시 완산구 (1)" in labels[""]
    assert not [label for label in labels[""] if "전북" in label]


def test_sejong_is_offered_once_and_either_code_finds_it(register, visit):
    published(factories.agreement(parties=[factories.agency("sejong", region_id="36110"), register.suwon]))
    labels = options(visit("/agreements/"))[""]
    assert [label for label in labels if "세종" in label] == ["세종특별자치시 (1)"]
    assert options(visit("/agreements/?region=36110"))[""].count("세종특별자치시 (1)") == 2, "it is chosen"
    for code in ("36", "36110"):
        assert "검색 결과 1건" in visit(f"/agreements/?region={code}").main


def test_a_region_whose_bodies_are_not_public_is_not_offered(register, visit):
    Region.objects.create(code="11", name_ko="서울특별시")
    factories.agency("seoul", region_id="11", listed=False)
    for name in LISTS:
        assert "서울특별시" not in visit(f"/{name}/").html, name


# ---- the page of all regions -----------------------------------------------------------------------------


def provinces(page):
    """Province by province: agreements, promises, fulfilled, past their date; then the places in it."""
    found = {}
    for row in page.rows("regions"):
        name, *texts = [cell.text for cell in page.elements if cell.inside is row]
        found[name] = [*map(int, texts[:4]), texts[4]]
    return found


def test_provinces_of_the_day_stand_with_their_counts_and_the_places_that_have_any(register, visit):
    assert provinces(visit("/regions/")) == {
        "세종특별자치시": [0, 0, 0, 0, ""],
        "경기도": [2, 4, 0, 0, "수원시 4 수원시 장안구 1"],
        "충청북도": [1, 2, 0, 1, "증평군 2 괴산군 2"],
        "전북특별자치도": [1, 1, 0, 0, "전주시 1 전주시 완산구 1"],
    }
    past = provinces(visit(f"/regions/?as_of={BEFORE}"))
    assert "전북특별자치도" not in past
    assert past["전라북도"] == [1, 1, 0, 0, "전주시 1 전주시 완산구 1"]


@pytest.mark.parametrize("as_of", ["", f"as_of={BEFORE}"])
def test_each_number_of_the_table_leads_to_a_list_of_as_many_rows(register, visit, as_of):
    page = visit(f"/regions/?{as_of}")
    links = [link for link in page.all("a") if link.lies_in("td") and "region=" in link.attributes["href"]]
    assert len(links) == 4 * 4
    for link in links:
        assert list_total(visit(link.attributes["href"])) == int(link.text), link.attributes["href"]


def test_a_commitment_counts_in_each_region_of_what_carries_it_out_and_in_none_twice(paju, visit):
    Region.objects.create(code="41", name_ko="경기도")
    for code, name in (("41480", "파주시"), ("41280", "고양시")):
        Region.objects.create(code=code, name_ko=name, parent_id="41")
    Agency.objects.filter(pk=paju.commission.pk).update(region="41")
    Agency.objects.filter(slug__startswith="paju").update(region="41480")
    assert provinces(visit("/regions/"))["경기도"][-1] == "파주시 3"
    neighbour = factories.agency("goyang", region_id="41280")
    changed(paju.program, write=lambda _program: paju.center.agencies.add(neighbour))
    page = visit("/regions/")
    assert "고양시 1" in provinces(page)["경기도"][-1]
    for code in ("41", "41480", "41280"):
        assert visit(f"/regions/{code}/").one("a", class_="status-total").text == (
            f"약속 {list_total(visit(f'/commitments/?region={code}'))}건"
        )


@pytest.mark.parametrize(
    ("typed", "code"),
    [("괴산", "43760"), ("충북 증평", "43745"), ("경기도 수원시 장안구", "41111"), ("수원", "41110"),
     ("세종특별자치시", "36"), ("전북", "52")],
)  # fmt: skip
def test_typing_a_region_opens_its_page_on_the_day_that_is_looked_at(register, client, typed, code):
    response = client.get(f"/regions/?q={quote(typed)}&as_of=2024-06-01")
    assert (response.status_code, response["Location"]) == (302, f"/regions/{code}/?as_of=2024-06-01")


def test_of_several_regions_of_one_name_all_are_offered(register, visit):
    Region.objects.create(code="43770", name_ko="전주시", parent_id="43")
    page = visit(f"/regions/?q={quote('전주시')}")
    assert {"/regions/43770/", "/regions/52110/", "/regions/45110/"} <= set(page.links)
    assert "전라북도 전주시 (2024. 1. 17.까지)" in page.main
    assert page.all("meta", name="robots")


@pytest.mark.parametrize("typed", ["아틀란티스", "시", "%"])
def test_a_name_of_no_region_is_told_so_above_all_regions(register, visit, typed):
    page = visit(f"/regions/?q={quote(typed)}")
    assert "그런 이름의 지역을 찾지 못했습니다" in page.main
    assert "경기도" in provinces(page)


def test_a_name_that_is_too_long_is_refused_by_the_name_of_the_parameter(register, visit):
    assert "q" in visit(f"/regions/?q={'가' * 101}", status=400).main


# ---- the page of one region ------------------------------------------------------------------------------


def test_a_region_begins_with_its_answer_and_every_number_leads_to_as_many_rows(register, visit):
    page = visit("/regions/43/")
    assert (
        "업무협약은 1건, 약속은 2건입니다. 이 가운데 0건의 이행이 확인되었습니다"
        in page.one("p", class_="lead").text
    )
    numbers = [
        link
        for link in page.all("a")
        if re.search(r"region=43\b", link.attributes["href"])
        and "." not in link.attributes["href"]
        and re.search(r"\d", link.text)
    ]
    assert len(numbers) >= 8
    for link in numbers:
        (number,) = re.findall(r"\d+", link.text)
        assert list_total(visit(link.attributes["href"])) == int(number), link.attributes["href"]


def test_a_region_shows_its_promises_agreements_agencies_places_and_files(register, visit):
    page = visit("/regions/43/")
    assert register.in_goesan.commitments.first().title in page.section("past")
    assert page.all("section", aria_labelledby="fulfilled") == [], "none is confirmed"
    assert register.in_goesan.title in page.section("agreements")
    assert "괴산경찰서 약속 2건" in page.section("agencies")
    assert page.section("below").startswith("시·군·구 증평군 2 괴산군 2")
    assert {"/agreements.csv?region=43", "/commitments.csv?region=43"} <= set(page.links)
    assert "programs" not in page.html.partition("<main")[2].partition("</main")[0]


def test_the_number_of_its_agencies_is_that_of_the_list_it_leads_to(register, visit):
    """The list of agencies leaves out those that have nothing, unless it is asked for all."""
    factories.agency("yeoncheon-police", region_id="41")  # signed and carries nothing
    every = "/agencies/?region=41&view=all"
    (link,) = [link for link in visit("/regions/41/").all("a") if link.attributes.get("href") == every]
    number = re.findall(r"\d+", link.text)
    assert number == re.findall(r"\d+", visit(every).one("p", class_="list-count").text)
    assert number != re.findall(r"\d+", visit("/agencies/?region=41").one("p", class_="list-count").text)


def test_a_place_of_which_nothing_is_recorded_says_so_and_no_more(register, visit):
    page = visit("/regions/36/")
    assert "이 지역 기관의 업무협약 기록이 없습니다" in page.main
    assert "없었다는 뜻은 아닙니다" in page.main
    assert page.all("figure") == page.all("a", class_="button-quiet", download="") == []


def test_the_region_page_follows_the_clock(register, visit):
    later = published(factories.agreement(parties=[register.suwon, factories.agency()], commitments=2))
    count = int(re.findall(r"\d+", visit("/regions/41110/").one("a", class_="status-total").text)[0])
    before = visit(f"/regions/41110/?seq={later.published_seq - 1}")
    assert before.one("a", class_="status-total").text == f"약속 {count - 2}건"
    inside = [link.attributes["href"] for link in before.all("a") if link.lies_in("main")]
    without_seq = {link.partition("#")[0] for link in inside if link.startswith("/") and "seq=" not in link}
    assert without_seq <= {"/glossary/", "/regions/41110/"}, "but the one that shows today"


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_region_that_ended_is_gone_and_leads_to_what_followed_it_and_to_its_last_day(
    register, visit, language
):
    published(factories.agreement(parties=[register.jeonju, register.suwon], signed=date(2023, 5, 1)))
    gone = visit(f"{language}/regions/45/", status=410)
    assert f"{language}/regions/52/" in gone.links
    assert f"{language}/regions/45/?as_of={BEFORE}" in gone.links
    assert ("17 Jan 2024" if language else "2024. 1. 17.") in gone.main
    last_day = visit(f"{language}/regions/45/?as_of={BEFORE}")
    assert last_day.one("a", class_="status-total")
    visit(f"{language}/regions/45/?as_of=2024-01-18", status=410)


def test_the_last_day_of_a_region_that_ended_before_the_register_began_is_not_offered(register, visit):
    Region.objects.filter(code="45").update(valid_to=date(1990, 1, 1))
    assert not [link for link in visit("/regions/45/", status=410).links if "as_of=" in link]


def test_a_region_still_to_come_is_not_there_and_says_from_when(register, visit):
    published(factories.agreement(parties=[register.jeonju, register.suwon], signed=date(2023, 5, 1)))
    page = visit(f"/regions/52/?as_of={BEFORE}", status=404)
    assert "2024. 1. 18.부터" in page.main
    assert "/regions/52/" in page.links


@pytest.mark.parametrize("code", ["99", "4111", quote("경기도"), "41%00"])
def test_an_unknown_region_is_not_found(register, visit, code):
    visit(f"/regions/{code}/", status=400 if "%00" in code else 404)


def test_the_one_city_of_sejong_has_the_page_of_sejong(register, client):
    response = client.get("/regions/36110/?as_of=2024-06-01")
    assert (response.status_code, response["Location"]) == (301, "/regions/36/?as_of=2024-06-01")


def test_a_region_is_told_to_machines_with_those_above_it(register, visit):
    page = visit("/regions/41111/")
    told = [json.loads(script.text) for script in page.all("script", type="application/ld+json")]
    (place,) = (one for one in told if one["@type"] == "AdministrativeArea")
    assert place["url"].endswith("/regions/41111/")
    assert place["containedInPlace"]["name"] == "수원시"
    assert place["containedInPlace"]["containedInPlace"]["url"].endswith("/regions/41/")


def test_the_page_of_an_agency_leads_to_that_of_its_region(register, visit):
    assert "/regions/41110/" in visit("/agencies/suwon/").links
    assert f"/regions/45110/?as_of={BEFORE}" in visit(f"/agencies/jeonju/?as_of={BEFORE}").links


# ---- the search ------------------------------------------------------------------------------------------


def found_regions(page):
    """What stands of each region that a search found: its agreements, promises and agencies, then the
    wider region's.
    """
    rows = [row for row in page.all("li", class_="row") if "업무협약" in row.text]
    counts = re.compile(r"(?: –)? 업무협약 (\d+) · 약속 (\d+) · 기관 (\d+)")
    return [counts.sub(r": \1 \2 \3", row.text) for row in rows]


@pytest.mark.parametrize(
    ("typed", "regions"),
    [
        ("증평군", ["충청북도 증평군: 1 2 1 상위 행정구역: 충청북도: 1 2 1"]),
        ("충북 증평군", ["충청북도 증평군: 1 2 1 상위 행정구역: 충청북도: 1 2 1"]),
        ("장안구", ["경기도 수원시 장안구: 1 1 1 상위 행정구역: 경기도 수원시: 2 4 2"]),
        (
            "수원시 장안구에",
            ["경기도 수원시 장안구: 1 1 1 상위 행정구역: 경기도 수원시: 2 4 2"],
        ),
        (
            "경기 수원",
            [
                "경기도 수원시: 2 4 2 상위 행정구역: 경기도: 2 4 2",
                "경기도 수원시 장안구: 1 1 1 상위 행정구역: 경기도 수원시: 2 4 2",
            ],
        ),
        ("전라북도", ["전라북도 (2024. 1. 17.까지): 1 1 2"]),
        ("북", []),
    ],
)
def test_typing_a_region_leads_to_what_concerns_it(register, visit, typed, regions):
    assert found_regions(visit(f"/search/?q={quote(typed)}")) == regions


def test_what_is_found_leads_to_lists_of_the_region_on_the_day(register, visit):
    page = visit(f"/search/?q={quote('완산구')}&as_of={BEFORE}")
    assert found_regions(page) == ["전라북도 전주시 완산구: 1 1 1 상위 행정구역: 전라북도 전주시: 1 1 2"]
    assert f"/regions/45111/?as_of={BEFORE}" in page.links
    for name in ("agreements", "commitments", "agencies"):
        address = f"/{name}/?region=45111&as_of={BEFORE}"
        assert address in page.links
        assert "검색 결과 1건" in visit(address).main, "as many as the search says"


def test_a_region_without_a_public_body_leads_to_the_wider_one(register, visit):
    register.goesan_police.serves.clear()
    page = visit(f"/search/?q={quote('증평군')}")
    assert found_regions(page) == ["충청북도 증평군 상위 행정구역: 충청북도: 1 2 1"]
    assert "/agreements/?region=43" in page.links


def test_where_no_wider_region_has_a_public_body_nothing_is_found(register, visit):
    Region.objects.create(code="11", name_ko="서울특별시")
    page = visit(f"/search/?q={quote('서울')}")
    assert found_regions(page) == []
    assert "검색 결과 0건" in page.main
