"""An export as CSV, streamed: the same rows as its list in the same order, all pages."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from agreements.lists import Selection
from agreements.lists.columns.export import ITEM_SEPARATOR, Column, Export, Kind, header_of
from agreements.lists.columns.reading import read_rows
from agreements.lists.parameters import BadParameter, single
from agreements.rules.typed_text import without_marks

BYTE_ORDER_MARK = "\ufeff"  # Excel takes UTF-8 without it for the local 8-bit code page
SEPARATOR = "; "
REPLACEMENT = "〓"  # in place of a letter that CP949 lacks: what Korean typesetters put for a missing type
ENCODINGS = ("utf-8", "cp949")  # ?encoding=; the second one for programs that open nothing else


def csv_of(export: Export, selection: Selection, parameters: QueryDict) -> Generator[bytes]:
    """Write the rows of ``selection`` in the active language; the first part asks the database.

    Raises:
        BadParameter: at once, before anything is written.
    """
    encoding = encoding_of(parameters)
    header = header_of(export, parameters)
    # Whoever reads the parts may have another language by then: what depends on it is asked here.
    return _encoded(
        _parts(header, export.columns, read_rows(export.columns, selection.rows, selection.clock)), encoding
    )


def encoding_of(parameters: QueryDict) -> str:
    """Read ``?encoding=``; absent or empty means UTF-8.

    Raises:
        BadParameter: it is none that is offered.
    """
    encoding = single(parameters, "encoding").lower() or ENCODINGS[0]
    if encoding not in ENCODINGS:
        raise BadParameter("encoding", gettext("Write one of: %(names)s.") % {"names": ", ".join(ENCODINGS)})
    return encoding


def _encoded(parts: Iterable[str], encoding: str) -> Generator[bytes]:
    if encoding == "cp949":
        for part in parts:
            yield without_marks(part.encode()).decode().encode("cp949", errors=REPLACING)
        return
    begin = BYTE_ORDER_MARK
    for part in parts:
        yield (begin + part).encode()
        begin = ""


def _replacing(error: Any) -> tuple[str, int]:
    return REPLACEMENT * (error.end - error.start), error.end


REPLACING = "agreements.replacing"
codecs.register_error(REPLACING, _replacing)


def _parts(
    header: Sequence[str], columns: Sequence[Column], chunks: Iterable[Sequence[tuple[Any, ...]]]
) -> Generator[str]:
    begin = _csv_lines([header])
    for chunk in chunks:
        in_csv = (
            map(_writer_of(column), cells)
            for column, cells in zip(columns, zip(*chunk, strict=True), strict=True)
        )
        yield begin + _csv_lines(zip(*in_csv, strict=True))
        begin = ""
    if begin:
        yield begin


def _csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()


# ---- cells ---------------------------------------------------------------------------------------

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
CONTROLS = "\t\r\n"
INVISIBLE = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
FIRST_LETTERS = frozenset(SIGNS + CONTROLS + INVISIBLE)  # of what may be one; most texts begin otherwise
RUN_AS_FORMULA = re.compile(f"[{CONTROLS}]|[{INVISIBLE}]*[{re.escape(SIGNS)}]")


def guarded(text: str | None) -> str | None:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if text and text[0] in FIRST_LETTERS and RUN_AS_FORMULA.match(text):
        return f"'{text}"
    return text


def guarded_list(items: str | None) -> str | None:
    return guarded(items and joined_with_semicolons(items))


def joined_with_semicolons(items: str) -> str:
    return items.replace(ITEM_SEPARATOR, SEPARATOR)


def _as_it_is(value: Any) -> Any:
    return value


def _writer_of(column: Column) -> Callable[[Any], Any]:
    """Return what writes the cells of a column; what is neither text nor code was typed by nobody."""
    writers = {Kind.TEXT: guarded, Kind.CODE: guarded, Kind.LIST: guarded_list}
    return writers.get(column.kind, _as_it_is)
