"""agencies.csv: who signs agreements and carries commitments."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import AGENCIES as LISTING
from agreements.lists.columns import agency_relations, cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind, Label
from agreements.lists.columns.shared_columns import SLUG_COLUMN, address_column, code_and_label, name_and_slug
from agreements.lists.columns.state_columns import standing_counts
from agreements.models import AgencyKind


def count_of_agency(part: str) -> Cell:
    return cells.linked("pk", linked_records.counts_of_agencies, part)


def number_columns(*columns: tuple[str, str, Label, Label]) -> tuple[Column, ...]:
    """Return a column for each part of the counts: part, name, label, meaning."""
    return tuple(
        Column(name, label, count_of_agency(part), meaning, Kind.NUMBER)
        for part, name, label, meaning in columns
    )


AGENCIES = Export(
    listing=LISTING,
    key=("slug",),
    columns=(
        SLUG_COLUMN,
        Column(
            "name",
            _("Name"),
            cells.linked("pk", linked_records.names_of_agencies, "bare_name"),
            _("Official name on the base date."),
        ),
        Column(
            "told_apart_by",
            _("Told apart by"),
            cells.text("qualifier"),
            _("Stands behind its name where another agency has the same."),
        ),
        Column(
            "former_names",
            _("Former names (last day)"),
            cells.linked("pk", agency_relations.former_names_of_agencies),
            _("Each with its last day."),
            Kind.LIST,
        ),
        Column(
            "other_names",
            _("Other names"),
            cells.stored_list("other_names_ko"),
            _("Short and former names in Korean."),
            Kind.LIST,
        ),
        *code_and_label(
            "kind",
            "kind",
            AgencyKind.choices,
            code=_("Kind (code)"),
            label=_("Kind"),
            meaning=_("What kind of body it is."),
        ),
        Column(
            "region",
            _("Region"),
            cells.linked("pk", linked_records.regions_of_agencies, "name"),
            _("The region it works for."),
        ),
        Column(
            "region_code",
            _("Region (code)"),
            cells.linked("pk", linked_records.regions_of_agencies, "code"),
            _("Legal-dong code: two digits for a province, five for a city or county."),
            Kind.CODE,
        ),
        Column(
            "serves",
            _("Further regions"),
            cells.linked("pk", agency_relations.regions_served),
            _("Regions that it serves beside its own."),
            Kind.LIST,
        ),
        Column(
            "serves_codes",
            _("Further regions (codes)"),
            cells.linked("pk", agency_relations.codes_of_regions_served),
            _("Legal-dong codes: two digits for a province, five for a city or county."),
            Kind.LIST,
        ),
        *name_and_slug(
            "parent",
            "pk",
            agency_relations.parents_of_agencies,
            label=_("Parent agency"),
            slug=_("Parent agency (code)"),
            meaning=_("The agency it belongs to."),
            slug_meaning=_("Its address name in this file."),
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
            "successors",
            _("Successors"),
            cells.linked("pk", agency_relations.successors_of_agencies),
            _("Who took over from it."),
            Kind.LIST,
        ),
        Column(
            "successor_slugs",
            _("Successors (codes)"),
            cells.linked("pk", agency_relations.slugs_of_successors),
            _("Their address names in this file."),
            Kind.LIST,
        ),
        Column(
            "agreements",
            _("Number of its agreements"),
            count_of_agency("signed"),
            _("How many it signed, or is announced to have signed."),
            Kind.NUMBER,
        ),
        *number_columns(
            ("lead", "leads", _("Commitments led"), _("Their number.")),
            ("support", "supports", _("Commitments supported"), _("Commitments it supports.")),
            (
                "joint",
                "shares",
                _("Commitments carried jointly"),
                _("Their number; the agreement names no lead."),
            ),
            (
                "step",
                "steps",
                _("Promises carried as a step"),
                _("Milestones it carries, also as the same promise as a commitment that does not name it."),
            ),
            ("promises", "promises", _("Number of its promises"), _("Sum of the four columns before.")),
            (
                "fulfilled",
                "fulfilled",
                _("Number fulfilled"),
                _("Of its promises: completed, or continuing after completion."),
            ),
            (
                "period_done",
                "period_done",
                _("Number done for a period"),
                _("Of its promises: repeating and done for a period, so never fulfilled for good."),
            ),
        ),
        *standing_counts(count_of_agency),
        address_column(cells.address("agency", "slug")),
    ),
)
