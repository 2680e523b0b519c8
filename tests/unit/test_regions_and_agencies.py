"""Regions and agencies: what the database refuses, and the full name of each."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from agreements.models import Agency, AgencySuccession, FormerName, Region, RegionSuccession
from agreements.models.base import PUBLIC
from tests import factories

pytestmark = pytest.mark.django_db


def is_refused(record, *, naming):
    """Say whether both the form and the database refuse ``record``, the form with a sentence."""
    with override("ko"), pytest.raises(ValidationError, match=naming):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


def region(code, name_ko, name_en="", parent=None):
    return Region.objects.create(code=code, name_ko=name_ko, name_en=name_en, parent=parent)


# ---- what is refused ----------------------------------------------------------------------------------


def test_a_region_does_not_succeed_itself():
    paju = region("41480", "파주시")
    is_refused(RegionSuccession(region=paju, successor=paju), naming="자기 자신을 승계")


def test_an_agency_does_not_succeed_itself():
    paju = factories.agency()
    is_refused(AgencySuccession(agency=paju, successor=paju), naming="자기 자신을 승계")


def test_an_agency_has_no_address_at_which_another_page_stands():
    """/agencies/compare/ puts agencies side by side."""
    is_refused(Agency(slug="compare", name_ko="비교위원회", kind="other"), naming="다른 주소 이름을 쓰세요")
    Agency(slug="compare-office", name_ko="비교위원회", kind="other").save()


def test_a_successor_is_listed_once():
    gwangju, joined = region("29", "광주광역시"), region("12", "전남광주통합특별시")
    RegionSuccession.objects.create(region=gwangju, successor=joined)
    is_refused(RegionSuccession(region=gwangju, successor=joined), naming="이미 등록한")
    assert list(gwangju.successors.all()) == [joined]
    assert list(joined.predecessors.all()) == [gwangju]


def test_a_region_does_not_end_before_it_begins():
    is_refused(
        Region(code="29", name_ko="광주", valid_from=date(2026, 7, 1), valid_to=date(2026, 6, 30)),
        naming="첫날보다 앞섭니다",
    )
    Region(code="29", name_ko="광주", valid_from=date(2026, 7, 1), valid_to=date(2026, 7, 1)).save()


def test_a_region_is_not_its_own_upper_region():
    gwangju = region("29", "광주광역시")
    gwangju.parent = gwangju
    is_refused(gwangju, naming="자기 자신의 상위")


def test_two_former_names_of_an_agency_end_on_different_days():
    agency = factories.agency()
    FormerName.objects.create(agency=agency, name_ko="강원도", until=date(2023, 6, 10))
    is_refused(
        FormerName(agency=agency, name_ko="강원", until=date(2023, 6, 10)), naming="같은 날까지로 등록"
    )


def test_two_agencies_of_one_name_are_told_apart():
    factories.agency(name_ko="고성경찰서", qualifier_ko="강원")
    is_refused(
        Agency(slug="another", name_ko="고성경찰서", qualifier_ko="강원", kind="police_station"),
        naming="구분할 표시",
    )
    factories.agency(name_ko="고성경찰서", qualifier_ko="경남")


# ---- full names ---------------------------------------------------------------------------------------


def test_a_region_is_named_with_its_province_and_city():
    gyeonggi = region("41", "경기도", "Gyeonggi-do")
    suwon = region("41110", "수원시", "Suwon-si", gyeonggi)
    jangan = region("41111", "수원시 장안구", "Jangan-gu, Suwon-si", suwon)
    with override("ko"):
        assert [one.label for one in (gyeonggi, suwon, jangan)] == [
            "경기도",
            "경기도 수원시",
            "경기도 수원시 장안구",
        ]
    with override("en"):
        assert jangan.label == "Jangan-gu, Suwon-si, Gyeonggi-do"


def test_a_district_named_without_its_city_is_named_with_it_too():
    suwon = region("41110", "수원시", parent=region("41", "경기도"))
    assert region("41111", "장안구", parent=suwon).label == "경기도 수원시 장안구"


def test_a_city_of_the_name_of_its_province_is_named_once():
    sejong = region("36", "세종특별자치시", "Sejong")
    same = region("36110", "세종특별자치시", "Sejong", sejong)
    with override("ko"):
        assert same.label == "세종특별자치시"
    with override("en"):
        assert same.label == "Sejong"


def test_the_name_of_an_agency_says_what_tells_it_apart():
    goseong = factories.agency(
        name_ko="고성경찰서", name_en="Goseong Police Station", qualifier_ko="강원", qualifier_en="Gangwon"
    )
    paju = factories.agency(name_ko="파주시")
    with override("ko"):
        assert (goseong.bare_name, goseong.name, str(goseong)) == (
            "고성경찰서",
            "고성경찰서(강원)",
            "고성경찰서(강원)",
        )
        assert paju.name == "파주시"
    with override("en"):
        assert goseong.name == "Goseong Police Station (Gangwon)"


# ---- what the public sees -----------------------------------------------------------------------------


def test_names_and_successors_of_agencies_that_are_not_listed_stay_with_staff():
    listed, unlisted = factories.agency(listed=True), factories.agency(listed=False)
    for agency in (listed, unlisted):
        FormerName.objects.create(agency=agency, name_ko="옛 이름", until=date(2020, 1, 1))
    AgencySuccession.objects.create(agency=listed, successor=unlisted)
    AgencySuccession.objects.create(agency=unlisted, successor=listed)

    assert [name.agency for name in FormerName.objects.visible_to(PUBLIC)] == [listed]
    assert not AgencySuccession.objects.visible_to(PUBLIC).exists()

    unlisted.listed = True
    unlisted.save()
    assert AgencySuccession.objects.visible_to(PUBLIC).count() == 2
