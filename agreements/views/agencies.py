from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import AGENCIES
from agreements.views.agency_lineage import has_ended_by
from agreements.views.lists import list_page


@require_safe
def agencies(request: HttpRequest) -> TemplateResponse:
    """Every agency that stands in the register."""
    return list_page(request, AGENCIES, extra_context=regions_and_ends)


def regions_and_ends(selection: Any, agencies: list[Any]) -> dict[str, Any]:
    """Say of each agency of the page in which region it works, and whether it was dissolved by the day."""
    regions = selection.filters.filters["region"].regions
    for agency in agencies:
        code = regions.region_of(agency.pk)
        agency.region_label = regions.label(code) if code else ""
        agency.has_ended = has_ended_by(agency, selection.clock)
    return {}
