"""One act with many records: all of them or none, and each one that stands against it is named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import ngettext

from agreements.actions.agreements import publish_agreement
from agreements.actions.drafts import return_draft, submit_draft
from agreements.actions.duties import publish_duty_record
from agreements.actions.handover import assign_draft
from agreements.actions.inquiries import publish_inquiry
from agreements.actions.programs import publish_program
from agreements.actions.publication import lock_publications
from agreements.actions.redactions import publish_redaction
from agreements.actions.refusals import ActRefused
from agreements.actions.remedies import publish_withdrawal
from agreements.actions.reports import publish_report
from agreements.actions.statements import publish_statement
from agreements.models import (
    Agreement,
    DutyRecord,
    Inquiry,
    Program,
    Redaction,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules.publication import Act

PUBLISHERS: dict[type, Callable[..., Any]] = {
    Agreement: publish_agreement,
    Program: publish_program,
    StatusReport: publish_report,
    Inquiry: publish_inquiry,
    DutyRecord: publish_duty_record,
    Statement: publish_statement,
    Withdrawal: publish_withdrawal,
    Redaction: publish_redaction,
}
# Acts of all kinds of drafts; publishing is each kind's own.
OF_ALL_KINDS: dict[Act, Callable[..., Any]] = {
    Act.SUBMIT: submit_draft,
    Act.RETURN: return_draft,
    Act.HAND_OVER: assign_draft,
}

# An act of drafts, or the action of one kind of record that is no draft.
type BatchAct = Act | Callable[..., Any]


class RefusedRecord(NamedTuple):
    record: Any
    refusal: ActRefused


class BatchRefused(ActRefused):
    """An act with many records that was not done; ``refused`` are those that stood against it, with why."""

    def __init__(self, refused: Sequence[RefusedRecord]) -> None:
        message = ngettext(
            "Nothing was done: %(count)s record stands against it. Leave it out or put it right.",
            "Nothing was done: %(count)s records stand against it. Leave them out or put them right.",
            len(refused),
        )
        super().__init__(message % {"count": len(refused)})
        self.refused = tuple(refused)


def do_with_all(
    act: BatchAct, records: Iterable[Any], *, actor: Any, now: datetime, **arguments: Any
) -> None:
    """Do ``act`` with each record, in their order and in one transaction.

    ``arguments`` go to each single action (``note`` of a return, ``to`` of an assignment).  The version of
    each record is the one that was read.

    Raises:
        BatchRefused: at least one record was refused; nothing was done with any.
    """
    with transaction.atomic():
        refused = list(_refused_records(act, records, actor=actor, now=now, **arguments))
        if refused:
            raise BatchRefused(refused)


def try_with_all(
    act: BatchAct, records: Iterable[Any], *, actor: Any, now: datetime, **arguments: Any
) -> list[RefusedRecord]:
    """Return which records :func:`do_with_all` would refuse, by doing it and taking it back."""
    with transaction.atomic():
        refused = list(_refused_records(act, records, actor=actor, now=now, **arguments))
        transaction.set_rollback(True)
    return refused


def _refused_records(
    act: BatchAct, records: Iterable[Any], *, actor: Any, now: datetime, **arguments: Any
) -> Iterator[RefusedRecord]:
    # First, as each publication does before it locks a row: two batches never wait for each other's rows.
    lock_publications()
    for record in records:
        try:
            with transaction.atomic():
                action_of(act, record)(record, actor=actor, now=now, **arguments)
        except ActRefused as refusal:
            yield RefusedRecord(record, refusal)


def action_of(act: BatchAct, record: Any) -> Callable[..., Any]:
    """Return the action that does ``act`` with a record of this kind."""
    if not isinstance(act, Act):
        return act
    return OF_ALL_KINDS.get(act) or PUBLISHERS[type(record)]
