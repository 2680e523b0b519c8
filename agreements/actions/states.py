"""Keeping the state table and the dates of records, sequence by sequence, as publications change them."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any

from django.utils import timezone

from agreements.models import LATEST, Agreement, Commitment, Milestone, Program, State
from agreements.models.agency import predecessors_of_agencies
from agreements.models.promise_link import carried_by, carries
from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import Reported
from agreements.rules.publication import PublicationState
from agreements.rules.states import Promise, StateRow, states
from agreements.rules.succession import (
    Predecessors,
    successors_of,
    with_predecessors,
    with_predecessors_of,
)


def keep_dates(record: Agreement | Program, *, seq: int) -> None:
    """Store the dates of a published record as those that are public from sequence ``seq`` on."""
    rows = date_rows(record)
    dates = current_dates(record)
    unchanged = rows.filter(seq_to=LATEST, **dates).exists()
    if unchanged:
        return

    close_dates(record, seq=seq)
    rows.create(seq_from=seq, **dates)


def close_dates(record: Agreement | Program, *, seq: int) -> None:
    """End the open row of dates: from sequence ``seq`` on the record is not public."""
    date_rows(record).filter(seq_to=LATEST).update(seq_to=seq)


def date_rows(record: Agreement | Program) -> Any:
    """Return the rows (``models/term.py``) that keep a record's dates by sequence."""
    if isinstance(record, Agreement):
        return record.terms
    return record.decisions


def current_dates(record: Agreement | Program) -> dict[str, Any]:
    """Return {column: value} of the dates that stand in the record now."""
    not_copied = {"id", record._meta.model_name, "seq_from", "seq_to"}
    dates: dict[str, Any] = {}
    for field in date_rows(record).model._meta.concrete_fields:
        is_copied = field.name not in not_copied and not field.generated
        if is_copied:
            dates[field.attname] = getattr(record, field.attname)
    return dates


def subjects_of(record: Agreement | Program) -> Any:
    """Return the commitments of an agreement or the milestones of a program."""
    if isinstance(record, Agreement):
        return record.commitments.all()
    return record.milestones.all()


def promises_resting_on(record: Agreement | Program) -> list[Commitment | Milestone]:
    """Return the public promises whose states a change of the record may change.

    The owner of a program has a say in the dates of the commitments that name it.
    """
    subjects: list[Commitment | Milestone] = []
    if record.is_public:
        subjects += subjects_of(record)
    if isinstance(record, Program):
        public = PublicationState.PUBLISHED
        subjects += Commitment.objects.filter(program=record, agreement__state=public)
    return subjects


def begins_on(subject: Commitment | Milestone) -> date:
    """Return the day from which a subject counts: its agreement's signing, its program's decision.

    A partial date counts from its first day on.  What was only announced to be signed counts from the
    announcement.  A program whose decision is not dated counts from the day it was first published.
    """
    if isinstance(subject, Commitment):
        return subject.agreement.signed_or_announced.first  # type: ignore[union-attr]  # published, so it is dated

    program = subject.program
    if program.decided:
        return program.decided.first
    return timezone.localdate(program.first_published_at)


def published_reports(subject: Commitment | Milestone, predecessors: Predecessors) -> list[Reported]:
    """Return the reports of a subject that count: published, neither corrected nor withdrawn."""
    reports = subject.reports.effective().order_by("published_seq")
    return with_predecessors((report.reported for report in reports), predecessors)


def effective_inquiries(subject: Commitment | Milestone) -> list[Inquired]:
    """Return the inquiries about a subject that count: published, neither corrected nor withdrawn."""
    return [inquiry.inquired for inquiry in subject.inquiries.effective().order_by("published_seq")]


def promise_of(subject: Commitment | Milestone) -> Promise:
    """Gather the facts on a promise: of both sides, where a milestone carries out a commitment.

    It begins with the earliest of what it joins; the rows of a commitment begin with its own agreement.
    """
    return promise_with_sides(subject, sides_of_promise(subject), predecessors_of_agencies())


def promise_with_sides(
    subject: Commitment | Milestone, sides: Iterable[Commitment | Milestone], predecessors: Predecessors
) -> Promise:
    """Gather the facts on a subject as if ``sides`` were one promise."""
    sides = list(sides)
    named_agencies = frozenset().union(*map(own_agencies, sides))
    rows_from: date | None = None
    repeats = ""
    if isinstance(subject, Commitment):
        rows_from, repeats = begins_on(subject), subject.repeats
    return Promise(
        since=min(map(begins_on, sides)),
        reports=list(chain.from_iterable(published_reports(side, predecessors) for side in sides)),
        inquiries=list(chain.from_iterable(map(effective_inquiries, sides))),
        agencies=with_predecessors_of(named_agencies, predecessors),
        successors=successors_of(named_agencies, predecessors),
        joined=len(sides) > 1,
        rows_from=rows_from,
        repeats=repeats,
    )


def sides_of_promise(subject: Commitment | Milestone) -> list[Commitment | Milestone]:
    """Return the subject, and the commitment or milestone that is the same promise."""
    other_side = carried_by(subject) if isinstance(subject, Commitment) else carries(subject)
    return list(filter(None, (subject, other_side)))


def own_agencies(subject: Commitment | Milestone) -> frozenset[int]:
    """Return the keys of the agencies whose dates count: named in it, parties, owner of its program.

    Those that follow one of them, or that one of them follows, are added in ``promise_with_sides``.
    """
    keys = set(subject.agencies.values_list("pk", flat=True))
    if isinstance(subject, Commitment):
        keys |= set(subject.agreement.parties.values_list("agency", flat=True))
    if subject.program and subject.program.is_public:
        keys.add(subject.program.owner_id)
    return frozenset(keys)


def update_states(subjects: Iterable[Commitment | Milestone], *, seq: int) -> None:
    """Make the open rows of promises, from sequence ``seq`` on, what is published of them, on both sides.

    A subject that is not public is left out: it has no open rows.
    """
    predecessors = predecessors_of_agencies()
    updated: set[Commitment | Milestone] = set()
    for subject in subjects:
        if subject in updated or not subject.root.is_public:
            continue
        sides = sides_of_promise(subject)
        for side in sides:
            replace_open_rows(side, states(promise_with_sides(side, sides, predecessors)), seq=seq)
        updated.update(sides)


def close_states(subject: Commitment | Milestone, *, seq: int) -> None:
    """End all open rows of a subject that is not public from sequence ``seq`` on."""
    replace_open_rows(subject, [], seq=seq)


def replace_open_rows(subject: Commitment | Milestone, rows: list[StateRow], *, seq: int) -> None:
    """Close the open rows that are not among ``rows`` and add those of ``rows`` that are new."""
    missing = set(rows)
    outdated = []

    for open_row in subject.states.filter(seq_to=LATEST):
        content = StateRow(*(getattr(open_row, name) for name in StateRow._fields))
        if content in missing:
            missing.remove(content)
        else:
            outdated.append(open_row.pk)

    State.objects.filter(pk__in=outdated).update(seq_to=seq)
    owner: dict[str, Any] = {str(subject._meta.model_name): subject}
    in_order = sorted(missing, key=lambda row: row.day_from)
    State.objects.bulk_create([State(**owner, seq_from=seq, **row._asdict()) for row in in_order])
