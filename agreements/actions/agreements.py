"""Publishing and withdrawing an agreement."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, Max, Q
from django.db.models.functions import Cast, Substr
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
    close_dates,
    keep_dates,
    lock_publications,
    mark_published,
    mark_withdrawn,
    project,
    replace_open_rows,
)
from agreements.actions.refusals import EvidenceMissing, Incomplete
from agreements.models import Agency, Agreement, EntryKind, LedgerEntry
from agreements.rules.publication import Act


@transaction.atomic
def publish_agreement(
    agreement: Agreement, *, actor: Any, now: datetime, service: bool = False
) -> LedgerEntry:
    """Make an agreement public with its parties and commitments, and give the references.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Incomplete: a date, party, commitment, source or listed agency is missing.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    lock_publications()
    require(actor, Act.PUBLISH, agreement, now=now)
    found = locked(agreement)
    require_transition(found, Act.PUBLISH)
    review = review_of(found, actor=actor, service=service)
    signed_on = check(found)
    screening.require_clean(found, now=now)
    found.reference = found.reference or next_reference(signed_on.year)
    found.save(update_fields=["reference"])
    give_references(found)
    entry = append(
        found,
        EntryKind.PUBLICATION,
        reference=found.reference,
        payload={"facts": public_facts(found)},
        review=review,
        now=now,
    )
    mark_published(found, actor=actor, now=now, review=review, seq=entry.seq)
    keep_dates(found, seq=entry.seq)
    for commitment in found.commitments.all():
        project(commitment, since=signed_on, seq=entry.seq)
    traces.leave(found, Act.PUBLISH, actor=actor, now=now)
    return entry


def give_references(agreement: Agreement) -> None:
    """Give each commitment that has none its permanent reference."""
    for commitment in agreement.commitments.filter(reference=None):
        commitment.reference = commitment_reference(agreement.reference, commitment.number)
        commitment.save(update_fields=["reference"])


def commitment_reference(agreement_reference: str | None, number: int) -> str:
    return f"{agreement_reference}-{number:02}"


def check(agreement: Agreement) -> date:
    """Say whether it could be published; give the day it was signed.

    Raises:
        Incomplete: something that the public would need is missing; the message names it.
    """
    if agreement.signed_on is None:
        raise Incomplete(_("The signing date is missing."), field="signed_on")
    if agreement.parties.count() < 2:
        raise Incomplete(_("An agreement needs at least two parties."))
    if not agreement.commitments.exists():
        raise Incomplete(_("An agreement needs at least one commitment."))
    require_kept_numbers(
        agreement.commitments.all(), reference=partial(commitment_reference, agreement.reference)
    )
    if not agreement.sources.exists() and not agreement.documents.filter(public=True).exists():
        raise EvidenceMissing(_("At least one source or one public document is needed."), field="sources")
    require_listed(
        Agency.objects.filter(
            Q(participations__agreement=agreement)
            | Q(roles__commitment__agreement=agreement)
            | Q(pk__in=agreement.budget.values("payer"))
        ).values("pk")
    )
    return agreement.signed_on


def next_reference(year: int) -> str:
    """Give the highest number of the year + 1; certain only under the publish lock."""
    number = Cast(Substr("reference", 6), IntegerField())
    given = Agreement.objects.filter(reference__startswith=f"{year}-").aggregate(highest=Max(number))
    return f"{year}-{(given['highest'] or 0) + 1:04}"


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, reason: str, actor: Any, now: datetime) -> LedgerEntry:
    """Take an agreement out of public view; its reference stays its own.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
        PersonalData: the reason holds some.
    """
    lock_publications()
    require(actor, Act.WITHDRAW, agreement, now=now)
    found = locked(agreement)
    require_transition(found, Act.WITHDRAW)
    require_reason(reason)
    screening.require_clean_reason(found, reason)
    mark_withdrawn(found, actor=actor, now=now, reason=reason)
    entry = append(
        found,
        EntryKind.WITHDRAWAL,
        reference=str(found.reference),
        payload={"reason": reason},
        reason=reason,
        now=now,
    )
    close_dates(found, seq=entry.seq)
    for commitment in found.commitments.all():
        replace_open_rows(commitment, [], seq=entry.seq)
    traces.leave(found, Act.WITHDRAW, actor=actor, now=now, reason=reason)
    return entry
