"""Reads the rows of an export, one chunk at a time.

The paths of all columns are read with the rows in one query, and what belongs to them but may be hidden or
has many values (agencies, sources) by a few queries a chunk.  Memory does not grow with the number of rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, override

from agreements.lists.columns.export import Cell, Column, Load, Value
from agreements.lists.parameters import Clock

FIRST_ROWS = 1000  # soon, so that a reader sees that something comes
ROWS_A_CHUNK = 4000  # what belongs to them is asked with few queries, and still held in little memory
Row = tuple[Value, ...]


def read_rows(
    columns: Sequence[Column], rows: Any, clock: Clock, *, most: int | None = None
) -> Iterator[list[Row]]:
    """Give ``rows`` of a list at a clock, the first ``most`` or all, in chunks, a cell for each column.

    The first chunk asks the database.

    Texts and labels are in the language that is active when this is called.
    """
    # Its writers are made here: whoever reads the chunks may have another language by then.
    reader = _ChunkReader(columns, clock)
    return _chunks(reader, rows, most, get_language() or "ko")


def _chunks(reader: "_ChunkReader", rows: Any, most: int | None, language: str) -> Iterator[list[Row]]:
    values = rows.values_list(*reader.paths)
    if isinstance(values, QuerySet):
        values = values[:most]
    all_values = islice(values.iterator(chunk_size=FIRST_ROWS), most)
    size = FIRST_ROWS
    while chunk := list(islice(all_values, size)):
        with override(language):
            cells = list(reader.read(chunk))
        yield cells
        size = ROWS_A_CHUNK


class _ChunkReader:
    """Reads chunks of rows column by column, which is much faster than row by row."""

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

    def read(self, chunk: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Value, ...]]:
        """Return the cells of each row; the rows of ``chunk`` hold the values of ``paths``."""
        by_path = dict(zip(self.paths, zip(*chunk, strict=True), strict=True))
        linked = self._load_linked(by_path)
        columns = []
        for column in self.columns:
            values: Iterable[Any] = self._cell_values(column.cell, by_path, linked, len(chunk))
            for cell in islice(column.cell.alternatives, 1, None):
                values = first_given(values, self._cell_values(cell, by_path, linked, len(chunk)))
            columns.append(values)

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
