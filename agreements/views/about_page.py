"""What stands at the foot of a detail page: what to cite, and whom to ask for the original, naming what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.lists.parameters import Clock
from agreements.models import (
    Agency,
    AgencyKind,
    Agreement,
    Commitment,
    CommitmentRole,
    Milestone,
    PartyRole,
    Program,
)

# The disclosure act binds public bodies, schools and who runs a child protection agency for one; a partner
# outside of them cannot be asked under it.  (More kinds may be private bodies: `templatetags/structured.py`.)
NOT_ASKED = frozenset({AgencyKind.COMPANY, AgencyKind.ASSOCIATION, AgencyKind.OTHER})

LabelledFacts = tuple[tuple[str | Promise, Any], ...]


@dataclass(frozen=True)
class AboutPage:
    """What the foot of a page says of its record.

    Attributes:
        holder: the public body that holds the original and has not ended; None where none is known.
        facts: what a request should name, label and value.
        card: reference of the agreement whose register card can be printed.
    """

    title: str
    reference: str
    holder: Agency | None
    facts: LabelledFacts
    withheld: str = ""  # why the original is not disclosed
    card: str = ""


def about_agreement(agreement: Any, clock: Clock) -> AboutPage:
    """An agreement is asked for at its lead party: the first public body among those who signed."""
    return AboutPage(
        agreement.title,
        agreement.reference,
        _first_public_body(_signing_agencies(agreement), clock),
        _facts_to_name(agreement),
        withheld=agreement.non_disclosure_reason,
        card=agreement.reference,
    )


def about_commitment(commitment: Commitment, clock: Clock) -> AboutPage:
    """What became of a commitment is asked at who leads it, else at the lead party of its agreement."""
    agreement = commitment.agreement
    leads = [role.agency for role in commitment.roles.all() if role.role == CommitmentRole.LEAD]
    return AboutPage(
        commitment.title,
        commitment.reference or "",
        _first_public_body([*leads, *_signing_agencies(agreement)], clock),
        (*_facts_to_name(agreement), (_("Commitment"), commitment.title)),
        withheld=agreement.non_disclosure_reason,
        card=agreement.reference or "",
    )


def about_program(program: Program, clock: Clock) -> AboutPage:
    holder = _first_public_body([program.owner], clock)
    return AboutPage(program.title, "", holder, ((_("Program"), program.title),))


def about_milestone(milestone: Milestone, clock: Clock) -> AboutPage:
    return AboutPage(
        milestone.title,
        milestone.reference or "",
        _first_public_body([milestone.program.owner, *milestone.agencies.all()], clock),
        ((_("Program"), milestone.program.title), (_("Milestone"), milestone.title)),
    )


def about_agency(agency: Agency, successors: Iterable[Agency], clock: Clock) -> AboutPage:
    """Of a body that has ended, what it left is asked for at the first of those that followed it."""
    return AboutPage(agency.name, "", _first_public_body([agency, *successors], clock), ())


def _facts_to_name(agreement: Any) -> LabelledFacts:
    facts: LabelledFacts = ((_("Title"), agreement.title), _signing_fact(agreement.then))
    if agreement.document_number:
        return (*facts, (_("Document number"), agreement.document_number))
    return facts


def _signing_fact(dates: Any) -> tuple[str | Promise, Any]:
    if dates.signed:
        return _("Signed on"), dates.signed
    return _("Signing announced, not confirmed"), dates.announced


def _signing_agencies(agreement: Agreement) -> list[Agency]:
    return [party.agency for party in agreement.parties.all() if party.role == PartyRole.PARTY]


def _first_public_body(agencies: Iterable[Agency | None], clock: Clock) -> Agency | None:
    for agency in filter(None, agencies):
        if agency.kind not in NOT_ASKED and not agency.has_ended(clock.on):
            return agency
    return None
