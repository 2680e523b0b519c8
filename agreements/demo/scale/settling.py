"""Making moulds public: stored for a moment, so that the product's own code tells what follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any

from django.db import transaction

from agreements.actions.public_facts import PublicFacts, public_facts_between
from agreements.actions.search_index import SEARCHED, RecordTexts, searched_texts
from agreements.actions.states import current_dates, date_rows
from agreements.actions.states_by_sequence import expected_rows, subjects_with_others
from agreements.demo.scale.moulds import Event, Mould
from agreements.models import (
    Agreement,
    Commitment,
    DutyRecord,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Milestone,
    Program,
    PromiseLink,
    SearchKind,
    Source,
    State,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules import ledger
from agreements.rules.publication import PublicationState, Review

# In the order in which one table's rows are named by the next; what only joins two follows.
ROOTS_FIRST: tuple[Any, ...] = (
    Source, Program, Milestone, Agreement, Commitment, StatusReport, Inquiry, DutyRecord, Statement,
    Withdrawal,
)  # fmt: skip
PUBLISHED_AT, ENTERED_AT = time(2), time(0, 30)  # in UTC


@dataclass
class SettledMould:
    """A mould with all that follows from it.

    Attributes:
        events: in the order of their publication.
        entries: of the ledger, one of each event.
        search_texts: of each record that can be found: its kind, its key, its texts.
    """

    mould: Mould
    events: list[Event]
    entries: list[LedgerEntry]
    search_texts: list[tuple[SearchKind, int, RecordTexts]]

    @property
    def records(self) -> dict[Any, list[Any]]:
        return self.mould.records

    def of(self, model: Any) -> list[Any]:
        return self.mould.of(model)


def settle(moulds: list[Mould], *, author: Any) -> list[SettledMould]:
    """Publish every mould in a savepoint that is rolled back: only what was learnt stays."""
    settled = [SettledMould(mould, mould.published_in_order(), [], []) for mould in moulds]
    next_sequence = 1
    for mould in settled:
        for event in mould.events:
            mark_published(event, next_sequence, author=author)
            next_sequence += 1
        number_reports(mould)

    with transaction.atomic():
        store_records(moulds)
        append_entries(settled)
        keep_dates_and_links(settled)
        keep_states(settled)
        read_search_texts(settled)
        transaction.set_rollback(True)
    return settled


def moment_of(event: Event) -> datetime:
    """Return when an event is recorded in its mould: on its day, and at no moment of another event."""
    moment = datetime.combine(event.day, PUBLISHED_AT, tzinfo=UTC)
    return moment + timedelta(microseconds=event.record.published_seq)


def mark_published(event: Event, seq: int, *, author: Any) -> None:
    record = event.record
    record.state, record.review, record.version = PublicationState.PUBLISHED, Review.SERVICE, 2
    record.published_seq = seq
    record.created_by = record.submitted_by = record.published_by = author
    record.created_at = record.submitted_at = datetime.combine(event.day, ENTERED_AT, tzinfo=UTC)
    record.published_at = record.first_published_at = moment_of(event)


def number_reports(settled: SettledMould) -> None:
    """Number the reports of each promise as they are published, and give each its place."""
    last_numbers: dict[Any, int] = {}
    for event in settled.events:
        report = event.record
        if not isinstance(report, StatusReport):
            continue
        report.number = last_numbers[report.subject] = last_numbers.get(report.subject, 0) + 1
        stands_for = report.corrects or report
        report.place = stands_for.published_seq
        report.placed_on = day_of_place(stands_for)


def day_of_place(report: StatusReport) -> date:
    """Return the day of a publication; in Seoul it is the same as in UTC, being at eleven in the morning."""
    day: date = report.published_at.date()  # type: ignore[union-attr]  # it is published
    return day


def store_records(moulds: list[Mould]) -> None:
    for model in named_ones_first(chain.from_iterable(mould.records for mould in moulds)):
        store(model, chain.from_iterable(mould.of(model) for mould in moulds))


def named_ones_first(models: Iterable[Any]) -> list[Any]:
    """Order models so that the rows of one name only rows of those before it."""
    models = set(models)
    first = [model for model in ROOTS_FIRST if model in models]
    return [*first, *sorted(models.difference(first), key=lambda model: model._meta.model_name)]


def store(model: Any, records: Iterable[Any]) -> None:
    model._default_manager.bulk_create(list(records), batch_size=1000)


def append_entries(settled: list[SettledMould]) -> None:
    facts = {
        model: public_facts_between(model, 1, keys)
        for model, keys in last_keys(settled, {Agreement, Program, StatusReport, Inquiry, DutyRecord,
                                               Statement, Withdrawal}).items()
    }  # fmt: skip
    previous = ledger.GENESIS
    for mould in settled:
        for event in mould.events:
            record = event.record
            entry = entry_of(event, facts[type(record)][record.pk], previous=previous)
            previous = entry.digest
            mould.entries.append(entry)
    store(LedgerEntry, chain.from_iterable(mould.entries for mould in settled))


def last_keys(settled: list[SettledMould], models: set[Any]) -> dict[Any, int]:
    """Return the highest primary key of each model's records."""
    highest = {}
    for model in models:
        keys = [record.pk for mould in settled for record in mould.of(model)]
        highest[model] = max(keys, default=0)
    return highest


def entry_of(event: Event, facts: PublicFacts, *, previous: str) -> LedgerEntry:
    """Make the entry that publishing the record appends (``entry_text`` of its ``PublicationSteps``)."""
    record, reason = event.record, ""
    payload: dict[str, Any] = {"facts": facts}
    if event.kind == EntryKind.STATEMENT:
        payload = {"statement": facts}
    elif event.kind == EntryKind.WITHDRAWAL:
        payload, reason = facts, record.reason_ko
    elif event.kind == EntryKind.CORRECTION:
        reason = record.correction_reason_ko
    moment = moment_of(event)
    columns = ledger.make_entry(
        seq=record.published_seq,
        recorded_at=ledger.utc_timestamp(moment),
        kind=event.kind,
        subject=event.about.public_reference,
        payload=payload | {"review": str(record.review)},
        salt="",
        previous=previous,
    )._asdict()
    columns |= {"reference": columns.pop("subject"), "recorded_at": moment}
    about: Any = type(event.about)._meta.get_field("entries")
    return LedgerEntry(
        **columns, review=record.review, reason=reason, **{about.remote_field.name: event.about}
    )


def keep_dates_and_links(settled: list[SettledMould]) -> None:
    """Keep from each publication on the dates of the record, and which of its promises are the same."""
    rows: list[Any] = []
    for mould in settled:
        for record in (*mould.of(Agreement), *mould.of(Program)):
            model: Any = date_rows(record).model
            owner = {str(record._meta.model_name): record}
            row = model(seq_from=record.published_seq, **owner, **current_dates(record))
            mould.records[model].append(row)
            rows.append(row)
        for commitment in mould.of(Commitment):
            if commitment.carried_out_by:
                link = PromiseLink(
                    commitment=commitment,
                    milestone=commitment.carried_out_by,
                    seq_from=commitment.agreement.published_seq,
                )
                mould.records[PromiseLink].append(link)
                rows.append(link)
    for key, row in enumerate(rows, start=1):
        row.pk = key
    for model in {type(row) for row in rows}:
        store(model, [row for row in rows if type(row) is model])


def keep_states(settled: list[SettledMould]) -> None:
    """Make the rows of the state table at every sequence."""
    key_of_row = 0
    for kind, subjects in (("commitment", Commitment), ("milestone", Milestone)):
        mould_of = {record.pk: mould for mould in settled for record in mould.of(subjects)}
        for subject, sides in subjects_with_others(kind, tuple(mould_of)):
            key = subject.key[1]
            for row, seq_from, seq_to in expected_rows(subject, sides, {}):
                key_of_row += 1
                state = State(
                    pk=key_of_row, **{f"{kind}_id": key}, seq_from=seq_from, seq_to=seq_to, **row._asdict()
                )
                mould_of[key].records[State].append(state)


def read_search_texts(settled: list[SettledMould]) -> None:
    for kind, searched in SEARCHED.items():
        mould_of = {record.pk: mould for mould in settled for record in mould.of(searched.model)}
        for key, texts in searched_texts(kind, mould_of).items():
            mould_of[key].search_texts.append((kind, key, texts))
