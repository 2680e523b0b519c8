"""agencies.csv: who signs agreements and carries commitments."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import AGENCIES as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.models import AgencyKind


def counted(part: str) -> Cell:
    return cells.looked_up("pk", linked_records.parts_of_agencies, part)


AGENCIES = Export(
    listing=LISTING,
    columns=(
        Column("slug", _("Address name"), cells.value("slug"), _("Permanent; never reused."), Kind.CODE),
        Column("name", _("Name"), cells.text("name"), _("Official name.")),
        Column(
            "other_names",
            _("Other names"),
            cells.value("other_names_ko"),
            _("Short and former names in Korean."),
            Kind.LIST,
        ),
        Column("kind", _("Kind (code)"), cells.value("kind"), _("What kind of body it is."), Kind.CODE),
        Column("kind_label", _("Kind"), cells.label("kind", AgencyKind.choices), _("The same in words.")),
        Column(
            "region",
            _("Region"),
            cells.looked_up("region", linked_records.regions),
            _("The region it works for."),
        ),
        Column(
            "region_code",
            _("Region (code)"),
            cells.value("region"),
            _("Legal-dong code: two digits for a province, five for a city or county."),
            Kind.CODE,
        ),
        Column(
            "parent",
            _("Parent agency"),
            cells.looked_up("parent", linked_records.agencies, "name"),
            _("The agency it belongs to."),
        ),
        Column(
            "parent_slug",
            _("Parent agency (code)"),
            cells.looked_up("parent", linked_records.agencies, "code"),
            _("Its address name in this file."),
            Kind.CODE,
        ),
        Column("founded_on", _("Founded on"), cells.day("founded_on"), _("Where known."), Kind.DAY),
        Column(
            "dissolved_on",
            _("Dissolved on"),
            cells.day("dissolved_on"),
            _("If it is no more."),
            Kind.DAY,
        ),
        Column(
            "agreements", _("Agreements signed"), counted("signed"), _("How many it signed."), Kind.NUMBER
        ),
        Column("leads", _("Commitments led"), counted("lead"), _("Their number."), Kind.NUMBER),
        Column(
            "supports",
            _("Commitments supported"),
            counted("support"),
            _("Commitments it supports."),
            Kind.NUMBER,
        ),
        Column(
            "shares",
            _("Commitments carried jointly"),
            counted("joint"),
            _("Their number; the agreement names no lead."),
            Kind.NUMBER,
        ),
        Column(
            "url", _("Address"), cells.address("agency", "slug"), _("Its page on this site."), Kind.ADDRESS
        ),
    ),
)
