"""Agencies' own words as pages show them, beside the records that they answer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from agreements.lists.parameters import Clock
from agreements.models import Commitment, Milestone, Redaction, Statement
from agreements.models.presence import published_by
from agreements.views.querysets import prefetch_agencies, prefetch_public, public_rows


@dataclass(frozen=True)
class PublicStatement:
    """An agency's own word, or that personal data in it was blanked."""

    statement: Statement
    redaction: Redaction | None


def statements_at(clock: Clock) -> Any:
    """The statements that a page may tell of at a clock."""
    return _statements_by(clock.on, clock.seq)


def _statements_by(on: date, seq: int | None) -> Any:
    rows = public_rows(Statement).filter(stated_on__lte=on)
    return rows.filter(published_by(seq))


def public_statements(which: Q, *, on: date, seq: int | None) -> list[PublicStatement]:
    """Read the public statements among ``which`` that were made by a day, oldest first.

    ``seq`` leaves out what the site did not know then; what was blanked since shows no text at any ``seq``.
    """
    rows = (
        _statements_by(on, seq)
        .filter(which)
        .order_by("stated_on", "published_seq")
        .prefetch_related(prefetch_agencies("agency", on), prefetch_public("redactions", Redaction))
    )
    return [PublicStatement(row, next(iter(row.redactions.all()), None)) for row in rows]


def statements_on_promise(*sides: Commitment | Milestone | None, clock: Clock) -> list[PublicStatement]:
    """Read the statements on a promise, whichever of its sides (None: it has only one) they name."""
    which = Q()
    for side in filter(None, sides):
        which |= Q(**{str(side._meta.model_name): side})
    return public_statements(which, on=clock.on, seq=clock.seq)


def statements_by_record(
    field: str, which: Q, *, on: date, seq: int | None
) -> dict[int, list[PublicStatement]]:
    """Return {key of the record under ``field``: statements on it, oldest first}."""
    statements: dict[int, list[PublicStatement]] = defaultdict(list)
    for public_statement in public_statements(which, on=on, seq=seq):
        key: Any = getattr(public_statement.statement, f"{field}_id")
        statements[key].append(public_statement)
    return statements
