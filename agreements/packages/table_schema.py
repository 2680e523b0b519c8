"""What a program must know of a CSV: the Table Schema of an export, made from its columns."""

from typing import Any

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.export import Column, Export, Kind

DATE = r"\d{4}(-H[12]|-Q[1-4]|-\d{2}(-\d{2})?)?"
TYPES: dict[Kind, dict[str, Any]] = {
    Kind.NUMBER: {"type": "integer"},
    Kind.QUANTITY: {"type": "number"},
    Kind.DAY: {"type": "date"},
    Kind.FLAG: {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}
# Columns that hold the key of another file.  An agency's code is none: an agency may since be unlisted.
REFERENCES = {
    ("commitments", "agreement_reference"): "agreements",
    ("commitments", "program_slug"): "programs",
    ("milestones", "program_slug"): "programs",
    ("parties", "agreement_reference"): "agreements",
    ("regions", "parent_code"): "regions",
}


def table_schema_of(export: Export) -> dict[str, Any]:
    """Describe the columns of a file, in the active language, with its key and what they refer to."""
    schema: dict[str, Any] = {
        "fields": [field_of(column, export) for column in export.columns],
        "missingValues": [""],
    }
    if export.key:
        schema["primaryKey"] = list(export.key)
    references = [
        {"fields": [column], "reference": {"resource": reference_to(name, export), "fields": key_of(name)}}
        for (export_name, column), name in REFERENCES.items()
        if export_name == export.name
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def reference_to(name: str, export: Export) -> str:
    """Return the name by which a file refers to another, or "" for itself, as Table Schema has it."""
    return "" if name == export.name else name


def key_of(name: str) -> list[str]:
    return list(EXPORTS[name].key)


def field_of(column: Column, export: Export) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.name in (*export.key, "as_of"):
        constraints["required"] = True
    if (column.name,) == export.key:
        constraints["unique"] = True
    if column.codes:
        constraints["enum"] = list(column.codes)
    if column.kind is Kind.PERIOD:
        constraints["pattern"] = f"{DATE}(/{DATE})?"
    field = {
        "name": column.name,
        "title": str(column.label),
        "description": str(column.meaning),
        **TYPES.get(column.kind, {"type": "string"}),
    }
    return field | {"constraints": constraints} if constraints else field
