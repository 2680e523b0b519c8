"""A register of regions: districts of cities, a county without a police station, a renamed province."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agency, AgencyKind, Agreement, Region, RegionSuccession
from tests import factories
from tests.factories import published

LAST_OF_JEONBUK, FIRST_OF_JEONBUK = date(2024, 1, 17), date(2024, 1, 18)


@dataclass
class Country:
    jeonju: Agency  # registered in the region of then
    wansan_police: Agency  # lies in today's city, serves one of its districts
    goesan_police: Agency  # serves 증평군 too
    suwon: Agency
    jangan_police: Agency
    in_jeonju: Agreement
    in_goesan: Agreement
    in_suwon: Agreement
    of_suwon_alone: Agreement


def region(code: str, name: str, parent: str | None = None, **days: date) -> Region:
    return Region.objects.create(code=code, name_ko=name, parent_id=parent, **days)


def police(slug: str, name: str, lies_in: str, *serves: str) -> Agency:
    station = factories.agency(slug, name_ko=name, kind=AgencyKind.POLICE_STATION, region_id=lies_in)
    station.serves.set(serves)
    return station


def country() -> Country:
    regions()
    jeonju = factories.agency("jeonju", name_ko="전주시", region_id="45110")
    suwon = factories.agency("suwon", name_ko="수원시", region_id="41110")
    wansan_police = police("wansan-police", "전주완산경찰서", "52110", "52111")
    goesan_police = police("goesan-police", "괴산경찰서", "43760", "43745")
    jangan_police = police("jangan-police", "수원장안경찰서", "41110", "41111")
    late = published(factories.agreement(parties=[goesan_police, factories.agency()], commitments=2))
    published(factories.report(late.commitments.first(), "on_track", "2024-01-01", target="2024"))
    published(factories.report(late.commitments.first(), "not_started", "2025-02-01"))
    return Country(
        jeonju,
        wansan_police,
        goesan_police,
        suwon,
        jangan_police,
        published(factories.agreement(parties=[jeonju, wansan_police])),
        late,
        published(factories.agreement(parties=[suwon, jangan_police])),
        published(factories.agreement(parties=[suwon, factories.agency()], commitments=3)),
    )


def regions() -> None:
    for code, name, parent in (
        ("41", "경기도", None),
        ("41110", "수원시", "41"),
        ("41111", "수원시 장안구", "41110"),
        ("43", "충청북도", None),
        ("43745", "증평군", "43"),
        ("43760", "괴산군", "43"),
        ("36", "세종특별자치시", None),
        ("36110", "세종특별자치시", "36"),
    ):
        region(code, name, parent)
    for old, new, name, old_parent, new_parent in (
        ("45", "52", "", None, None),
        ("45110", "52110", "전주시", "45", "52"),
        ("45111", "52111", "전주시 완산구", "45110", "52110"),
    ):
        region(old, name or "전라북도", old_parent, valid_to=LAST_OF_JEONBUK)
        region(new, name or "전북특별자치도", new_parent, valid_from=FIRST_OF_JEONBUK)
        RegionSuccession.objects.create(region_id=old, successor_id=new)
