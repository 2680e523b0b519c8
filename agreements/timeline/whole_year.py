"""Every dated public fact of a whole year, read over all tables at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import ExtractYear, TruncDate

from agreements.models import (
    Agency,
    Agreement,
    Amendment,
    Commitment,
    DutyRecord,
    Milestone,
    Program,
    Recognition,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import PUBLIC
from agreements.timeline.events import ORDER, Event, EventKind, event

# Where each kind of fact lies, and by which column it is dated.
DATED: dict[EventKind, tuple[type[models.Model], str]] = {
    EventKind.DECIDED: (Program, "then__decided_last"),
    EventKind.SIGNED: (Agreement, "then__signed_on"),
    EventKind.EFFECTIVE: (Agreement, "then__effective_on"),
    EventKind.AMENDED: (Amendment, "signed_on"),
    EventKind.REPORTED: (StatusReport, "happened_last"),
    EventKind.STATED: (Statement, "stated_on"),
    EventKind.WITHDRAWN: (Withdrawal, "withdrawn_on"),
    EventKind.DUTY: (DutyRecord, "done_on"),
    EventKind.RECOGNISED: (Recognition, "awarded_last"),
    EventKind.ENDED: (Agreement, "then__ended_on"),
    EventKind.EXPIRES: (Agreement, "then__expires_on"),
}


ROOTS = (Agreement, Program)
REMEDIES = (Statement, Withdrawal)  # what follows a published report
SEEN_THEN = (StatusReport, DutyRecord)  # what was withdrawn since is there again, without text


def visible(model: Any) -> Any:
    return model.objects.visible_to(PUBLIC).fetch_mode(models.FETCH_RAISE)


def told(kind: EventKind, *, on: date, seq: int | None) -> Any:
    """The records of one kind of fact, as told on day ``on`` with what was known at ``seq`` (None: now).

    What lies ahead is not told, but for the end of a term.
    """
    model, column = DATED[kind]
    if model is StatusReport:
        reports: Any = StatusReport.objects.visible_to(PUBLIC, seq=seq).known_by(on, seq=seq)
        return reports.fetch_mode(models.FETCH_RAISE)
    if model is DutyRecord:
        signed = visible(Agreement).known_at(seq).filter(then__signed_on__lte=on).values("pk")
        records: Any = DutyRecord.objects.visible_to(PUBLIC, seq=seq).filter(done_on__lte=on)
        return records.filter(agreement__in=signed).fetch_mode(models.FETCH_RAISE)
    rows = visible(model)
    if model is Withdrawal:
        rows = rows.annotate(withdrawn_on=TruncDate("published_at"))
    if model in ROOTS:
        rows = rows.known_at(seq)
    if kind != EventKind.EXPIRES:
        rows = rows.filter(**{f"{column.replace('_last', '_first')}__lte": on})
    if model in REMEDIES:
        return rows if seq is None else rows.filter(published_seq__lte=seq)
    if model is Agreement:
        return rows.filter(then__signed_on__lte=on)
    if model is Program:
        return rows
    root, its = ("agreement", Agreement) if model is Amendment else ("program", Program)
    there = Q() if seq is None else Q(**{f"{root}__in": visible(its).known_at(seq).values("pk")})
    return rows.filter(there)


def years(*, on: date, seq: int | None = None) -> dict[int, int]:
    """How many facts lie in each year that has any, newest first."""
    groups = _union(
        told(kind, on=on, seq=seq)
        .filter(**{f"{column}__isnull": False})
        .order_by()
        .annotate(in_year=ExtractYear(column))
        .values_list("in_year")
        .annotate(models.Count("pk", distinct=True))
        for kind, (_model, column) in DATED.items()
    )
    found: Counter[int] = Counter()
    for year, count in groups:
        found[year] += count
    return dict(sorted(found.items(), reverse=True))


def keys(year: int, *, on: date, seq: int | None = None) -> QuerySet[Any]:
    """Every fact of a year as ``(last day, place of its kind, primary key)``, oldest first.

    One query over all tables, so that a page of a full year costs no more than one of an empty year.
    """
    span = (date(year, 1, 1), date(year, 12, 31))
    return _union(
        told(kind, on=on, seq=seq)
        .filter(**{f"{column}__range": span})
        .order_by()
        .annotate(told_on=F(column), told_as=Value(ORDER[kind], models.IntegerField()))
        .values_list("told_on", "told_as", "id")
        for kind, (_model, column) in DATED.items()
    ).order_by("told_on", "told_as", "id")


def load(chosen: Iterable[tuple[date, int, int]], *, seq: int | None = None) -> list[Event]:
    """Give the events of some :func:`keys`, in their order."""
    chosen = list(chosen)
    kinds = list(EventKind)
    wanted: dict[type[models.Model], set[int]] = {}
    for _day, place, pk in chosen:
        wanted.setdefault(DATED[kinds[place]][0], set()).add(pk)
    records = {model: LOADERS[model](pks, seq) for model, pks in wanted.items()}
    return [
        event(kinds[place], day, records[DATED[kinds[place]][0]][pk])
        for day, place, pk in chosen
        if pk in records[DATED[kinds[place]][0]]  # else it was withdrawn between the two queries
    ]


def _with(model: Any, **related: Any) -> Any:
    """Load records by primary key, each with its public relations."""

    def load_some(pks: Iterable[int], seq: int | None) -> dict[int, Any]:
        lookups = [Prefetch(name, queryset=visible(other)) for name, other in related.items()]
        at: Any = {"seq": seq} if model in SEEN_THEN else {}
        rows = model.objects.visible_to(PUBLIC, **at).fetch_mode(models.FETCH_RAISE)
        if model in ROOTS:
            rows = rows.known_at(seq)
        if model is StatusReport:
            rows = rows.with_replaced(seq=seq)
        return rows.filter(pk__in=pks).prefetch_related(*lookups).in_bulk()

    return load_some


def _with_subject(model: Any) -> Any:
    """Load what follows a report, with its subject and number: the report itself may be withdrawn."""

    def load_some(pks: Iterable[int], seq: int | None) -> dict[int, Any]:
        rows = visible(model).filter(pk__in=pks)
        if model is Statement:
            rows = rows.prefetch_related(Prefetch("agency", queryset=visible(Agency)))
        places = {name: F(f"report__{name}") for name in ("commitment", "milestone", "number")}
        found = rows.annotate(**places).in_bulk()
        for name, subject in (("commitment", Commitment), ("milestone", Milestone)):
            subjects = visible(subject).in_bulk({getattr(one, name) for one in found.values()} - {None})
            for one in found.values():
                if getattr(one, name) in subjects:
                    one.about = subjects[getattr(one, name)]
        return {pk: one for pk, one in found.items() if hasattr(one, "about")}

    return load_some


LOADERS: dict[Any, Any] = {
    Agreement: _with(Agreement),
    Amendment: _with(Amendment, agreement=Agreement),
    DutyRecord: _with(DutyRecord, agreement=Agreement, agency=Agency),
    Program: _with(Program, owner=Agency),
    Recognition: _with(Recognition, program=Program, awarded_by=Agency),
    Statement: _with_subject(Statement),
    StatusReport: _with(StatusReport, commitment=Commitment, milestone=Milestone, stated_by=Agency),
    Withdrawal: _with_subject(Withdrawal),
}


def _union(parts: Iterable[Any]) -> QuerySet[Any]:
    first, *rest = parts
    return first.union(*rest, all=True).order_by()
