"""Tables of reports, made of the columns of files: what a file says, a report says in the same words."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from agreements.editions.document import Table, TableColumn, Total, Value
from agreements.lists import Selection
from agreements.lists.columns.export import Column, Export, Kind
from agreements.lists.columns.reading import Row, read_rows
from agreements.lists.columns.records import whole_number

# In Hangul syllables.
WIDTHS: dict[Kind, int] = {
    Kind.TEXT: 18,
    Kind.LIST: 14,
    Kind.CODE: 9,
    Kind.NUMBER: 5,
    Kind.DAY: 8,
    Kind.PERIOD: 8,
}
WIDE = frozenset({"title", "sources", "note", "reason", "target_reason", "result"})
NARROW = frozenset({"status_label", "standing_label", "kind_label", "state_label", "phase_label"})


def columns_named(export: Export, names: Iterable[str]) -> list[Column]:
    by_name = {column.name: column for column in export.columns}
    return [by_name[name] for name in names]


def rows_of(columns: Sequence[Column], selection: Selection) -> list[Row]:
    return list(chain.from_iterable(read_rows(columns, selection.rows, selection.clock)))


def table_of(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    total: Callable[[Sequence[Column]], Total] | None = None,
) -> Table:
    kinds = [column.kind for column in columns]
    return Table(
        caption,
        tuple(TableColumn(str(column.label), width_of(column), column.kind) for column in columns),
        [tuple(map(cell_of, kinds, row)) for row in rows],
        total(columns) if total else None,
    )


def width_of(column: Column) -> int:
    if column.name in WIDE:
        return 22
    if column.name in NARROW:
        return 8
    return WIDTHS.get(column.kind, 10)


def cell_of(kind: Kind, cell: Value) -> Value:
    return whole_number(cell) if kind is Kind.NUMBER else cell or None


def sums_of_numbers(label: str) -> Callable[[Sequence[Column]], Total]:
    """Return what makes the last row: every column of numbers is added up."""

    def total(columns: Sequence[Column]) -> Total:
        return Total(label, tuple(i for i, column in enumerate(columns) if column.kind is Kind.NUMBER))

    return total
