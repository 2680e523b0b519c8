"""An export for programs: one record a row, each value in the type that its column declares."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from agreements.lists.columns.export import ITEM_SEPARATOR, Column, Kind
from agreements.lists.columns.reading import read_rows
from agreements.lists.parameters import Clock

Record = dict[str, Any]


def records_of(columns: Sequence[Column], rows: Any, clock: Clock) -> Iterator[Record]:
    """Give ``rows`` of a list at a clock as {name of the column: value}, in the active language."""
    typed_columns = [(column.name, TYPED.get(column.kind, _text)) for column in columns]
    for chunk in read_rows(columns, rows, clock):
        for row in chunk:
            yield {name: typed(cell) for (name, typed), cell in zip(typed_columns, row, strict=True)}


def items_of(cell: str | None) -> Sequence[str]:
    """Return the items of a list, none where there are none."""
    return cell.split(ITEM_SEPARATOR) if cell else []


def _text(cell: Any) -> Any:
    return None if cell == "" else cell


def whole_number(cell: int | str | None) -> int | None:
    return None if cell in (None, "") else int(cell)


def _number(cell: str | None) -> int | float | None:
    if not cell:
        return None
    number = Decimal(cell)
    return int(number) if number == number.to_integral_value() else float(number)


def _flag(cell: int | None) -> bool | None:
    return None if cell is None else bool(cell)


JSON_SCHEMAS: dict[Kind, dict[str, Any]] = {
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
    Kind.NUMBER: {"type": ["integer", "null"]},
    Kind.QUANTITY: {"type": ["number", "null"]},
    Kind.FLAG: {"type": ["boolean", "null"]},
    Kind.DAY: {"type": ["string", "null"], "format": "date"},
    Kind.ADDRESS: {"type": ["string", "null"], "format": "uri"},
}
OF_TEXT = {"type": ["string", "null"]}

TYPED: dict[Kind, Callable[[Any], Any]] = {
    Kind.LIST: items_of,
    Kind.NUMBER: whole_number,
    Kind.QUANTITY: _number,
    Kind.FLAG: _flag,
}


def json_schema_of(column: Column) -> dict[str, Any]:
    """Return the JSON Schema of a column's values, with what they mean in the active language."""
    schema = JSON_SCHEMAS.get(column.kind, OF_TEXT)
    if column.codes:
        schema = schema | {"enum": [*column.codes, None]}
    return schema | {"title": str(column.label), "description": str(column.meaning)}
