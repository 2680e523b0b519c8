"""What holds for commitments and milestones on a day, as pages show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Prefetch, Sum
from django.utils.translation import gettext as _

from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Commitment, Milestone, Program, State, StatusReport
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import COMMITMENT_STATUSES, FULFILLED, UNREPORTED, Standing
from agreements.rules.story import StatusTally, subject_sentence
from agreements.views.querysets import prefetch_public, public_rows


@dataclass(frozen=True)
class SubjectRow:
    """A subject, what holds for it (None: it had not begun), and the same in one sentence."""

    subject: Commitment | Milestone
    state: Any
    sentence: str


def states_at(clock: Clock) -> Any:
    """One state a subject, with its standing and who stated the last report."""
    reports: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).fetch_mode(models.FETCH_RAISE)
    last_report = Prefetch("report", queryset=reports.prefetch_related(prefetch_public("stated_by", Agency)))
    states = public_rows(State).at(clock.on, seq=clock.seq).with_standing(on=clock.on)
    return states.prefetch_related(last_report)


def with_subjects(states: Any) -> Any:
    """Load with each state its subject, and the agreement or program of that."""
    return states.prefetch_related(
        prefetch_public("commitment", Commitment, prefetch_public("agreement", Agreement)),
        prefetch_public("milestone", Milestone, prefetch_public("program", Program)),
    )


def subject_row(subject: Commitment | Milestone, state: Any, *, clock: Clock) -> SubjectRow:
    return SubjectRow(subject, state, state_sentence(subject, state, clock=clock) if state else "")


def subject_rows(subjects: Iterable[Commitment | Milestone], *, clock: Clock) -> list[SubjectRow]:
    """Put beside each subject what holds for it at the clock."""
    subjects = list(subjects)
    if not subjects:
        return []
    kind = str(subjects[0]._meta.model_name)
    states = states_at(clock).filter(**{f"{kind}__in": [subject.pk for subject in subjects]})
    by_subject = {getattr(state, f"{kind}_id"): state for state in states}
    return [subject_row(subject, by_subject.get(subject.pk), clock=clock) for subject in subjects]


def state_sentence(subject: Commitment | Milestone, state: Any, *, clock: Clock) -> str:
    return subject_sentence(
        state,
        speaker=speaker_name(state.report),
        status_label=state.get_status_display(),
        outcome=subject.outcome,
        silent=state.silent,
        on=clock.on,
    )


def speaker_name(report: StatusReport | None) -> str:
    if report is None:
        return ""
    # Where it is not public (``public_rows``), it is absent, which Django reports as a missing attribute.
    stated_by: Agency | None = getattr(report, "stated_by", None)
    return stated_by.name if stated_by else _("an agency that is not listed")


def status_tally(rows: Sequence[SubjectRow]) -> StatusTally:
    states = [row.state for row in rows if row.state]
    return StatusTally(
        total=len(states),
        fulfilled=sum(state.status in FULFILLED for state in states),
        late=sum(state.standing == Standing.LATE for state in states),
        unreported=sum(state.status == UNREPORTED for state in states),
    )


# ---- counts ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StatusPart:
    status: str
    label: str
    count: int
    start: int  # how many are counted before it


@dataclass(frozen=True)
class StatusBar:
    """How many commitments stand where, and the two ratios with what they are made of."""

    parts: tuple[StatusPart, ...]
    total: int
    fulfilled: int
    with_progress: int
    progress_sum: int

    @property
    def percent(self) -> float:
        return round(100 * self.fulfilled / self.total, 1) if self.total else 0.0

    @property
    def mean_progress(self) -> float | None:
        return round(self.progress_sum / self.with_progress, 1) if self.with_progress else None


def status_bar(*, clock: Clock) -> StatusBar:
    rows_by_status = {
        row["status"]: row
        for row in public_rows(State)
        .of_commitments()
        .at(clock.on, seq=clock.seq)
        .order_by()
        .values("status")
        .annotate(count=Count("pk"), with_progress=Count("progress"), progress_sum=Sum("progress"))
    }
    parts, start = [], 0
    for status, label in [*COMMITMENT_STATUSES[1:], COMMITMENT_STATUSES[0]]:
        count = rows_by_status.get(status, {}).get("count", 0)
        parts.append(StatusPart(status, str(label), count, start))
        start += count
    return StatusBar(
        parts=tuple(parts),
        total=start,
        fulfilled=sum(part.count for part in parts if part.status in FULFILLED),
        with_progress=sum(row["with_progress"] for row in rows_by_status.values()),
        progress_sum=sum(row["progress_sum"] or 0 for row in rows_by_status.values()),
    )
