"""Which files are read, in which encodings and shapes; what is refused, and with which words."""

import gc
import io
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from agreements.imports import headers
from agreements.imports.agreement_columns import AGREEMENT_COLUMNS
from agreements.imports.complaints import BadFile
from agreements.imports.reading import open_table
from tests.imported import Table, csv_file, xlsx_file

HEADER = ["협약명", "협약기관", "체결일"]
ROW = ["치안협력 업무협약", "파주시", "2022. 12. 13."]
LIST = [HEADER, ROW]
WORKBOOK = xlsx_file(LIST)  # made once: it holds the moment, and hypothesis wants the same again


SHEET = "xl/worksheets/sheet1.xml"
SCORE = partial(headers.header_score, AGREEMENT_COLUMNS)


def rows(content: bytes, name: str = "목록.csv") -> list[tuple[int, list[str]]]:
    with open_table(io.BytesIO(content), name, score=SCORE) as found:
        return [(number, list(cells)) for number, cells in found.rows]


def refusal(content: bytes, name: str = "목록.csv") -> tuple[int, str]:
    with override("en"), pytest.raises(BadFile) as refused:
        rows(content, name)
    (only,) = refused.value.complaints
    return only.row, only.correction


# ---- CSV ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_each_encoding_and_with_each_separator(encoding, delimiter):
    text = [HEADER, ["협약, 둘; 셋", "파주시\n파주경찰서", "2022.12.13"]]
    assert rows(csv_file(text, encoding=encoding, delimiter=delimiter)) == list(enumerate(text, start=1))


def test_the_separator_is_the_one_the_header_uses_though_titles_hold_others():
    text = [["협약 목록, 2022년; 1차"], HEADER, ["하나, 둘, 셋, 넷, 다섯", "파주시", ""]]
    assert rows(csv_file(text, delimiter=";"))[2][1] == text[2]


def test_a_refused_header_closes_the_rows_before_the_file_is_closed(monkeypatch, tmp_path):
    ignored: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)
    path = tmp_path / "목록.csv"
    path.write_bytes(csv_file([["아무", "말"], ["가", "나"]]))
    with path.open("rb") as file, suppress(BadFile), open_table(file, path.name, score=SCORE) as table:
        next(iter(table.rows))
        raise BadFile
    del table
    gc.collect()
    assert ignored == []


def test_a_line_that_is_no_text_is_named():
    assert refusal(csv_file(LIST) + b"\n\xff\xff\xff") == (
        4,
        "This line is neither UTF-8 nor CP949 (EUC-KR). Save the file as “CSV UTF-8” or as .xlsx.",
    )


def test_an_unclosed_quote_is_refused_at_its_row():
    row, right = refusal(csv_file(LIST) + '"끝나지 않는,파주시\n'.encode())
    assert row == 3
    assert "quotation mark" in right


def test_nul_is_refused_at_its_row():
    row, right = refusal(csv_file(LIST) + b"a\0b,c,d\n")
    assert row == 3
    assert "NUL" in right


def test_a_cell_of_131073_characters_is_refused_and_one_of_131072_is_read():
    assert len(rows(csv_file([HEADER, ["가" * 131_072, "", ""]]))[1][1][0]) == 131_072
    row, right = refusal(csv_file([HEADER, ["가" * 131_073, "", ""]]))
    assert row == 2
    assert "131,072 characters" in right


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("빈.csv", b"", "empty"),
        ("목록.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", ".xls) are not read"),
        ("목록.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "password"),
        ("목록.hwp", b"HWP Document File", "Only .xlsx and .csv"),
        ("목록", b"a,b", "Only .xlsx and .csv"),
        ("목록.csv", b"%PDF-1.7 ...", "not that of a “.csv” file"),
        ("목록.xlsx", b"%PDF-1.7 ...", "not that of a “.xlsx” file"),
        ("목록.csv", b"PK\x03\x04....", "not that of a “.csv” file"),
        ("목록.xlsx", b"PK\x03\x04....", "damaged"),
        ("목록.csv", b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_a_file_of_another_kind_or_size_is_refused_by_name(name, content, says):
    assert says in refusal(content, name)[1]


def test_a_file_of_20_mb_is_not_too_large():
    content, line = csv_file(LIST), b"a" * 99_999 + b"\n"
    lines, rest = divmod(20 * 1024 * 1024 - len(content), len(line))
    assert len(rows(content + line * lines + b"a" * rest)) == len(LIST) + lines + 1


# ---- XLSX -----------------------------------------------------------------------------------------


def test_an_xlsx_is_read_as_a_person_sees_it():
    moment = datetime(2022, 12, 13, 10)  # noqa: DTZ001  # as openpyxl wants it
    cells = [3, 2.5, 3.0, True, date(2022, 12, 13), moment, None, " 파주시 "]
    header = ["협약명", "협약기관", "체결일", "장소", "전화", "부서", "비고", "목적"]
    assert rows(xlsx_file([header, cells]), "a.xlsx")[1] == (
        2,
        ["3", "2.5", "3", "1", "2022-12-13", "2022-12-13", "", " 파주시 "],
    )


def test_merged_cells_hold_what_stands_in_their_first():
    content = xlsx_file(
        [["협약 목록", "", ""], HEADER, ROW, ["", "고양시", ""]], merged=["A1:C1", "A3:A4", "C3:C4"]
    )
    found = rows(content, "a.xlsx")
    assert found[0][1] == ["협약 목록"] * 3
    assert found[3][1] == [ROW[0], "고양시", ROW[2]]


def test_the_sheet_with_the_header_is_read_and_the_others_named():
    content = xlsx_file([["설명"]], sheets={"협약": LIST, "메모": [["a"]]})
    with open_table(io.BytesIO(content), "a.xlsx", score=SCORE) as found:
        assert [list(cells) for _number, cells in found.rows] == LIST
        assert found.remarks() == ["시트 “협약”만 읽었습니다. 읽지 않은 시트: Sheet, 메모."]


def test_a_hidden_sheet_is_not_read():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file([["설명"]], sheets={"숨김": LIST})))
    book["숨김"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    assert rows(file.getvalue(), "a.xlsx") == [(1, ["설명"])]


def test_a_formula_gives_its_stored_value_and_what_has_none_or_an_error_is_a_fault_of_its_cell():
    content = xlsx_file([HEADER, ["#REF!", "파주시", "=EDATE(A1,24)"]])  # openpyxl calculates nothing
    with override("en"), open_table(io.BytesIO(content), "a.xlsx", score=SCORE) as table:
        assert list(table.rows)[1] == (2, ["#REF!", "파주시", ""])
    assert "error of the spreadsheet" in table.cell_faults[2][0]
    assert "never calculated" in table.cell_faults[2][2]


def test_a_formula_whose_value_is_an_empty_text_is_an_empty_cell():
    formula = b'<row r="2"><c r="A2" t="str"><f>IF(B1="","","x")</f><v></v></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(xlsx_file([HEADER]))) as book:
        sheet = book.read(SHEET).replace(b"</sheetData>", formula)
    with open_table(io.BytesIO(packed(SHEET, sheet)), "a.xlsx", score=SCORE) as table:
        assert [row for row, cells in table.rows] == [1, 2]
        assert table.cell_faults == {}


def edited_xlsx(table: Table, edit: Callable[[Any], None]) -> bytes:
    """A workbook whose only sheet was edited as one does in a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(table)))
    edit(book["Sheet"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("stored", "number_format", "shown"),
    [
        (319401234, "0##\\-000\\-0000", "031-940-1234"),
        (319401234, '[<=9999999]###"-"####;(0##) ###"-"####', "(031) 940-1234"),
        (1012345678, "00000000000", "01012345678"),
        (0.354, "0%", "35%"),
        (0.354, "0.0%", "35.4%"),
        (35, '0"%"', "35"),
        (1234567.5, "#,##0", "1234567.5"),
        (120, '0"대"', "120"),
        (-12, "000-0000", "-12"),
        (date(2022, 12, 13), "yyyy년 m월 d일", "2022-12-13"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(stored, number_format, shown):
    def edit(sheet):
        sheet["A2"], sheet["A2"].number_format = stored, number_format

    assert rows(edited_xlsx([HEADER, ROW], edit), "a.xlsx")[1][1][0] == shown


def test_a_line_end_that_xml_cannot_write_is_a_line_end():
    table = [HEADER, ["안전과_x000D_\n1팀", "_x005F_x000D_", ""]]
    assert rows(xlsx_file(table), "a.xlsx")[1][1] == ["안전과\r\n1팀", "_x000D_"]


def test_hidden_and_struck_rows_and_hidden_columns_are_read_and_said():
    def edit(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[9].hidden = True  # nothing stands there
        sheet.column_dimensions["C"].hidden = True
        sheet["A3"].font = Font(strike=True)

    content = edited_xlsx([HEADER, ROW, ROW], edit)
    with open_table(io.BytesIO(content), "a.xlsx", score=SCORE) as table:
        assert len(list(table.rows)) >= 3
        with override("ko"):
            remarks = [remark.split(":")[0] for remark in table.remarks()]
    assert remarks == [
        "숨긴 행도 똑같이 읽습니다",
        "취소선이 그어진 행도 읽습니다",
        "숨긴 열도 똑같이 읽습니다",
    ]


def test_columns_that_are_only_coloured_are_no_columns():
    def edit(sheet):
        for column in range(4, 1025):
            sheet.cell(1, column).fill = PatternFill("solid", fgColor="FFFF00")

    assert rows(edited_xlsx([HEADER, ROW], edit), "a.xlsx")[0][1] == HEADER


def test_a_family_of_fonts_that_the_standard_does_not_have_is_no_reason_to_refuse():
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as book:
        styles = book.read("xl/styles.xml").replace(b'family val="2"', b'family val="50"')
    assert b'"50"' in styles
    assert rows(packed("xl/styles.xml", styles), "a.xlsx")[1][1] == ROW


def test_a_style_that_is_not_understood_is_called_so_and_not_damage():
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as book:
        styles = book.read("xl/styles.xml").replace(b"<sz val=", b"<sz val='x' valx=")
    assert "format that is not understood" in refusal(packed("xl/styles.xml", styles), "a.xlsx")[1]


def test_a_strict_workbook_is_refused_by_its_name():
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as book:
        transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        strict = book.read("xl/workbook.xml").replace(
            transitional, b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
    assert "Strict Open XML" in refusal(packed("xl/workbook.xml", strict), "a.xlsx")[1]


def packed(name: str, content: bytes) -> bytes:
    """A workbook in which one part is replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_file(LIST))) as old, zipfile.ZipFile(file, "w", 8) as new:
        for one in old.namelist():
            new.writestr(one, content if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "size"),
    [(SHEET, 301 * 2**20), ("xl/media/image1.png", 50 * 2**20), ("xl/styles.xml", 11 * 2**20)],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(name, size):
    content = packed(name, b" " * size)
    assert len(content) < 2**20
    assert refusal(content, "a.xlsx")[1].startswith("Unpacked, this file would be far larger")


def test_entities_in_xml_are_refused():
    bomb = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>"""
    assert "damaged" in refusal(packed(SHEET, bomb), "a.xlsx")[1]


def test_a_row_far_too_wide_is_refused():
    row, right = refusal(xlsx_file([HEADER, ["가"] * 301]), "a.xlsx")
    assert row == 2
    assert "300 columns" in right


# ---- anything -------------------------------------------------------------------------------------

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
TABLE = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=5)


@given(TABLE, st.sampled_from([",", "\t", ";"]))
def test_whatever_stands_in_a_csv_comes_out_as_it_went_in(body: Table, delimiter):
    written = [HEADER, *body]
    assert [cells for _row, cells in rows(csv_file(written, delimiter=delimiter))] == written


def read_or_refused(content: bytes, name: str) -> bool:
    """False where a refusal does not say what would be right."""
    try:
        rows(content, name)
    except BadFile as refused:
        return all(one.correction for one in refused.complaints)
    return True


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
def test_random_bytes_are_read_or_refused_and_never_fail(content, name):
    assert read_or_refused(content, name)


@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_fails(data):
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refused(bytes(content), "a.xlsx")
