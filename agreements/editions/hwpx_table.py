"""A table of a report in HWPX, with a head row that is repeated and rows that are as high as their text.

Hangul lays out lines and rows anew when it opens a file, and a row grows with its text.  The heights given
here are what the rows come to by the widths of Hancom's letters, for readers that do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hwpx.form_fit.measure import TextStyle, hancom_line_starts
from hwpx.oxml.namespaces import HP
from lxml.etree import SubElement

from agreements.editions.cells import cell_text, number_columns, total_cells
from agreements.editions.document import Table, Value
from agreements.editions.hwpx_looks import (
    CELL_LINE_PERCENT,
    CELL_SIZE,
    FACE,
    Look,
    Looks,
    paragraph_in,
    write_text,
)
from agreements.lists.columns.export import Kind

# Lengths are in HWPUNIT, 1/7200 inch; 100 are a point.
CELL_LINE = CELL_SIZE * CELL_LINE_PERCENT // 100
CELL_SIDES, CELL_ENDS = 400, 200  # free on each side, above and below
NARROWEST_COLUMN = 3  # Hangul syllables
ALIGN_OF_KINDS = dict.fromkeys((Kind.DAY, Kind.PERIOD, Kind.CODE, Kind.FLAG), "CENTER")
SUBLIST = {
    "id": "",
    "textDirection": "HORIZONTAL",
    "lineWrap": "BREAK",
    "linkListIDRef": "0",
    "linkListNextIDRef": "0",
    "textWidth": "0",
    "textHeight": "0",
    "hasTextRef": "0",
    "hasNumRef": "0",
}


@dataclass(frozen=True)
class DrawnCell:
    lines: list[str]
    look: Look
    border: str
    is_head: bool = False


def draw_table(run: Any, table: Table, looks: Looks, *, width: int, height: int) -> None:
    widths = _widths_to_fill(natural_widths(table), width)
    rows = list(_drawn_rows(table, looks))
    heights = [_height_of(row, widths) for row in rows]
    # Rows go to the next page whole, unless that would leave much of one empty.
    page_break = "TABLE" if max(heights) < height // 3 else "CELL"
    element = _table_in(
        run, page_break=page_break, rows=len(rows), columns=len(widths), border=looks.cell_border
    )
    _place(element, width=width, height=sum(heights))
    for row_number, (row, row_height) in enumerate(zip(rows, heights, strict=True)):
        line = SubElement(element, f"{HP}tr")
        for column_number, (cell, cell_width) in enumerate(zip(row, widths, strict=True)):
            _draw_cell(line, cell, at=(row_number, column_number), width=cell_width, height=row_height)


def _widths_to_fill(natural: Sequence[int], width: int) -> list[int]:
    """Scale the widths to the width of the text; the last one takes what rounding leaves."""
    widths = [part * width // sum(natural) for part in natural]
    widths[-1] += width - sum(widths)
    return widths


def _drawn_rows(table: Table, looks: Looks) -> Iterator[list[DrawnCell]]:
    yield [
        DrawnCell(_lines(column.label, Kind.TEXT), looks.head_cell, looks.grey_cell_border, is_head=True)
        for column in table.columns
    ]
    alignments = _alignments(table)
    looks_of_columns = [looks.cells[align] for align in alignments]
    for row in table.rows:
        yield _drawn_row(table, row, looks_of_columns, looks.cell_border)
    if table.total is not None:
        looks_of_columns = [looks.total_cells[align] for align in alignments]
        yield _drawn_row(table, total_cells(table, table.total), looks_of_columns, looks.grey_cell_border)


def _drawn_row(table: Table, row: Sequence[Value], looks: Sequence[Look], border: str) -> list[DrawnCell]:
    return [
        DrawnCell(_lines(value, column.kind), look, border)
        for column, value, look in zip(table.columns, row, looks, strict=True)
    ]


def _lines(value: Value, kind: Kind) -> list[str]:
    return cell_text(value, kind).split("\n")


def _height_of(row: Sequence[DrawnCell], widths: Sequence[int]) -> int:
    lines = [
        sum(_lines_taken(line, width - 2 * CELL_SIDES) for line in cell.lines)
        for cell, width in zip(row, widths, strict=True)
    ]
    return max(lines) * CELL_LINE + 2 * CELL_ENDS


CELL_LETTERS = TextStyle(hangul_face=FACE, glyph_face=FACE)


@lru_cache(maxsize=10_000)
def _lines_taken(text: str, width: int) -> int:
    if len(text) * CELL_SIZE <= width:  # no letter is wider than a syllable
        return 1
    return len(hancom_line_starts(text, [width], CELL_SIZE / 100, CELL_LETTERS))


def _table_in(run: Any, *, page_break: str, rows: int, columns: int, border: str) -> Any:
    return SubElement(
        run,
        f"{HP}tbl",
        id="0",
        zOrder="0",
        numberingType="TABLE",
        textWrap="TOP_AND_BOTTOM",
        textFlow="BOTH_SIDES",
        lock="0",
        dropcapstyle="None",
        pageBreak=page_break,
        repeatHeader="1",
        rowCnt=str(rows),
        colCnt=str(columns),
        cellSpacing="0",
        borderFillIDRef=border,
        noAdjust="0",
    )


def _place(table: Any, *, width: int, height: int) -> None:
    """Let it flow with the text: a table that is set as a letter is cut off at the end of its page."""
    SubElement(
        table,
        f"{HP}sz",
        width=str(width),
        widthRelTo="ABSOLUTE",
        height=str(height),
        heightRelTo="ABSOLUTE",
        protect="0",
    )
    SubElement(
        table,
        f"{HP}pos",
        treatAsChar="0",
        affectLSpacing="0",
        flowWithText="1",
        allowOverlap="0",
        holdAnchorAndSO="0",
        vertRelTo="PARA",
        horzRelTo="COLUMN",
        vertAlign="TOP",
        horzAlign="LEFT",
        vertOffset="0",
        horzOffset="0",
    )
    SubElement(table, f"{HP}outMargin", left="0", right="0", top="0", bottom="0")
    _margin(table, "inMargin")


def _margin(parent: Any, name: str) -> None:
    sides, ends = str(CELL_SIDES), str(CELL_ENDS)
    SubElement(parent, f"{HP}{name}", left=sides, right=sides, top=ends, bottom=ends)


def _draw_cell(line: Any, cell: DrawnCell, *, at: tuple[int, int], width: int, height: int) -> None:
    element = SubElement(
        line,
        f"{HP}tc",
        name="",
        header="1" if cell.is_head else "0",
        hasMargin="0",
        protect="0",
        editable="0",
        dirty="0",
        borderFillIDRef=cell.border,
    )
    content = SubElement(element, f"{HP}subList", vertAlign="CENTER", **SUBLIST)
    for text in cell.lines:
        write_text(paragraph_in(content, cell.look), text, cell.look)
    row, column = at
    SubElement(element, f"{HP}cellAddr", colAddr=str(column), rowAddr=str(row))
    SubElement(element, f"{HP}cellSpan", colSpan="1", rowSpan="1")
    SubElement(element, f"{HP}cellSz", width=str(width), height=str(height))
    _margin(element, "cellMargin")


def _alignments(table: Table) -> list[str]:
    numbers = number_columns(table)
    return [
        "RIGHT" if index in numbers else ALIGN_OF_KINDS.get(column.kind, "LEFT")
        for index, column in enumerate(table.columns)
    ]


def natural_widths(table: Table) -> list[int]:
    return [max(column.width, NARROWEST_COLUMN) * CELL_SIZE + 2 * CELL_SIDES for column in table.columns]
