from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import AGENCIES
from agreements.lists.agencies import ALL
from agreements.lists.agency_parents import AgencyParents
from agreements.views.agency_bars import small_bar
from agreements.views.lists import list_page, list_url, query_without
from agreements.views.querysets import agencies_at


@require_safe
def agencies(request: HttpRequest) -> TemplateResponse:
    """The agencies that signed or carry something; all others where they are asked for."""
    return list_page(request, AGENCIES, extra_context=facts_of_day)


def facts_of_day(selection: Any, agencies: list[Any]) -> dict[str, Any]:
    """Say of each agency of the page where it works and to which it belongs, and count what it signed."""
    clock, counts = selection.clock, selection.counts
    regions = selection.filters.filters["region"].regions
    parents = AgencyParents(on=clock.on)
    parent_keys = {agency.pk: parents.parent_of(agency.pk) for agency in agencies}
    parents_by_key = agencies_at(clock.on).in_bulk(set(parent_keys.values()) - {None})
    for agency in agencies:
        agency.belongs_to = parents_by_key.get(parent_keys[agency.pk])
        agency.region_label = regions.label_of_agency(agency.pk)
        agency.is_dissolved = agency.has_ended(clock.on)
        agency.agreement_count = counts.agreements.get(agency.pk, 0)
        agency.bar = small_bar(counts.promises.get(agency.pk), clock, agency=agency.slug)
    return {"other_view": other_view(selection)}


def other_view(selection: Any) -> dict[str, Any]:
    """Link the list with those that have nothing, or without them; ``count`` is 0 where there are none."""
    facets = selection.facets.counts("view")
    query = query_without(selection, "view")
    shows_all = "view" in selection.chosen
    if not shows_all:
        query["view"] = ALL
    count = facets[ALL] if facets[ALL] > facets[""] else 0
    return {"url": list_url(selection, query), "shows_all": shows_all, "count": count}
