from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.themes import themes_of
from agreements.models import Milestone, Program
from agreements.views.about_page import about_milestone
from agreements.views.breadcrumb import Crumb
from agreements.views.changes import record_history
from agreements.views.page_context import base_clock, contact_of, file_links, programs_with_notice
from agreements.views.querysets import (
    get_or_gone,
    prefetch_agencies,
    public_rows,
)
from agreements.views.same_promise import prefetch_commitment_link, same_promise
from agreements.views.subject_page import subject_story


@require_safe
def milestone(request: HttpRequest, reference: str) -> TemplateResponse:
    """One step of a program: who takes it, every report and every announced date."""
    clock = base_clock(request)
    slug = reference.rpartition("-")[0]
    owned = public_rows(Program).prefetch_related(prefetch_agencies("owner", clock.on))
    rows = (
        public_rows(Milestone)
        .known_at(clock.seq)
        .prefetch_related(
            prefetch_agencies("agencies", clock.on),
            Prefetch("program", queryset=owned),
            prefetch_commitment_link(clock),
        )
    )
    record = get_or_gone(rows, clock=clock, withdrawn=Q(program__slug=slug), reference=reference)
    context = {
        "clock": clock,
        "breadcrumb": [
            Crumb(_("Programs"), reverse("programs")),
            Crumb(record.program.title, record.program.get_absolute_url()),
            Crumb(_("Milestone %(number)s") % {"number": record.number}),
        ],
        "subject": record,
        "themes": themes_of(record, seq=clock.seq),
        "same_promise": same_promise(record),
        "changes": record_history(record.program, on=clock.on).of(reference),
        "story": subject_story(record, clock=clock),
        "notices": programs_with_notice([record.program]),
        "contact": contact_of(record.program),
        "about_page": about_milestone(record, clock),
        "downloads": file_links("reports", "inquiries", "targets", clock=clock, milestone=reference),
    }
    return TemplateResponse(request, "agreements/milestone.html", context)
