"""A subquery in FROM: what window functions find out about all rows, joined to the few that are asked for.

Django filters before a window looks, or wraps the whole query; asked row by row instead, a database looks
through the other rows once for each.  ``Query.alias_map`` takes whatever is compatible with its ``Join``.
"""

from typing import Any, Self

from django.db.models import Field, QuerySet, Subquery
from django.db.models.expressions import Col
from django.db.models.sql.constants import INNER


class DerivedTable:
    """A queryset's ``values``, one of them named ``pk``, joined to the query whose rows have these keys."""

    join_type = INNER
    filtered_relation = None
    nullable = False

    def __init__(self, values: QuerySet[Any], table_name: str, parent_alias: str, key: str) -> None:
        self.values, self.key = values, key
        self.table_name, self.parent_alias = table_name, parent_alias
        self.table_alias = table_name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        quoted = connection.ops.quote_name
        rows_sql, parameters = compiler.compile(Subquery(self.values))
        alias, parent = quoted(self.table_alias), quoted(self.parent_alias)
        return f"INNER JOIN {rows_sql} {alias} ON ({alias}.{quoted('pk')} = {parent}.{quoted(self.key)})", (
            *parameters,
        )

    def relabeled_clone(self, change_map: dict[str, str]) -> Self:
        parent_alias = change_map.get(self.parent_alias, self.parent_alias)
        clone = self.__class__(self.values, self.table_name, parent_alias, self.key)
        clone.table_alias = change_map.get(self.table_alias, self.table_alias)
        return clone


def with_columns_of(
    rows: QuerySet[Any], values: QuerySet[Any], *, name: str, fields: dict[str, Field]
) -> Any:
    """Add to ``rows`` the columns ``fields`` of ``values``; rows that are not among these are left out."""
    rows = rows.all()
    parent_alias = rows.query.get_initial_alias()
    key = rows.model._meta.pk.column
    joined: Any = DerivedTable(values, name, parent_alias, key)  # compatible with Django's ``Join``
    alias = rows.query.join(joined)
    columns = {}
    for column, field in fields.items():
        field.column = column
        columns[column] = Col(alias, field)
    return rows.annotate(**columns)
