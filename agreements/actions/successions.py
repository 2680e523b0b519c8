"""Keeping the state table where an agency gains or loses one whose history it continues.

Who follows whom is no published act and has no sequence: it holds at every sequence, so the rows of the
promises concerned are made again for all of them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import batched

from django.db.models import Q

from agreements.actions.publication import lock_publications
from agreements.actions.states_by_sequence import expected_rows, row_order, subjects_with_others
from agreements.actions.subject_histories import KeptRow, SubjectHistory
from agreements.models import PromiseLink, State, StatusReport
from agreements.models.agency import predecessors_of_agencies
from agreements.rules.publication import PublicationState
from agreements.rules.succession import Predecessors

AT_A_TIME = 1000  # subjects in memory


@contextmanager
def changing_successions() -> Iterator[None]:
    """Make the states again of the promises that the successions changed in the block concern.

    Stands around everything that adds or removes an ``AgencySuccession`` or an agency that has one, in its
    transaction.
    """
    lock_publications()  # else a row might be kept meanwhile by who followed whom before
    before = predecessors_of_agencies()
    yield
    after = predecessors_of_agencies()
    if before != after:
        rebuild_states(before, after)


def rebuild_states(before: Predecessors, after: Predecessors) -> None:
    """Make the rows again of every promise that one of the agencies concerned said something about.

    Only between speakers, and for a speaker, does it matter who follows whom.
    """
    links = PromiseLink.objects.values_list("commitment", "milestone")
    reports = StatusReport.objects.filter(
        state=PublicationState.PUBLISHED, stated_by__in=_agencies_concerned(before, after)
    )
    commitments = set(reports.filter(commitment__isnull=False).values_list("commitment", flat=True))
    milestones = set(reports.filter(milestone__isnull=False).values_list("milestone", flat=True))
    for commitment, milestone in links.filter(Q(commitment__in=commitments) | Q(milestone__in=milestones)):
        commitments.add(commitment)
        milestones.add(milestone)

    for kind, keys in (("commitment", commitments), ("milestone", milestones)):
        for batch in batched(sorted(keys), AT_A_TIME):
            for subject, sides in subjects_with_others(kind, batch):
                replace_all_rows(subject, expected_rows(subject, sides, after, stored_under=before))


def _agencies_concerned(before: Predecessors, after: Predecessors) -> set[int]:
    """Return the agencies that follow others than before, with all that they follow now or did."""
    nobody: dict[int, date] = {}
    concerned: set[int] = set()
    for successor in before.keys() | after.keys():
        followed = before.get(successor, nobody), after.get(successor, nobody)
        if followed[0] != followed[1]:
            concerned |= {successor}.union(*followed)
    return concerned


def replace_all_rows(subject: SubjectHistory, rows: Iterable[KeptRow]) -> None:
    """Let a subject have these rows, of all sequences, and no others."""
    rows = sorted(rows, key=row_order)
    if rows == sorted(subject.stored_rows, key=row_order):
        return
    kind, key = subject.key
    State.objects.filter(**{kind: key}).delete()
    State.objects.bulk_create(
        [
            State(**{f"{kind}_id": key}, seq_from=kept.seq_from, seq_to=kept.seq_to, **kept.row._asdict())
            for kept in rows
        ]
    )
