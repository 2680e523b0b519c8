"""Everything that the states of commitments and milestones follow from, read as columns of many at a time.

A register has more rows of states than of anything else: no model instance is made for one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain
from typing import Any, NamedTuple, Protocol

from django.db.models import F
from django.utils import timezone

from agreements.lists.promises import OTHER_SIDE, SUBJECTS, SubjectKey
from agreements.models import (
    LATEST,
    Decision,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Origin,
    PromiseLink,
    State,
    StatusReport,
    Term,
    Withdrawal,
)
from agreements.models.plain import MomentText, RawColumn, stored_day, stored_period
from agreements.models.remedy import WITHDRAWABLE
from agreements.rules.inquiry import Inquired, InquiryResult
from agreements.rules.lifecycle import Reported
from agreements.rules.publication import PublicationState
from agreements.rules.states import StateRow

PUBLISHED = PublicationState.PUBLISHED


class Sequenced(Protocol):
    """What holds for the sequences ``[seq_from, seq_to)``."""

    @property
    def seq_from(self) -> int: ...

    @property
    def seq_to(self) -> int: ...


def holding_at[S: Sequenced](records: Iterable[S], seq: int) -> list[S]:
    """Return those that hold at a sequence."""
    return [record for record in records if record.seq_from <= seq < record.seq_to]


class KeptRow(NamedTuple):
    """A row of the state table with the sequences it holds for."""

    row: StateRow
    seq_from: int
    seq_to: int


class Published[F](NamedTuple):
    """A report or inquiry as the rules read it, from its publication until it is corrected or withdrawn."""

    facts: F
    seq_from: int
    seq_to: int


class Beginning(NamedTuple):
    """The day on which the record of a subject begins, as kept for some sequences."""

    seq_from: int
    seq_to: int
    day: date


class LinkedSide(NamedTuple):
    """The primary key of the other side of the same promise, for the sequences of their link."""

    seq_from: int
    seq_to: int
    pk: int


class SubjectHistory(NamedTuple):
    """All that the rows of one commitment or milestone follow from, and the rows themselves."""

    key: SubjectKey
    name: str
    reference: str | None
    root_id: int
    steps: list[tuple[int, str]]  # of its agreement or program: sequence, kind of entry
    begins: list[Beginning]
    links: list[LinkedSide]
    reports: list[Published[Reported]]  # in the order of their publication
    inquiries: list[Published[Inquired]]
    stored_rows: list[KeptRow]

    @property
    def root(self) -> str:
        return ROOTS[self.key[0]]

    @property
    def sequences(self) -> set[int]:
        """Return every sequence at which the facts on it changed."""
        changes = {seq for seq, _kind in self.steps}
        for record in chain[Sequenced](self.reports, self.inquiries, self.links):
            changes |= {record.seq_from, record.seq_to}
        return changes - {LATEST}


ROOTS = {"commitment": "agreement", "milestone": "program"}


def read_subjects(kind: str, keys: Iterable[int]) -> dict[SubjectKey, SubjectHistory]:
    """Read some commitments or milestones with all that their rows follow from; the queries do not grow."""
    keys, root = list(keys), ROOTS[kind]
    model = SUBJECTS[kind]
    rows: Any = model._default_manager.filter(pk__in=keys)
    its_root = {f"{root}__in": list(rows.values_list(root, flat=True))}
    entries = LedgerEntry.objects.filter(**its_root).exclude(kind=EntryKind.REDACTION)
    steps = rows_by_key(entries.order_by(root, "seq").values_list(root, "seq", "kind"))
    begins = rows_by_key(begins_of[root](its_root), make=Beginning._make)
    links = rows_by_key(
        PromiseLink.objects.filter(**{f"{kind}__in": keys}).values_list(
            kind, "seq_from", "seq_to", OTHER_SIDE[kind]
        ),
        make=LinkedSide._make,
    )
    report_ends, inquiry_ends = ends_of("report", kind, keys), ends_of("inquiry", f"{kind}s", keys)
    reports = rows_by_key(reports_of(kind, keys), make=partial(report_as_published, ends=report_ends))
    inquiries = rows_by_key(inquiries_of(kind, keys), make=partial(inquiry_as_published, ends=inquiry_ends))
    stored_rows = rows_by_key(stored_of(kind, keys), make=stored_row)
    return {
        (kind, pk): SubjectHistory(
            key=(kind, pk),
            name=reference or f"{model._meta.verbose_name} {pk}",
            reference=reference,
            root_id=root_id,
            steps=steps[root_id],
            begins=begins[root_id],
            links=links[pk],
            reports=reports[pk],
            inquiries=inquiries[pk],
            stored_rows=stored_rows[pk],
        )
        for pk, reference, root_id in rows.order_by("pk").values_list("pk", "reference", f"{root}_id")
    }


def ends_of(record: str, relation: str, keys: list[int]) -> dict[int, int]:
    """Return {primary key: sequence} of the reports or inquiries that were withdrawn or corrected.

    The correction of an inquiry may be about other promises.
    """
    model = WITHDRAWABLE[record]
    withdrawals = Withdrawal.objects.filter(state=PUBLISHED, **{f"{record}__{relation}__in": keys})
    corrections = model._default_manager.filter(state=PUBLISHED, **{f"corrects__{relation}__in": keys})
    withdrawn = withdrawals.values_list(record, "published_seq")
    corrected = corrections.values_list("corrects", "published_seq")
    return dict([*withdrawn, *corrected])


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


def reports_of(kind: str, keys: list[int]) -> Any:
    return (
        StatusReport.objects.filter(state=PUBLISHED, **{f"{kind}__in": keys})
        .order_by("published_seq")
        .values_list(
            kind, "pk", "published_seq", RawColumn("placed_on"), RawColumn("said_on_first"),
            RawColumn("said_on_last"), "status", "stated_by", RawColumn("happened_first"),
            RawColumn("happened_last"), "happened_as", RawColumn("says_not_done"), "origin", "progress",
            "quantity_done",
            RawColumn("target_first"), RawColumn("target_last"), RawColumn("target_undated"), "place",
        )
    )  # fmt: skip


def report_as_published(row: list[Any], ends: dict[int, int]) -> Published[Reported]:
    (
        pk, seq, placed_on, said_first, said_last, status, stated_by, happened_first, happened_last,
        happened_as, says_not_done, origin, progress, quantity_done, target_first, target_last, undated,
        place,
    ) = row  # fmt: skip
    reported = Reported(
        id=pk,
        seq=seq,
        published_on=stored_day(placed_on),
        said_on=stored_period(said_first, said_last),
        status=status,
        stated_by=stated_by,
        happened=stored_period(happened_first, happened_last),
        happened_as=happened_as,
        says_not_done=bool(says_not_done),
        submitted=origin == Origin.AGENCY,
        progress=progress,
        quantity_done=quantity_done,
        target=stored_period(target_first, target_last),
        target_undated=bool(undated),
        place=place,
    )
    return Published(reported, seq, ends.get(pk, LATEST))


def inquiries_of(kind: str, keys: list[int]) -> Any:
    relation = f"{kind}s"
    return (
        Inquiry.objects.filter(state=PUBLISHED, **{f"{relation}__in": keys})
        .order_by("published_seq")
        .values_list(
            relation, "pk", "published_seq", RawColumn("searched_on"),
            RawColumn("covers_from_first"), RawColumn("covers_from_last"), RawColumn("covers_to_first"),
            RawColumn("covers_to_last"), "result",
        )
    )  # fmt: skip


def inquiry_as_published(row: list[Any], ends: dict[int, int]) -> Published[Inquired]:
    pk, seq, searched_on, from_first, from_last, to_first, to_last, result = row
    inquired = Inquired(
        searched_on=stored_day(searched_on),
        covers_from=stored_period(from_first, from_last),
        covers_to=stored_period(to_first, to_last),
        nothing_found=result == InquiryResult.NOTHING_FOUND,
    )
    return Published(inquired, seq, ends.get(pk, LATEST))


DAYS = (
    "day_from",
    "day_to",
    "heard_on",
    "completed_from",
    "completed_to",
    "not_yet_on",
    "looked_until",
    "searched_on",
)
PERIODS = ("first_target", "target")
READ_FROM_COLUMN: dict[str, Callable[[Any], Any]] = {**dict.fromkeys(DAYS, stored_day), "disputed": bool}


def stored_of(kind: str, keys: list[int]) -> Any:
    columns: list[Any] = []
    for field in StateRow._fields:
        if field in PERIODS:
            columns += [RawColumn(f"{field}_first"), RawColumn(f"{field}_last")]
        else:
            columns.append(RawColumn(field) if field in DAYS else F(field))
    rows = State.objects.filter(**{f"{kind}__in": keys}).order_by("day_from", "seq_from")
    return rows.values_list(kind, "seq_from", "seq_to", *columns)


def stored_row(row: list[Any]) -> KeptRow:
    seq_from, seq_to, *columns = row
    values: dict[str, Any] = {}
    remaining = iter(columns)
    for field in StateRow._fields:
        value = next(remaining)
        if field in PERIODS:
            value = stored_period(value, next(remaining))
        elif field in READ_FROM_COLUMN:
            value = READ_FROM_COLUMN[field](value)
        values[field] = value
    return KeptRow(StateRow(**values), seq_from, seq_to)


@lru_cache(maxsize=100_000)
def day_in_seoul(hour: str) -> date:
    """The day in Seoul of a moment in UTC, as far as its hour: ``2026-11-23T08``."""
    return timezone.localdate(datetime.fromisoformat(f"{hour}:00+00:00"))
