from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import AGENCIES
from agreements.lists.agency_parents import AgencyParents
from agreements.views.lists import list_page
from agreements.views.querysets import agencies_at


@require_safe
def agencies(request: HttpRequest) -> TemplateResponse:
    """Every agency that stands in the register."""
    return list_page(request, AGENCIES, extra_context=facts_of_day)


def facts_of_day(selection: Any, agencies: list[Any]) -> dict[str, Any]:
    """Say of each agency of the page where it works, to which it belongs, and whether it was dissolved."""
    regions = selection.filters.filters["region"].regions
    parents = AgencyParents(on=selection.clock.on)
    parent_keys = {agency.pk: parents.parent_of(agency.pk) for agency in agencies}
    parents_by_key = agencies_at(selection.clock.on).in_bulk(set(parent_keys.values()) - {None})
    for agency in agencies:
        agency.belongs_to = parents_by_key.get(parent_keys[agency.pk])
        agency.region_label = regions.label_of_agency(agency.pk)
        agency.is_dissolved = agency.has_ended(selection.clock.on)
    return {}
