"""What a CSV holds: the rows of its list, cells a spreadsheet neither garbles nor runs, nothing hidden."""

from operator import attrgetter

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.actions.programs import withdraw_program
from agreements.lists.columns import EXPORTS
from agreements.lists.columns.formats import file_for
from agreements.lists.parameters import BadParameter
from agreements.models import Agency, BudgetShare, Inquiry, LedgerEntry, Party, Region, Source
from agreements.models.ledger import newest_sequence
from tests.exported import only, rows, written
from tests.factories import NOON, TODAY, agreement, published, reviewer

COMMITMENT_COLUMNS = [
    "reference", "agreement_reference", "agreement_title", "number", "title", "lead_agencies",
    "supporting_agencies", "joint_agencies", "regions", "program", "status", "status_label", "standing",
    "progress_percent", "original_target", "current_target", "times_moved", "completed_from", "completed_to",
    "disputed", "searched_on", "last_report_on", "stated_by", "origin", "sources", "url",
]  # fmt: skip
MILESTONE_COLUMNS = [
    "program", "stage", "number", "title", "agencies", "status", "status_label", "standing",
    "original_target", "current_target", "times_moved", "completed_from", "completed_to", "disputed",
    "searched_on", "last_report_on", "stated_by", "origin", "sources", "url",
]  # fmt: skip


# ---- the columns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "columns"), [("commitments", COMMITMENT_COLUMNS), ("milestones", MILESTONE_COLUMNS)]
)
def test_the_promised_columns_stand_in_the_promised_order(name, columns):
    names = [column.name for column in EXPORTS[name].columns]
    assert [column for column in names if column in columns] == columns


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", EXPORTS)
def test_no_two_columns_are_called_the_same_and_each_is_explained(name, language):
    columns = EXPORTS[name].columns
    with translation.override(language):
        for called in ([column.name for column in columns], [str(column.label) for column in columns]):
            assert len(set(called)) == len(called)
        assert all(str(column.meaning) for column in columns)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_code_has_its_words_beside_it(name):
    names = {column.name for column in EXPORTS[name].columns}
    for code in names & {"status", "standing", "kind", "phase", "origin", "review", "end_reason"}:
        assert f"{code}_label" in names


@pytest.mark.parametrize("name", EXPORTS)
def test_each_row_ends_with_its_base_day_and_the_sequence_under_which_it_is_answered_for_ever(paju, name):
    newest = newest_sequence()
    for query, clock in (
        ("", (TODAY.isoformat(), str(newest))),
        ("&as_of=2023-08-01", ("2023-08-01", str(newest))),
        (f"&as_of=2023-08-01&seq={newest - 1}", ("2023-08-01", str(newest - 1))),
    ):
        for row in rows(name, f"header=name{query}"):
            assert list(row)[-2:] == ["as_of", "seq"]
            assert (row["as_of"], row["seq"]) == clock


def test_a_file_asked_for_again_by_the_base_day_and_sequence_in_its_rows_is_the_same(paju):
    today = rows("agreements")
    clock = f"&as_of={today[0]['as_of']}&seq={today[0]['seq']}"
    published(agreement(title_ko="그 뒤에 공개한 협약"))
    assert rows("agreements", f"header=name{clock}") == today
    assert len(rows("agreements")) == len(today) + 1
    assert int(rows("agreements")[0]["seq"]) > int(today[0]["seq"])


def test_the_clock_is_named_in_korean_and_english(db):
    for language, names in (("ko", ["기준일", "공개 순번"]), ("en", ["Base date", "Publication sequence"])):
        with translation.override(language):
            header = written("commitments", "header=label").decode("utf-8-sig").strip()
            assert header.split(",")[-2:] == names


def test_the_header_is_korean_or_machine_names(paju):
    def header(query: str) -> str:
        return written("commitments", query).decode("utf-8-sig").partition(",")[0]

    assert header("") == header("header=label") == "고유번호"
    assert header("header=name") == "reference"
    with translation.override("en"):
        assert header("") == "reference"
        assert header("header=label") == "Reference"
    with pytest.raises(BadParameter) as refused:
        written("commitments", "header=x")
    assert refused.value.name == "header"


# ---- what the Paju story reads like ----------------------------------------------------------------


def test_the_promise_to_open_a_center_reads_as_it_happened(paju):
    row = only(rows("commitments", "header=name&status=completed"))
    assert {name: row[name] for name in COMMITMENT_COLUMNS if name != "sources"} == {
        "reference": "2022-0001-01",
        "agreement_reference": "2022-0001",
        "agreement_title": "자치경찰 치안협력 강화를 위한 업무협약",
        "number": "1",
        "title": "위기아동 보호센터 설립 추진",
        "lead_agencies": "파주시",
        "supporting_agencies": "파주경찰서",
        "joint_agencies": "",
        "regions": "",
        "program": "위기아동 원스톱 보호체계 구축",
        "status": "completed",
        "status_label": "완료",
        "standing": "closed",
        "progress_percent": "",
        "original_target": "2022",  # of its milestone: the two are one promise
        "current_target": "2023-H2",
        "times_moved": "1",
        "completed_from": "2023-12-27",
        "completed_to": "2023-12-27",
        "disputed": "0",
        "searched_on": "",
        "last_report_on": "2023-12-27",
        "stated_by": "경기도북부자치경찰위원회",
        "origin": "research",
        "url": "http://testserver/commitments/2022-0001-01/",
    }
    publisher, label, day, address = row["sources"].split(", ")
    assert (publisher, day) == ("신문사", "2023-12-27")
    assert label.startswith("보도 ")
    assert address.startswith("https://news.example/")


def test_the_page_of_the_milestone_reads_as_that_of_the_promise_it_carries_out(paju):
    center, second, undated = rows("milestones", "header=name&program=crisis-child-one-stop")
    assert (center["original_target"], center["current_target"]) == ("2022", "2023-H2")
    assert (center["times_moved"], center["completed_to"], center["status"]) == (
        "1",
        "2023-12-27",
        "completed",
    )
    assert center["same_promise_as"] == "2022-0001-01"
    assert center["agencies"] == "경기도북부자치경찰위원회; 파주경찰서; 파주시"
    assert (second["standing"], second["current_target"], second["same_promise_as"]) == (
        "unchecked",
        "2023",
        "",
    )
    assert (undated["standing"], undated["original_target"]) == ("undated", "")


def test_an_unreported_commitment_has_empty_cells_and_its_joint_agencies(paju):
    row = only(rows("commitments", "header=name&status=unreported"))
    assert row["status_label"] == "확인된 추진 근거 없음"
    assert row["joint_agencies"] == "경기도북부자치경찰위원회; 파주시; 파주경찰서"
    assert row["searched_on"] == "2026-02-16"
    assert {row[name] for name in ("last_report_on", "stated_by", "origin", "sources", "completed_to")} == {
        ""
    }


def test_an_earlier_day_is_written_as_it_was(paju):
    asked = "header=name&kind=commitment&program=crisis-child-one-stop"
    row = only(rows("commitments", f"{asked}&as_of=2022-12-31"))
    assert (row["status"], row["current_target"], row["stated_by"]) == ("on_track", "2023", "파주시")
    assert rows("commitments", f"{asked}&as_of=2022-12-12") == []


def test_in_english_what_has_english_is_english(paju):
    with translation.override("en"):
        center = rows("milestones", "program=crisis-child-one-stop")[0]
    assert center["program"] == "One-stop protection system for children in crisis"
    assert center["agencies"] == "Gyeonggi Bukbu Autonomous Police Commission; 파주경찰서; Paju City"
    assert center["status_label"] == "Completed"
    assert center["url"] == "http://testserver/en/milestones/crisis-child-one-stop-1/"


def test_an_agreement_is_written_with_parties_counts_and_budget(paju):
    BudgetShare.objects.create(agreement=paju.agreement, payer=paju.city, amount="1500.500", unit="1000")
    row = only(rows("agreements"))
    assert row["parties"] == "경기도북부자치경찰위원회; 파주시; 파주경찰서"
    assert row["agency_slugs"] == "commission; paju; paju-police"
    assert row["budget"] == "파주시 1500.5 천 원"
    assert [row[name] for name in ("commitments", "fulfilled", "late", "unreported")] == ["2", "1", "0", "1"]
    assert (row["phase"], row["phase_label"], row["signed_on"]) == (
        "in_force",
        "유효",
        "2022-12-13",
    )


def test_a_program_is_written_with_what_it_serves_and_was_given(paju):
    row = rows("programs", "header=name&agency=commission")[0]
    assert (row["agreements"], row["stages"], row["milestones"], row["reached"]) == (
        "2022-0001",
        "2",
        "3",
        "1",
    )
    assert row["recognitions"] == "우수 시책 선정과 특별교부세, 경기도북부자치경찰위원회, 2021-12"
    assert (row["late"], row["unchecked"], row["unsearched"], row["decided"]) == ("0", "1", "0", "2021-09")


def test_an_agency_is_written_with_its_part(paju):
    city = only(rows("agencies", "header=name&q=파주시"))
    assert [city[name] for name in ("agreements", "leads", "supports", "shares")] == ["1", "1", "0", "1"]
    before = only(rows("agencies", "header=name&q=파주시&view=all&as_of=2022-12-12"))
    assert [before[name] for name in ("agreements", "leads", "supports", "shares")] == ["0", "0", "0", "0"]


def test_a_report_is_written_with_subject_speaker_and_place(paju):
    newest = rows("reports", "header=name&milestone=crisis-child-one-stop-1")[0]
    assert newest["reference"] == "crisis-child-one-stop-1#5"
    assert (newest["subject_kind"], newest["belongs_to"]) == ("milestone", "crisis-child-one-stop")
    assert (newest["stated_by_slug"], newest["published_on"]) == ("commission", "2026-03-02")
    assert newest["url"] == "http://testserver/milestones/crisis-child-one-stop-1/#report-5"


# ---- the same rows as the list, however many ---------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_a_file_holds_the_rows_of_its_list_in_its_order_across_chunks(paju, name, monkeypatch):
    whole = written(name)
    for size in ("FIRST_ROWS", "ROWS_A_CHUNK"):
        monkeypatch.setattr(f"agreements.lists.columns.reading.{size}", 2)
    assert written(name) == whole
    export = EXPORTS[name]
    assert whole.count(b"\r\n") == 1 + export.listing.select(QueryDict(), today=TODAY).rows.count()
    view = "view=list&" if name == "timeline" else ""  # its picture has no order to choose
    for sort in export.listing.sorts:
        selection = export.listing.select(QueryDict(f"{view}sort={sort}"), today=TODAY)
        key = KEYS.get(name, "reference")
        in_file = [row[key] for row in rows(name, f"{view}header=name&sort={sort}")]
        all_rows = selection.rows[: selection.rows.count()]
        assert in_file == list(map(reference_of, all_rows))


KEYS = {
    "agencies": "slug",
    "programs": "slug",
    "targets": "report_reference",
    "inquiries": "number",
    "timeline": "day",
    "parties": "agency_slug",
    "sources": "url",
    "statements": "about_reference",
    "regions": "code",
    "ledger": "sequence",
    "corrections": "sequence",
}


def reference_of(row: object) -> str:
    if isinstance(row, tuple):  # the key of a fact
        day, _kind, _pk = row
        return day.isoformat()
    attribute = ATTRIBUTES.get(type(row))
    if attribute is not None:
        return str(attribute(row))
    subject = getattr(row, "subject", None)
    if subject is not None and hasattr(row, "note_ko"):
        return f"{subject.reference}#{row.number}"  # type: ignore[attr-defined]
    return str(getattr(subject or row, "slug" if hasattr(row, "slug") else "reference"))


ATTRIBUTES = {
    Inquiry: attrgetter("number"),
    Party: attrgetter("agency.slug"),
    Source: attrgetter("url"),
    Region: attrgetter("pk"),
    LedgerEntry: attrgetter("pk"),
}


def test_memory_holds_one_chunk_and_queries_grow_with_chunks_only(paju, monkeypatch):
    with CaptureQueriesContext(connection) as one_chunk:
        written("commitments")
    for size in ("FIRST_ROWS", "ROWS_A_CHUNK"):
        monkeypatch.setattr(f"agreements.lists.columns.reading.{size}", 1)
    _on, chunks = file_for(EXPORTS["commitments"], "csv", QueryDict(), today=TODAY)
    with CaptureQueriesContext(connection) as single_rows:
        counts = [chunk.count(b"\r\n") for chunk in chunks]
    assert counts == [2, 1, 1, 1, 1]  # the header comes with the first; a promise is one row
    assert len(single_rows) <= len(counts) * len(one_chunk)


def test_an_empty_file_is_its_header(db):
    for name in EXPORTS:
        assert written(name).decode("utf-8-sig").count("\r\n") == 1


# ---- nothing hidden --------------------------------------------------------------------------------


def test_an_agency_that_is_no_longer_listed_is_in_no_file(paju):
    Region.objects.create(code="41480", name_ko="파주 지역")
    hidden = Agency.objects.filter(slug="commission")
    BudgetShare.objects.create(agreement=paju.agreement, payer=hidden.get(), amount=1)
    hidden.update(listed=False, region="41480")
    for name in EXPORTS.keys() - {"regions"}:  # which has all regions of the country
        content = written(name).decode()
        assert "경기도북부자치경찰위원회" not in content, name
        assert "commission" not in content, name
        assert "파주 지역" not in content, name
    assert only(rows("commitments", "header=name&status=completed"))["stated_by"] == ""


def test_a_withdrawn_program_is_in_no_file(paju):
    withdraw_program(paju.program, reason="재검토", actor=reviewer(), now=NOON)
    for name in EXPORTS.keys() - {"ledger", "corrections"}:  # which say that it was withdrawn, and why
        content = written(name).decode()
        assert "위기아동 원스톱 보호체계 구축" not in content, name
        assert "crisis-child-one-stop" not in content, name
