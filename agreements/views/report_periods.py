"""The reports of a promise that repeats, period by period."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from agreements.lists.parameters import Clock
from agreements.models import Commitment, Milestone, Term
from agreements.rules.lifecycle import FOREVER, GIVEN_UP
from agreements.rules.rhythm import PeriodReports, reports_by_period
from agreements.views.report_cards import ReportCard

type PeriodCards = list[PeriodReports[ReportCard]]


def period_cards(
    subject: Commitment | Milestone, state: Any, cards: Iterable[ReportCard], *, clock: Clock
) -> PeriodCards:
    """Put the reports that still count under their periods, the newest first; none where it does not repeat.

    No period is said to lack a report in which the agreement may not have begun yet, or in which it or the
    promise ended.
    """
    if isinstance(subject, Milestone) or state is None or not state.repeats:
        return []
    dated = []
    for card in cards:
        was_taken_back = bool(card.corrected or card.withdrawal)
        if card.report is not None and not was_taken_back:
            dated.append((card.report.reported.speaks_of, card))

    term: Term = subject.agreement.then  # type: ignore[attr-defined]  # known_at adds it
    since, until = began_for_certain(term), min([clock.on, *_last_days(term)])
    if state.status in GIVEN_UP:
        until = min(until, state.report.reported.effective_on)
    return reports_by_period(dated, state.repeats, since=since, until=until)


def began_for_certain(term: Term) -> date:
    """Return the first day on which the agreement holds for certain: none of one that was only announced."""
    signed = term.signed.last if term.signed else FOREVER
    return term.effective_on or signed


def _last_days(term: Term) -> list[date]:
    """Return the days, as far as they are known, after which the agreement promises nothing more."""
    days = [term.ended_on]
    if not term.renews:
        days.append(term.expires_on)
    return list(filter(None, days))
