from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.themes import themes_of
from agreements.models import Agreement, Commitment, Source
from agreements.views.about_page import about_commitment
from agreements.views.breadcrumb import Crumb
from agreements.views.changes import record_history
from agreements.views.page_context import base_clock, contact_of, file_links, programs_with_notice
from agreements.views.querysets import (
    get_or_gone,
    prefetch_parties,
    prefetch_program,
    prefetch_public,
    prefetch_roles,
    public_rows,
)
from agreements.views.same_promise import prefetch_milestone_link, same_promise
from agreements.views.subject_page import subject_story


@require_safe
def commitment(request: HttpRequest, reference: str) -> TemplateResponse:
    """One promise: its wording, who does what, every report and every announced date."""
    clock = base_clock(request)
    agreement = reference.rpartition("-")[0]
    agreements = public_rows(Agreement).known_at(clock.seq)
    rows = (
        public_rows(Commitment)
        .known_at(clock.seq)
        .prefetch_related(
            Prefetch("agreement", queryset=agreements.prefetch_related(prefetch_parties(clock.on))),
            prefetch_program(clock),
            prefetch_public("duties_source", Source),
            prefetch_roles(clock.on),
            prefetch_milestone_link(clock),
        )
    )
    record = get_or_gone(rows, clock=clock, withdrawn=Q(agreement__reference=agreement), reference=reference)
    past = record_history(record.agreement, on=clock.on)
    context = {
        "clock": clock,
        "breadcrumb": [
            Crumb(_("Agreements"), reverse("agreements")),
            Crumb(record.agreement.reference, record.agreement.get_absolute_url()),
            Crumb(reference),
        ],
        "subject": record,
        "themes": themes_of(record, seq=clock.seq),
        "same_promise": same_promise(record),
        "changes": past.of(reference),
        "first_wording": past.first_wording(reference, "wording_ko", now=record.wording_ko),
        "story": subject_story(record, clock=clock),
        "notices": programs_with_notice([record.program]),
        "contact": contact_of(record.agreement),
        "about_page": about_commitment(record, clock),
        "downloads": file_links("reports", "inquiries", "targets", clock=clock, commitment=reference),
    }
    return TemplateResponse(request, "agreements/commitment.html", context)
