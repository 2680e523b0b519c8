"""Publishing and withdrawing a program."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.actions.checks import require_evidence, require_kept_numbers, require_listed
from agreements.actions.links import keep_links_and_states
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record, withdraw_record
from agreements.actions.refusals import Incomplete
from agreements.actions.states import close_dates, close_states, keep_dates
from agreements.models import Agency, EntryKind, LedgerEntry, Program


@transaction.atomic
def publish_program(program: Program, *, actor: Any, now: datetime, service: bool = False) -> LedgerEntry:
    """Make a program public with its milestones, and give their references.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Incomplete: a milestone, source or listed agency is missing.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    return publish_record(program, PROGRAM_STEPS, actor=actor, now=now, service=service)


def _entry_of_program(program: Program) -> EntryContent:
    facts = {"facts": public_facts(program)}
    return EntryContent(program, EntryKind.PUBLICATION, program.public_reference, facts)


def _settle_program(program: Program, entry: LedgerEntry) -> None:
    keep_dates(program, seq=entry.seq)
    keep_links_and_states(program, seq=entry.seq)


def give_milestone_references(program: Program, **_context: Any) -> None:
    """Give each milestone that has none its permanent reference."""
    for milestone in program.milestones.filter(reference=None):
        milestone.reference = milestone_reference(program.slug, milestone.number)
        milestone.save(update_fields=["reference"])


def milestone_reference(slug: str, number: int) -> str:
    return f"{slug}-{number}"


def check_program(program: Program, *, now: datetime | None = None) -> None:
    """Check that the program could be published.

    Raises:
        Incomplete: something that the public would need is missing; the message names it.
    """
    if not program.milestones.exists():
        raise Incomplete(_("A program needs at least one milestone."))

    require_kept_numbers(program.milestones.all(), reference=partial(milestone_reference, program.slug))
    require_evidence(program)
    require_listed(agencies_of_program(program))


def agencies_of_program(program: Program) -> Any:
    """Return the keys of the agencies that its public page names: owner, in charge, decided, awarded."""
    named = Agency.objects.filter(
        Q(programs=program)
        | Q(decided_programs=program)
        | Q(milestones__program=program)
        | Q(pk__in=program.recognitions.values("awarded_by"))
    )
    return named.values_list("pk", flat=True)


PROGRAM_STEPS = PublicationSteps(
    check=check_program,
    prepare=give_milestone_references,
    entry_text=_entry_of_program,
    settle=_settle_program,
)


@transaction.atomic
def withdraw_program(program: Program, *, reason: str, actor: Any, now: datetime) -> LedgerEntry:
    """Take a program out of public view; its address stays its own.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
        PersonalData: the reason holds some.
    """
    return withdraw_record(program, settle=_settle_program_withdrawal, reason=reason, actor=actor, now=now)


def _settle_program_withdrawal(program: Program, entry: LedgerEntry) -> None:
    close_dates(program, seq=entry.seq)
    keep_links_and_states(program, seq=entry.seq)
    for milestone in program.milestones.all():
        close_states(milestone, seq=entry.seq)
