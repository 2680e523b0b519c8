"""The rows of one sheet as their author sees them, and what somebody should know of how they are shown."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import CellFaults, NumberedRows
from agreements.personal_data.files.number_format import number_as_shown

MOST_COLUMNS = 300
LONGEST_CELL = 131_072  # characters, as csv has it
MB = 1024 * 1024
MERGED_CELL = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML cannot
ERROR, UNCALCULATED = "e", "uncalculated"  # kinds of cells
TRUE = ("1", "true")


@dataclass
class SheetRows:
    """The rows of a sheet.  All but ``sheet`` is complete once ``numbered_rows`` was read."""

    book: Any
    sheet: Any
    cell_faults: CellFaults = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    hidden_columns: dict[int, None] = field(default_factory=dict)  # from 1

    def numbered_rows(self) -> NumberedRows:
        """Yield each row with its number; rows that the file leaves out are blank.

        Raises:
            BadFile: text stands further to the right than any table reaches.
        """
        merged = MergedCells(merged_ranges(self.book, self.sheet))
        struck_styles = styles_struck_through(self.book)
        last_number = 0
        with self.sheet._get_source() as xml:
            parser = SheetParser.of(self.book, self.sheet, xml)
            for number, cells in parser.parse():
                for left_out in range(last_number + 1, number):
                    yield left_out, merged.filled(left_out, [])
                last_number = number
                filled_cells = list(filter(is_filled, cells))
                self._note_look(parser, number, filled_cells, struck_styles)
                yield number, merged.filled(number, self._texts(number, filled_cells))

    def _texts(self, number: int, cells: list[dict[str, Any]]) -> list[str]:
        """Write the cells of a row from column A to the last one that holds anything."""
        texts: list[str] = []
        for cell in cells:
            index = cell["column"] - 1
            if index >= MOST_COLUMNS:
                refuse_far_right(cell)
            texts += [""] * (index + 1 - len(texts))
            texts[index], fault = text_and_fault(cell, self.sheet)
            if fault:
                self.cell_faults.setdefault(number, {})[index] = fault
        return texts

    def _note_look(
        self, parser: "SheetParser", number: int, cells: list[dict[str, Any]], struck_styles: frozenset[int]
    ) -> None:
        if not cells:
            return
        if parser.is_row_hidden(number):
            self.hidden_rows.append(number)
        styles = map(itemgetter("style_id"), cells)
        if not struck_styles.isdisjoint(styles):
            self.struck_rows.append(number)
        columns = map(itemgetter("column"), cells)
        self.hidden_columns |= dict.fromkeys(filter(parser.is_column_hidden, columns))

    def remarks(self) -> Iterator[str]:
        """Say what is read though its author may not see it, or has struck it through."""
        if self.hidden_rows:
            remark = _("Hidden rows are read like any other: %(rows)s. Delete those that are not meant.")
            yield remark % {"rows": listed(self.hidden_rows)}
        if self.struck_rows:
            remark = _("Struck-through rows are read, too: %(rows)s. Delete those that are not meant.")
            yield remark % {"rows": listed(self.struck_rows)}
        if self.hidden_columns:
            remark = _("Hidden columns are read like any other: %(columns)s.")
            yield remark % {"columns": listed(map(get_column_letter, sorted(self.hidden_columns)))}


MOST_NAMED = 10


def listed(numbers: Iterable[object]) -> str:
    """Name the first ten, and say how many more there are."""
    texts = list(map(str, numbers))
    first_texts = ", ".join(texts[:MOST_NAMED])
    if len(texts) <= MOST_NAMED:
        return first_texts
    return _("%(named)s and %(count)s more") % {"named": first_texts, "count": len(texts) - MOST_NAMED}


# ---- the XML of a sheet ----------------------------------------------------------------------------


class SheetParser(WorkSheetParser):
    """openpyxl's own; it also tells a formula that was never calculated, and passes over blank cells."""

    @classmethod
    def of(cls, book: Any, sheet: Any, xml: Any) -> "SheetParser":
        return cls(
            xml,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        self.row_dimensions.clear()  # of the row before
        # A cell may be coloured and empty; there may be 16,384 of them in a row.
        row[:] = [cell for cell in row if len(cell) or not cell.get("r")]
        number, cells = super().parse_row(row)
        return number, cells

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and is_uncalculated_formula(element):
            cell["data_type"] = UNCALCULATED
        return cell

    def is_row_hidden(self, number: int) -> bool:
        return self.row_dimensions.get(str(number), {}).get("hidden") in TRUE

    def is_column_hidden(self, column: int) -> bool:
        for columns in self.column_dimensions.values():
            is_hidden = columns.get("hidden") in TRUE
            if is_hidden and int(columns["min"]) <= column <= int(columns["max"]):
                return True
        return False


def is_uncalculated_formula(element: Any) -> bool:
    """Tell whether an element without a value is a formula whose value nobody has worked out yet."""
    if element.find(FORMULA_TAG) is None:
        return False
    has_text = element.get("t") == "str" and element.find(VALUE_TAG) is not None  # "" is a value
    return not has_text


def styles_struck_through(book: Any) -> frozenset[int]:
    struck_styles = set()
    for index, style in enumerate(book._cell_styles):
        font = book._fonts[style.fontId]
        if font.strikethrough:
            struck_styles.add(index)
    return frozenset(struck_styles)


# ---- cells -----------------------------------------------------------------------------------------


def is_filled(cell: dict[str, Any]) -> bool:
    return cell["data_type"] == UNCALCULATED or cell["value"] not in (None, "")


def refuse_far_right(cell: dict[str, Any]) -> None:
    """
    Raises:
        BadFile
    """
    correction = _("The row is more than %(most)s columns wide. Delete what stands far to the right.")
    column = get_column_letter(cell["column"])
    correction %= {"most": MOST_COLUMNS}
    raise BadFile(complaint_at(correction, row=cell["row"], column=column, value=cell["value"]))


def text_and_fault(cell: dict[str, Any], sheet: Any) -> tuple[str, str]:
    """Return the text of a cell, and why it cannot be read; "" if it can."""
    if cell["data_type"] == UNCALCULATED:
        return "", _(
            "The formula was never calculated, so its value is not known. Open the file in your spreadsheet "
            "program and save it there, or type the value."
        )
    text = cell_as_seen(ReadOnlyCell(sheet, **cell))
    fault = ""
    if cell["data_type"] == ERROR:
        fault = _("The cell holds an error of the spreadsheet. Put the formula right or type the value.")
    elif len(text) > LONGEST_CELL:
        fault = _("The cell holds more than %(most)s characters.") % {"most": f"{LONGEST_CELL:,}"}
    elif "\0" in text:
        fault = _("The cell holds a NUL character. Type it anew.")
    return text, fault


def cell_as_seen(cell: Any) -> str:
    """Write a cell as its author sees it: days without the hour, 3 and not 3.0, 031-940-1234."""
    value = cell.value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return number_as_shown(value, cell.number_format)
    return ESCAPED_CHARACTER.sub(lambda match: chr(int(match.group(1), 16)), str(value))


# ---- merged cells ----------------------------------------------------------------------------------


@dataclass
class MergedRange:
    """Rows and columns from 1; ``text`` is that of its first cell, once its first row was read."""

    first_column: int
    top: int
    last_column: int
    bottom: int
    text: str = ""


def merged_ranges(book: Any, sheet: Any) -> Iterator[MergedRange]:
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

    def filled(self, row: int, texts: list[str]) -> list[str]:
        self.open_ranges = [merged for merged in self.open_ranges if merged.bottom >= row]
        first, last = bisect_left(self.tops, row), bisect_right(self.tops, row)
        for merged in self.ranges[first:last]:
            if merged.first_column <= len(texts):
                merged.text = texts[merged.first_column - 1]
            self.open_ranges.append(merged)
        for merged in self.open_ranges:
            begin, end = merged.first_column - 1, min(merged.last_column, MOST_COLUMNS)
            texts.extend([""] * (end - len(texts)))
            texts[begin:end] = [merged.text] * (end - begin)
        return texts
