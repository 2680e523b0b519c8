"""The trace every act leaves, and the facts of a record that it compares."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from agreements.models import (
    Agreement,
    Commitment,
    DutyRecord,
    Program,
    StatusReport,
    Trace,
)
from agreements.rules.publication import Act

# What belongs to a record and is compared with it, and the lists of other records it cites.
CHILDREN: dict[type[models.Model], tuple[str, ...]] = {
    Agreement: ("parties", "budget", "commitments", "amendments", "documents"),
    Commitment: ("roles",),
    Program: ("milestones", "recognitions", "documents"),
    StatusReport: ("documents",),
    DutyRecord: ("documents",),
}

type Facts = dict[str, Any]


def facts(record: models.Model, *, prefix: str = "", parent: str = "") -> Facts:
    """Give a record's authored facts, with its children's, as ``{path: value fit for JSON}``.

    ``parent`` names the field by which a child points back: that it does is no fact of its own.
    """
    found: Facts = {}
    for field in record._meta.concrete_fields:
        if field.editable and not field.primary_key and field.name != parent:
            value = getattr(record, field.name) if field.is_relation else field.value_from_object(record)
            found[prefix + field.name] = _plain(value)
    for many in record._meta.many_to_many:
        if many.remote_field.through._meta.auto_created:  # type: ignore[union-attr]  # has one, once loaded
            found[prefix + many.name] = sorted(str(cited) for cited in getattr(record, many.name).all())
    for related in CHILDREN.get(type(record), ()):
        children = getattr(record, related)
        for child in children.all():
            found |= facts(child, prefix=f"{prefix}{related}[{child.pk}].", parent=children.field.name)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def changes(before: Facts, after: Facts) -> dict[str, list[Any]]:
    return {
        path: [before.get(path), after.get(path)]
        for path in before | after
        if before.get(path) != after.get(path)
    }


def leave(
    record: models.Model,
    act: Act,
    *,
    actor: Any,
    now: datetime,
    reason: str = "",
    changed: dict[str, list[Any]] | None = None,
    label: str | None = None,
) -> Trace:
    """Append the one trace of an act; ``label`` names the record where its own name may not stand."""
    return Trace.objects.create(
        at=now,
        actor=actor,
        act=act,
        subject_kind=record._meta.model_name or "",
        subject_id=str(record.pk),
        subject_label=(str(record) if label is None else label)[:300],
        reason=reason,
        changes=changed or {},
        version=getattr(record, "version", None),
    )
