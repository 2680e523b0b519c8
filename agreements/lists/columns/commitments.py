"""commitments.csv: what was promised, by whom, and how it stood on the day."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import COMMITMENTS as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.shared_columns import (
    address_column,
    name_and_slug,
    reference_column,
    region_columns,
    same_promise_column,
    theme_columns,
)
from agreements.lists.columns.state_columns import (
    EVIDENCE_COLUMNS,
    TARGET_COLUMNS,
    quantity_columns,
    status_columns,
)
from agreements.lists.columns.statements import statements_column, statements_on_promise
from agreements.lists.themes import THEMES_OF_COMMITMENT
from agreements.models import Commitment
from agreements.rules.lifecycle import COMMITMENT_STATUSES


def part_of_roles(part: str) -> Cell:
    return cells.linked("commitment", linked_records.roles_of_commitments, part)


COMMITMENTS = Export(
    listing=LISTING,
    columns=(
        reference_column("commitment__reference"),
        Column(
            "agreement_reference",
            _("Agreement number"),
            cells.value("commitment__agreement__reference"),
            _("The same as in agreements.csv."),
            Kind.CODE,
        ),
        Column(
            "agreement_title",
            _("Agreement"),
            cells.text("commitment__agreement__title"),
            _("Title of the agreement."),
        ),
        Column(
            "number",
            _("Number"),
            cells.value("commitment__number"),
            _("Its number within the agreement."),
            Kind.NUMBER,
        ),
        Column("title", _("Title"), cells.text("commitment__title"), _("What was promised, in short.")),
        Column(
            "wording",
            _("Original wording"),
            cells.text("commitment__wording"),
            _("Word for word as the agreement says it; empty where the text was not obtained."),
        ),
        Column(
            "lead_agencies",
            _("Lead agencies"),
            part_of_roles("lead"),
            _("Agencies named as the lead."),
            Kind.LIST,
        ),
        Column(
            "supporting_agencies",
            _("Supporting agencies"),
            part_of_roles("support"),
            _("Agencies named as supporting."),
            Kind.LIST,
        ),
        Column(
            "joint_agencies",
            _("Joint agencies"),
            part_of_roles("joint"),
            _("Agencies that carry it together: the agreement names no lead."),
            Kind.LIST,
        ),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            part_of_roles("slugs"),
            _("All its agencies, as in agencies.csv, in the order of the agreement."),
            Kind.LIST,
        ),
        *region_columns(part_of_roles),
        *theme_columns(
            "commitment",
            THEMES_OF_COMMITMENT,
            Commitment,
            _("Its own or, where it has none, those of its agreement; and those of the same promise."),
        ),
        *name_and_slug(
            "program",
            "commitment__program",
            linked_records.program_names,
            label=_("Program"),
            slug=_("Program (code)"),
            meaning=_("The program that carries it, if any."),
            slug_meaning=_("The same as in programs.csv."),
        ),
        same_promise_column("commitment", linked_records.same_promise_of_commitments),
        *status_columns(COMMITMENT_STATUSES),
        *quantity_columns("commitment__"),
        *TARGET_COLUMNS,
        *EVIDENCE_COLUMNS,
        statements_column(
            statements_on_promise("commitment"),
            _("What agencies said themselves about it, and about its last report: agency, day, text."),
        ),
        address_column(cells.address("commitment", "commitment__reference")),
    ),
)
