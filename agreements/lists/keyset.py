"""The rows of a list that follow one of its rows: what a reader who takes it in parts asks for.

Nothing before that row is read, however far it lies behind the first (no OFFSET).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy


@dataclass(frozen=True)
class SortKey:
    """One part of an order as a column ``name`` of the rows; ``nulls_last`` where it says so."""

    name: str
    descending: bool
    nulls_last: bool

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def behind(self, value: Any) -> Q:
        """Return the condition that a row stands behind one with ``value``."""
        if value is None:
            return Q(pk__in=()) if self.nulls_last else Q(**{f"{self.name}__isnull": False})
        behind = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return behind | Q(**{f"{self.name}__isnull": True}) if self.nulls_last else behind


def rows_behind(rows: QuerySet[Any], is_last: Q) -> QuerySet[Any] | None:
    """Return what follows the one row that ``is_last`` names; None where ``rows`` hold no such row."""
    keys, expressions = sort_keys(rows.query.order_by)
    rows = rows.annotate(**expressions)
    values = rows.filter(is_last).values_list(*(key.name for key in keys)).first()
    if values is None:
        return None
    conditions = []
    before = Q()
    for key, value in zip(keys, values, strict=True):
        conditions.append(before & key.behind(value))
        before &= key.equal(value)
    return rows.filter(reduce(or_, conditions))


def sort_keys(order: Sequence[str | Combinable]) -> tuple[list[SortKey], dict[str, Any]]:
    """Return the parts of an order, and the columns that have to be added to compare by them."""
    keys: list[SortKey] = []
    expressions: dict[str, Any] = {}
    for number, part in enumerate(order):
        ordered = part if isinstance(part, OrderBy) else in_order(part)
        name = f"sort_key_{number}"
        keys.append(SortKey(name, ordered.descending, bool(ordered.nulls_last)))
        expressions[name] = ordered.expression
    return keys, expressions


def in_order(part: Any) -> OrderBy:
    if isinstance(part, str):
        return OrderBy(F(part.removeprefix("-")), descending=part.startswith("-"))
    return OrderBy(part)
