"""Read columns as the driver gives them, for a pass over the whole register.

Django's own conversion of a day costs more than reading it, and a register has few different days.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.db import models
from django.db.models import CharField, F, Func

from agreements.rules.partial_date import NotAPartialDate, PartialDate

type Facts = dict[str, Any]
type OwnedFacts = list[tuple[Any, Facts]]  # (key of the owner, facts of one row)


class RawColumn(Func):
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
def stored_day(raw: str | date | None) -> Any:
    if isinstance(raw, str):
        return date.fromisoformat(raw)
    return raw


@lru_cache(maxsize=100_000)
def stored_day_iso(raw: str | date | None) -> str | None:
    if isinstance(raw, date):
        return raw.isoformat()
    return raw


def stored_flag(raw: Any) -> bool | None:
    if raw is None:
        return None
    return bool(raw)


def plain_number(amount: Decimal | None) -> str | None:
    """Write a number as the ledger and the files do: 2655, 0.5."""
    if amount is None:
        return None
    return f"{amount.normalize():f}"


@lru_cache(maxsize=100_000)
def stored_period(first: str | date | None, last: str | date | None) -> Any:
    """Return the partial date, or the two days as text where they are none (no action stores such days)."""
    try:
        return PartialDate.from_days(stored_day(first), stored_day(last))
    except NotAPartialDate:
        return f"{first} – {last}"


@lru_cache(maxsize=100_000)
def stored_period_iso(first: str | date | None, last: str | date | None) -> str | None:
    period = stored_period(first, last)
    if isinstance(period, PartialDate):
        return period.iso()
    return period


class FactColumns(NamedTuple):
    """How one fact is read: its columns, and what turns their values into one (None: the value itself)."""

    columns: list[Any]
    convert: Callable[..., Any] | None

    def facts(self, values: Sequence[Sequence[Any]]) -> Iterable[Any]:
        """Return the fact of each row, of the values of each column."""
        if self.convert is None:
            return values[0]
        return map(self.convert, *values)


def read_facts(rows: Any, key: str, *names: str, **paths: str) -> OwnedFacts:
    """Read the facts of many rows at once.

    Args:
        rows: a queryset; the result keeps its order.
        key: the column under which the facts are returned.
        names: fields and partial dates; a path to another record's field is called by its last part.
        paths: further facts, by the path of their column.
    """
    columns = {name.rpartition("__")[2]: _fact_columns(rows.model, name) for name in names}
    columns |= {name: FactColumns([F(path)], None) for name, path in paths.items()}
    expressions = list(chain.from_iterable(fact.columns for fact in columns.values()))
    table = list(rows.values_list(key, *expressions))
    if not table:
        return []

    # By columns and not by rows, since one conversion serves a whole column.
    owners, *unread = zip(*table, strict=True)
    values = []
    for fact in columns.values():
        taken, unread = unread[: len(fact.columns)], unread[len(fact.columns) :]
        values.append(fact.facts(taken))

    facts = [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
    return list(zip(owners, facts, strict=True))


def _fact_columns(model: Any, path: str) -> FactColumns:
    """Say which columns hold the fact at the end of a path, and how they are written."""
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model

    fields = {field.name: field for field in model._meta.concrete_fields}
    if f"{name}_first" in fields:
        return FactColumns([RawColumn(f"{path}_first"), RawColumn(f"{path}_last")], stored_period_iso)

    match fields[name]:
        case models.DateField():
            return FactColumns([RawColumn(path)], stored_day_iso)
        case models.BooleanField():
            return FactColumns([RawColumn(path)], stored_flag)
        case models.DecimalField():
            return FactColumns([F(path)], plain_number)

    return FactColumns([F(path)], None)


def facts_by_owner(owned: OwnedFacts) -> dict[Any, list[Facts]]:
    groups: dict[Any, list[Facts]] = defaultdict(list)
    for owner, facts in owned:
        groups[owner].append(facts)
    return groups
