"""What every list declares: its rows on a day, its filters, its orders; and what one query string selects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.lists.facets import NO_CHOICE, Counts, Facet, Facets
from agreements.lists.filter_fields import Label, OneOf, Option, PlainSelect
from agreements.lists.filters import CountedFilter, ListFilters, YearFilter
from agreements.lists.parameters import (
    CLOCK_PARAMETERS,
    BadParameter,
    Clock,
    clock,
    page_number,
    require_known,
    single,
)

Order = str | Combinable


TYPED = frozenset({"agency", "region"})  # filters of so many choices that a reader types (static/js/site.js)


@dataclass(frozen=True)
class Sort:
    """One order of a list.

    ``column`` is the heading of the table under which the order shows, if there is one; ``prepared`` adds
    to the rows what they are ordered by.
    """

    label: Label
    order: tuple[Order, ...]
    column: str = ""
    descending: bool = False
    prepared: Callable[[QuerySet[Any], Clock], QuerySet[Any]] | None = None


def rows_alone(rows: QuerySet[Any], _clock: Clock) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True)
class Listing:
    """One public list.

    ``rows`` gives what is public at a clock, ``filters`` what narrows it down, ``sorts`` the orders by
    parameter value (the first is the usual one; the primary key makes each total), and ``related``
    adds what a page shows beside each row, where the list has one.  ``sorts_of_views`` gives the usual order
    of those ``?view=`` that have one of their own.
    """

    name: str
    title: Label
    lead: Label
    rows: Callable[[Clock], QuerySet[Any]]
    filters: type[ListFilters]
    sorts: Mapping[str, Sort]
    related: Callable[[QuerySet[Any], Clock], QuerySet[Any]] = rows_alone
    sorts_of_views: Mapping[str, str] = field(default_factory=dict)

    def usual_sort(self, view: str = "") -> str:
        return self.sorts_of_views.get(view) or next(iter(self.sorts))

    def select(self, query: QueryDict, *, today: date, also: Sequence[str] = ()) -> "Selection":
        """Read what a query string asks for; ``also`` are the parameters that a file takes besides.

        Raises:
            BadParameter: a parameter is unknown, or a filter, the sort, the day or the page has a value that
                cannot be answered.
        """
        names = (*self.filters.base_filters, "sort", *CLOCK_PARAMETERS, "page")
        require_known(query, (*names, *also))
        parameters = {name: single(query, name) for name in names}
        page_number(parameters)  # also where all pages are asked for: nonsense is nonsense in every format
        return self.selected(parameters, clock=clock(parameters, today=today))

    def selected(self, parameters: Mapping[str, str], *, clock: Clock) -> "Selection":
        return Selection(self, parameters, clock=clock)

    def narrowed(self, clock: Clock, **filter_values: str) -> "Selection":
        """Return the list at a clock with some filters chosen, all else as usual."""
        usual = dict.fromkeys((*self.filters.base_filters, "sort", "page"), "")
        return self.selected(usual | filter_values, clock=clock)


@dataclass(frozen=True)
class ChosenFilter:
    """One chosen filter, as a reader reads it."""

    name: str
    label: Label
    value: Label


class FilterForm(forms.Form):
    """The filters of a list with its order and day, to be drawn and sent.

    It is never bound: the form of the filter set has validated what was asked for.  A list adds the fields
    of its filters.
    """

    use_required_attribute = False

    sort = forms.ChoiceField(label=gettext_lazy("Sort by"), widget=PlainSelect)
    as_of = forms.CharField(
        label=gettext_lazy("Base date (empty: today)"),
        required=False,
        widget=forms.TextInput({"type": "date"}),
    )


class Selection:
    """A list as one query string asks for it.

    ``parameters`` are all that the list knows, ``filter_values`` those of its filters; as text, empty
    where they are not given.
    """

    def __init__(self, listing: Listing, parameters: Mapping[str, str], *, clock: Clock) -> None:
        self.listing, self.clock, self.parameters = listing, clock, parameters
        self.page = parameters["page"]
        self.filter_values = {name: parameters[name] for name in listing.filters.base_filters}
        self.filters = listing.filters(self.filter_values, listing.rows(clock), clock=clock)
        self.usual_sort = listing.usual_sort(parameters.get("view", ""))
        self.sort = parameters["sort"] or self.usual_sort
        if self.sort not in listing.sorts:
            message = _("“%(value)s” is not one of the choices.") % {"value": self.sort[:40]}
            raise BadParameter("sort", message)
        for name, messages in self.filters.errors.items():
            raise BadParameter(name, messages[0])

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Its rows in a total order."""
        sort = self.listing.sorts[self.sort]
        rows = self.filters.qs
        if sort.prepared is not None:
            rows = sort.prepared(rows, self.clock)
        return rows.order_by(*sort.order, "-pk")

    def rows_without(self, *names: str) -> QuerySet[Any]:
        """Its rows, in no order, if some filters were not chosen."""
        kept = {name: value for name, value in self.chosen.items() if name not in names}
        return self.filters.narrowed(self.filters.queryset, kept)

    def for_page(self) -> Any:
        """Its rows with what a page shows beside them; what a template would have to fetch raises."""
        return self.listing.related(self.rows, self.clock).fetch_mode(models.FETCH_RAISE)

    # ---- what is chosen ---------------------------------------------------------------------------

    @property
    def is_narrowed(self) -> bool:
        return any(self.filter_values.values())

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The chosen filters by name, with the values they were read as."""
        values = self.filters.form.cleaned_data
        not_empty = [name for name in values if self.filter_values[name]]
        return {name: values[name] for name in not_empty if values[name] is not None}

    def chosen_filters(self) -> list[ChosenFilter]:
        """What is chosen, in words, in the order of the filters."""
        return [self._chosen_filter(name, str(value)) for name, value in self.chosen.items()]

    def _chosen_filter(self, name: str, value: str) -> ChosenFilter:
        labels = self.labels.get(name, {})
        return ChosenFilter(name, self.filters.form.fields[name].label or "", labels.get(value, value))

    def query(self) -> dict[str, str]:
        """The parameters that name this selection, without what is unknown, empty or usual."""
        query = {name: value for name, value in self.filter_values.items() if value}
        if self.sort != self.usual_sort:
            query["sort"] = self.sort
        return query | self.clock.query()

    def count_of_all(self) -> int:
        """How many rows there would be without any filter."""
        return self.rows_without(*self.chosen).order_by().count()

    def count_today(self) -> int:
        """How many rows there would be today, the filters kept."""
        today = Clock(self.clock.today or self.clock.on, today=self.clock.today, head=self.clock.head)
        return self.listing.selected(self.parameters, clock=today).rows.count()

    # ---- what could be chosen ---------------------------------------------------------------------

    @property
    def facets_of_filters(self) -> dict[str, Facet]:
        filters = self.filters.filters.items()
        by_name = {name: choice for name, choice in filters if isinstance(choice, CountedFilter)}
        return {name: choice.facet for name, choice in by_name.items() if choice.is_counted}

    @cached_property
    def facets(self) -> Facets:
        return Facets(self)

    @cached_property
    def labels(self) -> dict[str, dict[str, Label]]:
        """What the choices of filters with a list of them are called, by filter and value."""
        fields = self.filters.form.fields.items()
        return {name: dict(field.read_choices()) for name, field in fields if isinstance(field, OneOf)}

    def form(self) -> FilterForm:
        """The filters with order and day, the choices already read and counted: a template makes no query."""
        chosen = {name: str(value) for name, value in self.chosen.items()}
        initial = self.filter_values | chosen | {"sort": self.sort} | self.clock.query()
        form = FilterForm(initial=initial, label_suffix="")
        for name, own_field in self.filters.form.fields.items():
            form.fields[name] = own_field
        for name in self.facets_of_filters:
            form.fields[name] = forms.ChoiceField(
                label=form.fields[name].label,
                choices=self.offered(name),
                required=False,
                widget=PlainSelect({"data-typeahead": True} if name in TYPED else {}),
            )
        form.fields["sort"].widget.choices = [
            (value, sort.label) for value, sort in self.listing.sorts.items()
        ]
        return form

    def offered(self, name: str) -> list[Option]:
        """The choices of a filter with their counts, as the filter arranges them."""
        counts = self.facets.counts(name)
        labels = self.labels.get(name) or self._numbers_to_offer(name, counts)
        chosen = str(self.chosen.get(name, NO_CHOICE))
        return self.filters.filters[name].arranged(labels, counts, chosen)

    def _numbers_to_offer(self, name: str, counts: Counts) -> dict[str, Label]:
        """A year or a stage is offered where there is a result, and where it is chosen."""
        numbers = {*counts, str(self.chosen.get(name, NO_CHOICE))} - {NO_CHOICE}
        newest_first = isinstance(self.filters.filters[name], YearFilter)
        ordered = sorted(numbers, key=int, reverse=newest_first)
        return {NO_CHOICE: gettext_lazy("All"), **dict(zip(ordered, ordered, strict=True))}
