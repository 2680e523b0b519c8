"""Whether the state table says what the published reports say, at every publication sequence.

A subject's rows change only at the ledger entries of its agreement or program and of its own reports.
The rows that the actions should have kept are made again from those, and compared with what is stored.
"""

from collections.abc import Iterator
from datetime import date
from itertools import batched
from typing import Any

from agreements.models import LATEST, Commitment, EntryKind, LedgerEntry, Milestone
from agreements.rules import ledger
from agreements.rules.lifecycle import FOREVER, Reported, StateRow, append_report, in_order, states
from agreements.verification.histories import Kept, Known, Subject, subjects

AT_A_TIME = 1000  # subjects in memory


def wrong_states() -> Iterator[str]:
    for model in (Commitment, Milestone):
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
            for subject in subjects(model, batch[0], batch[-1]):
                yield from differences(subject)


# ---- one subject ------------------------------------------------------------------------------------


def differences(subject: Subject) -> list[str]:
    periods: list[Any] = [days for one in subject.reports for days in (one.said.happened, one.said.target)]
    for days in periods:
        if isinstance(days, str):
            return [f"{subject.name}: a published report cannot be read: “{days}” is no partial date"]
    expected = kept(subject)
    if sorted(expected, key=_place) == sorted(subject.stored, key=_place):
        return []
    found: list[str] = []
    for seq in steps_of(subject):
        stored, wanted = ([one for one in rows if one.seq_from <= seq < one.seq_to]
                          for rows in (subject.stored, expected))  # fmt: skip
        found += compare(subject.name, seq, stored, [one.row for one in wanted])
    return list(dict.fromkeys(found))  # a wrong row is wrong at every step it spans


def _place(kept: Kept) -> tuple[int, date]:
    return kept.seq_from, kept.row.day_from


def kept(subject: Subject) -> list[Kept]:
    """Make again the rows that the actions should have kept, step by step."""
    published = {one.said.seq: one for one in subject.reports}
    withdrawn = {seq: report for report, seq in subject.withdrawn.items()}
    kinds, there_from = dict(subject.steps), was_there_from(subject)
    counting: list[Reported] = []
    since: date | None = None
    rows: list[StateRow] = []
    open_rows: dict[date, tuple[StateRow, int]] = {}
    closed: list[Kept] = []
    for seq in sorted({*kinds, *published, *withdrawn}):
        before, new, gone = since, published.get(seq), withdrawn.get(seq)
        if seq in kinds:
            since = begins_at(subject, seq) if kinds[seq] != EntryKind.WITHDRAWAL else None
        goes_on = rows and since == before and gone is None and new is not None and follows(new, counting)
        if new is not None:
            gone = new.corrects
            counting.append(new.said)
        counting = in_order(one for one in counting if one.id != gone)
        if since is None or seq < there_from:
            rows = []
        elif goes_on:
            append_report(rows, counting[-1])  # what was computed before still holds
        else:
            rows = states(counting, since=since)
        wanted = {row.day_from: row for row in rows}
        for day, (row, begun) in list(open_rows.items()):
            if wanted.get(day) != row:
                closed.append(Kept(row, begun, seq))
                del open_rows[day]
        open_rows |= {day: (row, seq) for day, row in wanted.items() if day not in open_rows}
    return closed + [Kept(row, begun, LATEST) for row, begun in open_rows.values()]


def follows(new: Known, counting: list[Reported]) -> bool:
    """Say whether a report comes last in order, and replaces none."""
    return new.corrects is None and (not counting or in_order([new.said, counting[-1]])[-1] is new.said)


def begins_at(subject: Subject, seq: int) -> date | None:
    return next((day for seq_from, seq_to, day in subject.begins if seq_from <= seq < seq_to), None)


def was_there_from(subject: Subject) -> int:
    """Say from which sequence on it belonged to its record, which may have been without it at first."""
    first_row = min((one.seq_from for one in subject.stored), default=LATEST)
    if not subject.reference or not subject.steps or first_row <= subject.steps[0][0]:
        return first_row
    return min(first_row, first_named(subject))


def first_named(subject: Subject) -> int:
    """Find the first entry of its record that names it; the last one, where none tells."""
    named = f'"reference":{ledger.canonical_json(subject.reference)}'
    entries = LedgerEntry.objects.filter(**{subject.root: subject.root_id}, payload__contains=named)
    last, kind = subject.steps[-1]
    found: int | None = entries.order_by("seq").values_list("seq", flat=True).first()
    return found or (LATEST if kind == EntryKind.WITHDRAWAL else last)


# ---- naming what differs ------------------------------------------------------------------------------


def steps_of(subject: Subject) -> list[int]:
    """Every sequence number at which something about the subject changed, or says that it did."""
    return sorted(
        {seq for seq, _kind in subject.steps}
        | {one.said.seq for one in subject.reports}
        | set(subject.withdrawn.values())
        | {end for one in subject.stored for end in (one.seq_from, one.seq_to) if end < LATEST}
    )


def compare(name: str, seq: int, stored: list[Kept], wanted: list[StateRow]) -> Iterator[str]:
    """Name what differs among the rows of one sequence number; rows are matched by their first day."""
    expected = {row.day_from: row for row in wanted}
    seen = set()
    for row, seq_from, seq_to in stored:
        until = "now" if seq_to == LATEST else f"before {seq_to}"
        where = f"{name} {span(row)}, sequence {seq_from} to {until}"
        computed = expected.get(row.day_from)
        if computed is None or row.day_from in seen:
            yield f"{where}: stored, but the published reports make no such row"
            continue
        seen.add(row.day_from)
        for field, has, should in zip(StateRow._fields, row, computed, strict=True):
            if has != should:
                yield f"{where}: {field} is {has}, computed {should}"
    for row in wanted:
        if row.day_from not in seen:
            yield f"{name} {span(row)}: missing from the rows that were valid at sequence {seq}"


def span(row: StateRow) -> str:
    return f"from {row.day_from} " + ("on" if row.day_to == FOREVER else f"to before {row.day_to}")
