"""milestones.csv: the steps of the programs, and how they stood on the day."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import MILESTONES as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.shared_columns import (
    address_column,
    reference_column,
    region_columns,
    same_promise_column,
    theme_columns,
)
from agreements.lists.columns.state_columns import EVIDENCE_COLUMNS, TARGET_COLUMNS, status_columns
from agreements.lists.columns.statements import STATEMENTS_ON_PROMISE, statements_column
from agreements.lists.themes import THEMES_OF_MILESTONE
from agreements.models import Milestone
from agreements.rules.lifecycle import STATUSES


def part_of_milestone_agencies(part: str) -> Cell:
    return cells.linked("milestone", linked_records.agencies_of_milestones, part)


MILESTONES = Export(
    listing=LISTING,
    key=("reference",),
    columns=(
        Column("program", _("Program"), cells.text("milestone__program__title"), _("Title of the program.")),
        Column(
            "program_slug",
            _("Program (code)"),
            cells.value("milestone__program__slug"),
            _("The same as in programs.csv."),
            Kind.CODE,
        ),
        Column(
            "stage",
            _("Stage"),
            cells.value("milestone__stage"),
            _("Stage of the program, from 1."),
            Kind.NUMBER,
        ),
        Column(
            "number",
            _("Number"),
            cells.value("milestone__number"),
            _("Its number within the program."),
            Kind.NUMBER,
        ),
        reference_column("milestone__reference"),
        Column("title", _("Title"), cells.text("milestone__title"), _("What is to be reached.")),
        Column(
            "agencies",
            _("Agencies"),
            part_of_milestone_agencies("all"),
            _("Agencies that carry it."),
            Kind.LIST,
        ),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            part_of_milestone_agencies("slugs"),
            _("The same as in agencies.csv."),
            Kind.LIST,
        ),
        *region_columns(part_of_milestone_agencies),
        *theme_columns(
            "milestone",
            THEMES_OF_MILESTONE,
            Milestone,
            _("Its own, and those of the commitment that is the same promise."),
        ),
        same_promise_column("milestone", linked_records.same_promise_of_milestones),
        *status_columns(STATUSES),
        *TARGET_COLUMNS,
        *EVIDENCE_COLUMNS,
        statements_column(
            STATEMENTS_ON_PROMISE,
            _("What agencies said themselves about it, and about its last report: agency, day, text."),
        ),
        address_column(cells.address("milestone", "milestone__reference")),
    ),
)
