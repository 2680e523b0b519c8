"""Whether the state table says what the published reports and inquiries say, at every publication sequence.

A subject's rows change only at the ledger entries of its agreement or program, of the program that a
commitment names, at those of its own reports and inquiries, and at those of the other side of the same
promise.  The rows that the actions should have kept are made again from those, and compared with what is
stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import batched, chain, combinations
from typing import Any, NamedTuple

from agreements.lists.promises import SubjectKey
from agreements.models import LATEST, Commitment, EntryKind, LedgerEntry, Milestone
from agreements.rules import ledger
from agreements.rules.lifecycle import FOREVER
from agreements.rules.states import Promise, StateRow, states
from agreements.verification.histories import (
    OTHER,
    ROOTS,
    KeptRow,
    LinkedSide,
    Published,
    VerifiedSubject,
    holding_at,
    read_subjects,
)
from agreements.verification.own_agencies import Named, OwnAgencies

AT_A_TIME = 1000  # subjects in memory


def wrong_states() -> Iterator[str]:
    for kind, model in (("commitment", Commitment), ("milestone", Milestone)):
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
            for subject, register in subjects_with_others(kind, batch):
                yield from subject_differences(subject, register)


def subjects_with_others(kind: str, keys: tuple[int, ...]) -> Iterator[tuple[VerifiedSubject, "Sides"]]:
    """Read some subjects, each with what holds of the other sides that it ever had."""
    subjects = read_subjects(kind, keys)
    links = chain.from_iterable(subject.links for subject in subjects.values())
    sides = Sides(subjects | read_subjects(OTHER[kind], {link.pk for link in links}))
    for subject in subjects.values():
        yield subject, sides


class KnownPromise(NamedTuple):
    """The facts on a promise at a sequence; not ``all_told`` where more agencies may have had a say."""

    promise: Promise
    all_told: bool


class Sides:
    """Answers what was known of each side of a promise at a sequence."""

    def __init__(self, subjects: Mapping[SubjectKey, VerifiedSubject]) -> None:
        self.subjects = subjects
        self.agencies = {
            kind: OwnAgencies(root, {subject.root_id for key, subject in subjects.items() if key[0] == kind})
            for kind, root in ROOTS.items()
        }

    def at(self, subject: VerifiedSubject, seq: int) -> list[VerifiedSubject]:
        """Return the subject and the other side of its promise at a sequence."""
        return self._with_linked(subject, holding_at(subject.links, seq))

    def ever(self, subject: VerifiedSubject) -> list[VerifiedSubject]:
        return self._with_linked(subject, subject.links)

    def _with_linked(self, subject: VerifiedSubject, links: list[LinkedSide]) -> list[VerifiedSubject]:
        kind = OTHER[subject.key[0]]
        return [subject, *(self.subjects[kind, link.pk] for link in links)]

    def sequences(self, subject: VerifiedSubject) -> set[int]:
        """Return every sequence at which the facts on the promise may have changed."""
        changes: set[int] = set()
        for side in self.ever(subject):
            changes |= side.sequences | self.agencies[side.key[0]].program_sequences(side.reference)
        return changes

    def own_agencies(self, subject: VerifiedSubject, seq: int) -> Named:
        agencies = self.agencies[subject.key[0]]
        if subject.key[0] == "commitment":
            return agencies.of_commitment(subject.root_id, subject.reference, seq=seq)
        return agencies.of_milestone(subject.root_id, subject.reference, seq=seq)

    def promise_at(self, subject: VerifiedSubject, seq: int) -> KnownPromise | None:
        """Gather the facts as ``actions/states.py`` did at a sequence; None where it was not public."""
        begins_on = begins_at(subject, seq)
        if begins_on is None:
            return None
        sides = self.at(subject, seq)
        own_agencies = [self.own_agencies(side, seq) for side in sides]
        repeats = own_agencies[0].repeats
        if repeats is None:
            repeats = stored_rhythm(subject, seq)
        promise = Promise(
            since=min(filter(None, (begins_at(side, seq) for side in sides))),
            reports=facts_at(chain.from_iterable(side.reports for side in sides), seq),
            inquiries=facts_at(chain.from_iterable(side.inquiries for side in sides), seq),
            agencies=frozenset().union(*(named.agencies for named in own_agencies)),
            joined=len(sides) > 1,
            rows_from=begins_on if subject.key[0] == "commitment" else None,
            repeats=repeats,
        )
        return KnownPromise(promise, all(named.all_told for named in own_agencies))


def stored_rhythm(subject: VerifiedSubject, seq: int) -> str:
    """Return how the promise repeats by its stored rows, where the ledger does not tell."""
    kept = holding_at(subject.stored_rows, seq)
    return kept[0].row.repeats if kept else ""


def facts_at[F](records: Iterable[Published[F]], seq: int) -> list[F]:
    """Return what the records say that counted at a sequence: published, neither corrected nor withdrawn."""
    return [record.facts for record in holding_at(records, seq)]


# ---- one subject ------------------------------------------------------------------------------------


def subject_differences(subject: VerifiedSubject, sides: Sides) -> list[str]:
    unreadable = list(unreadable_dates(subject, sides))
    if unreadable:
        return unreadable
    expected = expected_rows(subject, sides)
    if sorted(expected, key=row_order) == sorted(subject.stored_rows, key=row_order):
        return []
    differences: list[str] = []
    for seq in steps_of(subject, sides):
        computed = [kept.row for kept in holding_at(expected, seq)]
        differences += row_differences(subject.name, seq, holding_at(subject.stored_rows, seq), computed)
    return list(dict.fromkeys(differences))  # a wrong row is wrong at every step it spans


def row_order(kept: KeptRow) -> tuple[int, date]:
    return kept.seq_from, kept.row.day_from


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


def unreadable_dates(subject: VerifiedSubject, sides: Sides) -> Iterator[str]:
    for side in sides.ever(subject):
        for report in side.reports:
            periods: tuple[Any, ...] = (report.facts.said_on, report.facts.happened, report.facts.target)
            for period in periods:
                if isinstance(period, str):
                    wrong = f"“{period}” is no partial date"
                    yield f"{subject.name}: a published report cannot be read: {wrong}"


def expected_rows(subject: VerifiedSubject, sides: Sides) -> list[KeptRow]:
    """Make again the rows that the actions should have kept, step by step."""
    present_from = was_there_from(subject)
    kinds = dict(subject.steps)
    kept = KeptRows()
    facts_before: KnownPromise | None = None
    for seq in steps_of(subject, sides):
        is_public = seq >= present_from and kinds.get(seq) != EntryKind.WITHDRAWAL
        facts = sides.promise_at(subject, seq) if is_public else None
        if facts is None:
            kept.set_rows([], seq=seq)
        elif not facts.all_told:
            kept.set_rows(fitting_rows(facts.promise, holding_at(subject.stored_rows, seq)), seq=seq)
        elif facts != facts_before:
            kept.set_rows(states(facts.promise), seq=seq)
        facts_before = facts
    return kept.rows()


def fitting_rows(promise: Promise, stored: list[KeptRow]) -> list[StateRow]:
    """Compute the rows of a promise of which the ledger does not tell every agency with a say.

    Any of its speakers may have been one: those are taken with whom the rows become what is stored, if any.
    """
    stored_rows = [kept.row for kept in stored]
    own_agencies = frozenset(promise.agencies or ())
    speakers = {report.stated_by for report in promise.reports if report.states_target} - own_agencies
    for size in range(len(speakers), -1, -1):
        for more in combinations(sorted(speakers), size):
            rows = states(promise._replace(agencies=own_agencies.union(more)))
            if rows == stored_rows:
                return rows
    return states(promise)


def begins_at(subject: VerifiedSubject, seq: int) -> date | None:
    """Return the day on which the subject's record began, as kept for one sequence; None if none is kept."""
    return next((beginning.day for beginning in holding_at(subject.begins, seq)), None)


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


def steps_of(subject: VerifiedSubject, sides: Sides) -> list[int]:
    """Return every sequence at which something about the subject changed, or says that it did."""
    sequences = sides.sequences(subject)
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
