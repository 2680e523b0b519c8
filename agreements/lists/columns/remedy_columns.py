"""Columns of what became of a report or inquiry: corrected, withdrawn, blanked, answered by an agency."""

from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.lists.among import among
from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Kind, Load
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.report_columns import SUBJECT_REFERENCES
from agreements.lists.columns.statements import statements_column, statements_on
from agreements.lists.parameters import Clock
from agreements.models import Redaction, StatusReport, Withdrawal
from agreements.models.base import PUBLIC


def corrections_of(model: Any, called: str) -> Load:
    """Read the number and day of the record that replaced each; a withdrawn correction still did."""

    def load(keys: Keys, clock: Clock) -> ByKey:
        withdrawals = Withdrawal.objects.visible_to(PUBLIC).filter(**{f"{called}__corrects__in": among(keys)})
        if clock.seq is not None:
            withdrawals = withdrawals.filter(**{f"{called}__published_seq__lte": clock.seq})
        corrections = model.objects.visible_to(PUBLIC, seq=clock.seq).filter(corrects__in=among(keys))
        of_withdrawn = (f"{called}__corrects", f"{called}__number", f"{called}__published_at")
        rows = [
            *withdrawals.values_list(*of_withdrawn),
            *corrections.values_list("corrects", "number", "published_at"),
        ]
        day_in_seoul = cells.iso_days_in_seoul()
        return {
            key: {"number": number, "on": day_in_seoul(published_at)} for key, number, published_at in rows
        }

    return load


def withdrawals_of(called: str) -> Load:
    """Read when and why each was withdrawn since the clock's sequence; now nothing withdrawn is a row."""

    def load(keys: Keys, clock: Clock) -> ByKey:
        pick, day_in_seoul = cells.pick_language(), cells.iso_days_in_seoul()
        withdrawals = Withdrawal.objects.visible_to(PUBLIC).filter(**{f"{called}__in": among(keys)})
        columns = (called, "published_at", "reason_ko", "reason_en")
        return {
            key: {"on": day_in_seoul(published_at), "reason": pick(korean, english)}
            for key, published_at, korean, english in withdrawals.values_list(*columns)
        }

    return load


def redactions_of(called: str) -> Load:
    """Read why the text of each was blanked, last."""

    def load(keys: Keys, clock: Clock) -> ByKey:
        pick = cells.pick_language()
        redactions = Redaction.objects.visible_to(PUBLIC).filter(**{f"{called}__in": among(keys)})
        newest = redactions.filter(published_seq=F(f"{called}__redacted_by"))
        rows = newest.values_list(called, "reason_ko", "reason_en")
        return {key: pick(korean, english) for key, korean, english in rows}

    return load


def write_corrected_reference() -> Callable[..., str | None]:
    def write(commitment: str | None, milestone: str | None, number: int | None) -> str | None:
        if number is None:
            return None
        return f"{commitment or milestone}#{number}"

    return write


def columns_of_remedies(model: Any, called: str) -> tuple[Column, ...]:
    """Return what became of each record of ``model``; withdrawals and redactions know it as ``called``."""
    corrections, withdrawals = corrections_of(model, called), withdrawals_of(called)
    return (
        Column(
            "correction_reason",
            _("Reason of the correction"),
            cells.text_unless_hidden("correction_reason"),
            _("Why that one was wrong."),
        ),
        Column(
            "corrected_by",
            _("Corrected by (number)"),
            cells.linked("pk", corrections, "number"),
            _("The one that replaced it; a corrected one counts no more."),
            Kind.NUMBER,
        ),
        Column(
            "corrected_on",
            _("Corrected on"),
            cells.linked("pk", corrections, "on"),
            _("Day on which the correction was published."),
            Kind.DAY,
        ),
        Column(
            "withdrawn_on",
            _("Withdrawn on"),
            cells.linked("pk", withdrawals, "on"),
            _("Only at an older publication sequence; now a withdrawn one is no row."),
            Kind.DAY,
        ),
        Column(
            "withdrawal_reason",
            _("Reason of the withdrawal"),
            cells.linked("pk", withdrawals, "reason"),
            _("Why it was withdrawn."),
        ),
        Column(
            "redacted_on",
            _("Personal data blanked on"),
            cells.day_in_seoul("redacted_by__recorded_at"),
            _("Its text was blanked on that day; the rest stays."),
            Kind.DAY,
        ),
        Column(
            "redaction_reason",
            _("Reason of the blanking"),
            cells.linked("pk", redactions_of(called)),
            _("Which kind of personal data it was."),
        ),
    )


REMEDY_COLUMNS = (
    Column(
        "corrects",
        _("Corrects (reference)"),
        Cell((*SUBJECT_REFERENCES, "corrects__number"), write_corrected_reference),
        _("The report that it replaces, if it corrects one."),
        Kind.CODE,
    ),
    *columns_of_remedies(StatusReport, "report"),
    statements_column(
        statements_on("report", "pk"), _("What a party said about this report itself: agency, day, text.")
    ),
)
