"""Compute again what the state table says, and name each difference.

A subject's rows change only at the ledger entries of its agreement or program and of its own
reports.  At each of them the rows that held then are compared with what the reports known then make.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from agreements.actions.publication import ROW_FIELDS, begins_on, lock_publications
from agreements.models import (
    LATEST,
    Agency,
    Agreement,
    BudgetShare,
    Commitment,
    EntryKind,
    LedgerEntry,
    Milestone,
    Program,
    Recognition,
    State,
    StatusReport,
    Withdrawal,
)
from agreements.rules import ledger
from agreements.rules.lifecycle import FOREVER, StateRow, states
from agreements.rules.partial_date import NotAPartialDate
from agreements.rules.publication import PublicationState

PUBLISHED = PublicationState.PUBLISHED
PUBLISHING = (EntryKind.PUBLICATION, EntryKind.CORRECTION, EntryKind.ADOPTED)
AT_A_TIME = 500  # subjects in memory

type Subject = Commitment | Milestone


class Command(BaseCommand):
    help = "Recompute every state from the published reports and name each difference. Changes nothing."

    def handle(self, **options: Any) -> None:
        found = 0
        checked = Counter[str]()
        for subjects in (commitments(), milestones()):
            for subject in subjects.iterator(chunk_size=AT_A_TIME):
                checked[subjects.model.__name__] += 1
                for difference in settled_differences(subject, subjects):
                    found += 1
                    self.stdout.write(difference)
        for difference in register_differences():
            found += 1
            self.stdout.write(difference)
        extent = f"{checked['Commitment']} commitments and {checked['Milestone']} milestones checked"
        if found:
            raise CommandError(f"{extent}: {found} {'difference' if found == 1 else 'differences'}.")
        self.stdout.write(f"{extent}: no difference.")


def every_difference() -> Iterator[str]:
    for subjects in (commitments(), milestones()):
        for subject in subjects.iterator(chunk_size=AT_A_TIME):
            yield from settled_differences(subject, subjects)
    yield from register_differences()


def commitments() -> QuerySet[Any]:
    return with_history(Commitment.objects.select_related("agreement"), "agreement")


def milestones() -> QuerySet[Any]:
    return with_history(Milestone.objects.select_related("program"), "program")


def with_history(subjects: QuerySet[Any], root: str) -> QuerySet[Any]:
    history: list[Any] = [
        Prefetch(
            "reports",
            StatusReport.objects.filter(state=PUBLISHED)
            .order_by("published_seq")
            .prefetch_related(Prefetch("withdrawal", Withdrawal.objects.filter(state=PUBLISHED))),
        ),
        Prefetch("states", State.objects.order_by("day_from", "seq_from")),
        Prefetch(f"{root}__entries", LedgerEntry.objects.order_by("seq")),
    ]
    return subjects.order_by("pk").prefetch_related(*history)


# ---- one subject ------------------------------------------------------------------------------------


def settled_differences(subject: Subject, subjects: QuerySet[Any]) -> list[str]:
    """Look twice: somebody may have published between our reading its reports and its rows."""
    if not differences(subject):
        return []
    with transaction.atomic():
        lock_publications()
        return differences(subjects.get(pk=subject.pk))


def differences(subject: Subject) -> list[str]:
    root = subject.agreement if isinstance(subject, Commitment) else subject.program
    name = subject.reference or f"{subject._meta.verbose_name} {subject.pk} of “{root}”"
    steps = list(root.entries.all())
    found = [] if subject.reference or not root.first_published_at else [f"{name}: no reference"]
    if root.is_public != is_shown_after(steps):
        found.append(f"{name}: “{root}” is {root.state}, but the publication sequence says otherwise")
    for seq in steps_of(subject, steps):
        stored = [row for row in subject.states.all() if row.seq_from <= seq < row.seq_to]
        try:
            wanted = rows_known_at(subject, seq, steps=steps, stored=stored)
        except NotAPartialDate as error:
            found.append(f"{name}: a published report cannot be read: {error}")
            continue
        found += compare(name, seq, stored, wanted)
    return list(dict.fromkeys(found))  # a wrong row is wrong at every step it spans


def steps_of(subject: Subject, steps: list[LedgerEntry]) -> list[int]:
    """Every sequence number at which something about the subject changed, or says that it did."""
    return sorted(
        {step.seq for step in steps}
        | {report.published_seq or 0 for report in subject.reports.all()}
        | {taken_back for report in subject.reports.all() if (taken_back := withdrawn_at(report))}
        | {end for row in subject.states.all() for end in (row.seq_from, row.seq_to) if end < LATEST}
    )


def rows_known_at(
    subject: Subject, seq: int, *, steps: list[LedgerEntry], stored: list[State]
) -> list[StateRow]:
    past = [step for step in steps if step.seq <= seq]
    if not is_shown_after(past) or not was_there(subject, past, stored=stored):
        return []
    # The day it begins may have been edited before it was published again: only the rows remember.
    is_the_last = past[-1] is steps[-1]
    since = begins(subject) if is_the_last or not stored else min(row.day_from for row in stored)
    known = [report for report in subject.reports.all() if (report.published_seq or 0) <= seq]
    corrected = {report.corrects_id for report in known}
    counting = [
        report
        for report in known
        if report.pk not in corrected and not (withdrawn_at(report) or LATEST) <= seq
    ]
    return states((report.reported for report in counting), since=since)


def was_there(subject: Subject, past: list[LedgerEntry], *, stored: list[State]) -> bool:
    """Say whether the subject belonged to its record by then: the ledger names it, or could have."""
    if stored:
        return True  # were it too early, compare() has the reports' word for it
    named = f'"reference":{ledger.canonical(subject.reference)}'
    return any(named in entry.payload for entry in past if entry.payload) or not any(
        '"facts":' in entry.payload for entry in past if entry.payload
    )


def is_shown_after(steps: list[LedgerEntry]) -> bool:
    """Say whether a record is public after these entries about it; a redaction changes nothing."""
    telling = [step.kind for step in steps if step.kind != EntryKind.REDACTION]
    return bool(telling) and telling[-1] != EntryKind.WITHDRAWAL


def withdrawn_at(report: StatusReport) -> int | None:
    return report.withdrawal.published_seq if hasattr(report, "withdrawal") else None


def begins(subject: Subject) -> date:
    found: date | None = begins_on(subject)
    return found or FOREVER  # a signing date is never empty once published, by constraint


def compare(name: str, seq: int, stored: list[State], wanted: list[StateRow]) -> Iterator[str]:
    """Name what differs among the rows of one sequence number; rows are matched by their first day."""
    expected = {row.day_from: row for row in wanted}
    seen = set()
    for row in stored:
        where = f"{name} {span(row)}, sequence {row.seq_from} to {until(row)}"
        computed = expected.get(row.day_from)
        if computed is None or row.day_from in seen:
            yield f"{where}: stored, but the published reports make no such row"
            continue
        seen.add(row.day_from)
        for field in ROW_FIELDS:
            has, should = stored_value(row, field), getattr(computed, field)
            if has != should:
                yield f"{where}: {field} is {has}, computed {should}"
    for row_wanted in wanted:
        if row_wanted.day_from not in seen:
            yield f"{name} {span(row_wanted)}: missing from the rows that were valid at sequence {seq}"


def stored_value(row: State, field: str) -> Any:
    """Read a field; two days that are no period, as they are."""
    try:
        return getattr(row, field)
    except NotAPartialDate:
        return f"{getattr(row, f'{field}_first')} – {getattr(row, f'{field}_last')}"


def span(row: State | StateRow) -> str:
    return f"from {row.day_from} " + ("on" if row.day_to == FOREVER else f"to before {row.day_to}")


def until(row: State) -> str:
    return "now" if row.seq_to == LATEST else f"before {row.seq_to}"


# ---- what concerns the register as a whole -----------------------------------------------------------


def register_differences() -> Iterator[str]:
    sequence = LedgerEntry.objects.aggregate(steps=Count("seq"), last=Max("seq"))
    if sequence["steps"] != (sequence["last"] or 0):
        yield f"publication sequence: {sequence['steps']} steps, but the last is number {sequence['last']}"
    for record in (Agreement, Program, StatusReport):
        yield from wrongly_numbered(record)
    for agency in agencies_public_but_not_listed().iterator():
        yield f"{agency.slug}: stands in something published, but is not listed"
    for report in reports_without_evidence().iterator():
        yield f"{report.subject.reference}#{report.number}: published without a source or public document"


def wrongly_numbered(model: Any) -> Iterator[str]:
    """A published record's own number is that of its last publication."""
    records = model.objects.filter(first_published_at__isnull=False).annotate(
        step=Max("entries__seq", filter=Q(entries__kind__in=PUBLISHING))
    )
    for record in records.iterator():
        if record.published_seq != record.step:
            yield f"“{record}”: published_seq is {record.published_seq}, computed {record.step}"


def agencies_public_but_not_listed() -> QuerySet[Agency]:
    shown = Q(participations__agreement__state=PUBLISHED)
    shown |= Q(roles__commitment__agreement__state=PUBLISHED)
    shown |= Q(programs__state=PUBLISHED) | Q(milestones__program__state=PUBLISHED)
    shown |= Q(statements__state=PUBLISHED)
    shown |= Q(pk__in=BudgetShare.objects.filter(agreement__state=PUBLISHED).values("payer"))
    shown |= Q(pk__in=Recognition.objects.filter(program__state=PUBLISHED).values("awarded_by"))
    return Agency.objects.filter(shown, listed=False).order_by("slug").distinct()


def reports_without_evidence() -> QuerySet[StatusReport]:
    evident = Q(sources__isnull=False) | Q(documents__public=True)
    unproven = StatusReport.objects.filter(state=PUBLISHED).exclude(
        pk__in=StatusReport.objects.filter(evident).values("pk")
    )
    return unproven.select_related("commitment", "milestone")
