from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import timeline
from agreements.lists import parameters
from agreements.lists.parameters import Clock
from agreements.lists.themes import themes_of
from agreements.models import (
    Agreement,
    Amendment,
    BudgetShare,
    Commitment,
    Document,
    Source,
)
from agreements.models.labels import field_label
from agreements.rules.application import AgreementFacts
from agreements.rules.story import agreement_sentence
from agreements.rules.yes_no_unknown import YesNoUnknown
from agreements.views.about_page import about_agreement
from agreements.views.announced_targets import targets_by_report
from agreements.views.breadcrumb import Crumb
from agreements.views.changes import RecordChange, record_history
from agreements.views.duties import PartyDuties, duties_by_party, ordinances_of_bodies
from agreements.views.lane_drawing import LaneGroup, draw_lanes
from agreements.views.page_context import base_clock, contact_of, file_links, programs_with_notice
from agreements.views.querysets import (
    agreements_with_phase,
    get_or_gone,
    prefetch_agencies,
    prefetch_parties,
    prefetch_program,
    prefetch_public,
    prefetch_roles,
    public_rows,
    reports_with_subject,
)
from agreements.views.statements import public_statements
from agreements.views.subject_states import status_tally, subject_rows


@require_safe
def agreement(request: HttpRequest, reference: str) -> TemplateResponse:
    """One agreement: parties, commitments, timeline, documents, evidence."""
    clock = base_clock(request, "kind")
    record = get_agreement(reference, clock)
    commitments = subject_rows(record.commitments.all(), clock=clock)
    parties_with_duties, changes = duties_by_party(record, clock), record_history(record, on=clock.on).changes
    kind = parameters.kind_of(request.GET, timeline.EventKind.values)
    parties = list(record.parties.all())
    joined = [party for party in parties if party.joined]
    context = {
        "clock": clock,
        "breadcrumb": [Crumb(_("Agreements"), reverse("agreements")), Crumb(reference)],
        "agreement": record,
        "themes": themes_of(record, seq=clock.seq),
        **replaced_and_replacing(record, clock),
        **facts_for_ordinances(record),
        "changes": changes,
        "sentence": agreement_sentence(
            dates=record.then,
            parties=len(parties) - len(joined),
            joined=len([party for party in joined if party.joined.first <= clock.on]),
            tally=status_tally(commitments),
            on=clock.on,
        ),
        "begun": record.then.begins_on <= clock.on,
        "statements": public_statements(Q(agreement=record), on=clock.on, seq=clock.seq),
        "parties": parties,
        "quoted_parties": [party for party in parties if party.purpose],
        "commitments": commitments,
        "drawing": draw_lanes([LaneGroup("", "", commitments)], clock=clock),
        "parties_with_duties": parties_with_duties,
        "undecided_parties": [party for party in parties_with_duties if not party.decided],
        "ordinances": ordinances_of_bodies(party.agency_id for party in parties),
        "timeline": timeline.events_of_kind(
            events_of_agreement(record, parties_with_duties, changes, clock), until=clock.on, kind=kind
        ),
        "notices": programs_with_notice(commitment.program for commitment in record.commitments.all()),
        "contact": contact_of(record),
        "about_page": about_agreement(record, clock),
        "downloads": file_links(
            "commitments", "reports", "targets", "duties", clock=clock, agreement=reference
        ),
    }
    return TemplateResponse(request, "agreements/agreement.html", context)


def get_agreement(reference: str, clock: Clock) -> Any:
    """Give the agreement with all that its page shows; raises as ``get_or_gone``."""
    withdrawn = Q(agreement__reference=reference)
    return get_or_gone(agreements_with_details(clock), clock=clock, withdrawn=withdrawn, reference=reference)


def facts_for_ordinances(agreement: Agreement) -> dict[str, Any]:
    """Return what the agreement says of that on which ordinances hang, and what of it is not known."""
    answers, unknown = [], []
    for name in AgreementFacts._fields:
        label = field_label(Agreement, name)
        if getattr(agreement, name) == YesNoUnknown.UNKNOWN:
            unknown.append(label)
        else:
            answers.append({"label": label, "answer": getattr(agreement, f"get_{name}_display")()})
    return {"facts_known": answers, "facts_unknown": unknown}


def events_of_agreement(
    agreement: Any, parties_with_duties: Iterable[PartyDuties], changes: Iterable[RecordChange], clock: Clock
) -> list[timeline.Event]:
    """Every dated fact of an agreement, each once."""
    reports = list(reports_with_subject(clock).filter(commitment__agreement=agreement))
    records = [record for party in parties_with_duties for record in party.records]
    return [
        *timeline.agreement_events(agreement),
        *timeline.joining_events(agreement.parties.all()),
        *timeline.amendment_events(agreement.amendments.all()),
        *timeline.report_events(reports, announcements=targets_by_report(reports, clock)),
        *timeline.remedy_events(agreement, on=clock.on, seq=clock.seq),
        *timeline.duty_events(records, agreement),
        *timeline.change_events(changes, agreement, seq=clock.seq),
    ]


def agreements_with_details(clock: Clock) -> Any:
    """Agreements with all that their page shows, in their phase on the day."""
    commitments = (
        public_rows(Commitment)
        .known_at(clock.seq)
        .prefetch_related(
            prefetch_program(clock),
            prefetch_roles(clock.on),
        )
    )
    return agreements_with_phase(clock).prefetch_related(
        prefetch_parties(clock.on),
        prefetch_public("budget", BudgetShare, prefetch_agencies("payer", clock.on)),
        prefetch_public("amendments", Amendment, prefetch_public("document", Document)),
        Prefetch("commitments", queryset=commitments),
        prefetch_public("documents", Document),
        prefetch_public("sources", Source),
    )


def replaced_and_replacing(agreement: Any, clock: Clock) -> dict[str, Any]:
    """The agreement it replaced, and those that replace it, as was public at the clock."""
    before = agreement.then.supersedes_id
    related = Q(pk=before) | Q(then__supersedes=agreement)
    relatives = list(public_rows(Agreement).known_at(clock.seq).filter(related))
    return {
        "predecessor": next((relative for relative in relatives if relative.pk == before), None),
        "successors": [relative for relative in relatives if relative.pk != before],
    }
