"""What pages tell of a report or inquiry beside its content: that it was corrected, withdrawn or blanked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from agreements.models import Inquiry, Redaction, StatusReport, Withdrawal
from agreements.views.querysets import public_rows
from agreements.views.statements import PublicStatement


@dataclass(frozen=True)
class Correction:
    """That a record was replaced by another.  ``by`` is None where that one was withdrawn since."""

    number: int
    published_at: datetime
    by: StatusReport | Inquiry | None


@dataclass(frozen=True, kw_only=True)
class CorrectableCard:
    """A published record in its place, whatever became of it."""

    number: int
    published_at: datetime
    corrects: int | None = None
    corrected: Correction | None = None
    withdrawal: Withdrawal | None = None
    redaction: Redaction | None = None
    statements: tuple[PublicStatement, ...] = ()


def redactions_by_record(called: str, which: Q) -> dict[int, Redaction]:
    """Return {key: last redaction}, read by ``which``; redactions know the records as ``called``."""
    rows = public_rows(Redaction).filter(which).order_by("published_seq")
    return {getattr(row, f"{called}_id"): row for row in rows}
