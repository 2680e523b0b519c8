"""What agencies.csv has of other rows: former names, further regions, successors."""

from typing import Any

from agreements.lists.agency_names import agency_names
from agreements.lists.agency_parents import AgencyParents
from agreements.lists.among import among
from agreements.lists.columns.cells import iso_day, joined, pick_language
from agreements.lists.columns.linked_records import ByKey, Keys, joined_by_key, names_of_agencies
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.models import AgencySuccession, FormerName
from agreements.models.base import PUBLIC


def former_names_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    """Return the names that ended before the day, each with its last day: ``강원도 (2023-06-10)``."""
    pick = pick_language()
    names = FormerName.objects.visible_to(PUBLIC).filter(agency__in=among(keys), until__lt=clock.on)
    rows = names.order_by("agency", "until").values_list("agency", "name_ko", "name_en", "until")
    return joined_by_key(
        (key, f"{pick(korean, english)} ({iso_day(until)})") for key, korean, english, until in rows
    )


def regions_served(keys: Keys, clock: Clock) -> ByKey:
    """Return the regions of the clock's day that an agency serves beside its own, as its page does."""
    regions = Regions(on=clock.on)
    return {key: joined(list(map(regions.label, regions.served_by(key)))) for key in keys}


def codes_of_regions_served(keys: Keys, clock: Clock) -> ByKey:
    regions = Regions(on=clock.on)
    return {key: joined(regions.served_by(key)) for key in keys}


def parents_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    """Return the agency to which each belongs on the clock's day as "name" and "code"."""
    parents = AgencyParents(on=clock.on)
    parent_by_key = {key: parents.parent_of(key) for key in keys}
    names = names_of_agencies(list(parent_by_key.values()), clock)
    return {key: names[parent] for key, parent in parent_by_key.items() if parent is not None}


def successors_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    names = agency_names(clock.on)
    successors = _successions(keys, clock).values_list("agency", "successor")
    return joined_by_key((key, names[successor]) for key, successor in successors if successor in names)


def slugs_of_successors(keys: Keys, clock: Clock) -> ByKey:
    return joined_by_key(_successions(keys, clock).values_list("agency", "successor__slug"))


def _successions(keys: Keys, clock: Clock) -> Any:
    """Return who follows the agencies that have ended on the day, as the page of each says."""
    return (
        AgencySuccession.objects.visible_to(PUBLIC)
        .filter(agency__in=among(keys), agency__dissolved_on__lt=clock.on)
        .order_by("successor__name_ko", "pk")
    )
