"""regions.csv: the regions of the country, ended ones with what followed them."""

from django.utils.translation import gettext_lazy as _

from agreements.lists.among import among
from agreements.lists.columns import cells
from agreements.lists.columns.export import Column, Export, Kind
from agreements.lists.columns.linked_records import ByKey, Keys, joined_by_key
from agreements.lists.columns.shared_columns import address_column
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.lists.register_files import REGIONS as LISTING
from agreements.models import RegionSuccession
from agreements.models.base import PUBLIC


def labels_of_regions(keys: Keys, clock: Clock) -> ByKey:
    regions = Regions(on=clock.on)
    return {key: regions.label(key) for key in keys}


def successors_of_regions(keys: Keys, clock: Clock) -> ByKey:
    successions = (
        RegionSuccession.objects.visible_to(PUBLIC).filter(region__in=among(keys)).order_by("successor")
    )
    return joined_by_key(successions.values_list("region", "successor"))


REGIONS = Export(
    listing=LISTING,
    key=("code",),
    columns=(
        Column(
            "code",
            _("Code of the region"),
            cells.value("code"),
            _("Legal-dong code: two digits for a province, five for a city or county."),
            Kind.CODE,
        ),
        Column("name", _("Name"), cells.text("name"), _("Its own name.")),
        Column(
            "full_name", _("Full name"), cells.linked("pk", labels_of_regions),
            _("With those of the regions above it."),
        ),
        Column(
            "parent_code", _("Upper region (code)"), cells.value("parent"),
            _("Empty for a province."), Kind.CODE,
        ),
        Column("valid_from", _("First day"), cells.day("valid_from"), _("Empty where not known."), Kind.DAY),
        Column(
            "valid_to", _("Last day"), cells.day("valid_to"), _("Empty where it has not ended."), Kind.DAY,
        ),
        Column(
            "successor_codes",
            _("Successors (codes)"),
            cells.linked("pk", successors_of_regions),
            _("What followed it."),
            Kind.LIST,
        ),
        address_column(cells.address("region", "code")),
    ),
)  # fmt: skip
