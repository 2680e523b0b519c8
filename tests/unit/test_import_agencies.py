"""Lists of agencies: coordinators add them, unlisted; a parent may stand anywhere in the file."""

import pytest

from agreements.models import Agency, Region, Trace
from tests import factories
from tests.factories import author
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["기관명", "주소 이름", "종류", "약칭", "지역", "상위기관"]
POLICE = ["파주경찰서", "paju-police", "경찰서", "파주서", "", ""]


def test_a_new_agency_is_made_unlisted_with_one_trace():
    Region.objects.create(code="41480", name_ko="파주시")
    outcome = written("agencies", [HEADER, [*POLICE[:4], "파주시", ""]])
    assert counts(outcome) == {"new": 1}
    made = Agency.objects.get()
    assert (made.slug, made.kind, made.other_names_ko, made.listed) == (
        "paju-police", "police_station", "파주서", False,
    )  # fmt: skip
    assert (made.region_id, Trace.objects.get().act) == ("41480", "create")
    assert counts(written("agencies", [HEADER, POLICE])) == {"unchanged": 1}


def test_a_parent_is_found_below_its_child():
    chief = ["경기북부경찰청", "gyeonggi-bukbu-police", "시·도경찰청", "", "", "경찰청"]
    top = ["경찰청", "national-police", "경찰청", "", "", ""]
    outcome = written("agencies", [HEADER, [*POLICE[:5], "경기북부경찰청"], chief, top])
    assert counts(outcome) == {"new": 3}
    assert str(Agency.objects.get(slug="paju-police").parent.parent) == "경찰청"


def test_a_ring_of_parents_is_refused():
    chief = ["경기북부경찰청", "gyeonggi-bukbu-police", "시·도경찰청", "", "", "파주경찰서"]
    ring = [HEADER, [*POLICE[:5], "경기북부경찰청"], chief]
    found = only_complaint(written("agencies", ring))
    assert (found.column, found.value) == ("상위기관", "파주경찰서")
    assert not Agency.objects.exists()


def test_the_address_name_is_made_from_the_english_name_or_asked_for():
    header = ["기관명", "종류", "영문 이름"]
    assert counts(written("agencies", [header, ["파주시", "시·군", "Paju City"]])) == {"new": 1}
    assert Agency.objects.get().slug == "paju-city"
    found = only_complaint(checked("agencies", [header, ["고양시", "시·군", ""]]))
    assert found.correction == "주소 이름을 쓰거나, 주소 이름을 만들 영문 이름을 쓰세요."


def test_a_short_name_finds_its_agency_and_does_not_rename_it():
    factories.agency(
        "paju-police", name_ko="파주경찰서", other_names_ko="파주서", listed=False, kind="police_station"
    )
    outcome = written("agencies", [["기관명", "종류", "설치일"], ["파주서", "경찰서", "1991. 7. 1."]])
    assert changes(outcome) == [("설치일", "", "1991. 7. 1.")]
    assert Agency.objects.get().name_ko == "파주경찰서"


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("종류", "", "기관 종류를 쓰세요"),
        ("종류", "모임", "다음 중 하나를 쓰세요"),
        ("기관명", "", "공식 이름을 쓰세요"),
        ("주소 이름", "Paju Police!", "slug"),
        ("지역", "화성시 어딘가", "한 지역의 코드"),
        ("상위기관", "모르는 곳", "기관이 없습니다"),
    ],
)
def test_a_refusal_names_row_column_value_and_what_would_be_right(column, value, says):
    row = dict(zip(HEADER, POLICE, strict=True)) | {column: value}
    found = only_complaint(written("agencies", [HEADER, list(row.values())]))
    assert (found.row, found.column, found.value) == (2, column, value)
    assert says in found.correction or says == "slug"
    assert not Agency.objects.exists()


def test_a_name_that_is_taken_needs_the_address_name_of_who_has_it():
    factories.agency("paju-police", name_ko="파주경찰서")
    found = only_complaint(checked("agencies", [HEADER, ["파주경찰서", "paju-police-2", *POLICE[2:]]]))
    assert "파주경찰서 (paju-police)" in found.correction


def test_a_listed_agency_is_public_and_never_written():
    factories.agency("paju-police", name_ko="파주경찰서", kind="police_station")
    found = only_complaint(written("agencies", [HEADER, POLICE]))
    assert (found.column, found.value) == ("약칭", "파주서")
    assert "공개된 기관" in found.correction
    assert Agency.objects.get().other_names_ko == ""


def test_agencies_are_a_coordinators():
    found = only_complaint(written("agencies", [HEADER, POLICE], actor=author()))
    assert "맡으신 역할로는" in found.correction
    assert not Agency.objects.exists()
