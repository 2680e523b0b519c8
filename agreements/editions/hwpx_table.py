"""A table of a report in HWPX, with a head row that is repeated and rows that are as high as their text.

Hangul lays out lines and rows anew when it opens a file, and a row grows with its text.  The heights given
here are what the rows come to by the widths of Hancom's letters, for readers that do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from hwpx.form_fit.measure import TextStyle, char_advance

from agreements.editions.cells import cell_text, number_columns, total_cells
from agreements.editions.document import Table, Value
from agreements.editions.hwpx_looks import CELL_LINE_PERCENT, CELL_SIZE, FACE, Look, Looks, paragraph_xml
from agreements.lists.columns.export import Kind

# Lengths are in HWPUNIT, 1/7200 inch; 100 are a point.
CELL_LINE = CELL_SIZE * CELL_LINE_PERCENT // 100
SPARE_PERCENT = 107  # of the lines of a row: other programs have other letters, which are wider
CELL_SIDES, CELL_ENDS = 400, 200  # free on each side, above and below
MARGINS = f'left="{CELL_SIDES}" right="{CELL_SIDES}" top="{CELL_ENDS}" bottom="{CELL_ENDS}"'
NARROWEST_COLUMN = 3  # Hangul syllables
LINES_OF_HEAD = 4  # at most, where the page is broad enough
LONGEST_WHOLE = 8 * CELL_SIZE  # what is longer may be broken
ALIGN_OF_KINDS = dict.fromkeys((Kind.DAY, Kind.PERIOD, Kind.CODE, Kind.FLAG), "CENTER")

# It flows with the text: a table that is set as a letter is cut off at the end of its page.
TABLE = (
    '<hp:tbl id="{number}" zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES"'
    ' lock="0" dropcapstyle="None" pageBreak="{page_break}" repeatHeader="1" rowCnt="{rows}"'
    ' colCnt="{columns}" cellSpacing="0" borderFillIDRef="{border}" noAdjust="0">'
    '<hp:sz width="{width}" widthRelTo="ABSOLUTE" height="{height}" heightRelTo="ABSOLUTE" protect="0"/>'
    '<hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0"'
    ' vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
    '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
    f"<hp:inMargin {MARGINS}/>"
)
CELL = (
    '<hp:tc name="" header="{is_head:d}" hasMargin="0" protect="0" editable="0" dirty="0"'
    ' borderFillIDRef="{border}"><hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK"'
    ' vertAlign="CENTER" linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0"'
    ' hasNumRef="0">{paragraphs}</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="{row}"/>'
    '<hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{width}" height="{height}"/>'
    f"<hp:cellMargin {MARGINS}/></hp:tc>"
)


@dataclass(frozen=True)
class DrawnCell:
    lines: list[str]
    look: Look
    border: str
    is_head: bool = False


def table_xml(table: Table, looks: Looks, *, width: int, page_height: int, number: int) -> str:
    rows = list(_drawn_rows(table, looks))
    widths = _widths_to_fill(width, asked_widths(table), _least_widths(table, rows))
    heights = [_height_of(row, widths) for row in rows]
    # Rows go to the next page whole, unless that would leave much of one empty.
    page_break = "TABLE" if max(heights) < page_height // 3 else "CELL"
    head = TABLE.format(
        number=number,
        page_break=page_break,
        rows=len(rows),
        columns=len(widths),
        border=looks.cell_border,
        width=width,
        height=sum(heights),
    )
    lines = [
        _row_xml(row, looks, row_number=row_number, widths=widths, height=height)
        for row_number, (row, height) in enumerate(zip(rows, heights, strict=True))
    ]
    return "".join((head, *lines, "</hp:tbl>"))


def _row_xml(
    row: Sequence[DrawnCell], looks: Looks, *, row_number: int, widths: Sequence[int], height: int
) -> str:
    cells = [
        CELL.format(
            is_head=cell.is_head,
            border=cell.border,
            paragraphs="".join(_paragraphs_xml(cell, looks, width)),
            column=column,
            row=row_number,
            width=width,
            height=height,
        )
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"<hp:tr>{''.join(cells)}</hp:tr>"


def _paragraphs_xml(cell: DrawnCell, looks: Looks, width: int) -> Iterator[str]:
    """Let a word that is longer than a line, such as an address, begin one and be broken anywhere."""
    room = width - 2 * CELL_SIDES
    broken = replace(cell.look, paragraph=looks.broken_paragraph)
    for line in cell.lines:
        words: list[str] = []
        for word in line.split(" "):
            if _width_of_text(word) > room:
                if words:
                    yield paragraph_xml(" ".join(words), cell.look)
                yield paragraph_xml(word, broken)
                words = []
            else:
                words.append(word)
        if words:
            yield paragraph_xml(" ".join(words), cell.look)


def _least_widths(table: Table, rows: Iterable[Sequence[DrawnCell]]) -> list[int]:
    """Return what the longest word of each column takes, of a date or code as a whole, and its label.

    A word that is very long is broken, so it does not count.
    """
    longest = [_width_of_text(column.label) / LINES_OF_HEAD + CELL_SIZE for column in table.columns]
    for row in rows:
        for index, cell in enumerate(row):
            is_whole = not cell.is_head and table.columns[index].kind in ALIGN_OF_KINDS
            parts = cell.lines if is_whole else [word for line in cell.lines for word in line.split(" ")]
            lengths = map(_width_of_text, parts)
            longest[index] = max(
                0, longest[index], *(length for length in lengths if length <= LONGEST_WHOLE)
            )
    return [round(length) + 2 * CELL_SIDES for length in longest]


def _widths_to_fill(width: int, asked: Sequence[int], least: Sequence[int]) -> list[int]:
    """Scale the widths that are asked for to the page, but none below what it needs at least.

    Where even that is too much, all are scaled alike.  The last column takes what rounding leaves.
    """
    scaled = list(least) if sum(least) > width else _scaled_above(width, asked, least)
    widths = [part * width // sum(scaled) for part in scaled]
    widths[-1] += width - sum(widths)
    return widths


def _scaled_above(width: int, asked: Sequence[int], least: Sequence[int]) -> list[int]:
    fixed: dict[int, int] = {}
    while True:
        free = [index for index in range(len(asked)) if index not in fixed]
        room = width - sum(fixed.values())
        total = sum(asked[index] for index in free)
        narrow = [index for index in free if asked[index] * room < least[index] * total]
        if not narrow:
            return [fixed.get(index) or asked[index] * room // total for index in range(len(asked))]
        fixed |= {index: least[index] for index in narrow}


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
        sum(lines_taken(line, width - 2 * CELL_SIDES) for line in cell.lines)
        for cell, width in zip(row, widths, strict=True)
    ]
    return max(lines) * CELL_LINE * SPARE_PERCENT // 100 + 2 * CELL_ENDS


CELL_LETTERS = TextStyle(hangul_face=FACE, glyph_face=FACE)


@cache
def _width_of(letter: str) -> float:
    return char_advance(letter, CELL_SIZE / 100, CELL_LETTERS)


@lru_cache(maxsize=10_000)
def _width_of_text(text: str) -> float:
    return sum(map(_width_of, text))


@lru_cache(maxsize=10_000)
def lines_taken(text: str, width: int) -> int:
    """Count lines as Hangul fills them: words stay whole, but for those that are longer than a line.

    Such a word is broken at its signs, so that each of its lines may lose more than a letter at its end.
    """
    lines, used = 1, 0.0
    for word in text.split(" "):
        length = _width_of_text(word)
        if used and used + length > width:
            lines, used = lines + 1, 0.0
        used += length
        while used > width:
            lines, used = lines + 1, used - max(width - 2 * CELL_SIZE, CELL_SIZE)
        used += _width_of(" ")
    return lines


def _alignments(table: Table) -> list[str]:
    numbers = number_columns(table)
    return [
        "RIGHT" if index in numbers else ALIGN_OF_KINDS.get(column.kind, "LEFT")
        for index, column in enumerate(table.columns)
    ]


def asked_widths(table: Table) -> list[int]:
    return [max(column.width, NARROWEST_COLUMN) * CELL_SIZE + 2 * CELL_SIDES for column in table.columns]
