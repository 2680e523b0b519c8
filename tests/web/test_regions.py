"""Whoever asks for a region finds what concerns it, on all levels and under all its names."""

import csv
import io
import re
from urllib.parse import quote

import pytest
from django.test import Client

from agreements.models import Region
from tests import factories
from tests.country import FIRST_OF_JEONBUK, LAST_OF_JEONBUK, country, police
from tests.factories import published
from tests.registers import shared_register

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
    rows = file_rows(f"/en/agencies.csv?region={region}&as_of={as_of}")
    assert sorted(row["slug"] for row in rows) == sorted(agencies.split())


def test_before_two_provinces_were_joined_a_body_lay_in_the_one_that_it_served(register, visit):
    Region.objects.create(code="12", name_ko="전남광주통합특별시", valid_from=FIRST_OF_JEONBUK)
    for code, name in (("29", "광주광역시"), ("46", "전라남도")):
        ended = Region.objects.create(code=code, name_ko=name, valid_to=LAST_OF_JEONBUK)
        ended.successors.add("12")
    police("gwangju-police", "광주경찰청", "12", "29")
    police("somewhere", "어느 경찰서", "12")

    def found(region, as_of=""):
        rows = file_rows(f"/en/agencies.csv?region={region}&as_of={as_of}")
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


# ---- the table of the first page -------------------------------------------------------------------------


def lines(page):
    """Region by region: agreements, commitments, milestones of their own, fulfilled, late."""
    rows = [row for row in page.all("tr") if row.attributes.get("class", "").startswith("regions-")]
    texts = [row.text.rsplit(maxsplit=5) for row in rows]
    return [(name, *map(int, numbers)) for name, *numbers in texts]


def test_the_table_has_three_levels_in_order_and_no_region_that_ended(register, visit):
    assert lines(visit("/")) == [
        ("경기도", 2, 4, 0, 0, 0),
        ("수원시", 2, 4, 0, 0, 0),
        ("수원시 장안구", 1, 1, 0, 0, 0),
        ("충청북도", 1, 2, 0, 0, 1),
        ("증평군", 1, 2, 0, 0, 1),
        ("괴산군", 1, 2, 0, 0, 1),
        ("전북특별자치도", 1, 1, 0, 0, 0),
        ("전주시", 1, 1, 0, 0, 0),
        ("전주시 완산구", 1, 1, 0, 0, 0),
    ]


def test_on_a_past_day_the_table_has_the_regions_of_that_day(register, visit):
    names = [name for name, *_numbers in lines(visit(f"/?as_of={BEFORE}"))]
    assert names[-3:] == ["전라북도", "전주시", "전주시 완산구"]
    assert "전북특별자치도" not in names


@pytest.mark.parametrize("as_of", ["", f"&as_of={BEFORE}"])
def test_each_number_of_the_table_leads_to_a_list_of_as_many_rows(register, visit, as_of):
    page = visit(f"/?{as_of.removeprefix('&')}")
    codes = [link.partition("?region=")[2] for link in page.links if link.startswith("/agreements/?region=")]
    followed = 0
    for code, (_name, agreements, commitments, milestones, _fulfilled, late) in zip(
        (code.partition("&")[0] for code in codes), lines(page), strict=True
    ):
        for address, count in (
            (f"/agreements/?region={code}{as_of}", agreements),
            (f"/commitments/?region={code}{as_of}", commitments),
            (f"/milestones/?region={code}{as_of}", milestones),
            (f"/deadlines/?region={code}&standing=late{as_of}", late),
        ):
            assert f"검색 결과 {count}건" in visit(address).main, address
            followed += address in page.links
    assert followed >= 18


# ---- the search ------------------------------------------------------------------------------------------


def found_regions(page):
    """What stands of each region that a search found: its agreements, commitments and agencies, then the
    wider region's.
    """
    rows = [row for row in page.all("li", class_="row") if "업무협약" in row.text]
    counts = re.compile(r"(?: –)? 업무협약 (\d+) · 이행과제 (\d+) · 기관 (\d+)")
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
