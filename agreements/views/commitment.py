from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.models import Agency, Agreement, Commitment, CommitmentAgency, Program, Source
from agreements.views.public import base_day, contact, downloads, get_or_gone, one, public
from agreements.views.subject import story


@require_safe
def commitment(request: HttpRequest, reference: str) -> TemplateResponse:
    """One promise: its wording, who does what, every report and every announced date."""
    on = base_day(request)
    agreement = reference.rpartition("-")[0]
    rows = public(Commitment).prefetch_related(
        one("agreement", Agreement),
        one("program", Program),
        one("duties_source", Source),
        Prefetch("roles", queryset=public(CommitmentAgency).prefetch_related(one("agency", Agency))),
    )
    found = get_or_gone(rows, withdrawn=Q(agreement__reference=agreement), reference=reference)
    context = {
        "on": on,
        "subject": found,
        "story": story(found, on=on),
        "notices": [found.program] if found.program and found.program.notice else [],
        "contact": contact(found.agreement),
        "downloads": downloads("reports_csv", on=on, commitment=reference),
    }
    return TemplateResponse(request, "agreements/commitment.html", context)
