"""The workbook of an XLSX: which of its sheets is read; what would burst the memory is refused unopened."""

import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.styles.fonts import Font

from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import NumberedRows, Score, Table, best_header_score
from agreements.imports.xlsx_rows import SheetRows

MB = 1024 * 1024
MOST_UNPACKED = 300 * MB  # 50,000 wide rows need 100
MOST_SHARED_TEXT, MOST_OTHER_XML = 60 * MB, 10 * MB
MOST_RATIO = 300  # a table of zeros reaches 60; a bomb 1,000
MOST_MEMBERS = 2000
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"  # the namespace of “Strict Open XML”
LONGEST_REASON = 100  # characters of what the reader says
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ParseError, DefusedXmlException)

# Programs write families of fonts that the standard does not have; a letter's look is no reason to refuse.
Font.family.max = 255


@contextmanager
def open_book(file: BinaryIO) -> Iterator[Any]:
    """Open a workbook.

    Raises:
        BadFile: damaged, a bomb, or a dialect that is not read.
    """
    refuse_bombs(file)
    refuse_strict(file)
    file.seek(0)
    with _failure_refused():
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        yield book
    finally:
        book.close()


def visible_sheets(book: Any) -> list[Any]:
    with _failure_refused():
        return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def sheet_scores(file: BinaryIO, *, score: Score) -> dict[str, int]:
    """Return {title of a visible sheet: the score of the row that looks most like a header}.

    Raises:
        BadFile
    """
    with open_book(file) as book:
        return {sheet.title: _sheet_score(book, sheet, score) for sheet in visible_sheets(book)}


def _sheet_score(book: Any, sheet: Any, score: Score) -> int:
    return best_header_score(_rows_or_refusal(SheetRows(book, sheet)), score)


@contextmanager
def open_sheet(file: BinaryIO, *, score: Score, titles: Collection[str] | None = None) -> Iterator[Table]:
    """Open the visible sheet with the best header, of ``titles`` (None: any); a remark names the others.

    Raises:
        BadFile: damaged, a bomb, or no sheet of ours; also while rows are read.
    """
    with open_book(file) as book:
        sheets = visible_sheets(book)
        if titles is not None:
            sheets = [sheet for sheet in sheets if sheet.title in titles]
        best_sheet = max(sheets, key=lambda sheet: _sheet_score(book, sheet, score), default=None)
        if best_sheet is None:
            raise BadFile(complaint_at(_("The file has no visible sheet.")))
        sheets.remove(best_sheet)
        rows = SheetRows(book, best_sheet)
        yield Table(
            _rows_or_refusal(rows),
            cell_faults=rows.cell_faults,
            remarks=lambda: [*_remarks(best_sheet, sheets), *rows.remarks()],
        )


def _rows_or_refusal(rows: SheetRows) -> NumberedRows:
    with _failure_refused():
        yield from rows.numbered_rows()


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
    with _failure_refused():
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


def refuse_strict(file: BinaryIO) -> None:
    """
    Raises:
        BadFile: the program saved it in a dialect in which our reader sees no sheet.
    """
    with _failure_refused(), zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.endswith("workbook.xml")]
        is_strict = any(STRICT in archive.read(name) for name in names)
    if is_strict:
        correction = _(
            "It is saved as “Strict Open XML Spreadsheet”, which is not read. "
            "Save it as “Excel Workbook (.xlsx)”."
        )
        raise BadFile(complaint_at(correction))


@contextmanager
def _failure_refused() -> Iterator[None]:
    """Refuse what openpyxl stumbles over: a damaged file, or a sound one that it does not understand."""
    try:
        yield
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise BadFile(complaint_at(failure_message(error))) from error


def failure_message(error: BaseException) -> str:
    """Say whether the file is damaged, or whole and not understood.

    openpyxl wraps the error that it met first in others.
    """
    first_error = error
    while first_error.__context__ is not None and not isinstance(first_error, DAMAGE):
        first_error = first_error.__context__
    if isinstance(first_error, DAMAGE):
        return _("The .xlsx file is damaged and cannot be read. Save it anew in your program.")
    reason = " ".join(str(first_error).split())[:LONGEST_REASON]
    correction = _(
        "The file holds a format that is not understood here (%(reason)s), though your program may show it. "
        "Save the sheet as “CSV UTF-8” and upload that."
    )
    return correction % {"reason": reason}
