"""What every export declares, and the CSV writer: streamed, one chunk of rows at a time.

A column reads paths of the row in one query, and what has many values (agencies, sources) by one
query a chunk.  Memory does not grow with the number of rows.
"""

import csv
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from agreements.lists import Listing, Selection
from agreements.lists.parameters import BadParameter, Clock, single
from agreements.rules.korean import in_english

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

AUTHORED = frozenset({Kind.TEXT, Kind.LIST, Kind.CODE})  # what somebody typed; the rest is computed

# Reads what a chunk of rows needs, by the value of their key: primary key -> what ``write`` takes.
LookUp = Callable[[Sequence[Any], Clock], Mapping[Any, Any]]


@dataclass(frozen=True)
class Cell:
    """Where a cell's value comes from.

    ``paths`` are read with the row.  ``writer`` makes, once an export and in its language, what writes
    them; without it the one value stands as it is.  With ``look_up``, the one path is the key, and what
    was found under it stands there, or one ``part`` of it.
    """

    paths: tuple[str, ...]
    writer: Callable[[], Callable[..., Value]] | None = None
    look_up: LookUp | None = None
    part: str = ""


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

    def csv_for(self, parameters: QueryDict, *, today: date) -> tuple[Clock, Generator[bytes]]:
        """Write what a query string asks for as CSV, in the language that is active now.

        Raises:
            BadParameter: at once, before anything is written.
        """
        selection = self.listing.select(parameters, today=today)
        return selection.clock, self.csv(selection, machine_names=machine_names(parameters))

    def csv(self, selection: Selection, *, machine_names: bool) -> Generator[bytes]:
        """Write the rows of ``selection`` in the active language; the first chunk asks the database."""
        table = _Table(self.columns, selection.clock)
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
    usual = "name" if in_english() else "label"
    header = single(parameters, "header") or usual
    if header not in {"name", "label"}:
        raise BadParameter("header", gettext("Write “name” or “label”."))
    return header == "name"


class _Table:
    """The columns bound to the place of their paths in a row.  It works column by column: much faster."""

    def __init__(self, columns: Sequence[Column], clock: Clock) -> None:
        self.columns, self.clock = columns, clock
        self.paths = list(dict.fromkeys(path for column in columns for path in column.cell.paths))
        self.writers = [column.cell.writer and column.cell.writer() for column in columns]

    def written(self, chunk: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Value, ...]]:
        read = dict(zip(self.paths, zip(*chunk, strict=True), strict=True))
        found = {
            (look_up, key): _found_for(read[key], look_up, self.clock)
            for look_up, key in {(column.cell.look_up, column.cell.paths[0]) for column in self.columns}
            if look_up
        }
        by_column = []
        for column, write in zip(self.columns, self.writers, strict=True):
            cell, first = column.cell, column.cell.paths[0]
            values: Iterable[Any]
            if cell.look_up:
                values = found[cell.look_up, first]
                if cell.part:
                    values = [under.get(cell.part) if under else None for under in values]
            else:
                values = map(write, *(read[path] for path in cell.paths)) if write else read[first]
            by_column.append(map(guarded, values) if column.kind in AUTHORED else values)
        return zip(*by_column, strict=True)


def _found_for(keys: Sequence[Any], look_up: LookUp, clock: Clock) -> list[Any]:
    return list(map(look_up([key for key in keys if key is not None], clock).get, keys))


# ---- CSV ------------------------------------------------------------------------------------------

SIGNS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
CONTROLS = frozenset("\t\r\n")
INVISIBLE = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
SUSPECT = SIGNS | CONTROLS | frozenset(INVISIBLE)


def guarded(text: str | None) -> str | None:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if not text or text[0] not in SUSPECT:
        return text
    runs = text.lstrip(INVISIBLE)[:1] in SIGNS or text[0] in CONTROLS
    return f"'{text}" if runs else text


def _lines(rows: Iterable[Sequence[Value]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
