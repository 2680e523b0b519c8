"""XLSX, row by row: merged cells, days, numbers; what would burst the memory is refused unopened."""

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.cell import range_boundaries

from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import HEADER_SEARCH_ROWS, NumberedRows, Score

MB = 1024 * 1024
MOST_UNPACKED, MOST_SHARED_TEXT, MOST_ELSE = 300 * MB, 60 * MB, 10 * MB  # 50,000 wide rows need 100 MB
MOST_RATIO = 300  # a table of zeros reaches 60; a bomb 1,000
MOST_MEMBERS = 2000
MOST_COLUMNS = 300
LONGEST_CELL = 131_072  # characters, as csv has it
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


@contextmanager
def opened_sheet(file: BinaryIO, *, score: Score) -> Iterator[tuple[NumberedRows, tuple[str, ...]]]:
    """Give the rows of the first visible sheet with a header we know, and a remark on each other sheet.

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
            chosen = max(sheets, key=lambda sheet: _best_header_score(book, sheet, score), default=None)
        if chosen is None:
            raise BadFile(complaint_at(_("The file has no visible sheet.")))
        others = [sheet.title for sheet in sheets if sheet is not chosen]
        remark = _("Only the sheet “%(sheet)s” is read, not: %(others)s.")
        told = (remark % {"sheet": chosen.title, "others": ", ".join(others)},) if others else ()
        yield _sheet_rows(book, chosen), told
    finally:
        book.close()


def refuse_bombs(file: BinaryIO) -> None:
    """Look at the sizes the archive tells; whoever lies about them is cut off by zipfile.

    Raises:
        BadFile
    """
    with _damage_refused():
        members = zipfile.ZipFile(file).infolist()
    tables = [one for one in members if one.filename.startswith("xl/worksheets/")]
    parsed = [one for one in members if one.filename.endswith((".xml", ".rels")) and one not in tables]
    shared = [one for one in parsed if one.filename.endswith("sharedStrings.xml")]
    too_large = (
        len(members) > MOST_MEMBERS
        or sum(one.file_size for one in members) > MOST_UNPACKED
        or any(one.file_size > max(one.compress_size, 1) * MOST_RATIO + MB for one in members)
        or any(one.file_size > MOST_SHARED_TEXT for one in shared)
        or any(one.file_size > MOST_ELSE for one in parsed if one not in shared)
    )
    if too_large:
        raise BadFile(
            complaint_at(
                _("Unpacked, this file would be far larger than a table needs. Save it anew as .xlsx or CSV.")
            )
        )


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


def _best_header_score(book: Any, sheet: Any, score: Score) -> int:
    return max(
        (score(cells) for _number, cells in islice(_sheet_rows(book, sheet), HEADER_SEARCH_ROWS)), default=0
    )


def _sheet_rows(book: Any, sheet: Any) -> NumberedRows:
    with _damage_refused():
        merged = MergedCells(_merged_ranges(book, sheet))
        sheet.reset_dimensions()  # what the file says of its size is often wrong
        cells_of = enumerate(sheet.iter_rows(), start=1)
    while True:
        with _damage_refused():
            number, cells = next(cells_of, (0, ()))
        if not number:
            return
        if len(cells) > MOST_COLUMNS:
            raise BadFile(
                complaint_at(
                    _("The row is more than %(most)s columns wide. Delete what stands far to the right.")
                    % {"most": MOST_COLUMNS},
                    row=number,
                )
            )
        yield number, merged.filled(number, [_cell_text(cell, number) for cell in cells])


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
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.10f}".rstrip("0")
    return str(value)


# ---- merged cells ----------------------------------------------------------------------------------


def _merged_ranges(book: Any, sheet: Any) -> Iterator[tuple[int, int, int, int]]:
    """They stand behind the rows, where openpyxl's reader of single rows does not look."""
    before = b""
    with book._archive.open(sheet._worksheet_path) as xml:
        while chunk := xml.read(MB):
            text = before + chunk
            end = 0
            for found in MERGED.finditer(text):
                yield range_boundaries(found.group(1).decode())
                end = found.end()
            before = text[max(end, len(text) - 200) :]


class MergedCells:
    """Fills a merged range with what stands in its first cell."""

    def __init__(self, ranges: Iterator[tuple[int, int, int, int]]) -> None:
        self.ranges = sorted((top, left, bottom, right) for left, top, right, bottom in ranges)
        self.tops = [top for top, *_rest in self.ranges]
        self.open: list[tuple[int, int, int, str]] = []  # bottom, left, right, text

    def filled(self, row: int, cells: list[str]) -> Sequence[str]:
        if not self.ranges:
            return cells
        self.open = [one for one in self.open if one[0] >= row]
        for _top, left, bottom, right in self.ranges[
            bisect_left(self.tops, row) : bisect_right(self.tops, row)
        ]:
            self.open.append((bottom, left, right, cells[left - 1] if left <= len(cells) else ""))
        for _bottom, left, right, text in self.open:
            end = min(right, MOST_COLUMNS)
            cells.extend([""] * (end - len(cells)))
            cells[left - 1 : end] = [text] * (end - left + 1)
        return cells
