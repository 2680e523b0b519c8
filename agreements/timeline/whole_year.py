"""Every dated public fact of a whole year, read over all tables at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value
from django.db.models.functions import ExtractYear

from agreements.timeline.dated_facts import DATED
from agreements.timeline.events import KIND_ORDER, Event, EventKind, event_of_record
from agreements.timeline.loaders import LOADERS


def count_by_year(*, on: date, seq: int | None = None) -> dict[int, int]:
    """Return how many facts lie in each year that has any, newest first."""
    counts_of_kinds = union_all(
        facts.rows(on, seq)
        .filter(**{f"{facts.column}__isnull": False})
        .order_by()
        .annotate(in_year=ExtractYear(facts.column))
        .values_list("in_year")
        .annotate(Count("pk", distinct=True))
        for facts in DATED.values()
    )
    counts: Counter[int] = Counter()
    for year, count in counts_of_kinds:
        counts[year] += count
    return dict(sorted(counts.items(), reverse=True))


def event_keys(year: int, *, on: date, seq: int | None = None) -> QuerySet[Any]:
    """Return every fact of a year as ``(last day, number of its kind, primary key)``, oldest first.

    One query over all tables, so that a page of a full year costs no more than one of an empty year.
    """
    days = (date(year, 1, 1), date(year, 12, 31))
    return union_all(
        facts.rows(on, seq)
        .filter(**{f"{facts.column}__range": days})
        .order_by()
        .annotate(day=F(facts.column), kind_number=Value(KIND_ORDER[kind], IntegerField()))
        .values_list("day", "kind_number", "id")
        for kind, facts in DATED.items()
    ).order_by("day", "kind_number", "id")


def load_events(keys: Iterable[tuple[date, int, int]], *, on: date, seq: int | None = None) -> list[Event]:
    """Return the events of some :func:`event_keys`, in their order; agencies have their names of ``on``.

    What was withdrawn between the two queries is left out.
    """
    kinds = list(EventKind)
    days_of_records = [(day, kinds[number], pk) for day, number, pk in keys]
    pks_by_model: dict[Any, set[int]] = defaultdict(set)
    for _day, kind, pk in days_of_records:
        pks_by_model[DATED[kind].model].add(pk)
    records = {model: LOADERS[model](pks, on, seq) for model, pks in pks_by_model.items()}
    events = []
    for day, kind, pk in days_of_records:
        record = records[DATED[kind].model].get(pk)
        if record is not None:
            events.append(event_of_record(kind, day, record))
    return events


def union_all(querysets: Iterable[Any]) -> QuerySet[Any]:
    first, *further = querysets
    return first.union(*further, all=True).order_by()
