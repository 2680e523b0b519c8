"""What agencies.csv has of other rows: former names, further regions, successors."""

from typing import Any

from django.db.models import F

from agreements.lists.agency_names import agency_names
from agreements.lists.columns.cells import iso_day, pick_language
from agreements.lists.columns.linked_records import ByKey, Keys, joined_by_key
from agreements.lists.parameters import Clock
from agreements.models import AgencySuccession, FormerName, Region
from agreements.models.base import PUBLIC


def former_names_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    """Return the names that ended before the day, each with its last day: ``강원도 (2023-06-10)``."""
    pick = pick_language()
    names = FormerName.objects.visible_to(PUBLIC).filter(agency__in=keys, until__lt=clock.on)
    rows = names.order_by("agency", "until").values_list("agency", "name_ko", "name_en", "until")
    return joined_by_key(
        (key, f"{pick(korean, english)} ({iso_day(until)})") for key, korean, english, until in rows
    )


def regions_served(keys: Keys, clock: Clock) -> ByKey:
    """Return the names of the regions that an agency serves beside its own."""
    served = Region.objects.visible_to(PUBLIC).filter(served_by__in=keys).select_related("parent__parent")
    rows = served.annotate(agency=F("served_by")).order_by("code")
    return joined_by_key((region.agency, region.label) for region in rows)


def codes_of_regions_served(keys: Keys, clock: Clock) -> ByKey:
    served = Region.objects.visible_to(PUBLIC).filter(served_by__in=keys).order_by("code")
    return joined_by_key(served.values_list("served_by", "code"))


def successors_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    names = agency_names(clock.on)
    successors = _successions(keys, clock).values_list("agency", "successor")
    return joined_by_key((key, names[successor]) for key, successor in successors if successor in names)


def slugs_of_successors(keys: Keys, clock: Clock) -> ByKey:
    return joined_by_key(_successions(keys, clock).values_list("agency", "successor__slug"))


def _successions(keys: Keys, clock: Clock) -> Any:
    """Return who follows the agencies that were dissolved by the day, as the page of each says."""
    return (
        AgencySuccession.objects.visible_to(PUBLIC)
        .filter(agency__in=keys, agency__dissolved_on__lte=clock.on)
        .order_by("successor__name_ko", "pk")
    )
