"""Answering an address of the API: rows of a list in parts, or one record."""

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.api.resources import Resource
from agreements.lists import Selection
from agreements.lists.columns.export import Column, permanent_sequence
from agreements.lists.columns.json_file import as_json
from agreements.lists.columns.reading import read_rows
from agreements.lists.columns.records import Record, records_of
from agreements.lists.keyset import rows_behind
from agreements.lists.ledger import newest_entry_known
from agreements.lists.parameters import CLOCK_PARAMETERS, BadParameter, Clock, require_known, single
from agreements.rules.ledger import ledger_head

MOST, USUAL = 500, 100


def rows_answer(request: HttpRequest, resource: Resource, limit: int) -> HttpResponse:
    """Answer with at most ``limit`` rows and the address of those behind them.

    Raises:
        BadParameter: as the list does; for ``fields`` that are none and an ``after`` that is no row of it.
    """
    require_known(request.GET, resource.parameters)
    selection = selected(resource, request.GET, resource.fixed)
    columns = columns_of(resource, single(request.GET, "fields"))
    after = single(request.GET, "after")
    rows: Any = selection.rows
    if resource.has_public_key and isinstance(rows, QuerySet):
        part, mark = part_by_key(rows, resource, selection.clock, after, limit)
    else:
        part, mark = part_by_place(rows, after, limit)
    address = next_address(request, selection.clock, mark) if mark else None
    records = list(records_of(columns, part, selection.clock))
    return answer(selection.clock, {"next": address, "rows": records})


def record_answer(request: HttpRequest, resource: Resource, reference: str) -> HttpResponse:
    """Answer with the row of one record.

    Raises:
        BadParameter: the clock or ``fields`` cannot be answered.
        Http404: nothing public has this reference at the clock.
    """
    require_known(request.GET, (*CLOCK_PARAMETERS, "fields"))
    columns = columns_of(resource, single(request.GET, "fields"))
    selection = selected(resource, request.GET, resource.for_records)
    try:
        part = selection.rows.filter(has_reference(resource, reference))[:1]
        rows: list[Record] = list(records_of(columns, part, selection.clock))
    except (ValueError, OverflowError):  # no number
        rows = []
    if not rows:
        raise Http404(reference)
    return answer(selection.clock, {"row": rows[0]})


def selected(resource: Resource, query: QueryDict, also: Mapping[str, str]) -> Selection:
    """Return what the filters of an address leave of the list."""
    parameters = query.copy()
    for name in ("limit", "after", "fields"):
        parameters.pop(name, None)
    for name, value in also.items():
        parameters[name] = value
    return resource.export.select(parameters, today=timezone.localdate())


def columns_of(resource: Resource, fields: str) -> Sequence[Column]:
    """Read ``?fields=a,b``; all columns where it is not given."""
    if not fields:
        return resource.export.columns
    by_name = {column.name: column for column in resource.export.columns}
    names = list(dict.fromkeys(name.strip() for name in fields.split(",")))
    unknown = [name for name in names if name not in by_name]
    if unknown:
        message = _("There is no field “%(name)s”. There are: %(names)s.")
        raise BadParameter("fields", message % {"name": unknown[0][:40], "names": ", ".join(by_name)})
    return [by_name[name] for name in names]


# ---- parts of a list -----------------------------------------------------------------------------


def part_by_key(rows: Any, resource: Resource, clock: Clock, after: str, limit: int) -> tuple[Any, str]:
    """Return the rows behind the record ``after``, and the reference of the last if more follow."""
    if after:
        try:
            rows = rows_behind(rows, has_reference(resource, after))
        except (ValueError, OverflowError):  # no number
            rows = None
        if rows is None:
            raise BadParameter("after", no_such_mark())
    chunks = read_rows([resource.key_column], rows[: limit + 1], clock)
    marks = [reference for (reference,) in chain.from_iterable(chunks)]
    return rows[:limit], str(marks[limit - 1]) if len(marks) > limit else ""


def part_by_place(rows: Any, after: str, limit: int) -> tuple[Any, str]:
    """The same for rows that nothing public tells apart: ``after`` is how many were taken."""
    if after and not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise BadParameter("after", no_such_mark())
    begin, count = int(after or 0), rows.count()
    if begin > count:
        raise BadParameter("after", no_such_mark())
    end = begin + limit
    part = rows[begin:end] if isinstance(rows, QuerySet) else rows.part(begin, end)
    return part, str(end) if end < count else ""


def has_reference(resource: Resource, reference: str) -> Q:
    """Return the condition that a row is the record that is called so in public."""
    return reduce(or_, (Q(**{cell.paths[0]: reference}) for cell in resource.key_column.cell.alternatives))


def no_such_mark() -> str:
    return _("Take the address in “next” as it is.")


def next_address(request: HttpRequest, clock: Clock, mark: str) -> str:
    """Return where the rows behind ``mark`` are.

    It names the day and the sequence, so that a reader who goes on gets no row twice and misses none.
    """
    query = {name: value for name, value in request.GET.items() if value} | clock.permanent()
    return f"{settings.SITE_URL}{request.path}?{urlencode(query | {'after': mark})}"


def answer(clock: Clock, content: dict[str, Any]) -> HttpResponse:
    sequence = permanent_sequence(clock)
    about = {
        "as_of": clock.permanent()["as_of"],
        "seq": int(sequence) if sequence else None,
        "ledger_head": ledger_head(newest_entry_known(clock)),
    }
    return HttpResponse(as_json(about | content) + "\n", content_type="application/json")
