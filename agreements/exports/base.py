"""What every export declares, and the CSV writer: streamed, one chunk of rows at a time.

A column reads paths of the row in one query, and what has many values (agencies, sources) by one
query a chunk.  Memory does not grow with the number of rows.
"""

import csv
import io
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from agreements.filters import Listing, Selection
from agreements.filters.base import single_values
from agreements.parameters import BadParameter

Label = str | Promise
Value = str | int | None
ROWS_A_CHUNK = 2000
BYTE_ORDER_MARK = "\ufeff"  # Excel takes UTF-8 without it for the local 8-bit code page


class Kind(StrEnum):
    """What stands in a column's cells; the data dictionary explains each."""

    TEXT = "text"
    LIST = "list"
    CODE = "code"
    NUMBER = "whole number"
    DAY = "day"
    PERIOD = "partial date"
    FLAG = "flag"
    ADDRESS = "address"


MEANING_OF_KINDS: dict[Kind, Label] = {
    Kind.TEXT: _("Text"),
    Kind.LIST: _("Text; several values joined by “; ”"),
    Kind.CODE: _("Code; the same in both languages"),
    Kind.NUMBER: _("Whole number"),
    Kind.DAY: _("Day, YYYY-MM-DD"),
    Kind.PERIOD: _("Date as precise as its source: 2023, 2023-H1, 2023-Q2, 2023-06 or 2023-06-15"),
    Kind.FLAG: _("1 for yes, 0 for no"),
    Kind.ADDRESS: _("Web address"),
}

# Reads what a chunk of rows needs, by the value of their key: primary key -> what ``write`` takes.
LookUp = Callable[[Sequence[Any], date], Mapping[Any, Any]]


@dataclass(frozen=True)
class Cell:
    """Where a cell's value comes from.

    ``paths`` are read with the row, and ``writer`` makes, once an export and in its language, what
    writes them.  With ``look_up``, the one path is the key, and what was found under it is written.
    """

    paths: tuple[str, ...]
    writer: Callable[[], Callable[..., Value]]
    look_up: LookUp | None = None


@dataclass(frozen=True)
class Column:
    name: str
    label: Label
    cell: Cell
    meaning: Label
    kind: Kind = Kind.TEXT
    unit: Label = ""


@dataclass(frozen=True)
class Export:
    listing: Listing
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return self.listing.name

    def csv_for(self, parameters: QueryDict, *, today: date) -> tuple[date, Generator[bytes]]:
        """Write what a query string asks for as CSV, in the language that is active now.

        Raises:
            BadParameter: at once, before anything is written.
        """
        selection = self.listing.select(parameters, today=today)
        return selection.on, self.csv(selection, machine_names=machine_names(parameters))

    def csv(self, selection: Selection, *, machine_names: bool) -> Generator[bytes]:
        """Write the rows of ``selection`` in the active language; the first chunk asks the database."""
        table = _Table(self.columns, selection.on)
        header = [column.name if machine_names else str(column.label) for column in self.columns]
        return self._chunks(selection, table, BYTE_ORDER_MARK + _lines([header]), get_language() or "ko")

    def _chunks(self, selection: Selection, table: "_Table", begin: str, language: str) -> Generator[bytes]:
        found = selection.rows.values_list(*table.paths).iterator(chunk_size=ROWS_A_CHUNK)
        for chunk in batched(found, ROWS_A_CHUNK):
            # Whoever reads the next chunk may have another language by then.
            with override(language):
                text = _lines(table.written(chunk))
            yield (begin + text).encode()
            begin = ""
        if begin:
            yield begin.encode()


def machine_names(parameters: QueryDict) -> bool:
    """Read ``?header=name`` or ``?header=label``; machine names are usual in English.

    Raises:
        BadParameter: it is neither.
    """
    usual = "name" if (get_language() or "ko").startswith("en") else "label"
    header = single_values(parameters, ["header"])["header"] or usual
    if header not in {"name", "label"}:
        raise BadParameter("header", gettext("Write “name” or “label”."))
    return header == "name"


class _Table:
    """The columns bound to the place of their paths in a row."""

    def __init__(self, columns: Sequence[Column], on: date) -> None:
        self.on = on
        self.paths = list(dict.fromkeys(path for column in columns for path in column.cell.paths))
        place = {path: number for number, path in enumerate(self.paths)}
        self.cells = [
            (tuple(place[path] for path in column.cell.paths), column.cell.writer(), column.cell.look_up)
            for column in columns
        ]
        self.look_ups = {(look_up, places[0]) for places, _writer, look_up in self.cells if look_up}

    def written(self, chunk: Sequence[tuple[Any, ...]]) -> list[list[Value]]:
        found = {
            look_up: look_up([row[key] for row in chunk if row[key] is not None], self.on)
            for look_up, key in self.look_ups
        }
        by_column = []
        for places, write, look_up in self.cells:
            values: list[Value]
            if look_up:
                under = found[look_up]
                values = [write(under[row[places[0]]]) if row[places[0]] in under else None for row in chunk]
            elif len(places) == 1:
                values = [write(row[places[0]]) for row in chunk]
            else:
                values = [write(*(row[place] for place in places)) for row in chunk]
            by_column.append([guarded(value) for value in values])
        return [list(row) for row in zip(*by_column, strict=True)]


# ---- CSV ------------------------------------------------------------------------------------------

SIGNS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
CONTROLS = frozenset("\t\r\n")
INVISIBLE = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
SUSPECT = SIGNS | CONTROLS | frozenset(INVISIBLE)


def guarded(value: Value) -> Value:
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    if not isinstance(value, str) or value[:1] not in SUSPECT or not value:
        return value
    runs = value.lstrip(INVISIBLE)[:1] in SIGNS or value[0] in CONTROLS
    return f"'{value}" if runs else value


def _lines(rows: Sequence[Sequence[Value]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
