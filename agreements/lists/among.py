"""Rows among thousands of keys, which go to the database as one parameter or one text.

Django makes a parameter of each, and looks at each several times: a third of the time that an export takes.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, CharField, Expression


class among(Expression):  # noqa: N801  # reads like the lookup that it stands in: filter(pk__in=among(keys))
    """The values of a list, each a row: numbers or texts, not both; None is left out, as it is no key."""

    def __init__(self, keys: Iterable[Any]) -> None:
        self.keys = [key for key in keys if key is not None]
        self.holds_text = bool(self.keys) and isinstance(self.keys[0], str)
        super().__init__(output_field=CharField() if self.holds_text else BigIntegerField())

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.keys)]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        if self.holds_text:
            return "(SELECT unnest(%s::text[]))", [self.keys]
        # Written out, the planner knows how many they are.  For a subquery of them it chooses nested loops,
        # with statistics too: ten to eighteen times as much work (docs/adr/0003-exports.md).
        return f"({', '.join(map(str, map(int, self.keys))) or 'NULL'})", []
