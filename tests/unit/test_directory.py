"""The directory of regions and public bodies: entered in one act, again without harm, never over staff."""

import csv
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from agreements.actions import drafts
from agreements.actions.directory import load_directory
from agreements.actions.directory_files import FOLDER, BadRow, read_directory
from agreements.actions.refusals import NotAllowed
from agreements.models import Agency, FormerName, Region, Trace
from tests import factories
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db

REGION = {"name_en": "", "parent": "", "valid_from": "", "valid_to": "", "successors": "", "source": "s"}
BODY = dict.fromkeys(
    ("name_en", "qualifier_ko", "qualifier_en", "parent", "other_names_ko", "serves", "founded_on"), ""
)
BODY |= {"kind": "police_station", "region": "43", "source": "s"}
FORMER_BODY = {
    "name_en": "",
    "kind": "province",
    "region": "",
    "parent": "",
    "other_names_ko": "",
    "source": "s",
}


class Files:
    """A small set of the directory's files, which a test changes and loads."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "directory_sources.json").write_text('{"s": {}}')
        self.write("regions", [])
        self.write("public_bodies", [])
        self.write("public_bodies_former", [])
        self.write("former_names", [])

    def write(self, name, rows):
        columns = {
            "regions": ["code", "name_ko", *REGION],
            "public_bodies": ["slug", "name_ko", *BODY],
            "public_bodies_former": ["slug", "name_ko", "dissolved_on", "successors", *FORMER_BODY],
            "former_names": ["agency", "name_ko", "name_en", "until", "source"],
        }
        with (self.folder / f"{name}.csv").open("w", newline="") as file:
            table = csv.DictWriter(file, columns[name])
            table.writeheader()
            table.writerows(rows)

    def regions(self, *rows):
        self.write("regions", [REGION | row for row in rows])

    def bodies(self, *rows):
        self.write("public_bodies", [BODY | row for row in rows])

    def former_bodies(self, *rows):
        self.write("public_bodies_former", [FORMER_BODY | row for row in rows])

    def load(self):
        return load_directory(actor=reviewer(), now=NOON, folder=self.folder)


CHUNGBUK = {"code": "43", "name_ko": "충청북도"}
JEUNGPYEONG = {"code": "43745", "name_ko": "증평군", "parent": "43"}
GOESAN_POLICE = {"slug": "goesan-police", "name_ko": "괴산경찰서", "serves": "43745"}


@pytest.fixture
def files(tmp_path):
    files = Files(tmp_path)
    files.regions(CHUNGBUK, JEUNGPYEONG)
    files.bodies(GOESAN_POLICE)
    return files


# ---- what is entered ----------------------------------------------------------------------------------


def test_the_whole_country_is_entered_unlisted_in_one_act_with_one_trace():
    load = load_directory(actor=reviewer(), now=NOON)
    assert (len(load.entered_regions), len(load.entered_agencies)) == (354, 590)
    assert not Agency.objects.filter(listed=True).exists()
    trace = Trace.objects.get()
    assert (trace.act, trace.actor, trace.at) == ("create", reviewer(), NOON)
    assert "43745" in trace.changes["regions"][1].split()
    assert "goesan-police" in trace.changes["agencies"][1].split()


def test_a_second_load_changes_nothing_and_leaves_no_trace():
    load_directory(actor=reviewer(), now=NOON)
    again = load_directory(actor=reviewer(), now=NOON)
    assert again.changes == 0
    assert again.kept_regions == again.kept_agencies == []
    assert Trace.objects.count() == 1


def test_bodies_stand_under_their_parents_and_beside_their_successors():
    load_directory(actor=reviewer(), now=NOON)
    gwangju, joined = (Agency.objects.get(slug=slug) for slug in ("gwangju-metropolitan", "jeonnam-gwangju"))
    assert list(gwangju.successors.all()) == [joined]
    assert gwangju.dissolved_on.isoformat() == "2026-06-30"
    assert joined.founded_on.isoformat() == "2026-07-01"
    assert Agency.objects.get(slug="suwon-jangan-police").parent.slug == "gyeonggi-nambu-police"
    assert set(Region.objects.get(code="28110").successors.values_list("code", flat=True)) == {
        "28125",
        "28155",
    }


@pytest.mark.parametrize(
    ("code", "stations"),
    [
        ("43745", ["괴산경찰서"]),  # 증평군
        ("44250", ["논산경찰서"]),  # 계룡시
        ("51830", ["속초경찰서"]),  # 양양군
        ("41111", ["수원장안경찰서"]),
        ("41463", ["용인동부경찰서", "용인서부경찰서"]),  # 기흥구
    ],
)
def test_a_region_without_a_station_of_its_own_has_one_that_serves_it(code, stations):
    load_directory(actor=reviewer(), now=NOON)
    assert sorted(Region.objects.get(code=code).served_by.values_list("name_ko", flat=True)) == stations


def test_the_two_stations_of_one_name_are_told_apart_by_their_province():
    load_directory(actor=reviewer(), now=NOON)
    with override("ko"):
        labels = {str(agency) for agency in Agency.objects.filter(name_ko="고성경찰서")}
    assert labels == {"고성경찰서(강원)", "고성경찰서(경남)"}


def test_a_province_that_only_changed_its_name_keeps_the_former_one():
    load_directory(actor=reviewer(), now=NOON)
    gangwon = FormerName.objects.get(agency__slug="gangwon")
    assert (gangwon.name_ko, gangwon.until.isoformat()) == ("강원도", "2023-06-10")


# ---- what staff have stays ----------------------------------------------------------------------------


def edited(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    with drafts.editing_record(record, actor=reviewer(), now=NOON):
        record.save()
    return record


def test_a_row_that_nobody_touched_follows_a_newer_file(files):
    files.load()
    files.regions(
        CHUNGBUK | {"name_en": "Chungbuk"}, JEUNGPYEONG, JEUNGPYEONG | {"code": "43760", "name_ko": "괴산군"}
    )
    files.bodies(GOESAN_POLICE | {"serves": "", "region": "43760", "other_names_ko": "괴산서"})
    load = files.load()
    assert load.changed_regions == ["43"]
    assert load.entered_regions == ["43760"]
    assert load.changed_agencies == ["goesan-police"]
    goesan = Agency.objects.get(slug="goesan-police")
    assert (goesan.region_id, goesan.other_names_ko) == ("43760", "괴산서")
    assert not goesan.serves.exists()


def test_what_staff_changed_is_not_touched(files):
    files.load()
    edited(Region.objects.get(code="43745"), name_ko="증평")
    edited(Agency.objects.get(slug="goesan-police"), name_ko="괴산서", listed=True)
    files.bodies(GOESAN_POLICE | {"serves": ""})
    load = files.load()
    assert load.changes == 0
    assert (load.kept_regions, load.kept_agencies) == (["43745"], ["goesan-police"])
    assert Region.objects.get(code="43745").name_ko == "증평"
    assert Agency.objects.get(slug="goesan-police").serves.exists()


def test_what_staff_entered_before_is_not_touched_but_can_be_a_parent(files):
    edited(Agency(slug="chungbuk-police"), name_ko="충북청", kind="provincial_police")
    files.bodies(
        {"slug": "chungbuk-police", "name_ko": "충청북도경찰청"},
        GOESAN_POLICE | {"parent": "chungbuk-police"},
    )
    assert files.load().kept_agencies == ["chungbuk-police"]
    assert Agency.objects.get(slug="goesan-police").parent.name_ko == "충북청"


def test_a_body_registered_under_another_address_name_is_not_entered_twice(files):
    edited(Region(code="43"), name_ko="충청북도")
    edited(Agency(slug="goesan"), name_ko="괴산경찰서", kind="police_station", region_id="43")
    files.bodies(GOESAN_POLICE, {"slug": "branch", "name_ko": "증평지구대", "parent": "goesan-police"})
    load = files.load()
    assert load.registered_otherwise == {"goesan-police": "goesan"}
    assert Agency.objects.get(name_ko="괴산경찰서").slug == "goesan"
    assert Agency.objects.get(slug="branch").parent.slug == "goesan"
    assert files.load().changes == 0


def test_a_newer_name_that_staff_gave_to_another_agency_is_left_to_them(files):
    files.load()
    edited(Agency(slug="other"), name_ko="증평경찰서", kind="police_station")
    files.bodies(GOESAN_POLICE | {"name_ko": "증평경찰서"})
    load = files.load()
    assert (load.changes, load.kept_agencies) == (0, ["goesan-police"])
    assert Agency.objects.get(slug="goesan-police").name_ko == "괴산경찰서"


def test_only_a_coordinator_loads_the_directory(files):
    with pytest.raises(NotAllowed):
        load_directory(actor=factories.author(), now=NOON, folder=files.folder)
    assert not Region.objects.exists()


# ---- what is refused ----------------------------------------------------------------------------------


def refused(files, *words):
    """Load, and hold that the refusal names these words and that nothing was entered."""
    with override("ko"), pytest.raises(BadRow) as refusal:
        files.load()
    for word in words:
        assert word in str(refusal.value)
    assert not Region.objects.exists()
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (CHUNGBUK, ["두 번"]),
        ({"code": "4", "name_ko": "충북"}, ["법정동 코드"]),
        ({"code": "44", "name_ko": ""}, ["이름"]),
        ({"code": "44", "name_ko": "충남", "parent": "99"}, ["“99”"]),
        ({"code": "44", "name_ko": "충남", "parent": "44"}, ["자기 자신"]),
        ({"code": "44", "name_ko": "충남", "successors": "43;44"}, ["자기 자신"]),
        ({"code": "44", "name_ko": "충남", "successors": "98"}, ["“98”"]),
        ({"code": "44", "name_ko": "충남", "valid_from": "2020-02-30"}, ["“2020-02-30”"]),
        (
            {"code": "44", "name_ko": "충남", "valid_from": "2020-02-02", "valid_to": "2020-02-01"},
            ["마지막 날"],
        ),
        ({"code": "44", "name_ko": "충남", "successors": "43"}, ["언제까지였는지"]),
        ({"code": "44", "name_ko": "충남", "parent": "43"}, ["시·도"]),
        ({"code": "44131", "name_ko": "천안시"}, ["상위 행정구역"]),
        ({"code": "44", "name_ko": "충남", "source": "nobody"}, ["“nobody”"]),
        ({"code": "44", "name_ko": "충남", "source": ""}, ["“”"]),
    ],
)
def test_a_bad_region_is_named_with_file_and_line(files, row, words):
    files.regions(CHUNGBUK, row)
    files.bodies()
    refused(files, "regions.csv", "3행", *words)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"slug": "goesan-police", "name_ko": "괴산서"}, ["두 번"]),
        ({"slug": "other", "name_ko": "괴산경찰서"}, ["goesan-police"]),
        ({"slug": "bad slug", "name_ko": "서"}, ["주소"]),
        ({"slug": "other", "name_ko": "서", "kind": "castle"}, ["종류"]),
        ({"slug": "other", "name_ko": "서", "region": "99"}, ["“99”"]),
        ({"slug": "other", "name_ko": "서", "serves": "43745;98"}, ["“98”"]),
        ({"slug": "other", "name_ko": "서", "parent": "nobody"}, ["“nobody”"]),
        ({"slug": "other", "name_ko": "서", "parent": "other"}, ["자기 자신"]),
    ],
)
def test_a_bad_body_is_named_with_file_and_line(files, row, words):
    files.bodies(GOESAN_POLICE, row)
    refused(files, "public_bodies.csv", "3행", *words)


def test_a_region_below_the_third_level_is_named_with_file_and_line(files):
    city = {"code": "43110", "name_ko": "청주시", "parent": "43"}
    district = {"code": "43111", "name_ko": "상당구", "parent": "43110"}
    files.regions(CHUNGBUK, city, district, {"code": "43112", "name_ko": "동", "parent": "43111"})
    refused(files, "regions.csv", "5행", "세 단계")


def test_a_body_that_is_followed_and_has_no_last_day_is_named_with_file_and_line(files):
    files.former_bodies({"slug": "chungbuk", "name_ko": "충북", "successors": "goesan-police"})
    refused(files, "public_bodies_former.csv", "2행", "언제까지였는지")


def test_a_circle_of_parents_is_named_with_file_and_line(files):
    circle = [{"slug": slug, "name_ko": slug, "parent": above} for slug, above in ("ab", "bc", "ca")]
    files.bodies(GOESAN_POLICE, {"slug": "d", "name_ko": "d", "parent": "a"}, *circle)
    refused(files, "public_bodies.csv", "4행", ": b", "아래에")


def test_a_circle_of_successors_is_named_with_file_and_line(files):
    circle = [
        {"code": code, "name_ko": code, "successors": after, "valid_to": "2020-02-01"}
        for code, after in (("44", "45"), ("45", "44"))
    ]
    files.regions(CHUNGBUK, *circle)
    refused(files, "regions.csv", "3행", ": 45", "승계")


@pytest.mark.parametrize("successors", ["nobody", "gwangju"])
def test_a_former_body_with_a_bad_successor_is_named_with_file_and_line(files, successors):
    files.former_bodies({"slug": "gwangju", "name_ko": "광주광역시", "successors": successors})
    refused(files, "public_bodies_former.csv", "2행", successors)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"agency": "nobody", "name_ko": "서", "until": "2020-01-01"}, ["“nobody”"]),
        ({"agency": "goesan-police", "name_ko": "서", "until": ""}, ["마지막 날"]),
        ({"agency": "goesan-police", "name_ko": "", "until": "2020-01-01"}, ["이름"]),
    ],
)
def test_a_bad_former_name_is_named_with_file_and_line(files, row, words):
    files.write("former_names", [row | {"source": "s"}])
    refused(files, "former_names.csv", "2행", *words)


@pytest.mark.parametrize("row", ["44", "44,충남,,,,,,s,too,much"])
def test_a_row_of_more_or_fewer_cells_than_the_header_is_named(files, row):
    files.regions(CHUNGBUK)
    with (files.folder / "regions.csv").open("a") as file:
        file.write(f"{row}\n")
    refused(files, "regions.csv", "3행", "칸")


def test_the_shipped_files_hold_to_these_rules_and_an_added_bad_row_does_not(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    read_directory(folder)
    with (folder / "regions.csv").open("a") as file:
        file.write("43,충청북도,,,,,,legal-dong\n")
    with pytest.raises(BadRow):
        read_directory(folder)


def test_a_former_name_with_its_day_is_no_short_name_as_well():
    directory = read_directory()
    for slug, names in directory.former_names.items():
        short_names = directory.bodies[slug].fields["other_names_ko"].split("; ")
        assert not {name["name_ko"] for name in names.values()}.intersection(short_names)


# ---- the command --------------------------------------------------------------------------------------


def test_the_command_says_what_it_entered_and_what_it_left_out():
    edited(Agency(slug="knpa"), name_ko="경찰청", kind="national_police")
    said = StringIO()
    with override("ko"):
        call_command("load_directory", reviewer().username, stdout=said)
    assert said.getvalue().splitlines() == [
        "등록하지 않음: national-police – 이미 다른 주소 이름(knpa)으로 등록되어 있습니다.",
        "행정구역: 새로 등록 354곳, 갱신 0곳, 직원이 관리해 그대로 둠 0곳",
        "기관: 새로 등록 589곳, 갱신 0곳, 직원이 관리해 그대로 둠 0곳",
    ]


@pytest.mark.parametrize("username", ["nobody", "editor of Paju"])
def test_the_command_enters_nothing_for_who_is_no_coordinator(username):
    factories.author()
    with pytest.raises(CommandError):
        call_command("load_directory", username, stdout=StringIO())
    assert not Region.objects.exists()
