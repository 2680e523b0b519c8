"""What every list declares: its rows on a day, its filters, its orders; and what one query string selects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

from agreements.lists.facets import ALL, Facet, Facets
from agreements.lists.filter_fields import Label, OneOf, PlainSelect
from agreements.lists.filters import CountedFilter, ListFilters, YearFilter
from agreements.lists.parameters import BadParameter, Clock, clock, page_number, single

LONG = 12  # choices; a longer list says first which of them have results

Order = str | Combinable


@dataclass(frozen=True)
class Sort:
    """``column`` is the heading of the table under which the order shows, if there is one; ``prepared``
    adds to the rows what they are ordered by."""

    label: Label
    order: tuple[Order, ...]
    column: str = ""
    descending: bool = False
    prepared: Callable[[QuerySet[Any], Clock], QuerySet[Any]] | None = None


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


@dataclass(frozen=True)
class Chosen:
    """One chosen filter, as a reader reads it."""

    name: str
    label: Label
    value: Label


class Selection:
    """A list as one query string asks for it."""

    def __init__(self, listing: Listing, given: Mapping[str, str], *, clock: Clock) -> None:
        self.listing, self.clock, self.given, self.page = listing, clock, given, given["page"]
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
        sort = self.listing.sorts[self.sort]
        rows = sort.prepared(self.filters.qs, self.clock) if sort.prepared else self.filters.qs
        return rows.order_by(*sort.order, "-pk")

    def rows_without(self, *names: str) -> QuerySet[Any]:
        """Its rows, in no order, if some filters were not chosen."""
        rows: QuerySet[Any] = self.filters.queryset
        for name, value in self.chosen.items():
            if name not in names:
                rows = self.filters.filters[name].filter(rows, value)
        return rows

    def for_page(self) -> Any:
        """Its rows with what a page shows beside them; what a template would have to fetch raises."""
        return self.listing.related(self.rows, self.clock).fetch_mode(models.FETCH_RAISE)

    # ---- what is chosen, and what could be --------------------------------------------------------

    @property
    def is_narrowed(self) -> bool:
        return any(self.known.values())

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The chosen filters by name, with the values they were read as."""
        return {
            name: value
            for name, value in self.filters.form.cleaned_data.items()
            if self.known[name] and value is not None
        }

    @property
    def facets_of_filters(self) -> dict[str, Facet]:
        filters = self.filters.filters.items()
        return {name: one.facet for name, one in filters if isinstance(one, CountedFilter)}

    @cached_property
    def facets(self) -> Facets:
        return Facets(self)

    @cached_property
    def labels(self) -> dict[str, dict[str, Label]]:
        """What the choices of filters with a list of them are called, by filter and value."""
        fields = self.filters.form.fields.items()
        return {name: dict(field.read_choices()) for name, field in fields if isinstance(field, OneOf)}

    def chosen_filters(self) -> list[Chosen]:
        """What is chosen, in words, in the order of the filters."""
        fields = self.filters.form.fields
        return [
            Chosen(name, fields[name].label or "", self.labels.get(name, {}).get(str(value), str(value)))
            for name, value in self.chosen.items()
        ]

    def count_of_all(self) -> int:
        """How many rows there would be without any filter."""
        return self.filters.queryset.order_by().count()

    def count_today(self) -> int:
        """How many rows there would be today, the filters kept."""
        today = Clock(self.clock.today or self.clock.on, today=self.clock.today, head=self.clock.head)
        return self.listing.selected(self.given, clock=today).rows.count()

    def query(self) -> dict[str, str]:
        """The parameters that name this selection, without what is unknown, empty or usual."""
        query = {name: value for name, value in self.known.items() if value}
        if self.sort != self.listing.usual_sort:
            query["sort"] = self.sort
        return query | self.clock.query()

    def form(self) -> forms.Form:
        """The filters with order and day, the choices already read and counted: a template makes no query."""
        form = self.filters.form
        form.label_suffix, form.use_required_attribute = "", False
        for name in self.facets_of_filters:
            form.fields[name].widget.choices = self.offered(name)
        form.fields["sort"] = forms.ChoiceField(
            label=gettext_lazy("Sort by"),
            choices=[(value, sort.label) for value, sort in self.listing.sorts.items()],
            widget=PlainSelect,
        )
        form.fields["as_of"] = forms.CharField(
            label=gettext_lazy("Base date (empty: today)"),
            required=False,
            widget=forms.TextInput({"type": "date"}),
        )
        chosen = {name: str(value) for name, value in self.chosen.items()}
        form.data = self.known | chosen | {"sort": self.sort, "as_of": ""} | self.clock.query()
        return form

    def offered(self, name: str) -> list[tuple[str, Any]]:
        """The choices of a filter with their counts.

        A number (a year, a stage) is offered where there is a result, and where it is chosen.  Of a long
        list, the choices with a result come first.  One without a result can still be chosen: another
        filter may be changed with it.
        """
        counts = self.facets.counts(name)
        labels: Mapping[str, Label]
        if name in self.labels:
            labels = self.labels[name]
        else:
            values = {*counts, str(self.chosen.get(name, ALL))} - {ALL}
            newest_first = isinstance(self.filters.filters[name], YearFilter)
            ordered = sorted(values, key=int, reverse=newest_first)
            labels = {ALL: gettext_lazy("All"), **{value: value for value in ordered}}
        options = [(value, counted(label, counts.get(value, 0))) for value, label in labels.items()]
        without = [option for option in options if not counts.get(option[0], 0) and option[0] != ALL]
        if len(options) <= LONG or not without:
            return options
        shown = [option for option in options if option not in without]
        return [*shown, (_("No result with the other filters"), without)]


def counted(label: Label, count: int) -> str:
    return f"{label} ({count:,})"
