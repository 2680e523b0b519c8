from django.db.models import Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.rules.ordinance import DutyKind
from agreements.views.agreement import relatives, whole
from agreements.views.breadcrumb import Crumb
from agreements.views.changes import history
from agreements.views.duties import Owed, duties_by_party
from agreements.views.page_context import base_clock, contact
from agreements.views.querysets import get_or_gone
from agreements.views.subject_states import rows

# Which line of the card holds which duties; what is in neither stands under “other duties”.
TO_THE_COUNCIL = frozenset({DutyKind.PRIOR_REPORT, DutyKind.COUNCIL_VOTE, DutyKind.SIGNING_REPORT})
EVALUATIONS = frozenset({DutyKind.SELF_EVALUATION})
OTHER = frozenset(DutyKind) - TO_THE_COUNCIL - EVALUATIONS


@require_safe
def agreement_card(request: HttpRequest, reference: str) -> TemplateResponse:
    """The register card (관리카드) of an agreement: all that ordinances ask for, on one or two sheets."""
    clock = base_clock(request)
    found = get_or_gone(
        whole(clock), clock=clock, withdrawn=Q(agreement__reference=reference), reference=reference
    )
    owed = duties_by_party(found, clock)
    context = {
        "clock": clock,
        "breadcrumb": [
            Crumb(_("Agreements"), reverse("agreements")),
            Crumb(reference, found.get_absolute_url()),
            Crumb(_("Register card")),
        ],
        "agreement": found,
        "dates": found.then,
        **relatives(found, clock),
        "changes": history(found).changes,
        "parties": found.parties.all(),
        "public_documents": len(found.documents.all()),
        "commitments": rows(found.commitments.all(), clock=clock),
        "to_the_council": of_kinds(owed, TO_THE_COUNCIL),
        "evaluations": of_kinds(owed, EVALUATIONS),
        "other_duties": of_kinds(owed, OTHER),
        "contact": contact(found),
    }
    return TemplateResponse(request, "agreements/agreement_card.html", context)


def of_kinds(owed: list[Owed], kinds: frozenset[DutyKind]) -> list[Owed]:
    """Leave the duties of some kinds, and the parties that have any."""
    found = [Owed(party.agency, [duty for duty in party.duties if duty.duty.kind in kinds]) for party in owed]
    return [party for party in found if party.duties]
