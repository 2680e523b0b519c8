"""The list of public agencies, by name."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import AgencyLink, RegionFilter
from agreements.models import Agency, AgencyKind, SearchKind
from agreements.models.base import PUBLIC

ITSELF = AgencyLink("pk", "pk", "pk")


def founded_agencies(clock: Clock) -> Any:
    """Agencies founded by the day; one that was dissolved stays, as its promises do."""
    founded = Q(founded_on__isnull=True) | Q(founded_on__lte=clock.on)
    return Agency.objects.visible_to(PUBLIC).filter(founded)


class AgencyFilters(ListFilters):
    q = TextFilter({"": SearchKind.AGENCY})
    kind = ChoiceFilter(label=_("Kind"), choices=AgencyKind.choices)
    region = RegionFilter(ITSELF)


def with_names_of_day(rows: Any, clock: Clock) -> Any:
    return rows.named_on(clock.on)


AGENCIES = Listing(
    name="agencies",
    title=_("Agencies"),
    lead=_("Who signs agreements and carries commitments."),
    rows=founded_agencies,
    filters=AgencyFilters,
    sorts={
        "name": Sort(_("Name"), ("name_ko",), column="agency"),
        "region": Sort(_("Region"), (F("region").asc(nulls_last=True), "name_ko"), column="region"),
        "kind": Sort(_("Kind"), ("kind", "name_ko"), column="kind"),
    },
    related=with_names_of_day,
)
