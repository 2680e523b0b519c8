"""Everything that the states of commitments and milestones follow from, read as columns of many at a time.

A register has more rows of states than of anything else: no model instance is made for one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone

from agreements.models import (
    Commitment,
    Decision,
    EntryKind,
    LedgerEntry,
    State,
    StatusReport,
    Term,
    Withdrawal,
)
from agreements.models.plain import MomentText, RawColumn, stored_day, stored_period
from agreements.rules.lifecycle import Reported, StateRow
from agreements.rules.publication import PublicationState

PUBLISHED = PublicationState.PUBLISHED

type Span = tuple[int, int]  # the first and the last primary key of the subjects that are read


class KeptRow(NamedTuple):
    """A row of the state table with the sequences it holds for."""

    row: StateRow
    seq_from: int
    seq_to: int


class PublishedReport(NamedTuple):
    """A published report, and which one it replaced."""

    reported: Reported
    corrects: int | None


class VerifiedSubject(NamedTuple):
    """All that the rows of one commitment or milestone follow from, and the rows themselves."""

    name: str
    reference: str | None
    root: str  # "agreement" or "program"
    root_id: int
    steps: list[tuple[int, str]]  # of its agreement or program: sequence, kind of entry
    begins: list[tuple[int, int, date]]  # from sequence, to before sequence, on which day
    reports: list[PublishedReport]  # in the order of their publication
    withdrawn: dict[int, int]  # report: sequence
    stored_rows: list[KeptRow]


def read_subjects(model: Any, first: int, last: int) -> Iterator[VerifiedSubject]:
    """Read the commitments or milestones between two keys with all that their rows follow from, in six
    queries."""
    name = str(model._meta.model_name)
    root = "agreement" if model is Commitment else "program"
    span = (first, last)
    rows = model._default_manager.filter(pk__range=span)
    its_root = {f"{root}__in": rows.values(root)}
    entries = LedgerEntry.objects.filter(**its_root).exclude(kind=EntryKind.REDACTION)
    steps = rows_by_key(entries.order_by(root, "seq").values_list(root, "seq", "kind"))
    begins = rows_by_key(begins_of[root](its_root))
    reports = rows_by_key(reports_of(name, span), make=report_as_published)
    withdrawals = Withdrawal.objects.filter(state=PUBLISHED, **{f"report__{name}__pk__range": span})
    withdrawn = rows_by_key(withdrawals.values_list(f"report__{name}", "report", "published_seq"))
    stored_rows = rows_by_key(stored_of(name, span), make=stored_row)
    for pk, reference, root_id in rows.order_by("pk").values_list("pk", "reference", f"{root}_id"):
        yield VerifiedSubject(
            name=reference or f"{model._meta.verbose_name} {pk}",
            reference=reference,
            root=root,
            root_id=root_id,
            steps=steps[root_id],
            begins=begins[root_id],
            reports=reports[pk],
            withdrawn=dict(withdrawn[pk]),
            stored_rows=stored_rows[pk],
        )


def rows_by_key(rows: Iterable[Any], *, make: Callable[[list[Any]], Any] = tuple) -> dict[int, list[Any]]:
    """Return {first column: [what ``make`` makes of the other columns of each row]}."""
    values: dict[int, list[Any]] = defaultdict(list)
    for key, *columns in rows:
        values[key].append(make(columns))
    return values


def begins_of_agreements(its_root: dict[str, Any]) -> Iterator[tuple[int, int, int, date]]:
    rows = Term.objects.filter(**its_root)
    for key, seq_from, seq_to, signed in rows.values_list(
        "agreement", "seq_from", "seq_to", RawColumn("begins_on")
    ):
        yield key, seq_from, seq_to, stored_day(signed)


def begins_of_programs(its_root: dict[str, Any]) -> Iterator[tuple[int, int, int, date]]:
    rows = Decision.objects.filter(**its_root)
    for key, seq_from, seq_to, decided, seen in rows.values_list(
        "program", "seq_from", "seq_to", RawColumn("decided_first"), MomentText("program__first_published_at")
    ):
        yield key, seq_from, seq_to, stored_day(decided) or day_in_seoul(seen[:13])


begins_of = {"agreement": begins_of_agreements, "program": begins_of_programs}


def reports_of(name: str, span: Span) -> Any:
    return (
        StatusReport.objects.filter(state=PUBLISHED, **{f"{name}__pk__range": span})
        .order_by("published_seq")
        .values_list(
            name, "pk", "published_seq", RawColumn("placed_on"), "status", RawColumn("said_on_first"),
            RawColumn("said_on_last"), RawColumn("happened_first"), RawColumn("happened_last"), "progress",
            RawColumn("target_first"), RawColumn("target_last"), RawColumn("target_undated"), "place",
            "corrects",
        )
    )  # fmt: skip


def report_as_published(row: list[Any]) -> PublishedReport:
    (
        pk, seq, placed_on, status, said_first, said_last, happened_first, happened_last, progress, first,
        last, undated, place, corrects,
    ) = row  # fmt: skip
    reported = Reported(
        id=pk,
        seq=seq,
        published_on=stored_day(placed_on),
        status=status,
        happened=stored_period(happened_first, happened_last) or stored_period(said_first, said_last),
        progress=progress,
        target=stored_period(first, last),
        target_undated=bool(undated),
        place=place,
    )
    return PublishedReport(reported, corrects)


def stored_of(name: str, span: Span) -> Any:
    columns: list[Any] = []
    for field in StateRow._fields:
        if field in PERIODS:
            columns += [RawColumn(f"{field}_first"), RawColumn(f"{field}_last")]
        else:
            columns.append(RawColumn(field) if field in DAYS else F(field))
    return State.objects.filter(**{f"{name}__pk__range": span}).order_by("day_from", "seq_from").values_list(
        name, "seq_from", "seq_to", *columns
    )  # fmt: skip


DAYS = ("day_from", "day_to", "heard_on")
PERIODS = ("first_target", "target", "completed", "last_happened")


def stored_row(row: list[Any]) -> KeptRow:
    (
        seq_from, seq_to, day_from, day_to, heard_on, status, progress, first_first, first_last, target_first,
        target_last, times_moved, completed_first, completed_last, happened_first, happened_last, report,
    ) = row  # fmt: skip
    content = StateRow(
        stored_day(day_from), stored_day(day_to), stored_day(heard_on), status, progress,
        stored_period(first_first, first_last),
        stored_period(target_first, target_last), times_moved, stored_period(completed_first, completed_last),
        stored_period(happened_first, happened_last), report,
    )  # fmt: skip
    return KeptRow(content, seq_from, seq_to)


@lru_cache(maxsize=100_000)
def day_in_seoul(hour: str) -> date:
    """The day in Seoul of a moment in UTC, as far as its hour: ``2026-11-23T08``."""
    return timezone.localdate(datetime.fromisoformat(f"{hour}:00+00:00"))
