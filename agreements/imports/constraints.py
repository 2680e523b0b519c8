"""A model's own constraints, asked without the database: that takes 2 ms a question, a table has 100,000."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import CheckConstraint, F, Model, Q

type Truth = bool | None  # None: unknown, as SQL has it


def unknown_if_null(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Truth]:
    """Make the result of a comparison unknown where one of its sides is NULL."""

    def compare_unless_null(left: Any, right: Any) -> Truth:
        if left is None or right is None:
            return None
        return compare(left, right)

    return compare_unless_null


LOOKUPS: dict[str, Callable[[Any, Any], Truth]] = {
    "exact": unknown_if_null(lambda left, right: left == right),
    "gte": unknown_if_null(lambda left, right: left >= right),
    "lte": unknown_if_null(lambda left, right: left <= right),
    "range": unknown_if_null(lambda left, right: right[0] <= left <= right[1]),
    "in": unknown_if_null(lambda left, right: left in right),
    "isnull": lambda left, right: (left is None) == right,
}


def condition_holds(condition: Q, record: Model) -> Truth:
    """Evaluate a condition over the record's own fields.

    Raises:
        KeyError: a lookup that is not known here.
    """
    truths = [_child_holds(child, record) for child in condition.children]
    decisive = condition.connector == Q.OR
    if decisive in truths:
        truth = decisive
    elif None in truths:
        return None
    else:
        truth = not decisive
    return truth != condition.negated


def _child_holds(child: Any, record: Model) -> Truth:
    if isinstance(child, Q):
        return condition_holds(child, record)
    path, operand = child
    name, _sign, lookup = path.partition("__")
    if isinstance(operand, F):
        operand = getattr(record, operand.deconstruct()[1][0])
    return LOOKUPS[lookup or "exact"](getattr(record, name), operand)


def field_of_column(model: type[Model], column: str) -> str:
    """Name the partial date of which ``column`` is an end, else the column."""
    name = column.removesuffix("_first").removesuffix("_last")
    if hasattr(model, name):
        return name
    return column


class Constraints:
    """The check constraints of a model, each with the fields it speaks of."""

    def __init__(self, model: type[Model]) -> None:
        self.checks: list[tuple[CheckConstraint, Q, set[str]]] = []
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
                condition = constraint.condition
                fields = {field_of_column(model, column) for column in condition.referenced_base_fields}
                self.checks.append((constraint, condition, fields))

    def broken(self, record: Any, fields: list[str]) -> Iterator[tuple[str, str]]:
        """Yield field and message of each constraint that speaks of ``fields`` only and does not hold.

        The field at fault is the one that stands last in ``fields``.
        """
        for constraint, condition, names in self.checks:
            if names <= set(fields) and condition_holds(condition, record) is False:
                yield max(names, key=fields.index), str(constraint.get_violation_error_message())
