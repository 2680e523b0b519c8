"""How many promises stand where: parts that add up to all of them, each with the list of its rows."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from agreements.lists import COMMITMENTS, Selection
from agreements.lists.promise_views import COMING, PAST, PAST_VIEW
from agreements.rules.lifecycle import (
    AS_COMMITMENT,
    COMMITMENT_STATUSES,
    FULFILLED,
    PERIOD_DONE,
    STATUSES,
    UNKNOWN,
)
from agreements.rules.ratios import Completion, in_tenths
from agreements.views.page_context import query_string

ORDER = [status for status, _label in COMMITMENT_STATUSES]
# A status of milestones, which has a word of its own, follows that of commitments which means the same.
IN_ORDER = sorted(STATUSES, key=lambda choice: ORDER.index(AS_COMMITMENT.get(choice[0], choice[0])))


@dataclass(frozen=True)
class StatusPart:
    """The promises of one status, with the list of exactly these."""

    status: str
    label: str
    count: int
    start: int  # how many are counted before it
    url: str = ""


@dataclass(frozen=True)
class PastPart:
    """The promises whose date passed in one of three ways, with the list of exactly these."""

    standing: str
    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class StatusBar:
    parts: tuple[StatusPart, ...]
    past: tuple[PastPart, ...]
    completion: Completion
    with_progress: int = 0
    progress_sum: int = 0
    ahead_count: int = 0  # open promises whose date is still to come
    url: str = ""  # of the list of all
    past_url: str = ""  # of the list of those whose date passed

    @property
    def total(self) -> int:
        return self.completion.total

    @property
    def past_count(self) -> int:
        return sum(part.count for part in self.past)

    @property
    def mean_progress(self) -> float | None:
        return in_tenths(self.progress_sum, self.with_progress)


def status_bar(promises: Selection) -> StatusBar:
    """Count the rows of the list of promises as it was asked for, in one query."""
    by_status: Counter[str] = Counter()
    by_standing: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for row in _rows_by_status_and_standing(promises):
        status, standing, count = row.pop("status"), row.pop("standing"), row.pop("count")
        by_status[status] += count
        by_standing[standing] += count
        sums.update(row)

    parts = status_parts(by_status, promises)
    total = sum(by_status.values())
    return StatusBar(
        parts=parts,
        past=tuple(
            PastPart(
                standing.value,
                str(standing.label),
                by_standing[standing],
                promises_url(promises, standing=standing.value),
            )
            for standing in PAST
        ),
        completion=Completion(
            total=total,
            known=total - count_of(parts, UNKNOWN),
            fulfilled=count_of(parts, FULFILLED),
            disputed=sums["disputed"],
            period_done=count_of(parts, {PERIOD_DONE}),
        ),
        with_progress=sums["with_progress"],
        progress_sum=sums["progress_sum"],
        ahead_count=sum(by_standing[standing] for standing in COMING),
        url=promises_url(promises),
        past_url=promises_url(promises, view=PAST_VIEW.name),
    )


def status_parts(counts: Counter[str], promises: Selection) -> tuple[StatusPart, ...]:
    """Return a part for each status that a promise can have, with those before it counted."""
    parts: list[StatusPart] = []
    start = 0
    for status, label in IN_ORDER:
        url = promises_url(promises, status=status)
        parts.append(StatusPart(status, str(label), counts[status], start, url))
        start += counts[status]
    return tuple(parts)


def promises_url(promises: Selection, **more: str) -> str:
    """Return the address of the list of promises, asked the same and ``more``."""
    return reverse(COMMITMENTS.name) + query_string(promises.query() | more)


def count_of(parts: Iterable[StatusPart], statuses: Collection[str]) -> int:
    return sum(part.count for part in parts if part.status in statuses)


def _rows_by_status_and_standing(promises: Selection) -> Any:
    """Count the promises by status and standing."""
    return (
        promises.filters.qs.order_by()
        .values("status", "standing")
        .annotate(
            count=Count("pk"),
            with_progress=Count("progress"),
            progress_sum=Sum("progress", default=0),
            disputed=Count("pk", filter=Q(disputed=True)),
        )
    )
