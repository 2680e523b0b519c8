"""The formats beside CSV say the same as it, in the types that their readers expect."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from agreements.lists.columns import EXPORTS
from agreements.lists.columns import xlsx_file as xlsx
from agreements.lists.columns.export import Kind
from agreements.lists.columns.formats import FORMATS
from agreements.lists.parameters import BadParameter
from agreements.models import Commitment
from agreements.models.ledger import newest_sequence
from tests.exported import rows, written
from tests.factories import NOON, agreement, published


def book(name: str, query: str = "header=name") -> Any:
    return load_workbook(io.BytesIO(written(name, query, ending="xlsx")))


def table(sheet: Any) -> list[dict[str, Any]]:
    header, *lines = sheet.iter_rows()
    return [
        {name.value: cell for name, cell in zip(header, line, strict=True) if cell.value is not None}
        for line in lines
    ]


def records(name: str, query: str = "") -> list[dict[str, Any]]:
    return json.loads(written(name, query, ending="json"))["rows"]


# ---- the same rows in each format ----------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_each_cell_says_the_same_in_all_formats(paju, name):
    columns = {column.name: column.kind for column in EXPORTS[name].columns}
    in_csv = rows(name, "header=name&as_of=2023-08-01")
    in_xlsx = table(book(name, "header=name&as_of=2023-08-01").worksheets[0])
    in_json = records(name, "as_of=2023-08-01")
    assert len(in_csv) == len(in_xlsx) == len(in_json)
    for line, cells, record in zip(in_csv, in_xlsx, in_json, strict=True):
        assert list(record) == list(columns)
        for column, kind in columns.items():
            said = line[column].removeprefix("'")
            assert as_text(kind, cells[column].value if column in cells else None) == said
            assert as_text(kind, record[column]) == said


def as_text(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind is Kind.DAY:
        return str(value)[:10]
    if kind is Kind.LIST:
        return value if isinstance(value, str) else "; ".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def test_a_file_of_nothing_is_valid_and_empty(paju):
    query = "q=없는말없는말"
    sheet = book("commitments", query).worksheets[0]
    assert sheet.max_row == 1
    assert sheet["A1"].value == "고유번호"
    assert records("commitments", query) == []
    assert written("commitments", f"{query}&format=lines", ending="json") == b""


# ---- XLSX ----------------------------------------------------------------------------------------


def test_cells_of_a_sheet_have_types_and_run_nothing(db):
    one = agreement(title_ko='=HYPERLINK("http://a.example")')
    Commitment.objects.update(title_ko="#N/A", wording_ko="줄\x0b바꿈")
    published(one)
    agreed = table(book("agreements").worksheets[0])[0]
    assert (agreed["title"].value, agreed["title"].data_type) == ('=HYPERLINK("http://a.example")', "s")
    assert agreed["seq"].data_type == "n"
    assert agreed["as_of"].is_date
    promised = table(book("commitments").worksheets[0])[0]
    assert (promised["title"].value, promised["title"].data_type) == ("#N/A", "s")
    assert promised["wording"].value == "줄바꿈"
    assert isinstance(promised["number"].value, int)


def test_a_sheet_keeps_its_head_and_a_second_one_says_what_it_is(paju):
    whole = book("commitments", "status=completed&as_of=2023-12-31")
    sheet, about = whole.worksheets
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    told = [[cell for cell in line if cell] for line in about.iter_rows(values_only=True)]
    assert ["상태", "완료"] in told
    assert ["기준일", "2023-12-31"] in told
    assert ["공개 순번", str(newest_sequence())] in told
    assert len(told) > len(EXPORTS["commitments"].columns)


def test_what_a_sheet_cannot_hold_is_refused_with_the_way_out(paju, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    with pytest.raises(BadParameter, match="CSV"):
        written("commitments", ending="xlsx")
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1000)
    monkeypatch.setattr(xlsx, "MOST_LETTERS", 3)
    with pytest.raises(BadParameter, match="CSV"):
        written("commitments", ending="xlsx")


# ---- JSON ----------------------------------------------------------------------------------------


def test_json_names_its_clock_and_writes_korean_as_korean(paju):
    text = written("commitments", "as_of=2023-12-31&seq=3", ending="json").decode()
    whole = json.loads(text)
    assert (whole["as_of"], whole["seq"]) == ("2023-12-31", 3)
    assert "위기아동" in text
    one = whole["rows"][0]
    assert isinstance(one["agency_slugs"], list)
    assert one["disputed"] in (True, False)
    assert date.fromisoformat(one["as_of"]) == date(2023, 12, 31)


def test_json_lines_are_the_same_records_one_a_line(paju):
    lines = written("reports", "format=lines", ending="json").decode().splitlines()
    assert [json.loads(line) for line in lines] == records("reports")
    with translation.override("en"):
        assert records("reports") != [json.loads(line) for line in lines]


# ---- CSV for old Excel ---------------------------------------------------------------------------


def test_cp949_replaces_what_it_lacks_and_nothing_else(db):
    published(agreement(title_ko="똠방각하 — 협약 😀"))
    text = written("agreements", "header=name&encoding=cp949").decode("cp949")
    assert only_title(text) == "똠방각하 〓 협약 〓"
    assert written("agreements", "header=name&encoding=utf-8") == written("agreements", "header=name")


def only_title(text: str) -> str:
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    return row["title"]


# ---- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
def test_an_answer_says_its_day_its_sequence_and_its_head(paju, client, monkeypatch, ending):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    newest = newest_sequence()
    answer = client.get(f"/commitments.{ending}", {"as_of": "2023-12-31"})
    assert answer.headers["X-Base-Date"] == "2023-12-31"
    assert answer.headers["X-Publication-Sequence"] == str(newest)
    earlier = client.head(f"/commitments.{ending}", {"seq": newest - 1})
    assert earlier.headers["X-Publication-Sequence"] == str(newest - 1)
    assert earlier.headers["X-Ledger-Head"].startswith(f"{newest - 1}-")
    assert f"commitments_2023-12-31.{ending}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/commitments.csv?encoding=utf-16", "encoding: 다음 중 하나를 쓰세요: utf-8, cp949."),
        ("/commitments.json?format=xml", '"parameter":"format"'),
        ("/commitments.xlsx?header=x", "header: "),
        ("/commitments.xlsx?encoding=cp949", "encoding: "),
        ("/commitments.json?header=name", '"parameter":"header"'),
    ],
)
def test_what_a_format_does_not_take_is_refused_by_name(paju, client, address, named):
    answer = client.get(address)
    assert answer.status_code == 400
    assert named in answer.content.decode()
