from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.rules.ordinance import DutyKind
from agreements.views.agreement import get_agreement, replaced_and_replacing
from agreements.views.breadcrumb import Crumb
from agreements.views.changes import record_history
from agreements.views.duties import PartyDuties, duties_by_party
from agreements.views.page_context import base_clock, contact_of
from agreements.views.subject_states import subject_rows

# Which line of the card holds which duties; what is in neither stands under “other duties”.
TO_THE_COUNCIL = frozenset({DutyKind.PRIOR_REPORT, DutyKind.COUNCIL_VOTE, DutyKind.SIGNING_REPORT})
EVALUATIONS = frozenset({DutyKind.SELF_EVALUATION})
OTHER = frozenset(DutyKind) - TO_THE_COUNCIL - EVALUATIONS


@require_safe
def agreement_card(request: HttpRequest, reference: str) -> TemplateResponse:
    """The register card (관리카드) of an agreement: all that ordinances ask for, on one or two sheets."""
    clock = base_clock(request)
    record = get_agreement(reference, clock)
    parties_with_duties = duties_by_party(record, clock)
    context = {
        "clock": clock,
        "breadcrumb": [
            Crumb(_("Agreements"), reverse("agreements")),
            Crumb(reference, record.get_absolute_url()),
            Crumb(_("Register card")),
        ],
        "agreement": record,
        "dates": record.then,
        **replaced_and_replacing(record, clock),
        "changes": record_history(record, on=clock.on).changes,
        "parties": record.parties.all(),
        "public_documents": len(record.documents.all()),
        "commitments": subject_rows(record.commitments.all(), clock=clock),
        "to_the_council": duties_of_kinds(parties_with_duties, TO_THE_COUNCIL),
        "evaluations": duties_of_kinds(parties_with_duties, EVALUATIONS),
        "other_duties": duties_of_kinds(parties_with_duties, OTHER),
        "contact": contact_of(record),
    }
    return TemplateResponse(request, "agreements/agreement_card.html", context)


def duties_of_kinds(parties: list[PartyDuties], kinds: frozenset[DutyKind]) -> list[PartyDuties]:
    """Return the parties that have duties of some kinds, each with these duties only."""
    narrowed = []
    for party in parties:
        duties = [duty for duty in party.duties if duty.duty.kind in kinds]
        if duties:
            narrowed.append(PartyDuties(party.agency, duties))
    return narrowed
