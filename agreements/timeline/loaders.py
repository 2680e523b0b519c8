"""Loads the records of events by primary key, each with the public relations that its line shows."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Prefetch
from django.db.models.functions import Coalesce

from agreements.models import (
    Agency,
    Agreement,
    Amendment,
    Commitment,
    DutyRecord,
    Inquiry,
    Milestone,
    Party,
    Program,
    Recognition,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.timeline.dated_facts import public_rows, public_rows_at

type Loader = Callable[[Iterable[int], date, int | None], dict[int, Any]]  # primary keys, day, sequence


def with_related(rows: Any, pks: Iterable[int], on: date, **models: Any) -> dict[int, Any]:
    """Return {pk: record}, each with its related records as far as these are public.

    Agencies have their names of the day ``on``.
    """
    related = [Prefetch(name, queryset=related_rows(model, on)) for name, model in models.items()]
    records: dict[int, Any] = rows.prefetch_related(*related).filter(pk__in=pks).in_bulk()
    return records


def related_rows(model: Any, on: date) -> Any:
    rows = public_rows(model)
    if model is Agency:
        return rows.named_on(on)
    return rows


def load_agreements(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    return with_related(public_rows(Agreement).known_at(seq), pks, on)


def load_programs(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    return with_related(public_rows(Program).known_at(seq), pks, on, owner=Agency)


def load_parties(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    return with_related(public_rows(Party), pks, on, agreement=Agreement, agency=Agency)


def load_amendments(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    return with_related(public_rows(Amendment), pks, on, agreement=Agreement)


def load_recognitions(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    return with_related(public_rows(Recognition), pks, on, program=Program, awarded_by=Agency)


def load_duty_records(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    return with_related(public_rows_at(DutyRecord, seq), pks, on, agreement=Agreement, agency=Agency)


def load_reports(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    reports = public_rows_at(StatusReport, seq).with_replaced(seq=seq)
    return with_related(reports, pks, on, commitment=Commitment, milestone=Milestone, stated_by=Agency)


def load_inquiries(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    inquiries = public_rows_at(Inquiry, seq).with_replaced(seq=seq)
    return with_related(inquiries, pks, on, commitments=Commitment, milestones=Milestone)


def load_statements(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    """Load statements with the titled record each is about, and the numbers that lead to its place there."""
    rows = public_rows(Statement).annotate(
        of_commitment=Coalesce("commitment", "report__commitment"),
        of_milestone=Coalesce("milestone", "report__milestone"),
        of_agreement=Coalesce("agreement", "duty__agreement"),
        of_inquiry=F("inquiry"),
        report_number=F("report__number"),
        duty_number=F("duty__number"),
    )
    return with_titled_record(with_related(rows, pks, on, agency=Agency))


def load_withdrawals(pks: Iterable[int], on: date, seq: int | None) -> dict[int, Any]:
    """Load withdrawals with what they are about and its number; the report or inquiry is no row any more."""
    rows = public_rows(Withdrawal).annotate(
        of_commitment=F("report__commitment"),
        of_milestone=F("report__milestone"),
        report_number=F("report__number"),
        inquiry_number=F("inquiry__number"),
        searched_on=F("inquiry__searched_on"),
    )
    records = with_related(rows, pks, on)
    for record in records.values():
        if record.inquiry_number:  # its own page says that it was withdrawn
            record.about = Inquiry(number=record.inquiry_number, searched_on=record.searched_on)
    return with_titled_record(records)


TITLED = {
    "of_commitment": Commitment,
    "of_milestone": Milestone,
    "of_agreement": Agreement,
    "of_inquiry": Inquiry,
}


def with_titled_record(records: dict[int, Any]) -> dict[int, Any]:
    """Set the record of which each tells as ``about``; drop those whose is not public."""
    for column, model in TITLED.items():
        keys = {getattr(record, column, None) for record in records.values()} - {None}
        titled = public_rows(model).in_bulk(keys)
        for record in records.values():
            if (about := titled.get(getattr(record, column, None))) is not None:
                record.about = about
    return {pk: record for pk, record in records.items() if hasattr(record, "about")}


LOADERS: dict[Any, Loader] = {
    Agreement: load_agreements,
    Amendment: load_amendments,
    DutyRecord: load_duty_records,
    Inquiry: load_inquiries,
    Party: load_parties,
    Program: load_programs,
    Recognition: load_recognitions,
    Statement: load_statements,
    StatusReport: load_reports,
    Withdrawal: load_withdrawals,
}
