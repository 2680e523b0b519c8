"""What became of published reports: corrected, withdrawn, redacted, answered by an agency.

Each report keeps its place.  What was withdrawn or redacted shows that it was, never what it said.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from agreements.models import Agency, Commitment, Milestone, Redaction, Statement, StatusReport, Withdrawal
from agreements.views.querysets import prefetch_public, public_rows


@dataclass(frozen=True)
class ReportCorrection:
    """That a report was replaced by another.  ``by`` is None where that one was withdrawn since."""

    number: int
    published_at: datetime
    by: StatusReport | None


@dataclass(frozen=True)
class PublicStatement:
    """An agency's own word, or that personal data in it was blanked."""

    statement: Statement
    redaction: Redaction | None


@dataclass(frozen=True)
class ReportCard:
    """One report in its place.

    ``report`` is None once it was withdrawn.  Looked at from before its withdrawal it is there, hidden:
    without its text.
    """

    number: int
    published_at: datetime
    report: StatusReport | None
    order: tuple[date, int] = field(repr=False)
    corrects: int | None = None
    corrected: ReportCorrection | None = None
    withdrawal: Withdrawal | None = None
    redaction: Redaction | None = None
    statements: tuple[PublicStatement, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Say whether the report states more than its note: a target, its progress or the criteria."""
        report = self.report
        if report is None:
            return False
        stated = (report.progress, report.criteria_met)
        return bool(report.target or report.target_undated) or any(value is not None for value in stated)


def report_cards(
    subject: Commitment | Milestone, reports: Iterable[StatusReport], *, on: date, seq: int | None = None
) -> list[ReportCard]:
    """Put the public ``reports`` of a subject, and those withdrawn, in order, newest first.

    ``on`` leaves out what had not taken effect, ``seq`` what the site did not know then.  But what was
    withdrawn or blanked since shows no text at any ``seq``.
    """
    withdrawals = {withdrawal.report_id: withdrawal for withdrawal in _read_withdrawals(subject, seq=seq)}
    gone = {
        pk: withdrawal
        for pk, withdrawal in withdrawals.items()
        if seq is None or (withdrawal.published_seq or 0) <= seq
    }
    reports = [report for report in reports if report.pk not in gone]
    corrections = _corrections_by_report(reports, gone.values())
    redactions = _redactions_by_record(subject)
    statements = _statements_by_report(subject, redactions, on=on, seq=seq)
    numbers = {report.pk: report.number for report in reports}
    cards = [
        ReportCard(
            number=report.number or 0,
            published_at=report.published_at,  # type: ignore[arg-type]  # it is published
            report=report,
            order=(report.reported.effective_on, report.published_seq or 0),
            corrects=numbers.get(report.corrects_id or 0),
            corrected=corrections.get(report.pk),
            withdrawal=withdrawals.get(report.pk),
            redaction=redactions.get(("report", report.pk)),
            statements=tuple(statements[report.pk]),
        )
        for report in reports
    ]
    cards += [_withdrawn_card(withdrawal, corrections) for withdrawal in gone.values()]
    return sorted((card for card in cards if card.order[0] <= on), key=lambda card: card.order, reverse=True)


def current_statement(cards: Iterable[ReportCard], report: int | None) -> PublicStatement | None:
    """Give the newest statement on the report that the current status rests on."""
    of_current = (card for card in cards if card.report is not None and card.report.pk == report)
    statements = [statements for card in of_current for statements in card.statements]
    return statements[-1] if statements else None


def _withdrawn_card(withdrawal: Any, corrections: dict[int, ReportCorrection]) -> ReportCard:
    return ReportCard(
        number=withdrawal.number,
        published_at=withdrawal.report_published_at,
        report=None,
        order=_order_of_withdrawn(withdrawal),
        corrected=corrections.get(withdrawal.report_id),
        withdrawal=withdrawal,
    )


def _order_of_withdrawn(withdrawal: Any) -> tuple[date, int]:
    effective_on = min(withdrawal.happened_on, timezone.localdate(withdrawal.report_published_at))
    return effective_on, withdrawal.report_published_seq


def _read_withdrawals(subject: Commitment | Milestone, *, seq: int | None) -> list[Any]:
    """Read the withdrawals, and of the reports no more than number, days and which one it corrected."""
    rows = public_rows(Withdrawal).filter(_about_subject(subject)).annotate(
        number=F("report__number"),
        report_published_at=F("report__published_at"),
        report_published_seq=F("report__published_seq"),
        happened_on=F("report__happened_last"),
        corrected=F("report__corrects"),
    )  # fmt: skip
    return list(rows if seq is None else rows.filter(report_published_seq__lte=seq))


def _corrections_by_report(
    reports: Sequence[StatusReport], withdrawn: Iterable[Any]
) -> dict[int, ReportCorrection]:
    """Say of each corrected report by which one; a correction that was withdrawn still replaced it."""
    corrections = {
        gone.corrected: ReportCorrection(gone.number, gone.report_published_at, None)
        for gone in withdrawn
        if gone.corrected
    }
    for report in reports:
        if report.corrects_id and report.published_at:
            corrections[report.corrects_id] = ReportCorrection(
                report.number or 0, report.published_at, report
            )
    return corrections


def _redactions_by_record(subject: Commitment | Milestone) -> dict[tuple[str, int], Redaction]:
    rows = (
        public_rows(Redaction)
        .filter(_about_subject(subject) | _about_subject(subject, "statement__report"))
        .order_by("published_seq")
    )
    return {
        ("report", row.report_id) if row.report_id else ("statement", row.statement_id): row for row in rows
    }


def _statements_by_report(
    subject: Commitment | Milestone,
    redactions: dict[tuple[str, int], Redaction],
    *,
    on: date,
    seq: int | None,
) -> dict[int, list[PublicStatement]]:
    rows = (
        public_rows(Statement)
        .filter(_about_subject(subject), stated_on__lte=on)
        .prefetch_related(prefetch_public("agency", Agency))
    )
    statements: dict[int, list[PublicStatement]] = defaultdict(list)
    for row in rows.order_by("stated_on", "published_seq"):
        if seq is None or (row.published_seq or 0) <= seq:
            statements[row.report_id].append(PublicStatement(row, redactions.get(("statement", row.pk))))
    return statements


def _about_subject(subject: Commitment | Milestone, way: str = "report") -> Q:
    return Q(**{f"{way}__{subject._meta.model_name}": subject})
