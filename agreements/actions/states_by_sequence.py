"""The rows of the state table made again, at every publication sequence, from what is stored of the facts.

A subject's rows change only at the ledger entries of its agreement or program, of the program that a
commitment names, at those of its own reports and inquiries, and at those of the other side of the same
promise.  The acts keep the rows step by step (``actions/states.py``); this makes all of them at once, for the
verification and where what never had a sequence changed (``actions/successions.py``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, combinations
from typing import NamedTuple

from agreements.actions.agencies_by_sequence import Named, OwnAgencies
from agreements.actions.subject_histories import (
    ROOTS,
    KeptRow,
    LinkedSide,
    Published,
    SubjectHistory,
    holding_at,
    read_subjects,
)
from agreements.lists.promises import OTHER_SIDE, SubjectKey
from agreements.models import LATEST, EntryKind, LedgerEntry
from agreements.rules import ledger
from agreements.rules.states import Promise, StateRow, states
from agreements.rules.succession import (
    Predecessors,
    successors_of,
    with_predecessors,
    with_predecessors_of,
)


def subjects_with_others(kind: str, keys: tuple[int, ...]) -> Iterator[tuple[SubjectHistory, "Sides"]]:
    """Read some subjects, each with what holds of the other sides that it ever had."""
    subjects = read_subjects(kind, keys)
    links = chain.from_iterable(subject.links for subject in subjects.values())
    sides = Sides(subjects | read_subjects(OTHER_SIDE[kind], {link.pk for link in links}))
    for subject in subjects.values():
        yield subject, sides


class KnownPromise(NamedTuple):
    """The facts on a promise at a sequence; not ``all_told`` where more agencies may have had a say."""

    promise: Promise
    all_told: bool


class Sides:
    """Answers what was known of each side of a promise at a sequence."""

    def __init__(self, subjects: Mapping[SubjectKey, SubjectHistory]) -> None:
        self.subjects = subjects
        root_ids: dict[str, set[int]] = defaultdict(set)
        for (kind, _pk), subject in subjects.items():
            root_ids[kind].add(subject.root_id)
        self.agencies = {kind: OwnAgencies(root, root_ids[kind]) for kind, root in ROOTS.items()}

    def at(self, subject: SubjectHistory, seq: int) -> list[SubjectHistory]:
        """Return the subject and the other side of its promise at a sequence."""
        return self._with_linked(subject, holding_at(subject.links, seq))

    def ever(self, subject: SubjectHistory) -> list[SubjectHistory]:
        return self._with_linked(subject, subject.links)

    def _with_linked(self, subject: SubjectHistory, links: list[LinkedSide]) -> list[SubjectHistory]:
        kind = OTHER_SIDE[subject.key[0]]
        return [subject, *(self.subjects[kind, link.pk] for link in links)]

    def sequences(self, subject: SubjectHistory) -> set[int]:
        """Return every sequence at which the facts on the promise may have changed."""
        changes: set[int] = set()
        for side in self.ever(subject):
            changes |= side.sequences | self.agencies[side.key[0]].program_sequences(side.reference)
        return changes

    def own_agencies(self, subject: SubjectHistory, seq: int) -> Named:
        agencies = self.agencies[subject.key[0]]
        if subject.key[0] == "commitment":
            return agencies.of_commitment(subject.root_id, subject.reference, seq=seq)
        return agencies.of_milestone(subject.root_id, subject.reference, seq=seq)

    def promise_at(
        self, subject: SubjectHistory, seq: int, predecessors: Predecessors
    ) -> KnownPromise | None:
        """Gather the facts as ``actions/states.py`` did at a sequence; None where it was not public.

        Who follows whom has no sequence.
        """
        begins_on = begins_at(subject, seq)
        if begins_on is None:
            return None
        sides = self.at(subject, seq)
        named_by_side = [self.own_agencies(side, seq) for side in sides]
        named_agencies = frozenset().union(*(side.agencies for side in named_by_side))
        days = [begins_at(side, seq) for side in sides]
        reports = chain.from_iterable(side.reports for side in sides)
        inquiries = chain.from_iterable(side.inquiries for side in sides)
        rows_from = None
        if subject.key[0] == "commitment":
            rows_from = begins_on

        promise = Promise(
            since=min(filter(None, days)),
            reports=with_predecessors(facts_at(reports, seq), predecessors),
            inquiries=facts_at(inquiries, seq),
            agencies=with_predecessors_of(named_agencies, predecessors),
            successors=successors_of(named_agencies, predecessors),
            joined=len(sides) > 1,
            rows_from=rows_from,
            repeats=rhythm_at(subject, named_by_side[0], seq),
        )
        return KnownPromise(promise, all(side.all_told for side in named_by_side))


def rhythm_at(subject: SubjectHistory, named: Named, seq: int) -> str:
    """Return how the promise repeats: by its stored rows, where the ledger does not tell."""
    if named.repeats is not None:
        return named.repeats
    kept = holding_at(subject.stored_rows, seq)
    if not kept:
        return ""
    return kept[0].row.repeats


def facts_at[F](records: Iterable[Published[F]], seq: int) -> list[F]:
    """Return what the records say that counted at a sequence: published, neither corrected nor withdrawn."""
    return [record.facts for record in holding_at(records, seq)]


# ---- one subject ------------------------------------------------------------------------------------


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
            self.open.setdefault(day, KeptRow(row, seq, LATEST))

    def rows(self) -> list[KeptRow]:
        return [*self.closed, *self.open.values()]


def expected_rows(
    subject: SubjectHistory,
    sides: Sides,
    predecessors: Predecessors,
    *,
    stored_under: Predecessors | None = None,
) -> list[KeptRow]:
    """Make again the rows that the actions should have kept, step by step.

    ``stored_under``: who followed whom when the stored rows were made, where that was otherwise.
    """
    if stored_under is None:
        stored_under = predecessors
    present_from = was_there_from(subject)
    kinds = dict(subject.steps)
    kept = KeptRows()
    facts_before: KnownPromise | None = None
    for seq in steps_of(subject, sides):
        facts = None
        if seq >= present_from and kinds.get(seq) != EntryKind.WITHDRAWAL:
            facts = sides.promise_at(subject, seq, predecessors)
        if facts is None:
            kept.set_rows([], seq=seq)
        elif not facts.all_told:
            facts_then = sides.promise_at(subject, seq, stored_under) or facts
            untold = untold_agencies(facts_then.promise, holding_at(subject.stored_rows, seq))
            kept.set_rows(states(with_agencies(facts.promise, untold, predecessors)), seq=seq)
        elif facts != facts_before:
            kept.set_rows(states(facts.promise), seq=seq)
        facts_before = facts
    return kept.rows()


def untold_agencies(promise: Promise, stored: list[KeptRow]) -> frozenset[int]:
    """Find agencies with a say in a promise of which the ledger does not tell them all.

    Any of its speakers may have been one: those are taken with whom the rows become what is stored, if any.
    """
    stored_rows = [kept.row for kept in stored]
    speakers = {report.stated_by for report in promise.reports if report.states_target}
    for more in subsets(speakers.difference(promise.agencies or ())):
        if states(with_agencies(promise, more, {})) == stored_rows:
            return more
    return frozenset()


def subsets(agencies: set[int]) -> Iterator[frozenset[int]]:
    """Yield every subset, the largest first."""
    for size in range(len(agencies), -1, -1):
        yield from map(frozenset, combinations(sorted(agencies), size))


def with_agencies(promise: Promise, more: frozenset[int], predecessors: Predecessors) -> Promise:
    """Return the promise with more agencies named in it: also whom they follow and who follows them."""
    agencies = with_predecessors_of(more, predecessors).union(promise.agencies or ())
    return promise._replace(
        agencies=agencies, successors={**promise.successors, **successors_of(more, predecessors)}
    )


def begins_at(subject: SubjectHistory, seq: int) -> date | None:
    """Return the day on which the subject's record began, as kept for one sequence; None if none is kept."""
    kept = holding_at(subject.begins, seq)
    return kept[0].day if kept else None


def was_there_from(subject: SubjectHistory) -> int:
    """Say from which sequence on it belonged to its record, which may have been without it at first."""
    first_row = min((kept.seq_from for kept in subject.stored_rows), default=LATEST)
    if not subject.reference or not subject.steps:
        return first_row
    first_step, _kind = subject.steps[0]
    if first_row <= first_step:
        return first_row
    return min(first_row, first_named(subject))


def first_named(subject: SubjectHistory) -> int:
    """Find the first entry of its record that names it; the last one, where none tells."""
    reference = f'"reference":{ledger.canonical_json(subject.reference)}'
    entries = LedgerEntry.objects.filter(**{subject.root: subject.root_id}, payload__contains=reference)
    first: int | None = entries.order_by("seq").values_list("seq", flat=True).first()
    if first is not None:
        return first
    last, kind = subject.steps[-1]
    return LATEST if kind == EntryKind.WITHDRAWAL else last


def steps_of(subject: SubjectHistory, sides: Sides) -> list[int]:
    """Return every sequence at which something about the subject changed, or says that it did."""
    sequences = sides.sequences(subject)
    for kept in subject.stored_rows:
        sequences.update((kept.seq_from, kept.seq_to))
    return sorted(sequences - {LATEST})
