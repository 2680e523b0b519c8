"""Announced targets as pages show them: each beside its report, or one line a subject."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from agreements.lists.parameters import Clock
from agreements.lists.targets import announcements, histories
from agreements.models import Commitment, Milestone, StatusReport
from agreements.rules.lifecycle import Announcement, TargetChange
from agreements.views.subject_states import SubjectRow, speaker_name, states_at, subject_row, with_subjects

SHOWN = 5  # subjects on the page of a program or agency; the list of targets has them all


@dataclass(frozen=True)
class AnnouncedTarget:
    """One announced target beside the report that announced it."""

    announcement: Announcement
    report: StatusReport
    before: StatusReport | None = None  # that announced the target it changes

    @property
    def change_label(self) -> str:
        return str(self.announcement.change.label)

    @property
    def speaker(self) -> str:
        return speaker_name(self.report)

    @property
    def speaker_before(self) -> str:
        return speaker_name(self.before)

    @property
    def signed_days(self) -> str:
        return f"{self.announcement.days_moved:+}" if self.announcement.days_moved else ""

    @property
    def signed_days_against_first(self) -> str:
        return f"{self.announcement.days_against_first:+}" if self.announcement.days_against_first else ""

    @property
    def shows_days_against_first(self) -> bool:
        """Say whether the days against the first target add something to those against the one before."""
        moved = self.announcement.change == TargetChange.MOVED
        return moved and self.signed_days_against_first not in ("", self.signed_days)


@dataclass(frozen=True)
class TargetLine:
    """One subject and all that was announced for it, oldest first."""

    row: SubjectRow
    announced: list[AnnouncedTarget]

    @property
    def days(self) -> str:
        return self.announced[-1].signed_days_against_first if self.announced else ""


def with_reports(
    entries: Iterable[Announcement], reports: Mapping[int, StatusReport]
) -> list[AnnouncedTarget]:
    """Put each announcement beside its report, and that before it; one whose report is gone is left out."""
    return [
        AnnouncedTarget(
            entry, reports[entry.report.id], reports.get(entry.before.id) if entry.before else None
        )
        for entry in entries
        if entry.report.id in reports
    ]


def targets_by_report(reports: Iterable[StatusReport], clock: Clock) -> dict[int, AnnouncedTarget]:
    """Return {report: what it announced} of those reports whose announcement counts."""
    history, reports_by_key = announcements([report.pk for report in reports], clock)
    return {entry.report.pk: entry for entry in with_reports(history, reports_by_key)}


def target_lines(subjects: Q, clock: Clock) -> dict[str, Any]:
    """The subjects (a condition on states) for which dates were announced, most often moved first."""
    states = with_subjects(states_at(clock)).filter(subjects, first_target_last__isnull=False)
    order = ("-times_moved", F("target_last").asc(nulls_last=True), "pk")
    rows = [subject_row(state.subject, state, clock=clock) for state in states.order_by(*order)[:SHOWN]]
    return {"rows": with_announced_targets(rows, clock), "count": states.count()}


def with_announced_targets(rows: Sequence[SubjectRow], clock: Clock) -> list[TargetLine]:
    """Put beside each subject all that was announced for it; the queries do not grow."""
    subjects = [row.subject for row in rows]
    history, reports = histories(
        clock,
        commitments=[subject.pk for subject in subjects if isinstance(subject, Commitment)],
        milestones=[subject.pk for subject in subjects if isinstance(subject, Milestone)],
    )
    by_subject: dict[tuple[Any, Any], list[AnnouncedTarget]] = defaultdict(list)
    for entry in with_reports(history, reports):
        by_subject[entry.report.commitment_id, entry.report.milestone_id].append(entry)
    return [TargetLine(row, by_subject[_subject_key(row.subject)]) for row in rows]


def _subject_key(subject: Commitment | Milestone) -> tuple[Any, Any]:
    return (subject.pk, None) if isinstance(subject, Commitment) else (None, subject.pk)
