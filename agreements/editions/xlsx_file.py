"""A report as XLSX: a sheet with all its texts, and one for each table, whose totals are formulas.

Each formula also bears what it comes to: where nothing is computed, as in Excel's protected view of a file
from the web, a total would read 0.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from agreements.editions.archive import timeless
from agreements.editions.cells import clean_text
from agreements.editions.document import Document
from agreements.editions.xlsx_sheet import (
    BOLD,
    HEADINGS,
    LINK,
    PLAIN,
    TITLE,
    WRAPPED,
    TableSheet,
    cell_styles,
    fit_height,
    lines_taken,
    set_text,
)

MOST_LETTERS_OF_HEAD = 200  # of a page; all of its parts and their codes have 255
LONGEST_NAME = 31  # of a sheet
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
WIDTH_UPRIGHT = 92  # digits that an upright page holds in a legible size
TEXT_WIDTH = 68  # LibreOffice cuts a single column that is broader than a page
A4 = 9
INCH = 25.4
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
    for style in cell_styles():
        book.add_named_style(style)
    book.properties.creator = ""
    book.properties.title = clean_text(document.title)
    overview = book.active
    overview.title = _("Official report")
    names = _names_of_sheets(document, taken={overview.title.casefold()})
    _write_overview(overview, document, names)
    results: Results = {}
    for place, (key, name) in enumerate(names.items(), start=2):
        sheet = TableSheet(book.create_sheet(name), document.sections[key.section].tables[key.table])
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
        set_text(cell, clean_text(line.text))
        if line.target:
            cell.hyperlink = "#'" + line.target.replace("'", "''") + "'!A1"
        cell.font = line.font
        cell.alignment = WRAPPED
        fit_height(sheet, row_number, lines_taken(line.text, TEXT_WIDTH), line.font.size)


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
