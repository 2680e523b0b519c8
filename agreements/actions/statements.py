"""An agency's own word beside what is public about it, by two people."""

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.checks import require_listed, require_text
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record
from agreements.actions.refusals import Incomplete, WrongState
from agreements.actions.remedies import require_counting
from agreements.actions.states import sides_of_promise
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Milestone,
    Statement,
    StatusReport,
)
from agreements.models.agency import predecessors_of_agencies
from agreements.models.statement import Answered
from agreements.rules.partial_date import PartialDate
from agreements.rules.succession import successors_of


@transaction.atomic
def publish_statement(statement: Statement, *, actor: Any, now: datetime) -> LedgerEntry:
    """Put an agency's own word beside the record it concerns.

    Raises:
        NotAllowed, StaleVersion, FourEyes, WrongState: as for a report.
        Incomplete: the record does not concern the agency, or the agency is not listed, has said nothing,
            or says it on a day in the future or before what it answers.
    """
    return publish_record(statement, STATEMENT_STEPS, actor=actor, now=now)


def _entry_of_statement(statement: Statement) -> EntryContent:
    facts = {"statement": public_facts(statement)}
    reference = statement.subject.public_reference
    return EntryContent(statement.ledger_record, EntryKind.STATEMENT, reference, facts)


def check_statement(statement: Statement, *, now: datetime) -> None:
    """Check that the statement could be published now.

    Raises:
        WrongState, Incomplete: as :func:`publish_statement`.
    """
    subject = statement.subject
    require_answerable(subject, field=statement.answered)
    if not agencies_concerned(subject).filter(pk=statement.agency_id).exists():
        raise Incomplete(
            _("“%(agency)s” is neither a party to “%(subject)s” nor in charge of it nor named there.")
            % {"agency": statement.agency, "subject": title_of_answered(subject)},
            field="agency",
        )

    require_text(statement.text_ko, _("The statement is empty."), field="text_ko")
    if statement.stated_on > timezone.localdate(now):
        raise Incomplete(_("The day of the statement lies in the future."), field="stated_on")

    answered = day_of_answered(subject)
    if answered and statement.stated_on < answered.first:
        raise Incomplete(
            _("The statement is older than what it answers (%(day)s).") % {"day": answered.short()},
            field="stated_on",
        )

    require_listed([statement.agency_id])


def require_answerable(subject: Answered, *, field: str) -> None:
    """Demand a record that the public reads and that still counts.

    Raises:
        WrongState: it is not public, or was corrected or withdrawn.
    """
    if isinstance(subject, StatusReport | Inquiry):
        require_counting(subject, field=field)
        return
    for record in _records_that_show(subject):
        if not record.is_public:
            raise WrongState(_("“%(record)s” is not public.") % {"record": record}, field=field)


def _records_that_show(subject: Answered) -> list[Any]:
    """Return the records that have to be public for the public to read ``subject``."""
    if isinstance(subject, Commitment | Milestone):
        return [subject.root]
    if isinstance(subject, DutyRecord):
        return [subject, subject.agreement]
    return [subject]


def agencies_concerned(subject: Answered) -> Any:
    """Return the agencies that may state something on the record, as a queryset without duplicates.

    They are the parties, those in charge, the owner of a program, who is quoted, who was asked and who owes
    the duty, and whoever follows one of them.
    """
    concerned = _keys_of_concerned(subject)
    concerned |= successors_of(concerned, predecessors_of_agencies()).keys()
    return Agency.objects.filter(pk__in=concerned)


def _keys_of_concerned(subject: Answered) -> set[int]:
    match subject:
        case Agreement():
            in_charge = subject.commitments.values_list("roles__agency", flat=True)
            return {*subject.parties.values_list("agency", flat=True), *in_charge} - {None}
        case Commitment() | Milestone():
            return set().union(*map(_keys_of_promise, sides_of_promise(subject)))
        case StatusReport():
            return {*_keys_of_concerned(subject.subject), subject.stated_by_id}
        case Inquiry():
            carrying = map(_keys_of_concerned, subject.promises)
            return set(filter(None, [subject.asked_id])).union(*carrying)
        case DutyRecord():
            return {subject.agency_id}


def _keys_of_promise(subject: Commitment | Milestone) -> set[int]:
    if isinstance(subject, Commitment):
        return {*_keys_of_concerned(subject.agreement), *subject.roles.values_list("agency", flat=True)}
    return {subject.program.owner_id, *subject.agencies.values_list("pk", flat=True)}


# The day, as far as it is known, before which nobody could speak of a record.
DAY_OF_ANSWERED: dict[type, Callable[[Any], PartialDate | date | None]] = {
    Agreement: attrgetter("signed_or_announced"),
    Commitment: attrgetter("agreement.signed_or_announced"),
    Milestone: attrgetter("program.decided"),
    StatusReport: attrgetter("said_on"),
    Inquiry: attrgetter("searched_on"),
    DutyRecord: attrgetter("done_on"),
}


def day_of_answered(subject: Answered) -> PartialDate | None:
    day = DAY_OF_ANSWERED[type(subject)](subject)
    return PartialDate.day(day) if isinstance(day, date) else day


def title_of_answered(subject: Answered) -> str:
    """Return the title of a record; of a report that of what it is about."""
    return str(subject.subject if isinstance(subject, StatusReport) else subject)


STATEMENT_STEPS = PublicationSteps(check=check_statement, entry_text=_entry_of_statement)
