"""Columns of what became of a report: corrected, withdrawn, blanked, answered by an agency."""

from collections.abc import Callable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Kind
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.report_columns import SUBJECT_REFERENCES
from agreements.lists.columns.statements import statements_column, statements_on
from agreements.lists.parameters import Clock
from agreements.models import Redaction, StatusReport, Withdrawal
from agreements.models.base import PUBLIC


def corrections_of_reports(keys: Keys, clock: Clock) -> ByKey:
    """Return the number and day of the report that replaced each; a withdrawn correction still did."""
    withdrawals = Withdrawal.objects.visible_to(PUBLIC).filter(report__corrects__in=keys)
    if clock.seq is not None:
        withdrawals = withdrawals.filter(report__published_seq__lte=clock.seq)
    corrections = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).filter(corrects__in=keys)
    rows = [
        *withdrawals.values_list("report__corrects", "report__number", "report__published_at"),
        *corrections.values_list("corrects", "number", "published_at"),
    ]
    return {
        key: {"number": number, "on": cells.iso_day_in_seoul(published_at)}
        for key, number, published_at in rows
    }


def withdrawals_of_reports(keys: Keys, clock: Clock) -> ByKey:
    """Return when and why each was withdrawn since the clock's sequence; now nothing withdrawn is a row."""
    pick = cells.pick_language()
    withdrawals = Withdrawal.objects.visible_to(PUBLIC).filter(report__in=keys)
    columns = ("report", "published_at", "reason_ko", "reason_en")
    return {
        key: {"on": cells.iso_day_in_seoul(published_at), "reason": pick(korean, english)}
        for key, published_at, korean, english in withdrawals.values_list(*columns)
    }


def redactions_of_reports(keys: Keys, clock: Clock) -> ByKey:
    """Return why the text of each was blanked, last."""
    pick = cells.pick_language()
    redactions = Redaction.objects.visible_to(PUBLIC).filter(report__in=keys)
    newest = redactions.filter(published_seq=F("report__redacted_by"))
    rows = newest.values_list("report", "reason_ko", "reason_en")
    return {key: pick(korean, english) for key, korean, english in rows}


def write_corrected_reference() -> Callable[..., str | None]:
    def write(commitment: str | None, milestone: str | None, number: int | None) -> str | None:
        if number is None:
            return None
        return f"{commitment or milestone}#{number}"

    return write


REMEDY_COLUMNS = (
    Column(
        "corrects",
        _("Corrects (reference)"),
        Cell((*SUBJECT_REFERENCES, "corrects__number"), write_corrected_reference),
        _("The report that it replaces, if it corrects one."),
        Kind.CODE,
    ),
    Column(
        "correction_reason",
        _("Reason of the correction"),
        cells.text_unless_hidden("correction_reason"),
        _("Why that one was wrong."),
    ),
    Column(
        "corrected_by",
        _("Corrected by (number)"),
        cells.linked("pk", corrections_of_reports, "number"),
        _("The report of the same subject that replaced it; a corrected one counts no more."),
        Kind.NUMBER,
    ),
    Column(
        "corrected_on",
        _("Corrected on"),
        cells.linked("pk", corrections_of_reports, "on"),
        _("Day on which the correction was published."),
        Kind.DAY,
    ),
    Column(
        "withdrawn_on",
        _("Withdrawn on"),
        cells.linked("pk", withdrawals_of_reports, "on"),
        _("Only at an older publication sequence; now a withdrawn report is no row."),
        Kind.DAY,
    ),
    Column(
        "withdrawal_reason",
        _("Reason of the withdrawal"),
        cells.linked("pk", withdrawals_of_reports, "reason"),
        _("Why it was withdrawn."),
    ),
    Column(
        "redacted_on",
        _("Personal data blanked on"),
        cells.day_in_seoul("redacted_by__recorded_at"),
        _("Its text was blanked on that day; status, dates and speaker stay."),
        Kind.DAY,
    ),
    Column(
        "redaction_reason",
        _("Reason of the blanking"),
        cells.linked("pk", redactions_of_reports),
        _("Which kind of personal data it was."),
    ),
    statements_column(
        statements_on("report", "pk"), _("What a party said about this report itself: agency, day, text.")
    ),
)
