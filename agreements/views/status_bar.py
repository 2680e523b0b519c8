"""How many promises stand where, and the two ratios with what they are made of."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from agreements.lists.parameters import Clock
from agreements.models import State
from agreements.rules.lifecycle import AS_COMMITMENT, COMMITMENT_STATUSES, FULFILLED, PERIOD_DONE, UNKNOWN
from agreements.rules.ratios import Completion
from agreements.views.querysets import public_rows


@dataclass(frozen=True)
class StatusPart:
    """The promises of one status: commitments, and milestones that are promises of their own."""

    status: str
    label: str
    commitments: int
    milestones: int
    milestone_status: str  # how the list of milestones calls it; "": no milestone has it
    start: int  # how many are counted before it

    @property
    def count(self) -> int:
        return self.commitments + self.milestones


@dataclass(frozen=True)
class StatusBar:
    parts: tuple[StatusPart, ...]
    completion: Completion
    with_progress: int
    progress_sum: int

    @property
    def total(self) -> int:
        return self.completion.total

    @property
    def mean_progress(self) -> float | None:
        return round(self.progress_sum / self.with_progress, 1) if self.with_progress else None


def status_bar(*, clock: Clock) -> StatusBar:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sums: Counter[str] = Counter()
    for row in _rows_by_status(clock):
        status = row.pop("status")
        counts[AS_COMMITMENT.get(status, status)].update(row)
        sums.update(row)

    parts: list[StatusPart] = []
    start = 0
    for status, label in COMMITMENT_STATUSES:
        part = StatusPart(
            status,
            str(label),
            commitments=counts[status]["commitments"],
            milestones=counts[status]["milestones"],
            milestone_status=STATUS_OF_MILESTONE.get(status, ""),
            start=start,
        )
        parts.append(part)
        start += part.count

    return StatusBar(
        parts=tuple(parts),
        completion=Completion(
            total=start,
            known=start - count_of(parts, UNKNOWN),
            fulfilled=count_of(parts, FULFILLED),
            disputed=sums["disputed"],
            period_done=count_of(parts, {PERIOD_DONE}),
        ),
        with_progress=sums["with_progress"],
        progress_sum=sums["progress_sum"],
    )


# How the status of a commitment is called of a milestone.
STATUS_OF_MILESTONE = {status: status for status in UNKNOWN}
STATUS_OF_MILESTONE |= {commitment: milestone for milestone, commitment in AS_COMMITMENT.items()}


def count_of(parts: Iterable[StatusPart], statuses: Collection[str]) -> int:
    return sum(part.count for part in parts if part.status in statuses)


def _rows_by_status(clock: Clock) -> Any:
    """Count the promises by stored status, each once; milestones may have words of their own for it."""
    promises = public_rows(State).at(clock.on, seq=clock.seq).once_a_promise(clock.on, seq=clock.seq)
    return (
        promises.order_by()
        .values("status")
        .annotate(
            commitments=Count("commitment"),
            milestones=Count("milestone"),
            with_progress=Count("progress"),
            progress_sum=Sum("progress", default=0),
            disputed=Count("pk", filter=Q(disputed=True)),
        )
    )
