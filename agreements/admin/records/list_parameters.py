"""Refuse the parameters that a list of the admin does not declare, that stand twice, or that it cannot read.

Django filters a list by any field of the model and by any lookup of it: ``?title__regex=`` holds a worker of
SQLite for a minute, ``?pk__regex=(`` fails on PostgreSQL, and a lookup through a relation tells of drafts.
"""

import re
from datetime import date
from typing import Any

from django.contrib.admin import FieldListFilter, ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, PAGE_VAR
from django.http import HttpRequest
from django.utils.translation import gettext as _

from agreements.lists.parameters import BadParameter, search_text
from agreements.rules.partial_date import FIRST_YEAR, LAST_YEAR
from agreements.rules.whole_number import whole_number

# Django's own: page, order, search, facets, and what a list in a pop-up carries.
OF_DJANGO = frozenset({*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG})
TOO_LARGE = re.compile(r"[\d_]{10}")  # a number that no year or key has; Django's lists raise on some
NAME_LENGTH = 40  # characters of a name that a refusal repeats


def require_answerable(model_admin: ModelAdmin, request: HttpRequest) -> None:
    """Check the parameters of a list before Django filters by them.

    Raises:
        BadParameter: a parameter is not declared, stands there twice, or has a value its filter cannot read.
    """
    search_text(request.GET)
    parameters = {name: values for name, values in request.GET.lists() if name not in OF_DJANGO}
    for name, values in parameters.items():
        if len(values) > 1:
            raise BadParameter(name[:NAME_LENGTH], _("It stands in the address more than once."))
    if not parameters:
        return
    unread = dict(parameters)
    require_date(str(model_admin.date_hierarchy), unread)
    filters = [
        filter_of(declared, model_admin, request, unread) for declared in model_admin.get_list_filter(request)
    ]
    for name in unread:
        raise BadParameter(name[:NAME_LENGTH], _("This list has no such filter."))
    for name, (value,) in parameters.items():
        if TOO_LARGE.search(value):
            raise no_such_value(name)
    for list_filter in filters:
        require_readable(list_filter, request, model_admin)


def require_readable(list_filter: Any, request: HttpRequest, model_admin: ModelAdmin) -> None:
    """
    Raises:
        BadParameter: the value of a parameter is none that the filter can read.
    """
    try:
        list_filter.queryset(request, model_admin.get_queryset(request))
    except IncorrectLookupParameters as error:
        raise no_such_value(next(iter(list_filter.used_parameters))) from error


def no_such_value(name: str) -> BadParameter:
    return BadParameter(name, _("This list has no such value."))


def filter_of(
    declared: Any, model_admin: ModelAdmin, request: HttpRequest, unread: dict[str, list[str]]
) -> Any:
    """Make the filter that an entry of ``list_filter`` declares; it takes out of ``unread`` what it reads."""
    model = model_admin.model
    if callable(declared):
        return declared(request, unread, model, model_admin)
    path, make = declared if isinstance(declared, tuple | list) else (declared, FieldListFilter.create)
    field = get_fields_from_path(model, path)[-1]
    return make(field, request, unread, model, model_admin, field_path=path)


def require_date(field: str, unread: dict[str, list[str]]) -> None:
    """Take year, month and day of the date hierarchy out of ``unread``.

    Raises:
        BadParameter: one is no date from 1900 to 2200, or stands without those before it.
    """
    names = [f"{field}__{unit}" for unit in ("year", "month", "day")]
    texts = {name: unread.pop(name)[-1] for name in names if name in unread}
    numbers = [FIRST_YEAR, 1, 1]
    for position, (name, text) in enumerate(texts.items()):
        numbers[position] = whole_number(text, most=LAST_YEAR) or 0
        if name != names[position] or not is_date(*numbers):
            raise no_such_value(name)


def is_date(year: int, month: int, day: int) -> bool:
    """Say whether there is such a day, from 1900 on."""
    if year < FIRST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
