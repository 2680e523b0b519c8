"""programs.csv: the programs that carry commitments."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import PROGRAMS as LISTING
from agreements.lists.columns import cells, linked_evidence, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.shared_columns import (
    CONTACT_COLUMNS,
    REVIEW_COLUMNS,
    SLUG_COLUMN,
    address_column,
    code_and_label,
    evidence_columns,
    name_and_slug,
)
from agreements.lists.columns.state_columns import standing_counts
from agreements.rules.decision import DecidedHow


def count_of_milestones(part: str) -> Cell:
    return cells.linked("pk", linked_records.counts_of_milestones, part)


PROGRAMS = Export(
    listing=LISTING,
    key=("slug",),
    columns=(
        SLUG_COLUMN,
        Column("title", _("Title"), cells.text("title"), _("Title of the program.")),
        *name_and_slug(
            "owner",
            "owner",
            label=_("Owner"),
            slug=_("Owner (code)"),
            meaning=_("The agency that answers for it."),
        ),
        Column(
            "decided",
            _("Set on"),
            cells.partial_date("then__decided"),
            _("As precise as its source."),
            Kind.PERIOD,
        ),
        *code_and_label(
            "decided_how",
            "decided_how",
            DecidedHow.choices,
            code=_("How it was decided (code)"),
            label=_("How it was decided"),
            meaning=_("Resolved, decided or only announced as a plan; empty where no source says how."),
        ),
        *name_and_slug(
            "decided_by",
            "decided_by",
            label=_("Decided by"),
            slug=_("Decided by (code)"),
            meaning=_("Who resolved, decided or announced it; empty where no source says so."),
        ),
        Column(
            "agreements",
            _("Agreements served"),
            cells.linked("pk", linked_records.agreements_of_programs),
            _("References of the agreements whose commitments it carries."),
            Kind.LIST,
        ),
        Column(
            "stages",
            _("Number of stages"),
            cells.linked("pk", linked_records.stages_of_programs),
            _("How many stages it has."),
            Kind.NUMBER,
        ),
        Column(
            "milestones",
            _("Number of milestones"),
            count_of_milestones("total"),
            _("How many it has."),
            Kind.NUMBER,
        ),
        Column(
            "reached",
            _("Number reached"),
            count_of_milestones("fulfilled"),
            _("Milestones reached."),
            Kind.NUMBER,
        ),
        *standing_counts(count_of_milestones),
        Column(
            "recognitions",
            _("Recognitions"),
            cells.linked("pk", linked_records.recognitions_of_programs),
            _("Prizes and money it was given: title, by whom, when."),
            Kind.LIST,
        ),
        *CONTACT_COLUMNS,
        *REVIEW_COLUMNS,
        *evidence_columns(
            cells.linked("pk", linked_evidence.sources_of_programs),
            cells.linked("pk", linked_evidence.documents_of_programs),
            sources_meaning=_("Public sources of the program: publisher, label, date, address."),
            documents_meaning=_("Public documents of the program: title, SHA-256, address."),
        ),
        address_column(cells.address("program", "slug")),
    ),
)
