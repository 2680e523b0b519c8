"""Publishing and withdrawing a program."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import (
    locked,
    require_kept_numbers,
    require_listed,
    require_role,
    require_transition,
    review_of,
)
from agreements.actions.publication import (
    lock_publications,
    mark_published,
    mark_withdrawn,
    project,
    replace_open_rows,
)
from agreements.actions.refusals import EvidenceMissing, Incomplete
from agreements.models import Agency, Program, Publication
from agreements.rules.publication import Act


@transaction.atomic
def publish_program(program: Program, *, actor: Any, now: datetime, service: bool = False) -> Publication:
    """Make a program public with its milestones, and give their references.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Incomplete: a milestone, source or listed agency is missing.
    """
    lock_publications()
    require_role(actor, Act.PUBLISH)
    found = locked(program)
    require_transition(found, Act.PUBLISH)
    review = review_of(found, actor=actor, service=service)
    check(found)
    for milestone in found.milestones.filter(reference=None):
        milestone.reference = milestone_reference(found.slug, milestone.number)
        milestone.save(update_fields=["reference"])
    step = mark_published(found, reference=found.slug, actor=actor, now=now, review=review)
    for milestone in found.milestones.all():
        project(milestone, since=begins_on(found), seq=step.seq)
    traces.leave(found, Act.PUBLISH, actor=actor, now=now)
    return step


def begins_on(program: Program) -> date:
    """The day from which its milestones are counted: decided, or else first published."""
    if program.decided:
        return program.decided.first
    return timezone.localdate(program.first_published_at)


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
def withdraw_program(program: Program, *, reason: str, actor: Any, now: datetime) -> Publication:
    """Take a program out of public view; its address stays its own.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
    """
    lock_publications()
    require_role(actor, Act.WITHDRAW)
    found = locked(program)
    require_transition(found, Act.WITHDRAW, reason=reason)
    step = mark_withdrawn(found, reference=found.slug, actor=actor, now=now, reason=reason)
    for milestone in found.milestones.all():
        replace_open_rows(milestone, [], seq=step.seq)
    traces.leave(found, Act.WITHDRAW, actor=actor, now=now, reason=reason)
    return step
