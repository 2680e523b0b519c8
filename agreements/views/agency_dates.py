"""The dates on an agency's page: those it named itself, apart from those others named for what it carries."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet

from agreements.lists.parameters import Clock
from agreements.lists.register_filters import linked_with
from agreements.lists.subject_filters import CARRIES_SUBJECT
from agreements.lists.targets import announced_targets
from agreements.models import Agency, PromiseLink, StatusReport
from agreements.views.querysets import public_rows
from agreements.views.subject_states import LINES_SHOWN, SubjectRow, rows_of_states, states_at, with_subjects


def dates_it_named(agency: Agency, clock: Clock) -> dict[str, Any]:
    """Return the promises, whoever carries them, with the dates that this agency named for them."""
    reports = announced_targets(clock).filter(stated_by=agency)
    return _lines_by(promises_of_reports(reports, clock), clock, speakers={agency.pk}, inside=True)


def dates_others_named(agency: Agency, clock: Clock) -> dict[str, Any]:
    """Return the promises it carries with the dates that others named for them."""
    reports = announced_targets(clock).exclude(stated_by=agency)
    promises = promises_it_carries(agency, clock) & promises_of_reports(reports, clock)
    return _lines_by(promises, clock, speakers={agency.pk}, inside=False)


def promises_of_reports(reports: QuerySet[StatusReport], clock: Clock) -> Q:
    """Return the condition on states that reports are about their promise, on either of its sides."""
    milestones = reports.order_by().values("milestone")
    linked = public_rows(PromiseLink).linked_at(clock.seq).filter(milestone__in=milestones)
    return (
        Q(commitment__in=reports.order_by().values("commitment"))
        | Q(commitment__in=linked.order_by().values("commitment"))
        | Q(milestone__in=milestones)
    )


def promises_it_carries(agency: Agency, clock: Clock) -> Q:
    """Return the condition on states that an agency carries their promise, named on either of its sides."""
    return linked_with(public_rows(Agency).filter(pk=agency.pk), CARRIES_SUBJECT, clock.seq)


def _lines_by(promises: Q, clock: Clock, *, speakers: set[int], inside: bool) -> dict[str, Any]:
    """Return the newest lines with the dates of these ``speakers``, or (not ``inside``) of all others."""
    states = with_subjects(states_at(clock).once_a_promise(clock.on, seq=clock.seq)).filter(promises)
    newest = states.order_by(F("target_last").desc(nulls_last=True), "pk")[:LINES_SHOWN]
    rows = rows_of_states([(state.subject, state) for state in newest], clock=clock)
    lines = []
    for row in rows:
        announced = [entry for entry in row.announced if (entry.announcement.speaker in speakers) == inside]
        lines.append(replace(row, announced=announced))
    return {"rows": lines, "count": states.count()}


def beside_their_speaker(rows: Iterable[SubjectRow], agency: Agency) -> list[SubjectRow]:
    """Mark the rows whose date that counts was named by another agency."""
    return [
        replace(row, others_date=bool(row.state and row.state.target_by_id not in (None, agency.pk)))
        for row in rows
    ]
