"""Publishing and withdrawing an agreement."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, Max, Q
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.checks import require_evidence, require_kept_numbers, require_listed
from agreements.actions.links import check_links, keep_links_and_states
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import EntryContent, PublicationSteps, publish_record, withdraw_record
from agreements.actions.quantities import check_reports_fit
from agreements.actions.refusals import Incomplete
from agreements.actions.similar_agreements import refuse_similar
from agreements.actions.states import close_dates, close_states, keep_dates
from agreements.models import Agency, Agreement, Amendment, EntryKind, LedgerEntry, Party
from agreements.models.party import split_names
from agreements.models.staff import person_of
from agreements.rules.partial_date import PartialDate

ANNOUNCED_AHEAD = gettext_lazy("The day of the announcement lies in the future.")
AMENDED_TOO_EARLY = gettext_lazy("The amendment is older than the agreement. One of the two dates is wrong.")

JOINED_TOO_EARLY = gettext_lazy("The party joined before the agreement was signed. One of the two is wrong.")
JOINED_AHEAD = gettext_lazy("The day on which the party joined lies in the future.")
FEWER_MEMBERS_THAN_NAMES = gettext_lazy("These are more names than the number of members.")


@transaction.atomic
def publish_agreement(
    agreement: Agreement,
    *,
    actor: Any,
    now: datetime,
    service: bool = False,
    different_from_similar: bool = False,
) -> LedgerEntry:
    """Make an agreement public with its parties and commitments, and give the references.

    ``different_from_similar`` is the word of ``actor`` that it is no agreement recorded already.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Incomplete: a date, party, commitment, source or listed agency is missing.
        SimilarAgreements: it may be one that is recorded already.
        PersonalData: the public would read what looks like it and was not cleared.
    """

    def check(current: Agreement, *, now: datetime) -> None:
        check_agreement(current, now=now)
        person = person_of(actor, on=timezone.localdate(now))
        refuse_similar(current, person=person, confirmed=different_from_similar)

    steps = replace(AGREEMENT_STEPS, check=check)
    return publish_record(agreement, steps, actor=actor, now=now, service=service)


def _give_reference(agreement: Agreement, **_context: Any) -> None:
    """Give the agreement its reference, if it has none yet, and then its commitments theirs."""
    dated = agreement.signed_or_announced
    if agreement.reference is None and dated:
        agreement.reference = next_reference(dated.first.year)
        agreement.save(update_fields=["reference"])
    give_commitment_references(agreement)


def _entry_of_agreement(agreement: Agreement) -> EntryContent:
    facts = {"facts": public_facts(agreement)}
    return EntryContent(agreement, EntryKind.PUBLICATION, agreement.public_reference, facts)


def _settle_agreement(agreement: Agreement, entry: LedgerEntry) -> None:
    keep_dates(agreement, seq=entry.seq)
    keep_links_and_states(agreement, seq=entry.seq)


def give_commitment_references(agreement: Agreement) -> None:
    """Give each commitment that has none its permanent reference."""
    for commitment in agreement.commitments.filter(reference=None):
        commitment.reference = commitment_reference(agreement.reference, commitment.number)
        commitment.save(update_fields=["reference"])


def commitment_reference(agreement_reference: str | None, number: int) -> str:
    return f"{agreement_reference}-{number:02}"


def check_agreement(agreement: Agreement, *, now: datetime | None = None) -> None:
    """Check that the agreement could be published.

    Raises:
        Incomplete: something that the public would need is missing; the message names it.
    """
    if agreement.signed_or_announced is None:
        missing = _("The signing date is missing. The year is enough; or say when the signing was announced.")
        raise Incomplete(missing, field="signed")
    check_dates(agreement, today=timezone.localdate(now))
    check_parties(agreement, today=timezone.localdate(now))
    if not agreement.commitments.exists():
        raise Incomplete(_("An agreement needs at least one commitment."))

    require_kept_numbers(
        agreement.commitments.all(), reference=partial(commitment_reference, agreement.reference)
    )
    check_links(agreement)
    check_reports_fit(agreement)
    require_evidence(agreement)
    require_listed(agencies_of_agreement(agreement))


def agencies_of_agreement(agreement: Agreement) -> Any:
    """Return the keys of the agencies that its public page names: parties, in charge, payers."""
    named = Agency.objects.filter(
        Q(participations__agreement=agreement)
        | Q(roles__commitment__agreement=agreement)
        | Q(pk__in=agreement.budget.values("payer"))
    )
    return named.values_list("pk", flat=True)


def check_dates(agreement: Agreement, *, today: date) -> None:
    """Check that nothing was announced that is still to come, nor amended before it was signed.

    Raises:
        Incomplete: the day of the announcement lies ahead, or an amendment is older than the agreement.
    """
    if lies_ahead(agreement.announced, today):
        raise Incomplete(ANNOUNCED_AHEAD, field="announced")
    if any(precedes_signing(amendment, agreement) for amendment in agreement.amendments.all()):
        raise Incomplete(AMENDED_TOO_EARLY)


def check_parties(agreement: Agreement, *, today: date) -> None:
    """Check that there are two parties, and that what is said of each can be so.

    Raises:
        Incomplete: a party is missing, or one of them has a fault.
    """
    parties = list(agreement.parties.select_related("agency"))
    if len(parties) < 2:
        raise Incomplete(_("An agreement needs at least two parties."))
    for party in parties:
        for fault in party_faults(party, agreement, today=today).values():
            raise Incomplete(f"{party}: {fault}")


def party_faults(party: Party, agreement: Agreement, *, today: date) -> dict[str, Any]:
    """Return {field: what is wrong with it} of what a party's own constraints cannot tell."""
    faults: dict[str, Any] = {}
    if is_before_signing(party.joined, agreement):
        faults["joined"] = JOINED_TOO_EARLY
    elif lies_ahead(party.joined, today):
        faults["joined"] = JOINED_AHEAD
    names = max(len(split_names(party.members_ko)), len(split_names(party.members_en)))
    if party.members_number is not None and names > party.members_number:
        faults["members_number"] = FEWER_MEMBERS_THAN_NAMES
    return faults


def lies_ahead(period: PartialDate | None, today: date) -> bool:
    """Say whether a period begins after today; of none nothing is said."""
    return bool(period and period.first > today)


def precedes_signing(amendment: Amendment, agreement: Agreement) -> bool:
    """Say whether an amendment was signed before what it amends."""
    return is_before_signing(amendment.signed, agreement)


def is_before_signing(period: PartialDate | None, agreement: Agreement) -> bool:
    """Say whether a period ends before the agreement was signed, as far as both precisions can tell."""
    begins = agreement.signed_or_announced
    return bool(begins and period and not period.not_before(begins))


AGREEMENT_STEPS = PublicationSteps(
    check=check_agreement,
    prepare=_give_reference,
    entry_text=_entry_of_agreement,
    settle=_settle_agreement,
)


def next_reference(year: int) -> str:
    """Return the reference after the highest of the year; certain only under the publish lock."""
    number = Cast(Substr("reference", 6), IntegerField())
    of_year = Agreement.objects.filter(reference__startswith=f"{year}-")
    highest = of_year.aggregate(highest=Max(number, default=0))["highest"]
    return f"{year}-{highest + 1:04}"


@transaction.atomic
def withdraw_agreement(agreement: Agreement, *, reason: str, actor: Any, now: datetime) -> LedgerEntry:
    """Take an agreement out of public view; its reference stays its own.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
        PersonalData: the reason holds some.
    """
    return withdraw_record(
        agreement, settle=_settle_agreement_withdrawal, reason=reason, actor=actor, now=now
    )


def _settle_agreement_withdrawal(agreement: Agreement, entry: LedgerEntry) -> None:
    close_dates(agreement, seq=entry.seq)
    keep_links_and_states(agreement, seq=entry.seq)
    for commitment in agreement.commitments.all():
        close_states(commitment, seq=entry.seq)
