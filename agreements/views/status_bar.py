"""How many promises stand where, and the two ratios with what they are made of."""

from collections import defaultdict
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
    rows = [
        row | {"status": AS_COMMITMENT.get(row["status"], row["status"])} for row in _rows_by_status(clock)
    ]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"commitments": 0, "milestones": 0})
    for row in rows:
        for kind in ("commitments", "milestones"):
            counts[row["status"]][kind] += row[kind]
    own_words = {commitment: milestone for milestone, commitment in AS_COMMITMENT.items()}
    parts: list[StatusPart] = []
    for status, label in COMMITMENT_STATUSES:
        start = parts[-1].start + parts[-1].count if parts else 0
        milestone_status = status if status in UNKNOWN else own_words.get(status, "")
        parts.append(
            StatusPart(status, str(label), **counts[status], milestone_status=milestone_status, start=start)
        )

    total = sum(part.count for part in parts)
    return StatusBar(
        parts=tuple(parts),
        completion=Completion(
            total=total,
            known=total - sum(part.count for part in parts if part.status in UNKNOWN),
            fulfilled=sum(part.count for part in parts if part.status in FULFILLED),
            disputed=sum(row["disputed"] for row in rows),
            period_done=sum(part.count for part in parts if part.status == PERIOD_DONE),
        ),
        with_progress=sum(row["with_progress"] for row in rows),
        progress_sum=sum(row["progress_sum"] or 0 for row in rows),
    )


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
            progress_sum=Sum("progress"),
            disputed=Count("pk", filter=Q(disputed=True)),
        )
    )
