"""The list of public agencies, by name."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import PUBLIC, ChoiceFilter, ListFilters, Listing, Sort, TextFilter
from agreements.filters.choices import agency_in, region_filter
from agreements.models import Agency, AgencyKind, SearchKind
from agreements.parameters import Clock


def listed(clock: Clock) -> QuerySet[Agency]:
    """Agencies founded by the day; one that was dissolved stays, as its promises do."""
    founded = Q(founded_on__isnull=True) | Q(founded_on__lte=clock.on)
    return Agency.objects.visible_to(PUBLIC).filter(founded)


class AgencyFilters(ListFilters):
    searched = {"": SearchKind.AGENCY}

    q = TextFilter()
    kind = ChoiceFilter(label=_("Kind"), choices=AgencyKind.choices)
    region = region_filter(method="in_region")

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=agency_in(value))


def with_region(rows: QuerySet[Agency], clock: Clock) -> QuerySet[Agency]:
    return rows.select_related("region__parent").prefetch_related(
        Prefetch("parent", Agency.objects.visible_to(PUBLIC))
    )


AGENCIES = Listing(
    name="agencies",
    title=_("Agencies"),
    lead=_("Who signs agreements and carries commitments."),
    rows=listed,
    filters=AgencyFilters,
    sorts={
        "name": Sort(_("Name"), ("name_ko",)),
        "region": Sort(_("Region"), ("region", "name_ko")),
        "kind": Sort(_("Kind"), ("kind", "name_ko")),
    },
    related=with_region,
)
