"""What every list declares: its rows on a day, what narrows them down, how they may be sorted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.expressions import OrderBy
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import SearchKind
from agreements.parameters import SEARCH_LENGTH, BadParameter, Clock, clock, page_number, single
from agreements.search import Sought, read

PUBLIC = AnonymousUser()
VALUE_LENGTH = 200  # longer than any reference or address name

Label = str | Promise
Order = str | OrderBy


# ---- filters ------------------------------------------------------------------------------------


class TextFilter(django_filters.CharFilter):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Search text"),
            method="containing",
            max_length=SEARCH_LENGTH,
            error_messages={"max_length": gettext_lazy("Write at most 100 characters.")},
            widget=forms.TextInput(attrs={"type": "search"}),
            **options,
        )


class PlainSelect(forms.Select):
    """Writes its options itself: a template for each of 500 agencies takes longer than the whole page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((key, " selected" if key == value else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>\n{}\n</select>", attributes, options)


class OneOf(forms.ChoiceField):
    """One of a list of values.  A list that is read from the database is read once, when first needed."""

    widget = PlainSelect
    default_error_messages = {"invalid_choice": gettext_lazy("“%(value)s” is not one of the choices.")}

    def validate(self, value: str) -> None:
        try:
            super().validate(value)
        except ValidationError as error:
            short = {"value": value[:40]}
            raise ValidationError(self.error_messages["invalid_choice"], params=short) from error

    def read_choices(self) -> None:
        choices: Any = self.choices
        self.choices = list(choices)


class ChoiceFilter(django_filters.Filter):
    """``choices``: pairs, or what reads them."""

    field_class = OneOf

    def __init__(self, *args: Any, choices: Any, **options: Any) -> None:
        def with_any() -> list[tuple[str, Label]]:
            return [("", gettext_lazy("All")), *(choices() if callable(choices) else choices)]

        super().__init__(*args, choices=with_any, **options)


class YearField(forms.IntegerField):
    default_error_messages = {"invalid": gettext_lazy("Write a year of four digits, such as 2022.")}
    widget = forms.NumberInput

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value)
        if not (len(text) == 4 and text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200):
            raise ValidationError(self.error_messages["invalid"])
        return int(text)


def in_year(year: int, name: str) -> dict[str, Any]:
    """The condition that the day ``name`` lies in a year.  A range, because an index answers it."""
    return {f"{name}__range": (date(year, 1, 1), date(year, 12, 31))}


class YearFilter(django_filters.Filter):
    """Rows whose day lies in one year."""

    field_class = YearField

    def filter(self, rows: QuerySet[Any], value: int | None) -> QuerySet[Any]:
        if value is None:
            return rows
        return rows.filter(**in_year(value, str(self.field_name)))


class StageFilter(django_filters.Filter):
    """A small whole number, counted from 1."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=999, **options)


class KnownField(forms.CharField):
    """A reference or address name that must exist; too many to offer as a list."""

    def __init__(self, *, known: Callable[[str], bool], **options: Any) -> None:
        super().__init__(max_length=VALUE_LENGTH, **options)
        self.known = known
        self.error_messages["max_length"] = gettext_lazy("It is too long.")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not self.known(text):
            raise ValidationError(gettext_lazy("“%(value)s” is not known."), params={"value": text[:40]})
        return text


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

    @classmethod
    def found(cls, sought: Sought) -> Q:
        """The rows that a text finds."""
        return reduce(or_, (sought.of(kind, way) for way, kind in cls.searched.items()))

    def containing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(self.found(read(value)))


# ---- lists --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sort:
    label: Label
    order: tuple[Order, ...]


@dataclass(frozen=True)
class Listing:
    """One public list.

    ``rows`` gives what is public at a clock, ``filters`` what narrows it down, ``sorts`` the orders by
    parameter value (the first is the usual one; the primary key makes each total), and ``related``
    adds what a page shows beside each row.
    """

    name: str
    title: Label
    lead: Label
    rows: Callable[[Clock], QuerySet[Any]]
    filters: type[ListFilters]
    sorts: Mapping[str, Sort]
    related: Callable[[QuerySet[Any], Clock], QuerySet[Any]]

    @property
    def usual_sort(self) -> str:
        return next(iter(self.sorts))

    def select(self, parameters: QueryDict, *, today: date) -> "Selection":
        """Read what a query string asks for.

        Raises:
            BadParameter: a filter, the sort, the day or the page has a value that cannot be answered.
        """
        names = (*self.filters.base_filters, "sort", "as_of", "seq", "page")
        given = {name: single(parameters, name) for name in names}
        page_number(given)  # also where all pages are asked for: nonsense is nonsense in every format
        return self.selected(given, clock=clock(given, today=today))

    def selected(self, given: Mapping[str, str], *, clock: Clock) -> "Selection":
        return Selection(self, given, clock=clock)


class Selection:
    """A list as one query string asks for it."""

    def __init__(self, listing: Listing, given: Mapping[str, str], *, clock: Clock) -> None:
        self.listing, self.clock, self.page = listing, clock, given["page"]
        self.known = {name: given[name] for name in listing.filters.base_filters}
        self.filters = listing.filters(self.known, listing.rows(clock), clock=clock)
        self.sort = given["sort"] or listing.usual_sort
        if self.sort not in listing.sorts:
            message = _("“%(value)s” is not one of the choices.") % {"value": self.sort[:40]}
            raise BadParameter("sort", message)
        for name, messages in self.filters.errors.items():
            raise BadParameter(name, messages[0])

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Its rows in a total order."""
        return self.filters.qs.order_by(*self.listing.sorts[self.sort].order, "-pk")

    def for_page(self) -> Any:
        """Its rows with what a page shows beside them; what a template would have to fetch raises."""
        return self.listing.related(self.rows, self.clock).fetch_mode(models.FETCH_RAISE)

    @property
    def is_narrowed(self) -> bool:
        return any(self.known.values())

    def query(self) -> dict[str, str]:
        """The parameters that name this selection, without what is unknown, empty or usual."""
        query = {name: value for name, value in self.known.items() if value}
        if self.sort != self.listing.usual_sort:
            query["sort"] = self.sort
        return query | self.clock.query()

    def form(self) -> forms.Form:
        """The filters with order and day, the choices already read: a template makes no query."""
        form = self.filters.form
        form.label_suffix, form.use_required_attribute = "", False
        form.fields["sort"] = forms.ChoiceField(
            label=gettext_lazy("Sort by"),
            choices=[(value, sort.label) for value, sort in self.listing.sorts.items()],
        )
        form.fields["as_of"] = forms.CharField(
            label=gettext_lazy("Base date (empty: today)"),
            required=False,
            widget=forms.TextInput({"type": "date"}),
        )
        form.data = self.known | {"sort": self.sort, "as_of": ""} | self.clock.query()
        for field in form.fields.values():
            if isinstance(field, OneOf):
                field.read_choices()
        return form
