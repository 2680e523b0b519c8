"""What people call the bodies of each province though nobody registered that name."""

import pytest

from agreements.rules.agency_names import other_names

# The full name of each province of today and before, and what the names of its bodies begin with.
PROVINCES = {
    "서울특별시": "서울",
    "부산광역시": "부산",
    "대구광역시": "대구",
    "인천광역시": "인천",
    "광주광역시": "광주",
    "전남광주통합특별시": "전남광주",
    "대전광역시": "대전",
    "울산광역시": "울산",
    "세종특별자치시": "세종",
    "경기도": "경기",
    "강원특별자치도": "강원",
    "강원도": "강원",
    "충청북도": "충북",
    "충청남도": "충남",
    "전북특별자치도": "전북",
    "전라북도": "전북",
    "전라남도": "전남",
    "경상북도": "경북",
    "경상남도": "경남",
    "제주특별자치도": "제주",
}


@pytest.mark.parametrize(("province", "short"), PROVINCES.items())
@pytest.mark.parametrize("part", ["", "남부", "북부"])
def test_the_police_of_a_province_is_called_by_its_short_name(province, short, part):
    assert other_names(f"{province}{part}경찰청") == [f"{short}{part}경찰청", f"{short}{part}청"]


@pytest.mark.parametrize(("province", "short"), PROVINCES.items())
@pytest.mark.parametrize("part", ["", "남부", "북부"])
def test_the_commission_of_a_province_is_called_by_its_short_name(province, short, part):
    names = other_names(f"{province} {part}자치경찰위원회")
    begins = f"{short}{part}"
    assert names[:3] == [f"{begins}자치경찰위원회", f"{begins}자치경찰위", f"{begins}자경위"]
    assert f"{province}{part}자경위" in names


@pytest.mark.parametrize(("province", "short"), PROVINCES.items())
def test_the_office_of_education_of_a_province_is_called_by_its_short_name(province, short):
    assert other_names(f"{province}교육청") == [f"{short}교육청"]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("전남경찰청", ["전남청"]),
        ("광주경찰청", ["광주청"]),
        ("전남자치경찰위원회", ["전남자치경찰위", "전남자경위"]),
        ("부산시자치경찰위원회", ["부산자치경찰위원회", "부산시자경위"]),
        ("강원특별자치도자치경찰위원회", ["강원도자치경찰위원회", "강원도자경위"]),
        ("서울특별시", ["서울특별시청", "서울시", "서울시청"]),
        ("강원특별자치도", ["강원도", "강원도청"]),
        ("경기도", ["경기도청"]),
    ],
)
def test_a_body_registered_by_a_short_name_has_shorter_ones(name, others):
    assert set(others) <= set(other_names(name))


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("광주시", ["광주시청"]),  # the city in Gyeonggi
        ("제주시", ["제주시청"]),
        ("부산진경찰서", ["부산진서"]),
        ("서울소방재난본부", []),
        ("경찰청", []),
        ("소방청", []),
        ("서울", []),
    ],
)
def test_nothing_is_made_of_a_name_that_only_begins_like_a_province(name, others):
    assert other_names(name) == others
