"""Whether the dates kept for each publication sequence are those that were published then."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from agreements.models import LATEST, Agreement, Decision, EntryKind, LedgerEntry, Program, Term
from agreements.models.plain import RawColumn, stored_day_iso, stored_flag, stored_period_iso
from agreements.rules.publication import PublicationState
from agreements.verification.histories import grouped

AT_A_TIME = 500  # records in memory
DAYS = ("signed_on", "effective_on", "expires_on", "ended_on")

type Dates = dict[str, Any]  # in the words of the ledger


@dataclass(frozen=True)
class Dated:
    """One kind of record, the rows that keep its dates, and how both tell them."""

    root: Any
    kept: Any
    address: str
    columns: tuple[Any, ...]
    make: Callable[[list[Any]], Dates]


def term(columns: list[Any]) -> Dates:
    *days, renews, notice_days, end_reason, supersedes = columns
    return dict(zip(DAYS, map(stored_day_iso, days), strict=True)) | {
        "renews": stored_flag(renews),
        "notice_days": notice_days,
        "end_reason": end_reason,
        "supersedes": supersedes,
    }


def decision(columns: list[Any]) -> Dates:
    return {"decided": stored_period_iso(*columns)}


TERM = (*map(RawColumn, DAYS), RawColumn("renews"), "notice_days", "end_reason", "supersedes__reference")
DECISION = (RawColumn("decided_first"), RawColumn("decided_last"))
DATED = (
    Dated(Agreement, Term, "reference", TERM, term),
    Dated(Program, Decision, "slug", DECISION, decision),
)


def wrong_dates() -> Iterator[str]:
    for dated in DATED:
        keys = dated.root._default_manager.order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
            yield from differences(dated, batch[0], batch[-1])


def differences(dated: Dated, first: int, last: int) -> Iterator[str]:
    name = str(dated.root._meta.model_name)
    records = dated.root._default_manager.filter(pk__range=(first, last))
    of_them = {f"{name}__pk__range": (first, last)}
    present = grouped(records.values_list("pk", *dated.columns), make=dated.make)
    kept = dated.kept.objects.filter(**of_them).values_list(name, "seq_from", "seq_to", *dated.columns)
    stored = grouped(kept, make=lambda row: (row[0], row[1], dated.make(row[2:])))
    entries = LedgerEntry.objects.filter(**of_them).exclude(kind=EntryKind.REDACTION)
    steps = grouped(entries.order_by(name, "seq").values_list(name, "seq", "kind", "payload"))
    for key, address, state in records.values_list("pk", dated.address, "state"):
        shown = present[key][0] if state == PublicationState.PUBLISHED else None
        called = address or f"{dated.root._meta.verbose_name} {key}"
        for found in of_record(steps[key], stored[key], present=shown):
            yield f"{called}: {found}"


def of_record(
    steps: list[tuple[int, str, str | None]], stored: list[tuple[int, int, Dates]], *, present: Dates | None
) -> Iterator[str]:
    """Hold the kept dates to each entry that tells them, and the open row to what is ``present``."""
    for seq, kind, payload in steps:
        kept = [dates for seq_from, seq_to, dates in stored if seq_from <= seq < seq_to]
        if len(kept) != (kind != EntryKind.WITHDRAWAL):
            yield f"{len(kept)} rows of dates are kept for sequence {seq}"
        elif kept:
            told = json.loads(payload or "{}").get("facts") or {}
            yield from compare(kept[0], told, f"kept for sequence {seq}", f"entry {seq}")
    ends = {seq for seq, _kind, _payload in steps} | {LATEST}
    for seq_from, seq_to, _dates in stored:
        if not {seq_from, seq_to} <= ends:
            yield f"dates are kept from {seq_from} to before {seq_to}, where no entry begins or ends them"
    kept = [dates for _from, seq_to, dates in stored if seq_to == LATEST]
    if len(kept) != (present is not None):
        yield f"{len(kept)} rows of dates are kept for now"
    elif kept and present:
        yield from compare(kept[0], present, "kept for now", "the record")


def compare(kept: Dates, told: Dates, where: str, teller: str) -> Iterator[str]:
    """Compare on what is told: a predecessor that was not public is not."""
    for name, value in kept.items():
        if name in told and told[name] != value:
            yield f"{name} {where} is {value}, {teller} says {told[name]}"
