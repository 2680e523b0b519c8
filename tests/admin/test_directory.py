"""Regions and agencies in the admin: days, successors, former names, further regions, what tells apart."""

from datetime import date

import pytest

from agreements.models import Agency, AgencySuccession, FormerName, Region, RegionSuccession, Theme, Trace
from tests import factories
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db
ADD_REGION = "/admin/agreements/region/add/"


def with_child(page, relation, number=0, **values):
    """The form with one more child, as the browser's button adds it."""
    fields = {f"{relation}-{number}-{name}": value for name, value in values.items()}
    return page | fields | {f"{relation}-TOTAL_FORMS": str(number + 1)}


def child_errors(response, name):
    """What a page says at the field of its children, in one text."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    return " ".join(
        error for formset in formsets for found in formset.errors for error in found.get(name, [])
    )


def region(code, name_ko, parent=None):
    return Region.objects.create(code=code, name_ko=name_ko, parent=parent)


# ---- regions ------------------------------------------------------------------------------------------


def test_a_region_ends_with_its_successor_in_one_trace(coordinator):
    gwangju, joined = region("29", "광주광역시"), region("12", "전남광주통합특별시")
    page = with_child(form(coordinator.get(change(gwangju))), "successions", successor=joined.pk)
    assert coordinator.post(change(gwangju), page | {"valid_to": "2026-06-30"}).status_code == 302
    gwangju.refresh_from_db()
    assert gwangju.valid_to == date(2026, 6, 30)
    assert list(gwangju.successors.all()) == [joined]
    changes = Trace.objects.get().changes
    assert changes["valid_to"] == [None, "2026-06-30"]
    assert [None, "전남광주통합특별시"] in changes.values()


@pytest.mark.parametrize(("kind", "last_day"), [(Region, "valid_to"), (Agency, "dissolved_on")])
def test_what_something_follows_needs_its_last_day_at_the_field(coordinator, kind, last_day):
    former, today = (
        region(code, code) if kind is Region else factories.agency(name_ko=code) for code in ("29", "12")
    )
    page = with_child(form(coordinator.get(change(former))), "successions", successor=today.pk)
    refused = coordinator.post(change(former), page)
    assert "언제까지였는지 적으세요" in errors(refused)[last_day][0]
    assert not former.successions.exists()
    assert coordinator.post(change(former), page | {last_day: "2026-06-30"}).status_code == 302
    page = form(coordinator.get(change(former))) | {last_day: ""}
    assert "언제까지였는지 적으세요" in errors(coordinator.post(change(former), page))[last_day][0]


@pytest.mark.parametrize(
    ("code", "parent", "words"),
    [("42", "41", "시·도"), ("41480", "", "상위 행정구역을 고르세요"), ("41112", "41111", "세 단계")],
)
def test_a_region_stands_at_one_of_three_levels(coordinator, code, parent, words):
    region("41111", "장안구", region("41110", "수원시", region("41", "경기도")))
    page = form(coordinator.get(ADD_REGION)) | {"code": code, "name_ko": "새 지역", "parent": parent}
    assert words in errors(coordinator.post(ADD_REGION, page))["parent"][0]
    assert not Region.objects.filter(code=code).exists()


def test_a_city_with_districts_is_not_put_below_another_city(coordinator):
    gyeonggi = region("41", "경기도")
    suwon, paju = region("41110", "수원시", gyeonggi), region("41480", "파주시", gyeonggi)
    region("41111", "장안구", suwon)
    page = form(coordinator.get(change(suwon))) | {"parent": paju.pk}
    assert "세 단계" in errors(coordinator.post(change(suwon), page))["parent"][0]


def test_a_region_that_succeeds_itself_is_refused_at_the_field(coordinator):
    gwangju = region("29", "광주광역시")
    page = with_child(form(coordinator.get(change(gwangju))), "successions", successor=gwangju.pk)
    refused = coordinator.post(change(gwangju), page)
    assert "자기 자신을 승계" in text(refused)
    assert not RegionSuccession.objects.exists()


def test_a_region_that_would_follow_what_follows_it_is_refused_at_the_field(coordinator):
    first, second, third = (region(code, name) for code, name in (("29", "가"), ("12", "나"), ("13", "다")))
    RegionSuccession.objects.create(region=first, successor=second)
    RegionSuccession.objects.create(region=second, successor=third)
    page = with_child(form(coordinator.get(change(third))), "successions", successor=first.pk)
    refused = coordinator.post(change(third), page)
    assert "승계한 것으로" in child_errors(refused, "successor")
    assert RegionSuccession.objects.count() == 2
    page = with_child(form(coordinator.get(change(first))), "successions", 1, successor=third.pk)
    page |= {"valid_to": "2026-06-30"}
    assert coordinator.post(change(first), page).status_code == 302  # two ways to one are no circle


def test_a_region_below_another_is_not_put_above_it(coordinator):
    gyeonggi = region("41", "경기도")
    jangan = region("41111", "장안구", region("41110", "수원시", gyeonggi))
    page = form(coordinator.get(change(gyeonggi))) | {"parent": jangan.pk}
    refused = coordinator.post(change(gyeonggi), page)
    assert "아래에 있어" in errors(refused)["parent"][0]
    gyeonggi.refresh_from_db()
    assert gyeonggi.parent is None


@pytest.mark.parametrize("kind", [Region, Agency, Theme])
def test_what_would_stand_above_itself_is_refused_at_the_field(coordinator, kind):
    record = {
        Region: lambda: region("41", "경기도"),
        Agency: factories.agency,
        Theme: lambda: Theme.objects.create(slug="children", name_ko="아동"),
    }[kind]()
    refused = coordinator.post(change(record), form(coordinator.get(change(record))) | {"parent": record.pk})
    assert "자기 자신" in errors(refused)["parent"][0]
    assert kind.objects.get(pk=record.pk).parent is None


@pytest.mark.parametrize("code", ["４１", "4a", "411"])
def test_a_code_is_of_plain_digits(coordinator, code):
    page = form(coordinator.get(ADD_REGION)) | {"code": code, "name_ko": "경기도"}
    assert "code" in errors(coordinator.post(ADD_REGION, page))
    assert not Region.objects.exists()


def test_a_code_that_stands_already_is_said_at_the_field_in_korean(coordinator):
    region("41", "경기도")
    page = form(coordinator.get(ADD_REGION)) | {"code": "41", "name_ko": "경기"}
    assert errors(coordinator.post(ADD_REGION, page))["code"] == [
        "같은 법정동 코드의 행정구역 자료가 이미 있습니다."
    ]


def test_a_day_out_of_all_reason_is_refused_at_its_field(coordinator):
    agency = factories.agency()
    page = form(coordinator.get(change(agency))) | {"founded_on": "0199-01-01"}
    assert "1800년" in errors(coordinator.post(change(agency), page))["founded_on"][0]


def test_a_source_is_not_checked_on_a_day_to_come(coordinator):
    source = factories.source()
    page = form(coordinator.get(change(source))) | {"checked_on": "2199-01-01"}
    assert "미래" in errors(coordinator.post(change(source), page))["checked_on"][0]


def test_a_region_that_ends_before_it_begins_is_refused_at_the_field(coordinator):
    gwangju = region("29", "광주광역시")
    page = form(coordinator.get(change(gwangju)))
    refused = coordinator.post(change(gwangju), page | {"valid_from": "2026-07-01", "valid_to": "2026-06-30"})
    assert "첫날보다 앞섭니다" in errors(refused)["valid_to"][0]


def test_a_district_is_found_by_its_city_and_province_and_named_in_full(coordinator):
    suwon = region("41110", "수원시", region("41", "경기도"))
    region("41111", "수원시 장안구", suwon)
    region("28110", "중구", region("28", "인천광역시"))
    picker = "/admin/autocomplete/?app_label=agreements&model_name=agency&field_name=region&term="
    assert [found["text"] for found in coordinator.get(f"{picker}경기 장안").json()["results"]] == [
        "경기도 수원시 장안구"
    ]
    assert [found["text"] for found in coordinator.get(f"{picker}인천 중구").json()["results"]] == [
        "인천광역시 중구"
    ]


# ---- agencies -----------------------------------------------------------------------------------------


def test_former_names_successors_and_further_regions_are_saved_in_one_trace(coordinator):
    goesan, jeungpyeong = factories.agency(name_ko="괴산경찰서"), factories.agency(name_ko="증평경찰서")
    county = region("43745", "증평군")
    page = form(coordinator.get(change(goesan)))
    page = with_child(page, "former_names", name_ko="괴산서", name_en="", until="2006-02-28")
    page = with_child(page, "successions", successor=jeungpyeong.pk) | {"dissolved_on": "2026-02-28"}
    assert coordinator.post(change(goesan), page | {"serves": [county.pk]}).status_code == 302
    assert list(goesan.serves.all()) == [county]
    assert list(goesan.successors.all()) == [jeungpyeong]
    assert FormerName.objects.get().until == date(2006, 2, 28)
    changes = Trace.objects.get().changes
    assert changes["serves"] == [[], ["증평군"]]
    assert [None, "괴산서"] in changes.values()


def test_agencies_stand_neither_above_nor_after_each_other(coordinator):
    former, today = factories.agency(name_ko="옛 시"), factories.agency(name_ko="시")
    AgencySuccession.objects.create(agency=former, successor=today)
    Agency.objects.filter(pk=former.pk).update(parent=today)
    page = form(coordinator.get(change(today))) | {"parent": former.pk}
    refused = coordinator.post(change(today), with_child(page, "successions", successor=former.pk))
    assert "아래에 있어" in errors(refused)["parent"][0]
    assert "승계한 것으로" in child_errors(refused, "successor")
    assert AgencySuccession.objects.count() == 1


def test_an_agency_of_a_name_that_another_has_is_refused_until_it_is_told_apart(coordinator):
    factories.agency(name_ko="고성경찰서")
    other = factories.agency(name_ko="고성서")
    page = form(coordinator.get(change(other))) | {"name_ko": "고성경찰서"}
    refused = coordinator.post(change(other), page)
    assert "구분할 표시" in errors(refused)["qualifier_ko"][0]
    assert coordinator.post(change(other), page | {"qualifier_ko": "강원"}).status_code == 302
    assert Agency.objects.get(pk=other.pk).qualifier_ko == "강원"


def test_two_former_names_that_end_on_one_day_are_refused(coordinator):
    agency = factories.agency()
    FormerName.objects.create(agency=agency, name_ko="옛 이름", until=date(2006, 2, 28))
    page = form(coordinator.get(change(agency)))
    page = with_child(page, "former_names", 1, name_ko="더 옛 이름", name_en="", until="2006-02-28")
    refused = coordinator.post(change(agency), page)
    assert "같은 날까지로 등록" in text(refused)
    assert FormerName.objects.count() == 1


def test_personal_data_does_not_become_public_as_a_former_name(coordinator):
    agency = factories.agency()
    page = form(coordinator.get(change(agency)))
    page = with_child(page, "former_names", name_ko="010-9876-5432", name_en="", until="2006-02-28")
    assert "개인정보" in text(coordinator.post(change(agency), page))
    assert not FormerName.objects.exists()


def test_staff_find_an_agency_by_a_former_name_once(coordinator):
    agency = factories.agency(name_ko="수원장안경찰서")
    for year in (2005, 2025):
        FormerName.objects.create(agency=agency, name_ko=f"수원중부경찰서 {year}", until=date(year, 8, 4))
    found = coordinator.get("/admin/agreements/agency/?q=수원중부")
    assert text(found).count("수원장안경찰서") == 1


# ---- what has ended -----------------------------------------------------------------------------------


def test_a_picker_offers_what_has_ended_last_and_says_until_when(coordinator):
    for code, name, valid_to in (
        ("28110", "중구", date(2025, 6, 30)),
        ("28177", "중구 신도시", None),
        ("28300", "중구 북부", date(2199, 12, 31)),
    ):
        Region.objects.create(code=code, name_ko=name, valid_to=valid_to)
    picker = "/admin/autocomplete/?app_label=agreements&model_name=agency&field_name=region&term=중구"
    assert [found["text"] for found in coordinator.get(picker).json()["results"]] == [
        "중구 신도시", "중구 북부", "중구 (2025. 6. 30.까지)",
    ]  # fmt: skip
    factories.agency(name_ko="광주광역시", dissolved_on=date(2025, 6, 30))
    factories.agency(name_ko="광주시")
    picker = "/admin/autocomplete/?app_label=agreements&model_name=agency&field_name=parent&term=광주"
    assert [found["text"] for found in coordinator.get(picker).json()["results"]] == [
        "광주시", "광주광역시 (2025. 6. 30.까지)",
    ]  # fmt: skip


def test_agencies_are_narrowed_down_by_province_with_what_serves_it(coordinator):
    gyeonggi, seoul = region("41", "경기도"), region("11", "서울특별시")
    factories.agency(name_ko="수원시", region=region("41110", "수원시", gyeonggi))
    factories.agency(name_ko="강남구", region=region("11680", "강남구", seoul)).serves.add(gyeonggi)
    factories.agency(name_ko="종로구", region=seoul)
    found = text(coordinator.get("/admin/agreements/agency/?province=41"))
    assert ("수원시" in found, "강남구" in found, "종로구" in found) == (True, True, False)
    assert coordinator.get("/admin/agreements/agency/?province=99").status_code == 400
    assert coordinator.get("/admin/agreements/agency/?region=41").status_code == 400
