"""Record the trace of every act, and the facts of a record that traces compare."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    Ordinance,
    Program,
    Region,
    Round,
    StatusReport,
    Trace,
)
from agreements.models.plain import plain_number
from agreements.rules.publication import Act

# What belongs to a record and is compared with it, and the lists of other records it cites.
CHILDREN: dict[type[models.Model], tuple[str, ...]] = {
    Agency: ("former_names", "successions"),
    Agreement: ("parties", "budget", "commitments", "amendments", "documents"),
    Commitment: ("roles",),
    Program: ("milestones", "recognitions", "documents"),
    Region: ("successions",),
    StatusReport: ("documents",),
    DutyRecord: ("documents",),
    Ordinance: ("rules", "notes"),
    Round: ("parts",),
}

type Facts = dict[str, Any]


def record_facts(record: models.Model, *, prefix: str = "", parent: str = "") -> Facts:
    """Return a record's authored facts, with its children's, as ``{path: value fit for JSON}``.

    Args:
        prefix: of the paths.
        parent: the field by which a child points back; it is no fact of its own.
    """
    facts = _own_facts(record, prefix=prefix, parent=parent)
    for relation in CHILDREN.get(type(record), ()):
        parent_field = getattr(record, relation).field.name
        for child in _children(record, relation):
            path = f"{prefix}{relation}[{child.pk}]."
            facts |= record_facts(child, prefix=path, parent=parent_field)

    return facts


def _children(record: models.Model, relation: str) -> models.QuerySet[models.Model]:
    """Return the children of a record; what they name in turn is read for all of them at once."""
    children: models.QuerySet[models.Model] = getattr(record, relation).all()
    if relation in getattr(record, "_prefetched_objects_cache", {}):
        return children

    model = children.model
    chosen = (many.name for many in model._meta.many_to_many if _is_chosen(many))
    theirs = (_prefetch_of_all(model, name) for name in CHILDREN.get(model, ()))
    return children.fetch_mode(models.FETCH_PEERS).prefetch_related(*chosen, *theirs)


def _prefetch_of_all(model: Any, relation: str) -> "models.Prefetch[Any]":
    related = model._meta.get_field(relation).related_model
    return models.Prefetch(relation, related._default_manager.fetch_mode(models.FETCH_PEERS))


def _is_chosen(many: Any) -> bool:
    """Say whether a form chooses it from a list; a relation with rows of its own stands in ``CHILDREN``."""
    return bool(many.remote_field.through._meta.auto_created)


def _own_facts(record: models.Model, *, prefix: str, parent: str) -> Facts:
    """Return the facts that stand in the record itself."""
    facts: Facts = {}
    for field in _authored_fields(type(record), parent):
        facts[prefix + field.name] = _field_value(record, field)

    for many in record._meta.many_to_many:
        if _is_chosen(many):
            facts[prefix + many.name] = sorted(map(str, getattr(record, many.name).all()))

    return facts


@cache
def _authored_fields(model: type[models.Model], parent: str) -> tuple[Any, ...]:
    """Return the columns that somebody fills, without the one that points back at the ``parent``."""
    not_authored = {model._meta.pk.name, parent}
    columns = model._meta.concrete_fields
    return tuple(field for field in columns if field.editable and field.name not in not_authored)


def _field_value(record: models.Model, field: Any) -> Any:
    if field.is_relation:
        return _json_value(getattr(record, field.name))
    return _json_value(field.value_from_object(record))


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, bool | int | str | None):
        return value

    # Another record by its name, a file by its path.
    return str(value)


def fact_changes(before: Facts, after: Facts) -> dict[str, list[Any]]:
    """Return ``{path: [before, after]}`` of the facts that differ; None stands for a missing one."""
    changes: dict[str, list[Any]] = {}
    for path in before | after:
        value_before, value_after = before.get(path), after.get(path)
        if value_before != value_after:
            changes[path] = [value_before, value_after]
    return changes


def leave_trace(
    record: models.Model,
    act: Act,
    *,
    actor: Any,
    now: datetime,
    reason: str = "",
    changed: dict[str, list[Any]] | None = None,
    label: str | None = None,
) -> Trace:
    """Append the one trace of an act.

    Args:
        record: one that is not stored stands for many of its kind, which ``changed`` names.
        label: replaces the record's name where that may not be kept, or where there are many.
    """
    if label is None:
        label = str(record)
    key = "" if record.pk is None else str(record.pk)
    return Trace.objects.create(
        at=now,
        actor=actor,
        act=act,
        subject_kind=record._meta.model_name or "",
        subject_id=key,
        subject_label=label[:300],
        reason=reason,
        changes=changed or {},
        version=getattr(record, "version", None),
    )
