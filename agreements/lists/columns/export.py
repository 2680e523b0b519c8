"""What an export declares, and its CSV writer: streamed, one chunk of rows at a time.

The paths of all columns are read with the rows in one query, and what belongs to them but may be hidden or
has many values (agencies, sources) by a few queries a chunk.  Memory does not grow with the number of rows.
"""

import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched, chain, islice
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
    QUANTITY = "number"
    DAY = "day"
    PERIOD = "partial date"
    FLAG = "flag"
    ADDRESS = "address"


MEANING_OF_KINDS: dict[Kind, Label] = {
    Kind.TEXT: _("Text"),
    Kind.LIST: _("Text; several values joined by “; ”"),
    Kind.CODE: _("Code; the same in both languages"),
    Kind.NUMBER: _("Whole number"),
    Kind.QUANTITY: _("Number, with at most two decimals after a point"),
    Kind.DAY: _("Day, YYYY-MM-DD"),
    Kind.PERIOD: _(
        "Date as precise as its source: 2023, 2023-H1, 2023-Q2, 2023-06, 2023-04/2023-05 or 2023-06-15"
    ),
    Kind.FLAG: _("1 for yes, 0 for no"),
    Kind.ADDRESS: _("Web address"),
}

AUTHORED = frozenset({Kind.TEXT, Kind.LIST, Kind.CODE})  # what somebody typed; the rest is computed

# Reads what belongs to a chunk of rows: primary keys -> {key: value} or {key: {part: value}}.
Load = Callable[[Sequence[Any], Clock], Mapping[Any, Any]]


@dataclass(frozen=True)
class Cell:
    """Where a cell's value comes from.

    ``paths`` are read with the row.  ``writer`` is called once an export, in its language, and returns the
    function that writes their values; without it the one value stands as it is.  With ``load``, the one
    path holds a key: the cell shows what was loaded for it, or one ``part`` of that.  With ``of_clock``,
    every row shows what that says of the file's clock.  Where it shows nothing, ``otherwise`` is shown.
    """

    paths: tuple[str, ...] = ()
    writer: Callable[[], Callable[..., Value]] | None = None
    load: Load | None = None
    part: str = ""
    of_clock: Callable[[Clock], Value] | None = None
    otherwise: "Cell | None" = None

    @property
    def alternatives(self) -> "Iterator[Cell]":
        yield self
        if self.otherwise is not None:
            yield from self.otherwise.alternatives


@dataclass(frozen=True)
class Column:
    name: str
    label: Label
    cell: Cell
    meaning: Label
    kind: Kind = Kind.TEXT
    unit: Label = ""


def base_day(clock: Clock) -> str:
    return clock.permanent()["as_of"]


def permanent_sequence(clock: Clock) -> str | None:
    """Return the sequence under which the same rows are answered for ever; None before a publication."""
    return clock.permanent().get("seq")


# A row that is cut out of its file still says when it held, and how it is asked for again.
CLOCK_COLUMNS = (
    Column(
        "as_of",
        _("Base date"),
        Cell(of_clock=base_day),
        _("The day on which what the row says holds."),
        Kind.DAY,
    ),
    Column(
        "seq",
        _("Publication sequence"),
        Cell(of_clock=permanent_sequence),
        _("What was public then. With as_of and seq in its address the file stays the same for ever."),
        Kind.NUMBER,
    ),
)


@dataclass(frozen=True)
class Export:
    """A file: the rows of a list, its own columns, and at their end the two that name the clock."""

    listing: Listing
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", (*self.columns, *CLOCK_COLUMNS))

    @property
    def name(self) -> str:
        return self.listing.name

    def csv_for(self, parameters: QueryDict, *, today: date) -> tuple[Clock, Generator[bytes]]:
        """Write what a query string asks for as CSV, in the language that is active now.

        Raises:
            BadParameter: at once, before anything is written.
        """
        selection = self.listing.select(parameters, today=today, also=["header"])
        return selection.clock, self.csv(selection, machine_names=machine_names(parameters))

    def csv(self, selection: Selection, *, machine_names: bool) -> Generator[bytes]:
        """Write the rows of ``selection`` in the active language; the first chunk asks the database."""
        header = [column.name if machine_names else str(column.label) for column in self.columns]
        # Its writers are made here: whoever reads the chunks may have another language by then.
        writer = _ChunkWriter(self.columns, selection.clock)
        begin = BYTE_ORDER_MARK + _csv_lines([header])
        return self._chunks(selection, writer, begin, get_language() or "ko")

    def _chunks(
        self, selection: Selection, writer: "_ChunkWriter", begin: str, language: str
    ) -> Generator[bytes]:
        rows = selection.rows.values_list(*writer.paths).iterator(chunk_size=ROWS_A_CHUNK)
        for chunk in batched(rows, ROWS_A_CHUNK):
            with override(language):
                text = _csv_lines(writer.write_rows(chunk))
            yield (begin + text).encode()
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


class _ChunkWriter:
    """Writes chunks of rows column by column, which is much faster than row by row."""

    def __init__(self, columns: Sequence[Column], clock: Clock) -> None:
        self.columns, self.clock = columns, clock
        self.paths: list[str] = []
        # Several columns may show parts of what is loaded for the same key.
        self.loads: dict[tuple[Load, str], None] = {}
        self.writers: dict[Cell, Callable[..., Value] | None] = {}
        for cell in chain.from_iterable(column.cell.alternatives for column in columns):
            self.paths += cell.paths
            if cell.load is not None:
                self.loads[cell.load, cell.paths[0]] = None
            self.writers[cell] = cell.writer and cell.writer()
        self.paths = list(dict.fromkeys(self.paths))

    def write_rows(self, chunk: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Value, ...]]:
        """Return the rows of a file; each row of ``chunk`` holds the values of ``paths``."""
        by_path = dict(zip(self.paths, zip(*chunk, strict=True), strict=True))
        linked = self._load_linked(by_path)
        columns = []
        for column in self.columns:
            values: Iterable[Any] = self._cell_values(column.cell, by_path, linked, len(chunk))
            for cell in islice(column.cell.alternatives, 1, None):
                values = first_given(values, self._cell_values(cell, by_path, linked, len(chunk)))
            columns.append(map(guarded, values) if column.kind in AUTHORED else values)

        return zip(*columns, strict=True)

    def _cell_values(
        self,
        cell: Cell,
        by_path: Mapping[str, Sequence[Any]],
        linked: Mapping[tuple[Load, str], list[Any]],
        row_count: int,
    ) -> Iterable[Any]:
        """Return what a cell shows in each row, without its alternatives."""
        if cell.of_clock is not None:
            return [cell.of_clock(self.clock)] * row_count
        if cell.load is not None:
            return _parts(linked[cell.load, cell.paths[0]], cell.part)
        writer = self.writers[cell]
        if writer is not None:
            return map(writer, *(by_path[path] for path in cell.paths))
        return by_path[cell.paths[0]]

    def _load_linked(self, by_path: Mapping[str, Sequence[Any]]) -> dict[tuple[Load, str], list[Any]]:
        """Return, by function and path of the key, what was loaded for each row; each is called once."""
        linked: dict[tuple[Load, str], list[Any]] = {}
        for load, path in self.loads:
            keys = list(filter(None, by_path[path]))
            by_key = load(keys, self.clock) if keys else {}
            linked[load, path] = list(map(by_key.get, by_path[path]))
        return linked


def first_given(values: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Return each value, or the other one where it is None."""
    pairs = zip(values, others, strict=True)
    return [otherwise if value is None else value for value, otherwise in pairs]


def _parts(values: Iterable[Any], part: str) -> Iterable[Any]:
    if not part:
        return values
    return [parts.get(part) if parts else None for parts in values]


# ---- CSV ------------------------------------------------------------------------------------------

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
CONTROLS = "\t\r\n"
INVISIBLE = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
RUN_AS_FORMULA = re.compile(f"[{CONTROLS}]|[{INVISIBLE}]*[{re.escape(SIGNS)}]")


def guarded(text: str | None) -> str | None:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if text and RUN_AS_FORMULA.match(text):
        return f"'{text}"
    return text


def _csv_lines(rows: Iterable[Sequence[Value]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()
