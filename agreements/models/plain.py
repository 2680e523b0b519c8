"""Columns as the driver gives them, for a pass over the whole register.

Django's own conversion of a day costs more than reading it, and a register has few different days.
"""

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import CharField, F, Func

from agreements.rules.partial_date import NotAPartialDate, PartialDate

type Facts = dict[str, Any]
type Found = list[tuple[Any, Facts]]  # each under a key of its row


class Raw(Func):
    """A column without conversion: days are text or dates, flags 0 and 1 or booleans."""

    template = "%(expressions)s"
    output_field = CharField()
    arity = 1


class MomentText(Func):
    """A moment in UTC as the ledger writes it: ``2026-11-23T08:00:00.000000Z``."""

    # Django stores UTC, and leaves out microseconds that are 0.
    template = "replace(substr(%(expressions)s || '.000000', 1, 26), ' ', 'T') || 'Z'"
    output_field = CharField()
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        utc = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return super().as_sql(compiler, connection, template=utc)


@lru_cache(maxsize=100_000)
def day(raw: str | date | None) -> Any:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


@lru_cache(maxsize=100_000)
def iso(raw: str | date | None) -> str | None:
    return raw.isoformat() if isinstance(raw, date) else raw


def flag(raw: Any) -> bool | None:
    return None if raw is None else bool(raw)


@lru_cache(maxsize=100_000)
def period(first: str | date | None, last: str | date | None) -> Any:
    """The partial date; two days that are none, as they are stored: no action stores such days."""
    try:
        return PartialDate.from_days(day(first), day(last))
    except NotAPartialDate:
        return f"{first} – {last}"


@lru_cache(maxsize=100_000)
def period_iso(first: str | date | None, last: str | date | None) -> str | None:
    found = period(first, last)
    return found.iso() if isinstance(found, PartialDate) else found


def read(rows: Any, key: str, *names: str, **elsewhere: str) -> Found:
    """Read facts by name, fields and partial dates alike, and ``elsewhere`` by their path: (key, facts)
    in the order of ``rows``.  A name may be a path to another record's field; its last part is the fact.
    """
    columns = {name.rpartition("__")[2]: _column(rows.model, name) for name in names}
    columns |= {name: ([F(path)], None) for name, path in elsewhere.items()}
    paths = [path for read, _write in columns.values() for path in read]
    table = list(rows.values_list(key, *paths))
    if not table:
        return []
    owners, *rest = zip(*table, strict=True)
    values, place = [], 0
    for read, write in columns.values():
        taken = rest[place : place + len(read)]
        values.append(map(write, *taken) if write else taken[0])
        place += len(read)
    facts = zip(*values, strict=True)
    return [(owner, dict(zip(columns, row, strict=True))) for owner, row in zip(owners, facts, strict=True)]


def _column(model: Any, path: str) -> Any:
    """Say how a fact is read (columns) and written (what makes one value of theirs)."""
    *way, name = path.split("__")
    before = "".join(f"{step}__" for step in way)
    for step in way:
        model = model._meta.get_field(step).related_model
    fields = {field.name: field for field in model._meta.concrete_fields}
    if f"{name}_first" in fields:
        return [Raw(f"{before}{name}_first"), Raw(f"{before}{name}_last")], period_iso
    match fields[name]:
        case models.DateField():
            return [Raw(path)], iso
        case models.BooleanField():
            return [Raw(path)], flag
        case models.DecimalField():
            return [F(path)], lambda amount: f"{amount.normalize():f}"
    return [F(path)], None


def grouped(found: Found) -> dict[Any, list[Facts]]:
    groups: dict[Any, list[Facts]] = defaultdict(list)
    for owner, facts in found:
        groups[owner].append(facts)
    return groups
