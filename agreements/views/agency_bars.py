"""The promises of an agency by status: a small bar and its numbers, each with the list of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from agreements.lists.agency_promises import PromiseTally
from agreements.lists.parameters import Clock
from agreements.rules.ratios import Completion
from agreements.views.page_context import query_string
from agreements.views.status_bar import IN_ORDER


@dataclass(frozen=True)
class BarPart:
    """The promises of one status, with the list of exactly these."""

    status: str
    label: str
    count: int
    start: int  # how many are counted before it
    url: str


@dataclass(frozen=True)
class SmallBar:
    """Parts that add up to all promises of an agency, or of one of its roles."""

    parts: tuple[BarPart, ...]  # only those that have any
    total: int
    url: str


def small_bar(tally: PromiseTally | None, clock: Clock, **filters: str) -> SmallBar:
    """Lay out the promises that ``filters`` of their list leave."""
    parts: list[BarPart] = []
    start = 0
    for status, label in IN_ORDER:
        count = tally.by_status[status] if tally else 0
        if count:
            url = promises_url(filters | {"status": status}, clock)
            parts.append(BarPart(status, str(label), count, start, url))
        start += count
    return SmallBar(tuple(parts), start, promises_url(filters, clock))


def promises_url(filters: Mapping[str, str], clock: Clock) -> str:
    return reverse("commitments") + query_string({**filters, **clock.query()})


def completion_of(tally: PromiseTally) -> Completion:
    return Completion(
        total=tally.total,
        known=tally.known,
        fulfilled=tally.fulfilled,
        disputed=tally.disputed,
        period_done=tally.period_done,
    )
