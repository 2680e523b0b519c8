"""What became of published reports: corrected, withdrawn, redacted, answered by an agency.

Each report keeps its place.  What was withdrawn or redacted shows that it was, never what it said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from agreements.models import Commitment, Milestone, StatusReport, Withdrawal
from agreements.models.presence import published_by
from agreements.views.corrections import CorrectableCard, Correction, redactions_by_record
from agreements.views.querysets import public_rows
from agreements.views.speakers import speaker_name
from agreements.views.statements import PublicStatement, statements_by_record


@dataclass(frozen=True, kw_only=True)
class ReportCard(CorrectableCard):
    """One report in its place.

    ``report`` is None once it was withdrawn.  Looked at from before its withdrawal it is there, hidden:
    without its text.
    """

    report: StatusReport | None
    order: tuple[date, int] = field(repr=False)
    subject: Commitment | Milestone | None = None

    @property
    def speaker(self) -> str:
        return speaker_name(self.report)

    @property
    def has_figures(self) -> bool:
        """Say whether the report states more than its note: a target, numbers or the criteria."""
        report = self.report
        if report is None:
            return False
        figures = {report.progress, report.quantity_done, report.criteria_met} - {None}
        return bool(report.target or report.target_undated or figures)


def report_cards(
    subject: Commitment | Milestone, reports: Iterable[StatusReport], *, on: date, seq: int | None = None
) -> list[ReportCard]:
    """Put the public ``reports`` of a subject, and those withdrawn, in order, newest first.

    ``on`` leaves out what had not taken effect, ``seq`` what the site did not know then.  But what was
    withdrawn or blanked since shows no text at any ``seq``.
    """
    withdrawals: dict[int, Any] = {}
    withdrawn: dict[int, Any] = {}  # those known at the sequence
    for withdrawal in _read_withdrawals(subject, seq=seq):
        withdrawals[withdrawal.report_id] = withdrawal
        if _was_known(withdrawal, seq):
            withdrawn[withdrawal.report_id] = withdrawal

    still_there = [report for report in reports if report.pk not in withdrawn]
    corrections = _corrections_by_report(still_there, withdrawn.values())
    redactions = redactions_by_record("report", _about_subject(subject))
    statements = statements_by_record("report", _about_subject(subject), on=on, seq=seq)
    numbers = {report.pk: report.number for report in still_there}
    cards = [
        ReportCard(
            number=report.number or 0,
            published_at=report.published_at,  # type: ignore[arg-type]  # it is published
            report=report,
            order=(report.reported.effective_on, report.published_seq or 0),
            subject=subject,
            corrects=numbers.get(report.corrects_id or 0),
            corrected=corrections.get(report.pk),
            withdrawal=withdrawals.get(report.pk),
            redaction=redactions.get(report.pk),
            statements=tuple(statements.get(report.pk, ())),
        )
        for report in still_there
    ]
    cards += [_withdrawn_card(withdrawal, corrections) for withdrawal in withdrawn.values()]
    in_effect = [card for card in cards if card.order[0] <= on]
    return sorted(in_effect, key=attrgetter("order"), reverse=True)


def _was_known(record: Withdrawal, seq: int | None) -> bool:
    """Say whether a published record was public at ``seq`` (None: now)."""
    return seq is None or (record.published_seq or 0) <= seq


def current_statement(cards: Iterable[ReportCard], report: int | None) -> PublicStatement | None:
    """Return the newest statement on the report that the current status rests on."""
    for card in cards:
        if card.report is not None and card.report.pk == report and card.statements:
            return card.statements[-1]
    return None


def _withdrawn_card(withdrawal: Any, corrections: dict[int, Correction]) -> ReportCard:
    return ReportCard(
        number=withdrawal.number,
        published_at=withdrawal.report_published_at,
        report=None,
        order=_order_of_withdrawn(withdrawal),
        corrected=corrections.get(withdrawal.report_id),
        withdrawal=withdrawal,
    )


def _order_of_withdrawn(withdrawal: Any) -> tuple[date, int]:
    effective_on = min(withdrawal.effective_on, timezone.localdate(withdrawal.report_published_at))
    return effective_on, withdrawal.report_published_seq


def _read_withdrawals(subject: Commitment | Milestone, *, seq: int | None) -> list[Any]:
    """Read the withdrawals, and of the reports no more than number, days and which one it corrected."""
    rows = public_rows(Withdrawal).filter(_about_subject(subject)).annotate(
        number=F("report__number"),
        report_published_at=F("report__published_at"),
        report_published_seq=F("report__published_seq"),
        effective_on=Least("report__said_on_last", Coalesce("report__happened_last", "report__said_on_last")),
        corrected=F("report__corrects"),
    )  # fmt: skip
    return list(rows.filter(published_by(seq, "report_published_seq")))


def _corrections_by_report(
    reports: Sequence[StatusReport], withdrawals: Iterable[Any]
) -> dict[int, Correction]:
    """Return {corrected report: its correction}; one that was withdrawn since still replaced it."""
    corrections = {}
    for withdrawal in withdrawals:
        correction = Correction(withdrawal.number, withdrawal.report_published_at, None)
        corrections[withdrawal.corrected] = correction
    for report in reports:
        if report.published_at:
            correction = Correction(report.number or 0, report.published_at, report)
            corrections[report.corrects_id] = correction
    corrections.pop(None, None)  # of those that corrected none
    return corrections


def _about_subject(subject: Commitment | Milestone) -> Q:
    return Q(**{f"report__{subject._meta.model_name}": subject})
