"""CSV as offices save it: UTF-8 with or without mark, UTF-16, CP949; comma, tab or semicolon."""

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import Cells, NumberedRows, Score, best_header_score

DELIMITERS = ",\t;"
CHUNK = 1 << 20
ENCODINGS_BY_MARK = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def csv_rows(file: BinaryIO, *, score: Score) -> Generator[tuple[int, Cells]]:
    """Return the rows, taken apart at the delimiter that makes the best header."""
    encoding = encoding_of(file)
    delimiter = max(DELIMITERS, key=lambda sign: _header_score(file, encoding, sign, score))
    return _decoded_rows(file, encoding, delimiter)


def encoding_of(file: BinaryIO) -> str:
    """
    Raises:
        BadFile: it is none of the encodings; the complaint names the first line that is not.
    """
    file.seek(0)
    begin = file.read(4)
    marked = [encoding for mark, encoding in ENCODINGS_BY_MARK.items() if begin.startswith(mark)]
    broken_lines: list[int] = []
    for encoding in marked or ["utf-8", "cp949"]:
        line = _broken_line(file, encoding)
        if line is None:
            return encoding
        broken_lines.append(line)
    correction = _("This line is neither UTF-8 nor CP949 (EUC-KR). Save the file as “CSV UTF-8” or as .xlsx.")
    # The encoding that came further was probably meant.
    raise BadFile(complaint_at(correction, row=max(broken_lines)))


def _broken_line(file: BinaryIO, encoding: str) -> int | None:
    """Return the first line that cannot be decoded; None if all can."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        chunk = file.read(CHUNK)
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            return line + bytes(error.object[: error.start]).count(b"\n")
        if not chunk:
            return None


def _header_score(file: BinaryIO, encoding: str, delimiter: str, score: Score) -> int:
    try:
        return best_header_score(_decoded_rows(file, encoding, delimiter), score)
    except BadFile:
        return 0


def _decoded_rows(file: BinaryIO, encoding: str, delimiter: str) -> Generator[tuple[int, Cells]]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield from _numbered_rows(text, delimiter)
    finally:
        text.detach()  # else the file would be closed with it


def _numbered_rows(text: io.TextIOWrapper, delimiter: str) -> NumberedRows:
    number = 0
    try:
        for cells in csv.reader(_without_nul(text), delimiter=delimiter, strict=True):
            number += 1
            yield number, cells
    except csv.Error as error:
        raise BadFile(complaint_at(_syntax_message(str(error)), row=number + 1)) from error


def _syntax_message(error: str) -> str:
    if "field limit" in error:
        return _(
            'A cell holds more than %(most)s characters, or a quotation mark (") is opened and never closed.'
        ) % {"most": f"{csv.field_size_limit():,}"}
    return _(
        'A quotation mark (") is opened and not closed, or stands in the middle of a cell. '
        "Put the whole cell in quotation marks and double those inside it."
    )


def _without_nul(lines: io.TextIOWrapper) -> Iterator[str]:
    correction = _("The line holds a NUL character, so this is no text file. Save the table as CSV anew.")
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise BadFile(complaint_at(correction, row=number))
        yield line
