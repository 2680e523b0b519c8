"""An export as CSV, streamed: the same rows as its list in the same order, all pages."""

import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from agreements.lists import Selection
from agreements.lists.columns.export import ITEM_SEPARATOR, Column, Export, Kind
from agreements.lists.columns.reading import read_rows
from agreements.lists.parameters import BadParameter, Clock, single
from agreements.rules.korean import in_english

BYTE_ORDER_MARK = "\ufeff"  # Excel takes UTF-8 without it for the local 8-bit code page
SEPARATOR = "; "


def csv_for(export: Export, parameters: QueryDict, *, today: date) -> tuple[Clock, Generator[bytes]]:
    """Write what a query string asks for as CSV, in the language that is active now.

    Raises:
        BadParameter: at once, before anything is written.
    """
    selection = export.select(parameters, today=today, also=["header"])
    return selection.clock, csv_of(export, selection, machine_names=machine_names(parameters))


def csv_of(export: Export, selection: Selection, *, machine_names: bool) -> Generator[bytes]:
    """Write the rows of ``selection`` in the active language; the first part asks the database."""
    header = [column.name if machine_names else str(column.label) for column in export.columns]
    chunks = read_rows(export, selection)
    return _parts(header, export.columns, chunks)


def _parts(
    header: Sequence[str], columns: Sequence[Column], chunks: Iterable[Sequence[tuple[Any, ...]]]
) -> Generator[bytes]:
    begin = BYTE_ORDER_MARK + _csv_lines([header])
    for chunk in chunks:
        written = (
            map(_writer_of(column), cells)
            for column, cells in zip(columns, zip(*chunk, strict=True), strict=True)
        )
        yield (begin + _csv_lines(zip(*written, strict=True))).encode()
        begin = ""
    if begin:
        yield begin.encode()


def machine_names(parameters: QueryDict) -> bool:
    """Read ``?header=name`` or ``?header=label``; machine names are usual in English.

    Raises:
        BadParameter: it is neither.
    """
    header = single(parameters, "header")
    asks_for_names = {"": in_english(), "name": True, "label": False}
    if header not in asks_for_names:
        raise BadParameter("header", gettext("Write “name” or “label”."))
    return asks_for_names[header]


def _csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()


# ---- cells ---------------------------------------------------------------------------------------

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
CONTROLS = "\t\r\n"
INVISIBLE = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
RUN_AS_FORMULA = re.compile(f"[{CONTROLS}]|[{INVISIBLE}]*[{re.escape(SIGNS)}]")


def guarded(text: str | None) -> str | None:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if text and RUN_AS_FORMULA.match(text):
        return f"'{text}"
    return text


def guarded_list(items: str | None) -> str | None:
    return guarded(items and items.replace(ITEM_SEPARATOR, SEPARATOR))


def _as_it_is(value: Any) -> Any:
    return value


def _writer_of(column: Column) -> Callable[[Any], Any]:
    """Return what writes the cells of a column; what is neither text nor code was typed by nobody."""
    writers = {Kind.TEXT: guarded, Kind.CODE: guarded, Kind.LIST: guarded_list}
    return writers.get(column.kind, _as_it_is)
