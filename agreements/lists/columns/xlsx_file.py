"""An export as XLSX: typed cells, no formulas, and a second sheet that says what it is.

openpyxl writes each row as it comes, so memory does not grow with their number; the whole file lies in a
temporary one before its first byte goes out, as a ZIP ends with its contents.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from agreements.lists import Selection
from agreements.lists.columns.csv_file import joined_with_semicolons
from agreements.lists.columns.export import (
    MEANING_OF_KINDS,
    Column,
    Export,
    Kind,
    base_day,
    header_of,
    permanent_sequence,
)
from agreements.lists.columns.reading import read_rows
from agreements.lists.columns.records import whole_number
from agreements.lists.parameters import BadParameter
from agreements.rules.typed_text import as_stored

MOST_ROWS = 1_048_576 - 1  # of a sheet, without the names of the columns
MOST_LETTERS = 32_767  # of a cell; openpyxl would cut what is longer, and say nothing
PART_SIZE = 64 * 1024

# Widths of columns in digits; a Hangul syllable takes two.
WIDTHS: dict[Kind, int] = {
    Kind.TEXT: 36,
    Kind.LIST: 36,
    Kind.CODE: 24,
    Kind.NUMBER: 10,
    Kind.QUANTITY: 12,
    Kind.DAY: 12,
    Kind.PERIOD: 14,
    Kind.FLAG: 10,
    Kind.ADDRESS: 40,
}
WIDEST_LABEL = 28


def xlsx_of(export: Export, selection: Selection, parameters: QueryDict) -> Generator[bytes]:
    """Write the rows of ``selection`` in the active language; the first part holds all that was read.

    Raises:
        BadParameter: there are more rows, or a longer text, than a sheet can hold.
    """
    header = header_of(export, parameters)
    if selection.rows.count() > MOST_ROWS:
        message = _(
            "A sheet holds %(most)s rows at most, and there are more. Take the CSV, or narrow it down."
        )
        raise BadParameter("xlsx", message % {"most": f"{MOST_ROWS:,}"})
    return _file_of(export, selection, header)


def _file_of(export: Export, selection: Selection, header: Sequence[str]) -> Generator[bytes]:
    with TemporaryFile() as file:
        write_workbook(file, export, selection, header)
        file.seek(0)
        while part := file.read(PART_SIZE):
            yield part


def write_workbook(file: Any, export: Export, selection: Selection, header: Sequence[str]) -> None:
    book = Workbook(write_only=True)
    try:
        _write_rows(book, export, selection, header)
        _write_description(book, export, selection)
    finally:
        book.save(file)  # removes openpyxl's own temporary files, also those of a book that is given up


def _write_rows(book: Any, export: Export, selection: Selection, header: Sequence[str]) -> None:
    sheet = book.create_sheet(_sheet_title(str(export.listing.title)))
    for number, (column, label) in enumerate(zip(export.columns, header, strict=True), start=1):
        width = max(WIDTHS[column.kind], min(2 * len(label) + 2, WIDEST_LABEL))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    sheet.append(_bold(sheet, header))
    count = 1
    writers = [_writer_of(column, sheet) for column in export.columns]
    for chunk in read_rows(export.columns, selection.rows, selection.clock):
        for row in chunk:
            sheet.append([write(cell) for write, cell in zip(writers, row, strict=True)])
        count += len(chunk)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(export.columns))}{count}"


def _write_description(book: Any, export: Export, selection: Selection) -> None:
    sheet = book.create_sheet(_("About this file"))
    for letter, width in zip("ABCD", (28, 36, 70, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    text = _text_writer(sheet)
    for line in _described(export, selection):
        sheet.append([text(cell) for cell in line])
    sheet.append([])
    sheet.append(_bold(sheet, (_("Name"), _("Column"), _("Meaning"), _("Type"))))
    for column in export.columns:
        texts = (column.name, column.label, column.meaning, MEANING_OF_KINDS[column.kind])
        sheet.append(list(map(text, map(str, texts))))


def _described(export: Export, selection: Selection) -> Iterator[tuple[str, str]]:
    yield _("File"), str(export.listing.title)
    yield _("What it holds"), str(export.listing.lead)
    for chosen in selection.chosen_filters():
        yield str(chosen.label), str(chosen.value)
    yield _("Base date"), base_day(selection.clock)
    yield _("Publication sequence"), permanent_sequence(selection.clock) or ""


def _sheet_title(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31]


def _bold(sheet: Any, texts: Iterable[str]) -> list[Any]:
    font = Font(bold=True)
    cells = [WriteOnlyCell(sheet, text) for text in texts]
    for cell in cells:
        cell.font = font
    return cells


# ---- cells ---------------------------------------------------------------------------------------

Writer = Callable[[Any], Any]


def _writer_of(column: Column, sheet: Any) -> Writer:
    writers: dict[Kind, Writer] = {
        Kind.NUMBER: whole_number,
        Kind.QUANTITY: _number,
        Kind.FLAG: whole_number,
        Kind.DAY: _day,
        Kind.LIST: _list_writer(sheet),
    }
    return writers.get(column.kind) or _text_writer(sheet)


def _number(cell: str | None) -> Decimal | None:
    return Decimal(cell) if cell else None


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _list_writer(sheet: Any) -> Writer:
    write = _text_writer(sheet)
    return lambda items: items and write(joined_with_semicolons(items))


def _text_writer(sheet: Any) -> Writer:
    """Return what writes text as text: openpyxl would run “=1+1”, and take “#N/A” for an error."""

    def write(text: str | None) -> Any:
        if not text:
            return None
        if len(text) > MOST_LETTERS:
            message = _("A cell holds %(most)s letters, and one text is longer. Take the CSV.")
            raise BadParameter("xlsx", message % {"most": f"{MOST_LETTERS:,}"})
        if not text.isprintable():
            text = as_stored(text).replace("\0", "")
        if text[:1] not in ("=", "#"):
            return text
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        return cell

    return write
