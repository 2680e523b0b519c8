"""Lists of agencies: coordinators add them, unlisted; a parent may stand anywhere in the file."""

from datetime import date

import pytest

from agreements.imports.agency_names import AgencyNames
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
    found = written("agencies", ring).complaints
    assert [(complaint.row, complaint.column, complaint.value) for complaint in found] == [
        (2, "상위기관", "경기북부경찰청"),
        (3, "상위기관", "파주경찰서"),
    ]
    assert not Agency.objects.exists()


def test_a_parent_that_stands_below_what_is_stored_is_refused():
    chief = factories.agency("chief", name_ko="청", listed=False, kind="provincial_police")
    station = factories.agency("station", name_ko="서", listed=False, kind="police_station", parent=chief)
    factories.agency("post", name_ko="지구대", listed=False, kind="police_station", parent=station)
    header = ["기관명", "종류", "상위기관"]
    found = only_complaint(checked("agencies", [header, ["청", "시·도경찰청", "지구대"]]))
    assert (found.column, found.value) == ("상위기관", "지구대")
    found = only_complaint(checked("agencies", [header, ["청", "시·도경찰청", "청"]]))
    assert (found.column, found.value) == ("상위기관", "청")


def test_two_agencies_change_places_in_one_file():
    chief = factories.agency("chief", name_ko="청", listed=False, kind="provincial_police")
    factories.agency("station", name_ko="서", listed=False, kind="police_station", parent=chief)
    factories.agency("top", name_ko="본청", listed=False, kind="national_police")
    header = ["기관명", "종류", "상위기관"]
    outcome = written("agencies", [header, ["청", "시·도경찰청", "서"], ["서", "경찰서", "본청"]])
    assert counts(outcome) == {"changed": 2}
    chief.refresh_from_db()
    assert (str(chief.parent), str(chief.parent.parent)) == ("서", "본청")


def test_the_address_name_is_made_from_the_english_name_or_from_the_letters_of_the_korean_one():
    header = ["기관명", "종류", "영문 이름"]
    assert counts(written("agencies", [header, ["파주시", "시·군", "Paju City"]])) == {"new": 1}
    assert Agency.objects.get().slug == "paju-city"
    table = [header, ["파주경찰서", "경찰서", ""], ["경기도 고양시", "시·군", ""], ["비교", "기타", "Bigyo"]]
    assert counts(written("agencies", table)) == {"new": 3}
    slugs = set(Agency.objects.values_list("slug", flat=True))
    assert slugs == {"paju-city", "pajugyeongchalseo", "gyeonggido-goyangsi", "bigyo"}
    assert counts(written("agencies", table)) == {"unchanged": 3}
    found = only_complaint(checked("agencies", [header, ["警察署", "경찰서", ""]]))
    assert found.correction == "주소 이름을 쓰세요. 이 이름으로는 주소를 만들 수 없습니다."


def test_an_address_name_that_was_made_is_numbered_where_it_is_taken():
    factories.agency("junggu-daegu", name_ko="다른 기관")
    header = ["기관명", "종류", "told_apart_by"]
    table = [header, ["중구", "구", "대구"], ["중구", "구", "부산"]]
    assert counts(written("agencies", table)) == {"new": 2}
    assert set(Agency.objects.exclude(name_ko="다른 기관").values_list("slug", flat=True)) == {
        "junggu-daegu-2", "junggu-busan",
    }  # fmt: skip


def test_the_same_name_twice_in_one_file_is_seen_however_its_spaces_are_typed():
    header = ["기관명", "종류", "주소 이름"]
    table = [header, ["같은 이름센터", "기타", "same-a"], ["같은\u00a0이름센터", "기타", "same-b"]]
    found = only_complaint(checked("agencies", table))
    assert (found.row, found.cell) == (3, "A3")
    assert "같은 이름의 기관이 이미 있습니다" in found.correction


def test_a_row_may_list_its_agency_and_the_preview_says_how_many_everyone_sees():
    header = ["기관명", "종류", "공개 목록"]
    table = [header, ["파주시", "시·군", "예"], ["고양시", "시·군", "아니오"]]
    preview = checked("agencies", table)
    assert preview.remarks == ["가져오면 바로 누구나 볼 수 있는 기관(공개 목록: 예): 1곳."]
    written("agencies", table)
    assert Agency.objects.get(listed=True).name_ko == "파주시"
    assert counts(checked("agencies", table)) == {"unchanged": 2}
    hidden = only_complaint(checked("agencies", [header, ["파주시", "시·군", "아니오"]]))
    assert hidden.column == "공개 목록"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("파주씨", "파주시"), ("경기도 파주시", "파주시"), ("파주시청", "파주시"),
        ("경기남부경찰쳥", "경기남부경찰청"),
        ("청주시", ""), ("경기북부경찰청", ""), ("서울중부경찰서", ""), ("시", ""),
    ],
)  # fmt: skip
def test_only_a_name_that_was_probably_meant_is_suggested(typed, meant):
    for slug, name in [("paju", "파주시"), ("nambu", "경기남부경찰청"), ("ilsan", "일산서부경찰서")]:
        factories.agency(slug, name_ko=name)
    assert AgencyNames.read_all().nearest(typed) == meant


def test_an_address_name_that_a_page_of_the_site_has_is_refused_also_where_it_is_made_from_the_name():
    header = ["기관명", "종류", "영문 이름"]
    found = only_complaint(written("agencies", [header, ["비교위원회", "기타", "Compare"]]))
    assert "이미 “compare” 주소를 씁니다" in found.correction
    assert not Agency.objects.exists()


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


# ---- who is told apart, and where ---------------------------------------------------------------------

GOSEONG = ["기관명", "주소 이름", "종류", "구별", "지역"]


def test_two_agencies_of_one_name_enter_if_each_says_what_tells_it_apart():
    factories.agency("goseong-gangwon", name_ko="고성경찰서", qualifier_ko="강원")
    other = ["고성경찰서", "goseong-gyeongnam", "경찰서", "경남", ""]
    assert counts(written("agencies", [GOSEONG, other])) == {"new": 1}
    assert Agency.objects.get(slug="goseong-gyeongnam").qualifier_ko == "경남"
    assert counts(written("agencies", [GOSEONG, ["고성경찰서", "", "", "경남", ""]])) == {"unchanged": 1}


@pytest.mark.parametrize("slugs", [("one", "two"), ("goseong", "two")])
def test_two_agencies_that_nothing_tells_apart_are_refused(slugs):
    factories.agency("goseong", name_ko="고성경찰서", qualifier_ko="강원", listed=False)
    rows = [["고성경찰서", slug, "경찰서", "경남", ""] for slug in slugs]
    found = only_complaint(written("agencies", [GOSEONG, *rows]))
    assert (found.row, found.column, found.value) == (3, "구별", "경남")
    assert "구분할 표시" in found.correction
    assert list(Agency.objects.values_list("qualifier_ko")) == [("강원",)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("춘천시", "51110"),  # not what ended
        ("강원도 춘천시", "42110"),
        ("경기도 수원시 장안구", "41111"),
        ("수원시 장안구", "41111"),
        ("41111", "41111"),
    ],
)
def test_a_region_is_written_by_name_full_name_or_code(typed, code):
    suwon = region("41110", "수원시", region("41", "경기도"))
    region("41111", "수원시 장안구", suwon)
    region("42110", "춘천시", region("42", "강원도"), valid_to=date(2023, 6, 10))
    region("51110", "춘천시", region("51", "강원특별자치도"))
    assert counts(written("agencies", [HEADER, [*POLICE[:4], typed, ""]])) == {"new": 1}
    assert Agency.objects.get().region_id == code


def test_a_region_of_which_there_are_several_is_asked_for_by_code():
    for province, code in (("26", "26170"), ("27", "27140")):
        region(code, "동구", region(province, f"광역시 {province}"))
    found = only_complaint(checked("agencies", [HEADER, [*POLICE[:4], "동구", ""]]))
    assert "한 지역의 코드" in found.correction


def region(code, name_ko, parent=None, **days):
    return Region.objects.create(code=code, name_ko=name_ko, parent=parent, **days)


def test_a_former_name_finds_its_agency_unless_another_has_it_now():
    renamed = factories.agency("gangwon", name_ko="강원특별자치도", listed=False)
    renamed.former_names.create(name_ko="강원도", until=date(2023, 6, 10))
    renamed.former_names.create(name_ko="파주시", until=date(1900, 1, 1))
    factories.agency("paju", name_ko="파주시", listed=False)
    founded = [["기관명", "설치일"], ["강원도", "1946. 8. 4."]]
    assert counts(written("agencies", founded)) == {"changed": 1}
    written("agencies", [["기관명", "설치일"], ["파주시", "1996. 3. 1."]])
    assert str(Agency.objects.get(slug="gangwon").founded_on) == "1946-08-04"
    assert str(Agency.objects.get(slug="paju").founded_on) == "1996-03-01"


@pytest.mark.parametrize(
    ("kind", "code"),
    [("대학", "university"), ("병원", "hospital"), ("공공기관", "public_institution"), ("군", "city_county")],
)
def test_the_kinds_of_bodies_are_read_in_korean(kind, code):
    assert counts(written("agencies", [HEADER, [*POLICE[:2], kind, "", "", ""]])) == {"new": 1}
    assert Agency.objects.get().kind == code
