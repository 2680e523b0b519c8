"""Whether the state table says what the published reports and inquiries say, at every sequence."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from agreements.actions.states_by_sequence import (
    Sides,
    expected_rows,
    row_order,
    steps_of,
    subjects_with_others,
)
from agreements.actions.subject_histories import KeptRow, SubjectHistory, holding_at
from agreements.models import LATEST, Commitment, Milestone
from agreements.models.agency import predecessors_of_agencies
from agreements.rules.lifecycle import FOREVER
from agreements.rules.states import StateRow
from agreements.rules.succession import Predecessors

AT_A_TIME = 1000  # subjects in memory


def wrong_states() -> Iterator[str]:
    predecessors = predecessors_of_agencies()
    for kind, model in (("commitment", Commitment), ("milestone", Milestone)):
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
            for subject, register in subjects_with_others(kind, batch):
                yield from subject_differences(subject, register, predecessors)


def subject_differences(subject: SubjectHistory, sides: Sides, predecessors: Predecessors) -> list[str]:
    unreadable = list(unreadable_dates(subject, sides))
    if unreadable:
        return unreadable
    expected = expected_rows(subject, sides, predecessors)
    if sorted(expected, key=row_order) == sorted(subject.stored_rows, key=row_order):
        return []
    differences: list[str] = []
    for seq in steps_of(subject, sides):
        computed = [kept.row for kept in holding_at(expected, seq)]
        differences += row_differences(subject.name, seq, holding_at(subject.stored_rows, seq), computed)
    return list(dict.fromkeys(differences))  # a wrong row is wrong at every step it spans


def unreadable_dates(subject: SubjectHistory, sides: Sides) -> Iterator[str]:
    for side in sides.ever(subject):
        for report in side.reports:
            placed_on: Any = report.facts.published_on
            if placed_on is None:
                yield f"{subject.name}: a published report has no day from which it counts"
            periods: tuple[Any, ...] = (report.facts.said_on, report.facts.happened, report.facts.target)
            for period in periods:
                if isinstance(period, str):
                    wrong = f"“{period}” is no partial date"
                    yield f"{subject.name}: a published report cannot be read: {wrong}"


# ---- naming what differs ------------------------------------------------------------------------------


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
