"""A report as HWPX: a reader that did not write it finds all of it, and no row is too low for its text."""

import io
import re
import zipfile
from dataclasses import replace
from html import unescape
from xml.etree.ElementTree import Element

import hwp_ingest
import pytest
from defusedxml.ElementTree import fromstring
from hwpx import HwpxDocument
from hwpx.form_fit.measure import hancom_line_starts
from hwpx.tools.package_validator import validate_package

from agreements.editions.cells import cell_text, clean_text, total_cells
from agreements.editions.document import Document, Section, Table, TableColumn
from agreements.editions.hwpx_file import hwpx_of
from agreements.editions.hwpx_looks import CELL_SIZE
from agreements.editions.hwpx_table import CELL_LETTERS, CELL_LINE, CELL_SIDES, lines_taken
from agreements.lists.columns.export import Kind
from tests.sample_report import LONG_ADDRESS, LONG_TEXT, MANY_ROWS, REPORT
from tests.uploads import findings_in_words

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
NOTHING = Document("제목만 있는 보고서", "", "머리글", (), ())


@pytest.fixture(scope="module")
def archive() -> bytes:
    return hwpx_of(REPORT)


@pytest.fixture(scope="module")
def pages(archive) -> list[str]:
    """Read the letters of each page, without spaces, as another program draws them."""
    return [
        "".join(unescape(letters) for letters in re.findall(r"<text[^>]*>([^<]*)</text>", page.decode()))
        for page in hwp_ingest.to_svg_pages(archive)
    ]


@pytest.fixture(scope="module")
def parts(archive) -> list[Element]:
    return parts_of(archive)


def parts_of(archive: bytes) -> list[Element]:
    file = zipfile.ZipFile(io.BytesIO(archive))
    names = sorted(name for name in file.namelist() if name.startswith("Contents/section"))
    return [fromstring(file.read(name)) for name in names]


def with_table(columns: tuple[TableColumn, ...], *rows: tuple[str | None, ...]) -> Document:
    return replace(NOTHING, sections=(Section("장", 1, (), (Table("표", columns, rows),)),))


def inner_width(size: Element) -> int:
    return int(size.get("width", "0")) - 2 * CELL_SIDES


def texts_of(document: Document) -> list[str]:
    """Give all that stands in a report, in its order, the head of each table once."""
    texts = [document.title, document.subtitle, *document.base]
    for section in document.sections:
        texts += [section.heading, *section.paragraphs]
        for table in section.tables:
            texts += [table.caption, *(column.label for column in table.columns)]
            rows = [*table.rows, *([total_cells(table, table.total)] if table.total else [])]
            for row in rows:
                texts += [
                    cell_text(value, column.kind) for value, column in zip(row, table.columns, strict=True)
                ]
    return [without_spaces(text) for text in texts if text]


def without_spaces(text: str) -> str:
    """Leave out what is drawn as a shape, too: “·”."""
    return "".join(clean_text(text).split()).replace("·", "")


def head_of(table: Table) -> str:
    return "".join(without_spaces(column.label) for column in table.columns)


def test_another_reader_finds_every_text_in_its_order(pages):
    running_head = without_spaces(REPORT.running_head)
    letters = ""
    for number, page in enumerate(pages, start=1):
        assert page.startswith(running_head)
        assert page.endswith(f"-{number}-")
        letters += page.removeprefix(running_head).removesuffix(f"-{number}-")
    repeated_heads = {head_of(table) for section in REPORT.sections for table in section.tables}
    end = 0
    for text in texts_of(REPORT):
        start = letters.index(text, end)
        assert letters[end:start] in {"", *repeated_heads}
        end = start + len(text)
    assert end == len(letters)


def test_the_head_of_a_table_stands_on_each_of_its_pages(pages, parts):
    assert sum(head_of(MANY_ROWS) in page for page in pages) >= 4
    for table in (table for part in parts for table in part.iter(f"{HP}tbl")):
        assert table.get("repeatHeader") == "1"
        assert table.find(f"{HP}pos").get("treatAsChar") == "0"
        first, *others = table.iter(f"{HP}tr")
        assert {cell.get("header") for cell in first} == {"1"}
        assert not [cell for row in others for cell in row if cell.get("header") == "1"]


def test_rows_are_as_high_as_their_lines_and_as_wide_as_the_page(parts):
    heights = {}
    for table in (table for part in parts for table in part.iter(f"{HP}tbl")):
        for row in table.iter(f"{HP}tr"):
            cells = [(size.get("width"), size.get("height")) for size in row.iter(f"{HP}cellSz")]
            assert sum(int(width) for width, _ in cells) == int(table.find(f"{HP}sz").get("width"))
            assert len({height for _, height in cells}) == 1
            height = int(cells[0][1])
            for cell in row:
                assert height > CELL_LINE * len(list(cell.iter(f"{HP}p")))
                heights["".join(cell.itertext())] = height
    assert heights[LONG_TEXT] > 2 * CELL_LINE
    assert heights[LONG_ADDRESS] > 3 * CELL_LINE


def test_no_text_takes_more_lines_than_its_row_has_room_for():
    """By the rules of Hancom's line breaks as python-hwpx measured them, which are slow to ask."""
    for text in (LONG_TEXT, LONG_ADDRESS, f"{LONG_TEXT} {LONG_ADDRESS}", "https://a.kr/b-c/d?e=f&g=h " * 6):
        for width in range(3 * CELL_SIZE, 40_000, 1_700):
            assert lines_taken(text, width) >= len(hancom_line_starts(text, [width], 9.0, CELL_LETTERS))
    assert lines_taken(LONG_TEXT, 20_000) == len(hancom_line_starts(LONG_TEXT, [20_000], 9.0, CELL_LETTERS))


def test_days_numbers_and_codes_are_never_broken_where_others_can_give_room():
    report = with_table(
        (TableColumn("고유번호", 3, Kind.CODE), TableColumn("발표일", 3, Kind.DAY), TableColumn("글", 60)),
        ("2022-0004-01", "2023-12-27", LONG_TEXT),
    )
    code, day, text = (
        cell.find(f"{HP}cellSz") for cell in list(parts_of(hwpx_of(report))[0].iter(f"{HP}tc"))[3:]
    )
    assert lines_taken("2022-0004-01", inner_width(code)) == 1
    assert lines_taken("2023. 12. 27.", inner_width(day)) == 1
    assert inner_width(text) > inner_width(day)


def test_a_word_that_is_longer_than_its_line_has_lines_of_its_own():
    """Some readers let a word that is longer than its line run over the next cells."""
    columns = (TableColumn("근거", 10), TableColumn("비고", 10))
    names = "-".join(("자치경찰위원회", "파주시", "파주경찰서") * 3)
    report = with_table(columns, (f"파주시, 보도자료, {LONG_ADDRESS} {names} 협약", None))
    cell = list(parts_of(hwpx_of(report))[0].iter(f"{HP}tc"))[2]
    texts = ["".join(paragraph.itertext()) for paragraph in cell.iter(f"{HP}p")]
    assert texts == ["파주시, 보도자료,", LONG_ADDRESS, names, "협약"]


def test_paper_is_turned_for_wide_tables_and_no_more(parts):
    upright = [part.find(f".//{HP}pagePr").get("landscape") == "WIDELY" for part in parts]
    columns = [max(int(table.get("colCnt")) for table in part.iter(f"{HP}tbl")) for part in parts]
    assert upright == [True, False, True]
    assert columns == [5, 12, 2]


def test_the_guard_of_personal_data_reads_what_we_write():
    number = "010-1234-5678"
    columns = (TableColumn("가", 10),)
    for report in (
        replace(NOTHING, running_head=f"담당 {number}"),
        replace(NOTHING, base=(f"담당 {number}",)),
        with_table(columns, (f"담당 {number}",)),
    ):
        assert [kind for kind, _ in findings_in_words(hwpx_of(report), ".hwpx")] == ["mobile"]


def test_its_checker_finds_nothing_wrong(archive):
    assert not [issue for issue in validate_package(archive).issues if issue.level == "error"]
    assert not HwpxDocument.open(archive).validate().issues


def test_the_same_report_gives_the_same_bytes_of_nobody_and_no_time(archive):
    small = replace(REPORT, sections=REPORT.sections[3:])
    assert hwpx_of(small) == hwpx_of(small)
    file = zipfile.ZipFile(io.BytesIO(archive))
    assert {part.date_time[0] for part in file.infolist()} == {1980}
    described = HwpxDocument.open(archive).parts.metadata
    assert described is not None
    assert described.title == REPORT.title
    assert not described.creator
    assert not described.lastsaveby


def test_a_report_of_nothing_is_a_page_with_its_title():
    assert hwp_ingest.analyze_bytes(hwpx_of(NOTHING)).page_count == 1
