"""Columns as text, for a pass over the whole register: no Python object is made for each value.

Both databases write the same text, whatever a server's settings are.
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


class _Text(Func):
    output_field = CharField()
    arity = 1


class DayText(_Text):
    """A day as ``2022-12-13``."""

    template = "CAST(%(expressions)s AS text)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM-DD')")


class MomentText(_Text):
    """A moment in UTC as the ledger writes it: ``2026-11-23T08:00:00.000000Z``."""

    # Django stores UTC, and leaves out microseconds that are 0.
    template = "replace(substr(%(expressions)s || '.000000', 1, 26), ' ', 'T') || 'Z'"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        utc = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        return super().as_sql(compiler, connection, template=utc)


class FlagText(_Text):
    """A flag as ``0`` or ``1``."""

    template = "CAST(%(expressions)s AS text)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="CAST(CAST(%(expressions)s AS integer) AS text)")


FLAGS = {"0": False, "1": True, None: None}


def read(rows: Any, key: str, *names: str, **elsewhere: str) -> Found:
    """Read facts by name, fields and partial dates alike, and ``elsewhere`` by their path: (key, facts)
    in the order of ``rows``.  A name may be a path to another record's field; its last part is the fact.
    """
    columns = {name.rpartition("__")[2]: _column(rows.model, name) for name in names}
    columns |= {name: ([F(path)], None) for name, path in elsewhere.items()}
    known = {name: column for name, column in columns.items() if column}
    paths = [path for read, _write in known.values() for path in read]
    table = list(rows.values_list(key, *paths))
    if not table:
        return []
    owners, *rest = zip(*table, strict=True)
    values, place = [], 0
    for read, write in known.values():
        taken = rest[place : place + len(read)]
        values.append(map(write, *taken) if write else taken[0])
        place += len(read)
    facts = zip(*values, strict=True)
    return [(owner, dict(zip(known, row, strict=True))) for owner, row in zip(owners, facts, strict=True)]


def _column(model: Any, path: str) -> Any:
    """Say how a fact is read (columns) and written (what makes one value of theirs); None: not there."""
    *way, name = path.split("__")
    before = "".join(f"{step}__" for step in way)
    for step in way:
        model = model._meta.get_field(step).related_model
    fields = {field.name: field for field in model._meta.concrete_fields}
    if f"{name}_first" in fields:
        return [DayText(f"{before}{name}_first"), DayText(f"{before}{name}_last")], _period
    match fields.get(name):
        case None:
            return None
        case models.DateField():
            return [DayText(path)], None
        case models.BooleanField():
            return [FlagText(path)], FLAGS.get
        case models.DecimalField():
            return [F(path)], lambda amount: f"{amount.normalize():f}"
    return [F(path)], None


@lru_cache(maxsize=50_000)  # a register has few different periods, and making one is dear
def _period(first: str | None, last: str | None) -> str | None:
    try:
        found = PartialDate.from_days(*(day and date.fromisoformat(day) for day in (first, last)))  # type: ignore[arg-type]  # no day is None
    except NotAPartialDate:  # no action stores such days: verify_ledger names them
        return f"{first} – {last}"
    return found.iso() if found else None


def grouped(found: Found) -> dict[Any, list[Facts]]:
    groups: dict[Any, list[Facts]] = defaultdict(list)
    for owner, facts in found:
        groups[owner].append(facts)
    return groups
