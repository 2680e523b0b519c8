"""The sheet of one table of a report: what it is, its head, its rows, and a total of formulas."""

import math
import unicodedata
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from agreements.editions.cells import (
    cell_text,
    clean_text,
    number_columns,
    number_in,
    percent_text,
    total_cells,
)
from agreements.editions.document import Document, Table, Total, Value
from agreements.lists.columns.export import Kind
from agreements.lists.parameters import BadParameter

MOST_LETTERS = 32_767  # of a cell; openpyxl would cut what is longer, and say nothing
MOST_WIDTH = 150  # digits of all columns; a Hangul syllable takes two
NARROWEST_COLUMN = 9
NARROWEST = {Kind.DAY: 13, Kind.PERIOD: 13, Kind.CODE: 14}
HEAD_ROW = 3  # what the table is stands above

FACE = "맑은 고딕"
PLAIN = Font(name=FACE, size=10)
BOLD = Font(name=FACE, size=10, bold=True)
TITLE = Font(name=FACE, size=16, bold=True)
HEADINGS = {1: Font(name=FACE, size=13, bold=True), 2: Font(name=FACE, size=11, bold=True)}
LINK = Font(name=FACE, size=10, color="0B57A4", underline="single")
LINE_HEIGHT = 1.5  # of the size of its letters
WASTE = 1.1  # what lines lose at their ends to words that do not fit

GREY = PatternFill("solid", fgColor="EDEFF2")
THIN = Side(style="thin", color="8A929C")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAPPED = Alignment(vertical="top", wrap_text=True)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)

# How cells look, by name: openpyxl takes a name in no time, and half a second for the parts of 1,000 cells.
HEAD, TEXT, NUMBER, DAY, PERCENT = (
    "report head",
    "report text",
    "report number",
    "report day",
    "report percent",
)
LOOKS = {
    TEXT: (WRAPPED, "General"),
    NUMBER: (RIGHT, "#,##0"),
    DAY: (RIGHT, 'yyyy". "m". "d"."'),
    PERCENT: (RIGHT, '0.0" "%'),
}


def in_total(style: str) -> str:
    return f"{style} in total"


def cell_styles() -> list[NamedStyle]:
    """Make the styles that a book of reports needs; each belongs to one book."""
    styles = [NamedStyle(HEAD, font=BOLD, fill=GREY, border=BOX, alignment=CENTRED)]
    for name, (alignment, number_format) in LOOKS.items():
        alike: dict[str, Any] = {"border": BOX, "alignment": alignment, "number_format": number_format}
        styles.append(NamedStyle(name, font=PLAIN, **alike))
        styles.append(NamedStyle(in_total(name), font=BOLD, fill=GREY, **alike))
    return styles


# ---- texts ---------------------------------------------------------------------------------------


def set_text(cell: Any, text: str) -> None:
    """Write text as text: openpyxl would run “=1+1”, and take “#N/A” for an error."""
    if not text:
        return
    if len(text) > MOST_LETTERS:
        message = _("A cell of a sheet holds %(most)s letters, and one text is longer. Take the HWPX.")
        raise BadParameter("xlsx", message % {"most": f"{MOST_LETTERS:,}"})
    cell.value = text
    cell.data_type = "s"


def fit_height(sheet: Any, row_number: int, lines: int, size: float = PLAIN.size) -> None:
    """Give a row its height: LibreOffice gives every row one line."""
    sheet.row_dimensions[row_number].height = LINE_HEIGHT * size * lines


def lines_taken(text: str, width: float) -> int:
    return sum(max(1, math.ceil(WASTE * _width_of(line) / width)) for line in text.split("\n"))


def _width_of(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


# ---- a table -------------------------------------------------------------------------------------


def widths_of(table: Table) -> list[int]:
    """Return the widths of the columns in digits; narrowed where all together print too small to read."""
    asked = [2 * column.width + 2 for column in table.columns]
    share = min(1, MOST_WIDTH / sum(asked))
    return [
        max(NARROWEST.get(column.kind, NARROWEST_COLUMN), round(width * share))
        for column, width in zip(table.columns, asked, strict=True)
    ]


class TableSheet:
    """``results`` are what the formulas come to, by the name of their cell; None for an empty text."""

    def __init__(self, sheet: Any, table: Table) -> None:
        self.sheet = sheet
        self.table = table
        self.widths = widths_of(table)
        self.numbers = number_columns(table)
        self.ratios = table.total.ratios if table.total else {}
        self.results: dict[str, float | None] = {}
        self.lines = 1  # of the row that is being written

    def write(self, document: Document) -> None:
        set_text(self.sheet["A1"], clean_text(self.table.caption))
        self.sheet["A1"].font = HEADINGS[1]
        set_text(self.sheet["A2"], " · ".join(map(clean_text, (document.title, *document.base[:1]))))
        self.sheet["A2"].font = PLAIN
        self._write_head()
        row_number = HEAD_ROW
        for row_number, row in enumerate(self.table.rows, start=HEAD_ROW + 1):
            for index, value in enumerate(row):
                self._write_cell(row_number, index, value, row)
            self._end_row(row_number)
        self.sheet.auto_filter.ref = f"A{HEAD_ROW}:{self._name(row_number, len(self.table.columns) - 1)}"
        if self.table.total is not None:
            self._write_total(self.table.total, last_row=row_number)

    def _write_head(self) -> None:
        for index, (column, width) in enumerate(zip(self.table.columns, self.widths, strict=True)):
            cell = self._cell(HEAD_ROW, index)
            self._write_text(cell, index, clean_text(column.label))
            cell.style = HEAD
            self.sheet.column_dimensions[get_column_letter(index + 1)].width = width
        self._end_row(HEAD_ROW)
        self.sheet.freeze_panes = f"A{HEAD_ROW + 1}"
        self.sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"

    def _write_cell(self, row_number: int, index: int, value: Value, row: tuple[Value, ...]) -> None:
        cell = self._cell(row_number, index)
        if index in self.ratios:
            numerator, denominator = (number_in(row[part]) for part in self.ratios[index])
            if value == percent_text(numerator, denominator):
                self._write_ratio(cell, index, numerator, denominator)
                cell.style = PERCENT
                return
        cell.style = self._write_value(cell, index, value)

    def _write_value(self, cell: Any, index: int, value: Value) -> str:
        """Write a day as a day and a number as one; return the style that shows it."""
        kind = self.table.columns[index].kind
        day = _day_in(value) if kind is Kind.DAY else None
        if day is not None:
            cell.value = day
            return DAY
        if isinstance(value, int):
            cell.value = value
            return NUMBER
        self._write_text(cell, index, cell_text(value, kind))
        return NUMBER if index in self.numbers else TEXT

    def _write_text(self, cell: Any, index: int, text: str) -> None:
        set_text(cell, text)
        self.lines = max(self.lines, lines_taken(text, self.widths[index]))

    def _write_ratio(self, cell: Any, index: int, numerator: int, denominator: int) -> None:
        parts = [self._name(cell.row, part) for part in self.ratios[index]]
        cell.value = f'=IF({parts[1]}=0,"",{parts[0]}/{parts[1]})'
        self.results[cell.coordinate] = numerator / denominator if denominator else None

    def _write_total(self, total: Total, *, last_row: int) -> None:
        row_number = last_row + 1
        values = total_cells(self.table, total)
        for index, value in enumerate(values):
            cell = self._cell(row_number, index)
            if index in total.sums and last_row > HEAD_ROW:
                cell.value = f"=SUM({self._name(HEAD_ROW + 1, index)}:{self._name(last_row, index)})"
                self.results[cell.coordinate] = number_in(value)
                style = NUMBER
            elif index in self.ratios:
                numerator, denominator = (number_in(values[part]) for part in self.ratios[index])
                self._write_ratio(cell, index, numerator, denominator)
                style = PERCENT
            else:
                style = self._write_value(cell, index, value)
            cell.style = in_total(style)
        self._end_row(row_number)

    def _end_row(self, row_number: int) -> None:
        fit_height(self.sheet, row_number, self.lines)
        self.lines = 1

    def _cell(self, row_number: int, index: int) -> Any:
        return self.sheet.cell(row=row_number, column=index + 1)

    def _name(self, row_number: int, index: int) -> str:
        return f"{get_column_letter(index + 1)}{row_number}"


def _day_in(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
