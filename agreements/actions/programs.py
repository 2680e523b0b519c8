"""Publishing and withdrawing a program."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.actions import screening, traces
from agreements.actions.checks import (
    locked,
    require,
    require_kept_numbers,
    require_listed,
    require_reason,
    require_transition,
    review_of,
)
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import (
    append,
    begins_on,
    close_dates,
    keep_dates,
    lock_publications,
    mark_published,
    mark_withdrawn,
    project,
    replace_open_rows,
)
from agreements.actions.refusals import EvidenceMissing, Incomplete
from agreements.models import Agency, EntryKind, LedgerEntry, Program
from agreements.rules.publication import Act


@transaction.atomic
def publish_program(program: Program, *, actor: Any, now: datetime, service: bool = False) -> LedgerEntry:
    """Make a program public with its milestones, and give their references.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Incomplete: a milestone, source or listed agency is missing.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    lock_publications()
    require(actor, Act.PUBLISH, program, now=now)
    found = locked(program)
    require_transition(found, Act.PUBLISH)
    review = review_of(found, actor=actor, service=service)
    check(found)
    screening.require_clean(found, now=now)
    give_references(found)
    entry = append(
        found,
        EntryKind.PUBLICATION,
        reference=found.slug,
        payload={"facts": public_facts(found)},
        review=review,
        now=now,
    )
    mark_published(found, actor=actor, now=now, review=review, seq=entry.seq)
    keep_dates(found, seq=entry.seq)
    for milestone in found.milestones.all():
        project(milestone, since=begins_on(milestone), seq=entry.seq)
    traces.leave(found, Act.PUBLISH, actor=actor, now=now)
    return entry


def give_references(program: Program) -> None:
    """Give each milestone that has none its permanent reference."""
    for milestone in program.milestones.filter(reference=None):
        milestone.reference = milestone_reference(program.slug, milestone.number)
        milestone.save(update_fields=["reference"])


def milestone_reference(slug: str, number: int) -> str:
    return f"{slug}-{number}"


def check(program: Program) -> None:
    """
    Raises:
        Incomplete: something that the public would need is missing; the message names it.
    """
    if not program.milestones.exists():
        raise Incomplete(_("A program needs at least one milestone."))
    require_kept_numbers(program.milestones.all(), reference=partial(milestone_reference, program.slug))
    if not program.sources.exists() and not program.documents.filter(public=True).exists():
        raise EvidenceMissing(_("At least one source or one public document is needed."), field="sources")
    require_listed(
        Agency.objects.filter(
            Q(programs=program)
            | Q(milestones__program=program)
            | Q(pk__in=program.recognitions.values("awarded_by"))
        ).values("pk")
    )


@transaction.atomic
def withdraw_program(program: Program, *, reason: str, actor: Any, now: datetime) -> LedgerEntry:
    """Take a program out of public view; its address stays its own.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
        PersonalData: the reason holds some.
    """
    lock_publications()
    require(actor, Act.WITHDRAW, program, now=now)
    found = locked(program)
    require_transition(found, Act.WITHDRAW)
    require_reason(reason)
    screening.require_clean_reason(found, reason)
    mark_withdrawn(found, actor=actor, now=now, reason=reason)
    entry = append(
        found,
        EntryKind.WITHDRAWAL,
        reference=found.slug,
        payload={"reason": reason},
        reason=reason,
        now=now,
    )
    close_dates(found, seq=entry.seq)
    for milestone in found.milestones.all():
        replace_open_rows(milestone, [], seq=entry.seq)
    traces.leave(found, Act.WITHDRAW, actor=actor, now=now, reason=reason)
    return entry
