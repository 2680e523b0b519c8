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
from agreements.verification.histories import KeptRow, PublishedReport, VerifiedSubject, read_subjects

AT_A_TIME = 1000  # subjects in memory


def wrong_states() -> Iterator[str]:
    for model in (Commitment, Milestone):
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
            for subject in read_subjects(model, batch[0], batch[-1]):
                yield from subject_differences(subject)


# ---- one subject ------------------------------------------------------------------------------------


def subject_differences(subject: VerifiedSubject) -> list[str]:
    for report in subject.reports:
        periods: tuple[Any, ...] = (report.reported.happened, report.reported.target)
        for period in periods:
            if isinstance(period, str):
                return [f"{subject.name}: a published report cannot be read: “{period}” is no partial date"]
    expected = expected_rows(subject)
    if sorted(expected, key=row_order) == sorted(subject.stored_rows, key=row_order):
        return []
    differences: list[str] = []
    for seq in steps_of(subject):
        computed = [kept.row for kept in valid_rows(expected, seq)]
        differences += row_differences(subject.name, seq, valid_rows(subject.stored_rows, seq), computed)
    return list(dict.fromkeys(differences))  # a wrong row is wrong at every step it spans


def row_order(kept: KeptRow) -> tuple[int, date]:
    return kept.seq_from, kept.row.day_from


def valid_rows(rows: list[KeptRow], seq: int) -> list[KeptRow]:
    return [kept for kept in rows if kept.seq_from <= seq < kept.seq_to]


class KeptRows:
    """Keeps rows as the state table does: each with the sequences for which it holds."""

    def __init__(self) -> None:
        self.closed: list[KeptRow] = []
        self.open: dict[date, KeptRow] = {}

    def set_rows(self, rows: list[StateRow], *, seq: int) -> None:
        """Let ``rows`` and no others hold from ``seq`` on."""
        row_by_day = {row.day_from: row for row in rows}
        for day, kept in list(self.open.items()):
            if row_by_day.get(day) != kept.row:
                self.closed.append(kept._replace(seq_to=seq))
                del self.open[day]
        for day, row in row_by_day.items():
            if day not in self.open:
                self.open[day] = KeptRow(row, seq, LATEST)

    def rows(self) -> list[KeptRow]:
        return [*self.closed, *self.open.values()]


def expected_rows(subject: VerifiedSubject) -> list[KeptRow]:
    """Make again the rows that the actions should have kept, step by step."""
    published = {report.reported.seq: report for report in subject.reports}
    withdrawn = {seq: report for report, seq in subject.withdrawn.items()}
    kinds, present_from = dict(subject.steps), was_there_from(subject)
    kept = KeptRows()
    reports: list[Reported] = []
    begins_on: date | None = None
    rows: list[StateRow] = []
    for seq in sorted({*kinds, *published, *withdrawn}):
        began_on = begins_on
        if seq in kinds:
            begins_on = begins_at(subject, seq) if kinds[seq] != EntryKind.WITHDRAWAL else None
        new = published.get(seq)
        nothing_else_changed = begins_on == began_on and seq not in withdrawn
        only_adds = nothing_else_changed and new is not None and comes_last(new, reports)
        reports = counting_reports(reports, new, withdrawn.get(seq))
        if begins_on is None or seq < present_from:
            rows = []
        elif rows and only_adds:
            append_report(rows, reports[-1])  # what was computed before still holds
        else:
            rows = states(reports, since=begins_on)
        kept.set_rows(rows, seq=seq)
    return kept.rows()


def counting_reports(
    reports: list[Reported], new: PublishedReport | None, withdrawn: int | None
) -> list[Reported]:
    """Return the reports that count once ``new`` is published or the report ``withdrawn`` is taken back."""
    if new is None:
        return in_order(report for report in reports if report.id != withdrawn)
    return in_order(report for report in [*reports, new.reported] if report.id != new.corrects)


def comes_last(new: PublishedReport, reports: list[Reported]) -> bool:
    """Say whether a report comes last in order, and replaces none."""
    if new.corrects is not None:
        return False
    return not reports or in_order([new.reported, reports[-1]])[-1] is new.reported


def begins_at(subject: VerifiedSubject, seq: int) -> date | None:
    """Return the day on which the subject's record began, as kept for one sequence; None if none is kept."""
    for seq_from, seq_to, day in subject.begins:
        if seq_from <= seq < seq_to:
            return day
    return None


def was_there_from(subject: VerifiedSubject) -> int:
    """Say from which sequence on it belonged to its record, which may have been without it at first."""
    first_row = min((kept.seq_from for kept in subject.stored_rows), default=LATEST)
    if not subject.reference or not subject.steps or first_row <= subject.steps[0][0]:
        return first_row
    return min(first_row, first_named(subject))


def first_named(subject: VerifiedSubject) -> int:
    """Find the first entry of its record that names it; the last one, where none tells."""
    reference = f'"reference":{ledger.canonical_json(subject.reference)}'
    entries = LedgerEntry.objects.filter(**{subject.root: subject.root_id}, payload__contains=reference)
    first: int | None = entries.order_by("seq").values_list("seq", flat=True).first()
    if first is not None:
        return first
    last, kind = subject.steps[-1]
    return LATEST if kind == EntryKind.WITHDRAWAL else last


# ---- naming what differs ------------------------------------------------------------------------------


def steps_of(subject: VerifiedSubject) -> list[int]:
    """Return every sequence at which something about the subject changed, or says that it did."""
    sequences = {seq for seq, _kind in subject.steps}
    sequences.update(report.reported.seq for report in subject.reports)
    sequences.update(subject.withdrawn.values())
    for kept in subject.stored_rows:
        sequences.update((kept.seq_from, kept.seq_to))
    return sorted(sequences - {LATEST})


def row_differences(name: str, seq: int, stored: list[KeptRow], computed: list[StateRow]) -> Iterator[str]:
    """Name what differs among the rows of one sequence number; rows are matched by their first day."""
    computed_by_day = {row.day_from: row for row in computed}
    days = set()
    for row, seq_from, seq_to in stored:
        until = "now" if seq_to == LATEST else f"before {seq_to}"
        where = f"{name} {days_of_row(row)}, sequence {seq_from} to {until}"
        expected = computed_by_day.get(row.day_from)
        if expected is None or row.day_from in days:
            yield f"{where}: stored, but the published reports make no such row"
            continue
        days.add(row.day_from)
        for field, value, expected_value in zip(StateRow._fields, row, expected, strict=True):
            if value != expected_value:
                yield f"{where}: {field} is {value}, computed {expected_value}"
    for row in computed:
        if row.day_from not in days:
            yield f"{name} {days_of_row(row)}: missing from the rows that were valid at sequence {seq}"


def days_of_row(row: StateRow) -> str:
    if row.day_to == FOREVER:
        return f"from {row.day_from} on"
    return f"from {row.day_from} to before {row.day_to}"
