"""A report as XLSX: a sheet with all its texts, and one for each table, whose totals are formulas.

Each formula also bears what it comes to: where nothing is computed, as in Excel's protected view of a file
from the web, a total would read 0.  Rows have a height because LibreOffice gives every row one line.
"""

import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from agreements.editions.archive import timeless
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
MOST_LETTERS_OF_HEAD = 200  # of a page; all of its parts and their codes have 255
LONGEST_NAME = 31  # of a sheet
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
WIDEST_COLUMN = 60  # digits; a Hangul syllable takes two
WIDTH_UPRIGHT = 92  # digits that an upright page holds in a legible size
TEXT_WIDTH = 68  # LibreOffice cuts a single column that is broader than a page
A4 = 9
INCH = 25.4

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
RIGHT = Alignment(horizontal="right", vertical="top")

INTEGER_FORMAT = "#,##0"
DAY_FORMAT = 'yyyy". "m". "d"."'
PERCENT_FORMAT = '0.0" "%'

HEAD_ROW = 3  # of the sheet of a table; what the table is stands above
FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)</f><v\s*(?:/>|></v>)')
DATES_OF_PROGRAM = re.compile(rb"<dcterms:(created|modified).*?</dcterms:\1>", re.DOTALL)
SHEET_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")

# What formulas come to, by the place of their sheet and the name of their cell.
Results = dict[tuple[int, str], float | None]


def xlsx_of(document: Document) -> bytes:
    """Return the same bytes for the same report, in the active language.

    Raises:
        BadParameter: a text is longer than a cell can hold.
    """
    book = Workbook()
    book.properties.creator = ""
    book.properties.title = clean_text(document.title)
    overview = book.active
    overview.title = _("Official report")
    names = _names_of_sheets(document, taken={overview.title.casefold()})
    _write_overview(overview, document, names)
    results: Results = {}
    for place, (key, name) in enumerate(names.items(), start=2):
        sheet = _TableSheet(book.create_sheet(name), document.sections[key.section].tables[key.table])
        sheet.write(document)
        results |= {(place, cell): result for cell, result in sheet.results.items()}
    for sheet in book.worksheets:
        _set_up_printing(sheet, clean_text(document.running_head))
    file = io.BytesIO()
    book.save(file)
    return timeless(file.getvalue(), lambda name, content: _with_results(name, content, results))


def _with_results(name: str, content: bytes, results: Results) -> bytes:
    """Write into a sheet what its formulas come to, and into no part when the file was made."""
    if name == "docProps/core.xml":
        return DATES_OF_PROGRAM.sub(b"", content)
    sheet = SHEET_PART.fullmatch(name)
    if sheet is None:
        return content

    def with_result(match: re.Match[bytes]) -> bytes:
        cell, style, formula = match.groups()
        result = results[int(sheet[1]), cell.decode()]
        if result is None:  # the formula gives an empty text
            return b'<c r="%b"%b t="str"><f>%b</f><v></v>' % (cell, style, formula)
        return b'<c r="%b"%b><f>%b</f><v>%b</v>' % (cell, style, formula, repr(result).encode())

    return FORMULA.sub(with_result, content)


# ---- sheets --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TablePlace:
    """Which table of which section, counted from 0."""

    section: int
    table: int


def _names_of_sheets(document: Document, *, taken: set[str]) -> dict[TablePlace, str]:
    """Name a sheet for each table, after its caption or what it stands under."""
    names = {}
    for number, section in enumerate(document.sections):
        for table_number, table in enumerate(section.tables):
            name = _free_name(table.caption or section.heading, taken)
            taken.add(name.casefold())
            names[TablePlace(number, table_number)] = name
    return names


def _free_name(wanted: str, taken: set[str]) -> str:
    name = " ".join(FORBIDDEN_IN_NAMES.sub(" ", clean_text(wanted)).split()).strip("'")
    name = name[:LONGEST_NAME].strip("' ") or _("Table")
    free = name
    number = 1
    while free.casefold() in taken:
        number += 1
        ending = f" {number}"
        free = name[: LONGEST_NAME - len(ending)] + ending
    return free


@dataclass(frozen=True)
class Line:
    """A line of the sheet of all texts; ``target`` is the sheet that it leads to."""

    text: str
    font: Font = PLAIN
    target: str = ""


def _write_overview(sheet: Any, document: Document, names: Mapping[TablePlace, str]) -> None:
    sheet.column_dimensions["A"].width = TEXT_WIDTH
    for row_number, line in enumerate(_lines_of(document, names), start=1):
        cell = sheet.cell(row=row_number, column=1)
        _set_text(cell, clean_text(line.text))
        if line.target:
            cell.hyperlink = "#'" + line.target.replace("'", "''") + "'!A1"
        cell.font = line.font
        cell.alignment = WRAPPED
        _fit_height(sheet, row_number)


def _lines_of(document: Document, names: Mapping[TablePlace, str]) -> Iterator[Line]:
    yield Line(document.title, TITLE)
    yield Line(document.subtitle, BOLD)
    yield from map(Line, document.base)
    for number, section in enumerate(document.sections):
        yield Line("")
        yield Line(section.heading, HEADINGS[min(section.level, 2)])
        yield from map(Line, section.paragraphs)
        for table_number, table in enumerate(section.tables):
            name = names[TablePlace(number, table_number)]
            yield Line(table.caption or name, LINK, target=name)


def _set_text(cell: Any, text: str) -> None:
    """Write text as text: openpyxl would run “=1+1”, and take “#N/A” for an error."""
    if not text:
        return
    if len(text) > MOST_LETTERS:
        message = _("A cell of a sheet holds %(most)s letters, and one text is longer. Take the HWPX.")
        raise BadParameter("xlsx", message % {"most": f"{MOST_LETTERS:,}"})
    cell.value = text
    cell.data_type = "s"


def _fit_height(sheet: Any, row_number: int) -> None:
    heights = [
        _lines_taken(str(cell.value), sheet.column_dimensions[cell.column_letter].width) * cell.font.size
        for cell in sheet[row_number]
        if cell.data_type == "s"
    ]
    sheet.row_dimensions[row_number].height = LINE_HEIGHT * max(heights, default=PLAIN.size)


def _lines_taken(text: str, width: float) -> int:
    return sum(max(1, math.ceil(WASTE * _width_of(line) / width)) for line in text.split("\n"))


def _width_of(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def _set_up_printing(sheet: Any, running_head: str) -> None:
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if width > WIDTH_UPRIGHT else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 20 / INCH
    sheet.page_margins.bottom = 15 / INCH
    sheet.page_margins.header, sheet.page_margins.footer = 10 / INCH, 7 / INCH
    sheet.oddHeader.right.text = running_head[:MOST_LETTERS_OF_HEAD].replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"


# ---- the sheet of a table ------------------------------------------------------------------------


class _TableSheet:
    """What the table is, its head, its rows and their total."""

    def __init__(self, sheet: Any, table: Table) -> None:
        self.sheet = sheet
        self.table = table
        self.numbers = number_columns(table)
        self.ratios = table.total.ratios if table.total else {}
        self.results: dict[str, float | None] = {}

    def write(self, document: Document) -> None:
        _set_text(self.sheet["A1"], clean_text(self.table.caption))
        self.sheet["A1"].font = HEADINGS[1]
        _set_text(self.sheet["A2"], " · ".join(map(clean_text, (document.title, *document.base[:1]))))
        self.sheet["A2"].font = PLAIN
        self._write_head()
        row_number = HEAD_ROW
        for row_number, row in enumerate(self.table.rows, start=HEAD_ROW + 1):
            for index, value in enumerate(row):
                self._write_cell(row_number, index, value, row)
            _fit_height(self.sheet, row_number)
        self.sheet.auto_filter.ref = f"A{HEAD_ROW}:{self._name(row_number, len(self.table.columns) - 1)}"
        if self.table.total is not None:
            self._write_total(self.table.total, last_row=row_number)

    def _write_head(self) -> None:
        for index, column in enumerate(self.table.columns):
            cell = self._cell(HEAD_ROW, index)
            _set_text(cell, clean_text(column.label))
            cell.font, cell.fill, cell.alignment = BOLD, GREY, CENTRED
            width = min(2 * max(column.width, 4) + 2, WIDEST_COLUMN)
            self.sheet.column_dimensions[get_column_letter(index + 1)].width = width
        _fit_height(self.sheet, HEAD_ROW)
        self.sheet.freeze_panes = f"A{HEAD_ROW + 1}"
        self.sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"

    def _write_cell(self, row_number: int, index: int, value: Value, row: tuple[Value, ...]) -> None:
        cell = self._cell(row_number, index)
        cell.alignment = RIGHT if index in self.numbers else WRAPPED
        if index in self.ratios:
            numerator, denominator = (number_in(row[part]) for part in self.ratios[index])
            if value == percent_text(numerator, denominator):
                self._write_ratio(cell, index, numerator, denominator)
                return
        self._write_value(cell, value, self.table.columns[index].kind)

    def _write_value(self, cell: Any, value: Value, kind: Kind) -> None:
        day = _day_in(value) if kind is Kind.DAY else None
        if day is not None:
            cell.value = day
            cell.number_format = DAY_FORMAT
        elif isinstance(value, int):
            cell.value = value
            cell.number_format = INTEGER_FORMAT
        else:
            _set_text(cell, cell_text(value, kind))

    def _write_ratio(self, cell: Any, index: int, numerator: int, denominator: int) -> None:
        parts = [self._name(cell.row, part) for part in self.ratios[index]]
        cell.value = f'=IF({parts[1]}=0,"",{parts[0]}/{parts[1]})'
        cell.number_format = PERCENT_FORMAT
        self.results[cell.coordinate] = numerator / denominator if denominator else None

    def _write_total(self, total: Total, *, last_row: int) -> None:
        row_number = last_row + 1
        values = total_cells(self.table, total)
        for index, value in enumerate(values):
            cell = self._cell(row_number, index)
            if index in total.sums and last_row > HEAD_ROW:
                cell.value = f"=SUM({self._name(HEAD_ROW + 1, index)}:{self._name(last_row, index)})"
                cell.number_format = INTEGER_FORMAT
                self.results[cell.coordinate] = number_in(value)
            elif index in self.ratios:
                numerator, denominator = (number_in(values[part]) for part in self.ratios[index])
                self._write_ratio(cell, index, numerator, denominator)
            else:
                self._write_value(cell, value, self.table.columns[index].kind)
            cell.font, cell.fill = BOLD, GREY
            cell.alignment = RIGHT if index in self.numbers else WRAPPED
        _fit_height(self.sheet, row_number)

    def _cell(self, row_number: int, index: int) -> Any:
        cell = self.sheet.cell(row=row_number, column=index + 1)
        cell.border = BOX
        cell.font = PLAIN
        return cell

    def _name(self, row_number: int, index: int) -> str:
        return f"{get_column_letter(index + 1)}{row_number}"


def _day_in(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
