"""XLSX, row by row: merged cells, days, numbers; what would burst the memory is refused unopened."""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.cell import range_boundaries

from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import NumberedRows, Score, Table, best_header_score

MB = 1024 * 1024
MOST_UNPACKED = 300 * MB  # 50,000 wide rows need 100
MOST_SHARED_TEXT, MOST_OTHER_XML = 60 * MB, 10 * MB
MOST_RATIO = 300  # a table of zeros reaches 60; a bomb 1,000
MOST_MEMBERS = 2000
MOST_COLUMNS = 300
LONGEST_CELL = 131_072  # characters, as csv has it
MERGED_CELL = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


@contextmanager
def open_sheet(file: BinaryIO, *, score: Score) -> Iterator[Table]:
    """Open the first visible sheet with a header we know; a remark names the other sheets.

    Raises:
        BadFile: damaged, a bomb, or no sheet of ours; also while rows are read.
    """
    refuse_bombs(file)
    file.seek(0)
    with _damage_refused():
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        with _damage_refused():
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            best_sheet = max(
                sheets, key=lambda sheet: best_header_score(_sheet_rows(book, sheet), score), default=None
            )
        if best_sheet is None:
            raise BadFile(complaint_at(_("The file has no visible sheet.")))
        sheets.remove(best_sheet)
        yield Table(_sheet_rows(book, best_sheet), _remarks(best_sheet, sheets))
    finally:
        book.close()


def _remarks(sheet: Any, unread_sheets: list[Any]) -> tuple[str, ...]:
    if not unread_sheets:
        return ()
    unread = ", ".join(unread_sheet.title for unread_sheet in unread_sheets)
    remark = _("Only the sheet “%(sheet)s” is read, not: %(others)s.")
    return (remark % {"sheet": sheet.title, "others": unread},)


# ---- what is refused unopened ----------------------------------------------------------------------


def refuse_bombs(file: BinaryIO) -> None:
    """Look at the sizes that the archive declares; zipfile cuts off a member that is larger than it says.

    Raises:
        BadFile
    """
    with _damage_refused():
        members = zipfile.ZipFile(file).infolist()
    too_many = len(members) > MOST_MEMBERS
    too_large = sum(member.file_size for member in members) > MOST_UNPACKED
    if too_many or too_large or any(map(is_oversized, members)):
        raise BadFile(
            complaint_at(
                _("Unpacked, this file would be far larger than a table needs. Save it anew as .xlsx or CSV.")
            )
        )


def is_oversized(member: zipfile.ZipInfo) -> bool:
    if member.file_size > max(member.compress_size, 1) * MOST_RATIO + MB:
        return True
    return member.file_size > largest_size(member.filename)


def largest_size(name: str) -> int:
    """Return how many bytes a part of a workbook may unpack to."""
    if name.startswith("xl/worksheets/"):
        return MOST_UNPACKED
    if name.endswith("sharedStrings.xml"):
        return MOST_SHARED_TEXT
    if name.endswith((".xml", ".rels")):
        return MOST_OTHER_XML
    return MOST_UNPACKED  # a picture is not parsed


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise BadFile(
            complaint_at(_("The .xlsx file is damaged and cannot be read. Save it anew in your program."))
        ) from error


# ---- rows and cells --------------------------------------------------------------------------------


def _sheet_rows(book: Any, sheet: Any) -> NumberedRows:
    with _damage_refused():
        merged = MergedCells(_merged_ranges(book, sheet))
        sheet.reset_dimensions()  # what the file says of its size is often wrong
        numbered_rows = enumerate(sheet.iter_rows(), start=1)
    while True:
        with _damage_refused():
            number, cells = next(numbered_rows, (0, ()))
        if not number:
            return
        if len(cells) > MOST_COLUMNS:
            correction = _("The row is more than %(most)s columns wide. Delete what stands far to the right.")
            raise BadFile(complaint_at(correction % {"most": MOST_COLUMNS}, row=number))
        texts = [_cell_text(cell, number) for cell in cells]
        merged.fill(number, texts)
        yield number, texts


def _cell_text(cell: Any, row: int) -> str:
    if cell.value is None:
        return ""
    text = cell_as_typed(cell.value)
    correction = ""
    if cell.data_type == "e":
        correction = _("The cell holds an error of the spreadsheet. Put the formula right or type the value.")
    elif len(text) > LONGEST_CELL:
        correction = _("The cell holds more than %(most)s characters.") % {"most": f"{LONGEST_CELL:,}"}
    elif "\0" in text:
        correction = _("The cell holds a NUL character. Type it anew.")
    if correction:
        raise BadFile(complaint_at(correction, row=row, column=cell.column_letter, value=text))
    return text


def cell_as_typed(value: Any) -> str:
    """Write a cell as a person would have typed it: days without the hour, 3 and not 3.0."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if not isinstance(value, float):
        return str(value)
    if value.is_integer():
        return f"{value:.0f}"
    return f"{value:.10f}".rstrip("0")


# ---- merged cells ----------------------------------------------------------------------------------


@dataclass
class MergedRange:
    """Rows and columns from 1; ``text`` is that of its first cell, once its first row was read."""

    first_column: int
    top: int
    last_column: int
    bottom: int
    text: str = ""


def _merged_ranges(book: Any, sheet: Any) -> Iterator[MergedRange]:
    """Read them from behind the rows, where openpyxl's reader of single rows does not look."""
    unread = b""
    with book._archive.open(sheet._worksheet_path) as xml:
        while chunk := xml.read(MB):
            unread += chunk
            end = 0
            for match in MERGED_CELL.finditer(unread):
                yield MergedRange(*range_boundaries(match.group(1).decode()))
                end = match.end()
            unread = unread[max(end, len(unread) - 200) :]


class MergedCells:
    """Fills merged ranges with what stands in their first cells, row by row from the top."""

    def __init__(self, ranges: Iterable[MergedRange]) -> None:
        self.ranges = sorted(ranges, key=lambda merged: (merged.top, merged.first_column))
        self.tops = [merged.top for merged in self.ranges]
        self.open_ranges: list[MergedRange] = []  # that the row last read lies in

    def fill(self, row: int, texts: list[str]) -> None:
        self.open_ranges = [merged for merged in self.open_ranges if merged.bottom >= row]
        begin, end = bisect_left(self.tops, row), bisect_right(self.tops, row)
        for merged in self.ranges[begin:end]:
            if merged.first_column <= len(texts):
                merged.text = texts[merged.first_column - 1]
            self.open_ranges.append(merged)
        for merged in self.open_ranges:
            last_column = min(merged.last_column, MOST_COLUMNS)
            texts.extend([""] * (last_column - len(texts)))
            texts[merged.first_column - 1 : last_column] = [merged.text] * (
                last_column - merged.first_column + 1
            )
