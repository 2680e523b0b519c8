"""A span of days in a query string: ``from`` and ``to``, each a year or a day."""

from datetime import date
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.lists.filter_fields import Label
from agreements.lists.filters import ListFilters
from agreements.lists.parameters import ISO_DAY, year_of
from agreements.rules.partial_date import PartialDate


class DaySpan(NamedTuple):
    """The first and the last day that are asked for; None where there is no such end."""

    first: date | None
    last: date | None


class YearOrDayField(forms.CharField):
    """Takes ``2023`` or ``2023-06-15``."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "placeholder": "2023"})

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        period = year_or_day(text)
        if period is None:
            raise ValidationError(_("Write a year such as 2023, or a day such as 2023-06-15."))
        return period


def year_or_day(text: str) -> PartialDate | None:
    year = year_of(text)
    if year is not None:
        return PartialDate(date(year, 1, 1), date(year, 12, 31))
    if not ISO_DAY.fullmatch(text):
        return None
    try:
        return PartialDate.day(date.fromisoformat(text))
    except ValueError:  # there is no such day
        return None


class EndFilter(django_filters.Filter):
    """One end of the span: its list narrows rows down by both ends together (``SpanFilters.narrowed_to``)."""

    field_class = YearOrDayField

    def __init__(self, label: Label) -> None:
        super().__init__(label=label)

    def filter(self, rows: Any, value: Any) -> Any:
        if value is None:
            return rows
        return self.parent.narrowed_to(rows, self.parent.span)


class SpanFilters(ListFilters):
    """Filters of which two are ends of a span."""

    @property
    def errors(self) -> Any:
        """Refuse a span that ends before it begins."""
        errors = super().errors
        ends = self.form.cleaned_data
        first, last = ends.get("from"), ends.get("to")
        if first and last and last.last < first.first:
            self.form.add_error("to", _("The span ends before it begins."))
        return errors

    @property
    def span(self) -> DaySpan:
        ends = self.form.cleaned_data
        first, last = ends.get("from"), ends.get("to")
        return DaySpan(first.first if first else None, last.last if last else None)

    def narrowed_to(self, rows: Any, span: DaySpan) -> Any:
        """Return the rows that lie in a span."""
        raise NotImplementedError


def ends_of_span() -> tuple[EndFilter, EndFilter]:
    """Return the filters ``from`` and ``to``, which lie behind those that a list declared before."""
    return EndFilter(gettext_lazy("From (year or day)")), EndFilter(gettext_lazy("To (year or day)"))
