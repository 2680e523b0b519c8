"""commitments.csv: what was promised, by whom, and how it stood on the day; one row a promise."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from agreements.lists import COMMITMENTS as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.milestones import part_of_milestone_agencies
from agreements.lists.columns.report_columns import (
    SUBJECT_REFERENCES,
    write_subject_kind,
    write_subject_kind_label,
)
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
from agreements.lists.columns.statements import STATEMENTS_ON_PROMISE, statements_column
from agreements.lists.themes import THEMES_OF_COMMITMENT, THEMES_OF_MILESTONE
from agreements.models import Commitment, Milestone
from agreements.rules.lifecycle import STATUSES

THEMES = _("Its own or, where it has none, those of its agreement; and those of the same promise.")


def part_of_roles(part: str) -> Cell:
    return cells.linked("commitment", linked_records.roles_of_commitments, part)


def of_either(cell: Cell, of_milestone: Cell) -> Cell:
    """Show the first of a row that is about a commitment, and the other one of a milestone's."""
    return replace(cell, otherwise=of_milestone)


def columns_of_either(columns: Iterable[Column], of_milestone: Iterable[Column]) -> tuple[Column, ...]:
    pairs = zip(columns, of_milestone, strict=True)
    return tuple(replace(column, cell=of_either(column.cell, of_step.cell)) for column, of_step in pairs)


def program_columns(side: str) -> tuple[Column, ...]:
    return name_and_slug(
        "program",
        f"{side}__program",
        linked_records.program_names,
        label=_("Program"),
        slug=_("Program (code)"),
        meaning=_("The program that carries it, if any."),
        slug_meaning=_("The same as in programs.csv."),
    )


COMMITMENTS = Export(
    listing=LISTING,
    key=("reference",),
    columns=(
        *columns_of_either(
            [reference_column("commitment__reference")], [reference_column("milestone__reference")]
        ),
        Column(
            "kind",
            _("Kind (code)"),
            Cell(SUBJECT_REFERENCES, write_subject_kind),
            _("“commitment” or “milestone”; one that is a commitment's promise has no row of its own."),
            Kind.CODE,
        ),
        Column(
            "kind_label",
            _("Kind"),
            Cell(SUBJECT_REFERENCES, write_subject_kind_label),
            _("The same in words."),
        ),
        Column(
            "agreement_reference",
            _("Agreement number"),
            cells.value("commitment__agreement__reference"),
            _("The same as in agreements.csv; empty for a milestone."),
            Kind.CODE,
        ),
        Column(
            "agreement_title",
            _("Agreement"),
            cells.text("commitment__agreement__title"),
            _("Title of the agreement; empty for a milestone."),
        ),
        Column(
            "number",
            _("Number"),
            of_either(cells.value("commitment__number"), cells.value("milestone__number")),
            _("Its number within the agreement, or that of a milestone within its program."),
            Kind.NUMBER,
        ),
        Column(
            "title",
            _("Title"),
            of_either(cells.text("commitment__title"), cells.text("milestone__title")),
            _("What was promised, in short."),
        ),
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
            "milestone_agencies",
            _("Agencies of the milestone"),
            part_of_milestone_agencies("all"),
            _("Agencies that carry a milestone; empty for a commitment."),
            Kind.LIST,
        ),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            of_either(part_of_roles("slugs"), part_of_milestone_agencies("slugs")),
            _("All its agencies, as in agencies.csv, in the order of the agreement."),
            Kind.LIST,
        ),
        *columns_of_either(region_columns(part_of_roles), region_columns(part_of_milestone_agencies)),
        *columns_of_either(
            theme_columns("commitment", THEMES_OF_COMMITMENT, Commitment, THEMES),
            theme_columns("milestone", THEMES_OF_MILESTONE, Milestone, THEMES),
        ),
        *columns_of_either(program_columns("commitment"), program_columns("milestone")),
        Column(
            "stage",
            _("Stage"),
            cells.value("milestone__stage"),
            _("Stage of a milestone in its program, from 1; empty for a commitment."),
            Kind.NUMBER,
        ),
        same_promise_column("commitment", linked_records.same_promise_of_commitments),
        *status_columns(STATUSES),
        *quantity_columns("commitment__"),
        *TARGET_COLUMNS,
        *EVIDENCE_COLUMNS,
        statements_column(
            STATEMENTS_ON_PROMISE,
            _("What agencies said themselves about it, and about its last report: agency, day, text."),
        ),
        *columns_of_either(
            [address_column(cells.address("commitment", "commitment__reference"))],
            [address_column(cells.address("milestone", "milestone__reference"))],
        ),
    ),
)
