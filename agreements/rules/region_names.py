"""The full name of a region, in which nothing stands twice, and the short names of provinces."""

from typing import NamedTuple

from agreements.rules.korean import in_english


class ProvinceNames(NamedTuple):
    full: str
    short: str
    everyday: str


# Today's and former ones.
PROVINCES = (
    ProvinceNames("서울특별시", "서울", "서울시"),
    ProvinceNames("부산광역시", "부산", "부산시"),
    ProvinceNames("대구광역시", "대구", "대구시"),
    ProvinceNames("인천광역시", "인천", "인천시"),
    ProvinceNames("전남광주통합특별시", "전남광주", "전남광주통합특별시"),
    ProvinceNames("광주광역시", "광주", "광주시"),
    ProvinceNames("대전광역시", "대전", "대전시"),
    ProvinceNames("울산광역시", "울산", "울산시"),
    ProvinceNames("세종특별자치시", "세종", "세종시"),
    ProvinceNames("경기도", "경기", "경기도"),
    ProvinceNames("강원특별자치도", "강원", "강원도"),
    ProvinceNames("강원도", "강원", "강원도"),
    ProvinceNames("충청북도", "충북", "충북도"),
    ProvinceNames("충청남도", "충남", "충남도"),
    ProvinceNames("전북특별자치도", "전북", "전북도"),
    ProvinceNames("전라북도", "전북", "전북도"),
    ProvinceNames("전라남도", "전남", "전남도"),
    ProvinceNames("경상북도", "경북", "경북도"),
    ProvinceNames("경상남도", "경남", "경남도"),
    ProvinceNames("제주특별자치도", "제주", "제주도"),
)


def full_name_in_language(name: str, *upper: str) -> str:
    """Return the full name as readers of the active language write it."""
    if in_english():
        return full_name_in_english(name, *upper)
    return full_name(name, *upper)


def full_name(name: str, *upper: str) -> str:
    """Return ``경기도 수원시 장안구`` from the name and those of the regions above it, the nearest first.

    A name may carry that of the region above it already (수원시 장안구), or be the same (세종특별자치시).
    """
    for above in upper:
        if not f"{name} ".startswith(f"{above} "):
            name = f"{above} {name}"
    return name


def full_name_in_english(name: str, *upper: str) -> str:
    """Return ``Jangan-gu, Suwon-si, Gyeonggi-do``, as :func:`full_name`."""
    for above in upper:
        if not f", {name}".endswith(f", {above}"):
            name = f"{name}, {above}"
    return name


SHORT_NAMES = {names.full: names.short for names in PROVINCES}


def short_name(name: str) -> str:
    """Return ``경기`` for ``경기도``; the name itself where it has no shorter one."""
    return SHORT_NAMES.get(name, name)
