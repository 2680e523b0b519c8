"""Whether the dates kept for each publication sequence are those that were published then."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any, NamedTuple

from agreements.actions.subject_histories import holding_at, rows_by_key
from agreements.models import LATEST, Agreement, Decision, EntryKind, LedgerEntry, Program, Term
from agreements.models.plain import RawColumn, stored_day_iso, stored_flag, stored_period_iso
from agreements.rules.publication import PublicationState

AT_A_TIME = 500  # records in memory
PERIODS = ("signed", "announced")
DAYS = ("effective_on", "expires_on", "ended_on")

type Dates = dict[str, Any]  # in the words of the ledger


@dataclass(frozen=True)
class DatedRecords:
    """One kind of record, and the rows that keep its dates.

    Attributes:
        root: the model of the record.
        kept: the model of the rows.
        address: the column by which the record is called.
        columns: the same in both, of which ``dates`` makes the words of the ledger.
    """

    root: Any
    kept: Any
    address: str
    columns: tuple[Any, ...]
    dates: Callable[[list[Any]], Dates]


class KeptDates(NamedTuple):
    """A row of dates with the sequences for which it holds."""

    seq_from: int
    seq_to: int
    dates: Dates


class DatedEntry(NamedTuple):
    """A ledger entry of the record; ``payload`` is None where it was blanked."""

    seq: int
    kind: str
    payload: str | None


def term_dates(columns: list[Any]) -> Dates:
    periods, days = columns[:4], columns[4:7]
    open_ended, renews, renewal_number, renewal_unit, notice_days, end_reason, supersedes = columns[7:]
    return {
        "signed": stored_period_iso(*periods[:2]),
        "announced": stored_period_iso(*periods[2:]),
        **dict(zip(DAYS, map(stored_day_iso, days), strict=True)),
        "open_ended": stored_flag(open_ended),
        "renews": stored_flag(renews),
        "renewal_number": renewal_number,
        "renewal_unit": renewal_unit,
        "notice_days": notice_days,
        "end_reason": end_reason,
        "supersedes": supersedes,
    }


def decision_dates(columns: list[Any]) -> Dates:
    return {"decided": stored_period_iso(*columns)}


TERM_COLUMNS = (
    *(RawColumn(f"{name}_{end}") for name in PERIODS for end in ("first", "last")),
    *map(RawColumn, DAYS),
    RawColumn("open_ended"),
    RawColumn("renews"),
    "renewal_number",
    "renewal_unit",
    "notice_days",
    "end_reason",
    "supersedes__reference",
)
DECISION_COLUMNS = (RawColumn("decided_first"), RawColumn("decided_last"))
DATED = (
    DatedRecords(Agreement, Term, "reference", TERM_COLUMNS, term_dates),
    DatedRecords(Program, Decision, "slug", DECISION_COLUMNS, decision_dates),
)


def wrong_dates() -> Iterator[str]:
    for dated in DATED:
        keys = dated.root._default_manager.order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
            yield from date_differences(dated, batch[0], batch[-1])


def date_differences(dated: DatedRecords, first: int, last: int) -> Iterator[str]:
    """Name what is wrong with the dates of the records between two primary keys."""
    name = str(dated.root._meta.model_name)
    records = dated.root._default_manager.filter(pk__range=(first, last))
    of_records = {f"{name}__pk__range": (first, last)}
    dates_now = rows_by_key(records.values_list("pk", *dated.columns), make=dated.dates)
    rows = dated.kept.objects.filter(**of_records).values_list(name, "seq_from", "seq_to", *dated.columns)
    kept = rows_by_key(rows, make=lambda row: KeptDates(row[0], row[1], dated.dates(row[2:])))
    entries = LedgerEntry.objects.filter(**of_records).exclude(kind=EntryKind.REDACTION)
    columns = entries.order_by(name, "seq").values_list(name, "seq", "kind", "payload")
    entries_by_key = rows_by_key(columns, make=DatedEntry._make)
    for key, address, state in records.values_list("pk", dated.address, "state"):
        public_dates = dates_now[key][0] if state == PublicationState.PUBLISHED else None
        called = address or f"{dated.root._meta.verbose_name} {key}"
        for difference in differences_of_record(entries_by_key[key], kept[key], public_dates):
            yield f"{called}: {difference}"


def differences_of_record(
    entries: list[DatedEntry], kept: list[KeptDates], public_dates: Dates | None
) -> Iterator[str]:
    """Compare the kept dates with each entry that tells them, and the open row with ``public_dates``,
    those of the record itself (None: it is not public)."""
    for entry in entries:
        yield from differences_at(entry, kept)
    ends = {entry.seq for entry in entries} | {LATEST}
    for row in kept:
        if not ends.issuperset((row.seq_from, row.seq_to)):
            yield (
                f"dates are kept from {row.seq_from} to before {row.seq_to}, "
                "where no entry begins or ends them"
            )
    open_rows = [row for row in kept if row.seq_to == LATEST]
    if len(open_rows) != (public_dates is not None):
        yield f"{len(open_rows)} rows of dates are kept for now"
    elif open_rows and public_dates:
        yield from contradicting_dates(open_rows[0].dates, public_dates, "kept for now", "the record")


def differences_at(entry: DatedEntry, kept: list[KeptDates]) -> Iterator[str]:
    """Name what is wrong with the dates kept for the sequence of one entry."""
    rows = holding_at(kept, entry.seq)
    if len(rows) != (entry.kind != EntryKind.WITHDRAWAL):
        yield f"{len(rows)} rows of dates are kept for sequence {entry.seq}"
    elif rows:
        facts = json.loads(entry.payload or "{}").get("facts") or {}
        where, source = f"kept for sequence {entry.seq}", f"entry {entry.seq}"
        yield from contradicting_dates(rows[0].dates, facts, where, source)


def contradicting_dates(kept: Dates, expected: Dates, where: str, source: str) -> Iterator[str]:
    """Compare what ``expected`` holds: a predecessor that was not public is not in it."""
    for name, value in kept.items():
        if expected.get(name, value) != value:
            yield f"{name} {where} is {value}, {source} says {expected[name]}"
