"""A parameter of a list that says how it is shown, and leaves its rows as they are."""

from collections.abc import Sequence
from typing import Any

import django_filters

from agreements.lists.filter_fields import Label, OneOf


class PlainChoice(django_filters.Filter):
    field_class = OneOf

    def __init__(self, *, label: Label, choices: Sequence[tuple[str, Label]]) -> None:
        super().__init__(label=label, choices=[("", ""), *choices])

    def filter(self, rows: Any, value: str) -> Any:
        return rows
