"""The filters of lists: what a parameter takes, which rows it leaves, how its choices are counted."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from unicodedata import normalize

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy

from agreements.lists.facets import ALL, Facet, by_column
from agreements.lists.filter_fields import KnownField, Label, OneOf, StageField, YearField
from agreements.lists.parameters import SEARCH_LENGTH, Clock
from agreements.lists.search import Sought, read
from agreements.models import SearchKind


class TextField(forms.CharField):
    """Counts letters as they are read: decomposed Korean is three times as long on its way here."""

    def to_python(self, value: Any) -> str:
        return normalize("NFC", super().to_python(value) or "")


class TextFilter(django_filters.CharFilter):
    field_class = TextField

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Search text"),
            method="containing",
            max_length=SEARCH_LENGTH,
            error_messages={"max_length": gettext_lazy("Write at most 100 characters.")},
            widget=forms.TextInput(attrs={"type": "search"}),
            **options,
        )


class CountedFilter(django_filters.Filter):
    """A filter whose choices say how many results they give; ``facet`` tells how they are counted."""

    def __init__(self, *args: Any, facet: Facet | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._facet = facet

    @property
    def facet(self) -> Facet:
        return self._facet or by_column(str(self.field_name))


class ChoiceFilter(CountedFilter):
    """``choices``: pairs, or what reads them."""

    field_class = OneOf

    def __init__(self, *args: Any, choices: Any, **options: Any) -> None:
        def with_any() -> list[tuple[str, Label]]:
            return [(ALL, gettext_lazy("All")), *(choices() if callable(choices) else choices)]

        super().__init__(*args, choices=with_any, **options)


def in_year(year: int, name: str) -> dict[str, Any]:
    """The condition that the day ``name`` lies in a year.  A range, because an index answers it."""
    return {f"{name}__range": (date(year, 1, 1), date(year, 12, 31))}


class YearFilter(CountedFilter):
    """Rows whose day lies in one year; years in which there is something are offered."""

    field_class = YearField

    @property
    def facet(self) -> Facet:
        return self._facet or by_column(ExtractYear(str(self.field_name)))

    def filter(self, rows: QuerySet[Any], value: int | None) -> QuerySet[Any]:
        if value is None:
            return rows
        return rows.filter(**in_year(value, str(self.field_name)))


class StageFilter(CountedFilter):
    """A small whole number, counted from 1; those that exist are offered."""

    field_class = StageField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=999, **options)


class KnownFilter(django_filters.Filter):
    """``known``: says whether there is such a public record."""

    field_class = KnownField


class ListFilters(django_filters.FilterSet):
    """The filters of one list; attribute name = parameter name.

    ``searched`` says which records the search text finds: kind by the way from a row to it.
    """

    searched: Mapping[str, SearchKind]

    def __init__(self, *args: Any, clock: Clock, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clock = clock
        self._read: dict[str, Sought] = {}

    @classmethod
    def found(cls, sought: Sought) -> Q:
        """The rows that a text finds."""
        return reduce(or_, (sought.of(kind, way) for way, kind in cls.searched.items()))

    def containing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The text is read once: the same filter narrows down the rows and every count."""
        if value not in self._read:
            self._read[value] = read(value)
        return rows.filter(self.found(self._read[value]))
