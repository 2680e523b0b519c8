"""The filters of lists: what a parameter takes, which rows it leaves, how its choices are counted."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from unicodedata import normalize

import django_filters
from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import CharField, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext, gettext_lazy

from agreements.lists.facets import NO_CHOICE, Counts, Facet, by_column
from agreements.lists.filter_fields import Label, OneOf, Option, StageField, YearField
from agreements.lists.parameters import SEARCH_LENGTH, Clock
from agreements.lists.search import Search, read_search
from agreements.models import SearchKind

LONG = 12  # choices; a longer list says first which of them have results
ANY_CHOICE = NO_CHOICE, gettext_lazy("All")


class TextField(forms.CharField):
    """Counts letters as they are read: decomposed Korean is three times as long on its way here."""

    def to_python(self, value: Any) -> str:
        return normalize("NFC", super().to_python(value) or "")


class TextFilter(django_filters.CharFilter):
    """The search text.

    ``searched`` names the kinds of record that it finds, by the path that leads from a row to them.
    """

    field_class = TextField

    def __init__(self, searched: Mapping[str, SearchKind]) -> None:
        super().__init__(
            label=gettext_lazy("Search text"),
            max_length=SEARCH_LENGTH,
            error_messages={"max_length": gettext_lazy("Write at most 100 characters.")},
            widget=forms.TextInput(attrs={"type": "search"}),
        )
        self.searched = searched
        self.searches: dict[str, Search] = {}

    def matching(self, search: Search) -> Q:
        """Return the condition that a row, or what it leads to, has every word of ``search``."""
        return reduce(or_, (search.condition(kind, path) for path, kind in self.searched.items()))

    def search_for(self, value: str) -> Search:
        """Read a text once: the same filter narrows down the rows and every count."""
        if value not in self.searches:
            self.searches[value] = read_search(value)
        return self.searches[value]

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        return rows.filter(self.matching(self.search_for(value)))


class CountedFilter(django_filters.Filter):
    """A filter whose choices say how many rows each of them gives.

    ``condition`` says which rows a choice leaves, ``facet`` how the rows of all choices are counted.  Both
    ask the column ``field_name``; a filter that means something else overrides both.
    """

    is_counted: Any = True  # False: its choices are offered without counts

    @property
    def clock(self) -> Clock:
        return self.parent.clock

    @property
    def facet(self) -> Facet:
        return by_column(self.field_name)

    def condition(self, value: Any) -> Q:
        return Q(**{self.field_name: value})

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value in EMPTY_VALUES:
            return rows
        return rows.filter(self.condition(value))

    def arranged(self, labels: Mapping[str, Label], counts: Counts, chosen: str) -> list[Option]:
        """Return the choices with their counts; of a long list, those with a result come first.

        One without a result can still be chosen: another filter may be changed with it.
        """
        empty: dict[str, Label] = {}
        with_result: dict[str, Label] = {}
        for value, label in labels.items():
            has_result = value == NO_CHOICE or counts.get(value, 0) > 0
            if has_result:
                with_result[value] = label
            else:
                empty[value] = label
        if len(labels) <= LONG or not empty:
            return counted_options(labels, counts)
        without_result = gettext("No result with the other filters"), counted_options(empty, counts)
        return [*counted_options(with_result, counts), without_result]


def counted_options(labels: Mapping[str, Label], counts: Counts) -> list[Option]:
    return [(value, f"{label} ({counts.get(value, 0):,})") for value, label in labels.items()]


class ChoiceFilter(CountedFilter):
    """One of ``choices``: pairs of value and label, or a function that reads them at a clock."""

    field_class = OneOf

    def __init__(self, *, choices: Any = (), **options: Any) -> None:
        super().__init__(choices=(), **options)
        self.choices = choices

    @property
    def field(self) -> Any:
        def with_any() -> list[tuple[str, Label]]:
            return [ANY_CHOICE, *self.read_choices()]  # of this copy of the filter, which knows its clock

        self.extra["choices"] = with_any
        return super().field

    def read_choices(self) -> Iterable[tuple[str, Label]]:
        if callable(self.choices):
            return self.choices(self.clock)
        return self.choices


def in_year(column: str, year: int) -> Q:
    """Return the condition that the day ``column`` lies in ``year``: a range, because an index answers it."""
    return Q(**{f"{column}__range": (date(year, 1, 1), date(year, 12, 31))})


def year_column(day: str | Combinable) -> Combinable:
    """Return the year of a day as text: SQLite would call Python for each row to extract it."""
    return Substr(Cast(day, CharField(max_length=10)), 1, 4)


class YearFilter(CountedFilter):
    """The year of the day ``field_name``; years in which there is something are offered."""

    field_class = YearField

    @property
    def facet(self) -> Facet:
        return by_column(year_column(self.field_name))

    def condition(self, value: int) -> Q:
        return in_year(self.field_name, value)


class StageFilter(CountedFilter):
    """A small whole number, counted from 1; those that exist are offered."""

    field_class = StageField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=999, **options)


class ListFilters(django_filters.FilterSet):
    """The filters of one list; attribute name = parameter name.  Each list has a search text ``q``."""

    def __init__(self, *args: Any, clock: Clock, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clock = clock

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrowed(queryset, self.form.cleaned_data)

    def narrowed(self, rows: QuerySet[Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
        """Return the rows that the ``chosen`` filters leave: {name: value}, of some or all filters."""
        for name, value in chosen.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def counted_links(self, links: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return by which of its links an agency's rows are counted."""
        return links
