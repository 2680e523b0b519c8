"""Rows that belong to a record: its parties, budget shares, agencies by role."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


def update_children(
    record: Model, relation: str, key: str, new_rows: Mapping[Any, Mapping[str, Any]]
) -> None:
    """Make the rows of a relation those of ``new_rows``: {value of the field ``key``: {field: value}}.

    Saves only rows that differ.  The record itself is saved already.
    """
    manager = getattr(record, relation)
    leftover = {getattr(child, key): child for child in manager.all()}
    new_children = []
    for value, fields in new_rows.items():
        child = leftover.pop(value, None)
        if child is None:
            new_children.append(manager.model(**{manager.field.name: record, key: value, **fields}))
        else:
            update_child(child, fields)
    for child in leftover.values():
        child.delete()
    manager.model.objects.bulk_create(new_children)


def update_child(child: Model, fields: Mapping[str, Any]) -> None:
    """Save a row that differs from ``fields``."""
    before = {name: getattr(child, name) for name in fields}
    if before == fields:
        return
    for name, value in fields.items():
        setattr(child, name, value)
    child.save()
