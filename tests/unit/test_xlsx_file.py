"""A report as XLSX: typed cells, totals that compute themselves, and texts that never do."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from agreements.editions.cells import cell_text, clean_text, percent_text, total_cells
from agreements.editions.document import Document, Section, Table, TableColumn
from agreements.editions.xlsx_file import xlsx_of
from agreements.editions.xlsx_sheet import HEAD_ROW
from agreements.lists.columns.export import Kind
from agreements.lists.parameters import BadParameter
from tests.sample_report import BY_FIELD, MANY_ROWS, ODD, REPORT, WIDE

TABLES = [table for section in REPORT.sections for table in section.tables]


@pytest.fixture(scope="module")
def archive() -> bytes:
    return xlsx_of(REPORT)


@pytest.fixture(scope="module")
def book(archive) -> Workbook:
    return load_workbook(io.BytesIO(archive))


@pytest.fixture(scope="module")
def results(archive) -> Workbook:
    """Read what formulas come to, as a program does that computes nothing."""
    return load_workbook(io.BytesIO(archive), data_only=True)


def sheet_of(book: Workbook, table: Table) -> Any:
    return book.worksheets[1 + TABLES.index(table)]


def shown(cell: Any) -> str:
    """Write a cell as its format does."""
    if isinstance(cell.value, datetime):
        return cell.value.strftime("%Y. %-m. %-d.")
    if isinstance(cell.value, float) and "%" in cell.number_format:
        return f"{round(100 * cell.value, 1)} %"
    return f"{cell.value:,}" if isinstance(cell.value, int) else str(cell.value or "")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.caption)
def test_each_cell_says_what_the_report_says(results, table):
    head, *rows = list(sheet_of(results, table).iter_rows(min_row=HEAD_ROW))
    assert [cell.value for cell in head] == [column.label for column in table.columns]
    values = [*table.rows, *([total_cells(table, table.total)] if table.total else [])]
    assert [[shown(cell) for cell in row] for row in rows] == [
        [cell_text(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
        for row in values
    ]


def test_totals_and_ratios_are_formulas_over_the_rows(book):
    total = [cell.value for cell in sheet_of(book, BY_FIELD)[HEAD_ROW + 4]]
    assert total == ["합계", "=SUM(B4:B6)", "=SUM(C4:C6)", '=IF(B7=0,"",C7/B7)', None]
    assert sheet_of(book, BY_FIELD)["D4"].value == '=IF(B4=0,"",C4/B4)'
    assert percent_text(439, 1312) == "33.5 %"
    assert percent_text(0, 0) is None


def test_texts_are_never_formulas_or_errors(book):
    for text, row in zip(ODD.rows, sheet_of(book, ODD).iter_rows(min_row=HEAD_ROW + 1), strict=True):
        assert row[1].data_type == "s"
        assert row[1].value == clean_text(str(text[1]))
    assert sheet_of(book, BY_FIELD)["E5"].value == "=SUM(A1:A9)"
    assert sheet_of(book, BY_FIELD)["E5"].data_type == "s"


def test_days_are_days_and_periods_are_texts(book):
    first = sheet_of(book, MANY_ROWS)[HEAD_ROW + 1]
    assert first[3].is_date
    assert first[3].value == datetime(2023, 12, 27)  # noqa: DTZ001  # as openpyxl reads a day
    assert first[2].value == "2023년 상반기"


def test_the_first_sheet_holds_every_text_and_leads_to_the_tables(book):
    cells = [row[0] for row in book.worksheets[0].iter_rows()]
    assert [cell.value for cell in cells if cell.value] == [
        REPORT.title,
        REPORT.subtitle,
        *REPORT.base,
        *(
            text
            for section in REPORT.sections
            for text in (section.heading, *section.paragraphs, *(table.caption for table in section.tables))
        ),
    ]
    assert [cell.hyperlink.location or cell.hyperlink.target for cell in cells if cell.hyperlink] == [
        f"#'{sheet.title}'!A1" for sheet in book.worksheets[1:]
    ]


def test_pages_print_with_their_head_and_number(book):
    for sheet in book.worksheets:
        assert sheet.oddHeader.right.text == REPORT.running_head
        assert sheet.oddFooter.center.text == "&P / &N"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
        assert sheet.freeze_panes == f"A{HEAD_ROW + 1}"
    assert sheet_of(book, WIDE).page_setup.orientation == "landscape"
    assert book.worksheets[0].page_setup.orientation == "portrait"


def test_columns_are_narrowed_until_a_page_holds_them_but_never_below_a_day():
    columns = (TableColumn("날", 8, Kind.DAY), *(TableColumn(f"글 {number}", 30) for number in range(6)))
    sheet = load_workbook(io.BytesIO(xlsx_of(with_tables(Table("표", columns, ()))))).worksheets[1]
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert sum(widths) <= 160
    assert widths[0] == len("2023. 12. 27.")


def test_rows_are_as_high_as_their_lines(book):
    heights = [sheet_of(book, ODD).row_dimensions[row].height for row in range(HEAD_ROW, HEAD_ROW + 10)]
    assert heights[0] == 15
    assert heights[1] == 30  # two agencies, one below the other
    assert heights[8] == 45  # an address of 155 letters


def test_sheets_have_names_that_programs_take():
    columns = (TableColumn("가", 5),)
    captions = ["'[a]: b/c*?\\d'", "A" * 40, "a" * 31, "Official report", "보고서", ""]
    tables = tuple(Table(caption, columns, ()) for caption in captions)
    names = load_workbook(io.BytesIO(xlsx_of(with_tables(*tables)))).sheetnames
    assert len({name.casefold() for name in names}) == len(captions) + 1
    assert names[1] == "a b c d"
    assert names[2:4] == ["A" * 31, "a" * 29 + " 2"]
    assert all(0 < len(name) <= 31 for name in names)


def test_the_same_report_gives_the_same_bytes_of_nobody_and_no_time(archive, book):
    small = replace(REPORT, sections=REPORT.sections[:1])
    assert xlsx_of(small) == xlsx_of(small)
    assert {part.date_time[0] for part in zipfile.ZipFile(io.BytesIO(archive)).infolist()} == {1980}
    assert book.properties.title == REPORT.title
    assert not book.properties.creator
    assert b"dcterms" not in zipfile.ZipFile(io.BytesIO(archive)).read("docProps/core.xml").split(b">", 1)[1]


def test_a_text_that_no_cell_can_hold_is_refused_not_cut():
    table = Table("긴 글", (TableColumn("글", 20, Kind.TEXT),), (("가" * 32_768,),))
    with pytest.raises(BadParameter):
        xlsx_of(with_tables(table))


def with_tables(*tables: Table) -> Document:
    return Document("보고서", "", "머리글", (), (Section("장", 1, (), tables),))
