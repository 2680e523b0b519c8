"""How an agency is called: told apart from one of the same name, and by names that nobody registered."""

import re
from itertools import product

from agreements.rules.region_names import PROVINCES, ProvinceNames

POLICE = re.compile(r"(남부|북부|)경찰청")
COMMISSION = re.compile(r"(남부|북부|)자치경찰위원회")
EDUCATION = "교육청"
STATION = re.compile(r"(.{2,})경찰서")
HALL = re.compile(r"(.+[시군구도])")
SHORTER_SPELLINGS = [
    (spelling, province) for province in PROVINCES for spelling in (province.everyday, province.short)
]


def told_apart(name: str, qualifier: str) -> str:
    """Return ``고성경찰서(강원)`` or ``Goseong Police Station (Gangwon)``, or only the name."""
    if not qualifier:
        return name
    if name[-1:].isascii():  # English sets a space before a bracket, Korean none
        return f"{name} ({qualifier})"
    return f"{name}({qualifier})"


def other_names(name: str) -> list[str]:
    """Return the unregistered names of an agency, without spaces and without its own."""
    joined = name.replace(" ", "")
    names = dict.fromkeys([*_names_by_kind(joined), *_names_by_province(joined)])
    names.pop(joined, None)
    return list(names)


def _names_by_kind(name: str) -> list[str]:
    """Return what stations and halls are called: 파주서 (파주署 in headlines), 파주시청, 경기도청."""
    if station := STATION.fullmatch(name):
        return [f"{station[1]}서"]
    if HALL.fullmatch(name):
        return [f"{name}청"]
    return []


def _names_by_province(name: str) -> list[str]:
    """Return the names that begin with a province's short one: 충북경찰청, 경기북부자경위, 부산시청."""
    province = _province_of(name)
    body = name.removeprefix(province.full)
    short, everyday = province.short, province.everyday
    if province in PROVINCES and not body:
        return [everyday, f"{everyday}청"]
    if body == EDUCATION:
        return [f"{short}{EDUCATION}"]
    if police := POLICE.fullmatch(body):
        return [f"{short}{police[1]}경찰청", f"{short}{police[1]}청"]
    if commission := COMMISSION.fullmatch(body):
        return _names_of_commission(province, commission[1])
    return []


def _names_of_commission(province: ProvinceNames, half: str) -> list[str]:
    """Return the names of the police commission of a province, or of its northern or southern half."""
    spellings = (province.short, province.everyday, province.full)
    endings = ("자치경찰위원회", "자치경찰위", "자경위")
    return [f"{spelling}{half}{ending}" for spelling, ending in product(spellings, endings)]


def _province_of(name: str) -> ProvinceNames:
    """Return the province with whose name an agency's begins, in the spelling it has there.

    Where it begins with none, all of the name is the spelling, and nothing follows it.
    """
    for province in PROVINCES:
        if name.startswith(province.full):
            return province
    for spelling, province in SHORTER_SPELLINGS:
        if name.startswith(spelling) and name != spelling:
            return province._replace(full=spelling)
    return ProvinceNames(name, name, name)
