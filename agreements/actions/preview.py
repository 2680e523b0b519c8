"""What everyone would read if a draft were published now: it is published, looked at, and taken back.

The steps are those of a publication, so a preview cannot tell another thing than the public page.  What
would be refused is told beside it.  Nothing is committed, so nobody else sees what is written in between.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agreements.actions import screening
from agreements.actions.agreements import AGREEMENT_STEPS, agencies_of_agreement
from agreements.actions.duties import DUTY_STEPS
from agreements.actions.inquiries import INQUIRY_STEPS
from agreements.actions.programs import PROGRAM_STEPS, agencies_of_program
from agreements.actions.publication import PublicationSteps, lock_publications, make_public
from agreements.actions.refusals import ActRefused, Incomplete
from agreements.actions.remedies import WITHDRAWAL_STEPS
from agreements.actions.reports import REPORT_STEPS
from agreements.actions.statements import STATEMENT_STEPS
from agreements.models import (
    Agency,
    Agreement,
    DutyRecord,
    Inquiry,
    Program,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules.publication import Review

STEPS: dict[type, PublicationSteps[Any]] = {
    Agreement: AGREEMENT_STEPS,
    Program: PROGRAM_STEPS,
    StatusReport: REPORT_STEPS,
    Inquiry: INQUIRY_STEPS,
    DutyRecord: DUTY_STEPS,
    Statement: STATEMENT_STEPS,
    Withdrawal: WITHDRAWAL_STEPS,
}
# The agencies that the public page of a record names, by their keys.
AGENCIES: dict[type, Callable[[Any], Any]] = {
    Agreement: agencies_of_agreement,
    Program: agencies_of_program,
    StatusReport: lambda report: [report.stated_by_id],
    Inquiry: lambda inquiry: [inquiry.asked_id],
    DutyRecord: lambda record: [record.agency_id],
    Statement: lambda statement: [statement.agency_id],
    Withdrawal: lambda _withdrawal: [],
}
# The agreements and programs on whose pages a record is shown.
ROOTS: dict[type, Callable[[Any], list[Any]]] = {
    StatusReport: lambda report: [report.root],
    Inquiry: lambda inquiry: list({promise.root: None for promise in inquiry.promises}),
    DutyRecord: lambda record: [record.agreement],
}


class NotShown(ActRefused):
    """There is no public page of this draft yet: it lacks what the page begins with."""


@dataclass
class PublicationTrial:
    """A record as it stands once it is published, until the preview ends."""

    record: Any
    roots: list[Any] = field(default_factory=list)  # drafts on whose pages it stands, published with it
    unlisted: list[Agency] = field(default_factory=list)  # shown as if they were listed
    missing: list[str] = field(default_factory=list)  # why publishing would be refused


def can_be_previewed(record: Any) -> bool:
    return type(record) in STEPS


def draft_roots(record: Any) -> list[Any]:
    """Return the agreements and programs that are no more public than the record and show it."""
    roots = ROOTS.get(type(record), lambda _record: [])(record)
    return [root for root in roots if not root.is_public]


@contextmanager
def as_if_published(record: Any, *, actor: Any, now: datetime) -> Iterator[PublicationTrial]:
    """Publish a draft, whoever wrote it and whatever it lacks, for as long as the block runs.

    Raises:
        NotShown: it lacks what its page cannot be made without; the message names it.
    """
    with transaction.atomic():
        lock_publications()
        trial = PublicationTrial(record)
        trial.roots = [_publish(root, trial, actor=actor, now=now) for root in draft_roots(record)]
        trial.record = _publish(record, trial, actor=actor, now=now)
        yield trial
        transaction.set_rollback(True)


def _publish(record: Any, trial: PublicationTrial, *, actor: Any, now: datetime) -> Any:
    """Run the steps of ``publish_record`` without asking who may; a refusal is kept and not raised."""
    steps = STEPS[type(record)]
    current = type(record)._default_manager.get(pk=record.pk)
    trial.unlisted += _list_agencies(AGENCIES[type(record)](current))
    refusals = _refusals(current, steps, now=now)
    trial.missing += refusals
    if isinstance(current, Agreement) and current.signed_or_announced is None:
        raise NotShown("\n".join(refusals))
    try:
        with transaction.atomic():
            make_public(current, steps, review=Review.REVIEWED, actor=actor, now=now)
    except IntegrityError as error:
        if not refusals:
            raise
        raise NotShown("\n".join(refusals)) from error
    return current


def _list_agencies(keys: Any) -> list[Agency]:
    """List the agencies with these keys and return those that were not; None is nobody's key."""
    hidden = Agency.objects.filter(pk__in=filter(None, keys), listed=False)
    unlisted = list(hidden)
    hidden.update(listed=True)
    return unlisted


def _refusals(record: Any, steps: PublicationSteps[Any], *, now: datetime) -> list[str]:
    """Return why publishing the record would be refused now."""
    refusals = []
    for check in (steps.check, _check_personal_data):
        try:
            check(record, now=now)
        except ActRefused as refusal:
            refusals.append(str(refusal))
    return refusals


def _check_personal_data(record: Any, **_context: Any) -> None:
    if screening.blocking_hits(screening.hits_in_public_record(record)):
        raise Incomplete(_("Something in it looks like personal data: see the personal-data check."))
