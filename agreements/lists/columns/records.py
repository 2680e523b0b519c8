"""An export for programs: one record a row, each value in the type that its column declares."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from agreements.lists import Selection
from agreements.lists.columns.export import ITEM_SEPARATOR, Column, Export, Kind
from agreements.lists.columns.reading import read_rows

Record = dict[str, Any]


def records_of(export: Export, selection: Selection) -> Iterator[Record]:
    """Give the rows of ``selection`` as {name of the column: value}, in the active language."""
    columns = [(column.name, TYPED.get(column.kind, _text)) for column in export.columns]
    for chunk in read_rows(export, selection):
        for row in chunk:
            yield {name: typed(cell) for (name, typed), cell in zip(columns, row, strict=True)}


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
    """Return the JSON Schema of a column's values."""
    return JSON_SCHEMAS.get(column.kind, OF_TEXT)
