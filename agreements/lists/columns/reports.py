"""reports.csv: every published statement, with who made it and on what evidence."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import REPORTS as LISTING
from agreements.lists.columns import cells
from agreements.lists.columns.export import Column, Export, Kind
from agreements.lists.columns.remedy_columns import REMEDY_COLUMNS
from agreements.lists.columns.report_columns import (
    REPORT_ADDRESS_COLUMN,
    REPORT_EVIDENCE_COLUMNS,
    REPORT_REFERENCE,
    SUBJECT_COLUMNS,
    target_reason_column,
)
from agreements.lists.columns.shared_columns import (
    ORIGIN_COLUMNS,
    PUBLICATION_COLUMNS,
    code_and_label,
    name_and_slug,
)
from agreements.rules.lifecycle import REPORTED_STATUSES, HappenedAs

HIDDEN = _("Withdrawn report: its content is not shown")

REPORTS = Export(
    listing=LISTING,
    key=("reference",),
    columns=(
        Column(
            "reference",
            _("Reference"),
            REPORT_REFERENCE,
            _("Reference of its subject, and its number there. Permanent; never reused."),
            Kind.CODE,
        ),
        *SUBJECT_COLUMNS,
        Column("number", _("Number"), cells.value("number"), _("Counted within its subject."), Kind.NUMBER),
        *code_and_label(
            "status",
            "status",
            REPORTED_STATUSES,
            code=_("Status (code)"),
            label=_("Status"),
            meaning=_("What it reports."),
        ),
        Column(
            "progress_percent",
            _("Progress (%)"),
            cells.value("progress"),
            _("Empty where it gives none."),
            Kind.NUMBER,
            _("percent"),
        ),
        Column(
            "quantity_done",
            _("Quantity done so far"),
            cells.number("quantity_done"),
            _("Empty where it gives none; in the unit of its commitment."),
            Kind.QUANTITY,
        ),
        Column(
            "said_on",
            _("When it was said"),
            cells.partial_date("said_on"),
            _("As precise as its source."),
            Kind.PERIOD,
        ),
        Column(
            "happened",
            _("When it happened"),
            cells.partial_date("happened"),
            _("Empty where the report does not say that anything happened. As precise as its source."),
            Kind.PERIOD,
        ),
        *code_and_label(
            "happened_as",
            "happened_as",
            HappenedAs.choices,
            code=_("How exactly (code)"),
            label=_("How exactly"),
            meaning=_("“on”: it happened then; “by”: it had happened by then, the source tells no more."),
        ),
        Column(
            "says_not_done",
            _("Says that it is not done yet"),
            cells.flag("says_not_done"),
            _("Whether the source itself says that it is not done yet."),
            Kind.FLAG,
        ),
        Column(
            "note",
            _("What was said"),
            cells.text_unless_hidden("note", instead=HIDDEN),
            _("In the words of this register."),
        ),
        Column(
            "target",
            _("Announced date"),
            cells.partial_date("target"),
            _("The date it announces, if it announces one."),
            Kind.PERIOD,
        ),
        Column(
            "target_undated",
            _("Announced without a date"),
            cells.flag("target_undated"),
            _("Whether it says that there is no date (any longer)."),
            Kind.FLAG,
        ),
        target_reason_column("target_reason"),
        Column(
            "criteria_met",
            _("Completion criteria met"),
            cells.flag("criteria_met"),
            _("Whether it says that the completion criteria are met; empty where it does not say."),
            Kind.FLAG,
        ),
        *name_and_slug(
            "stated_by",
            "stated_by",
            label=_("Stated by"),
            slug=_("Stated by (code)"),
            meaning=_("The agency that said it."),
        ),
        *ORIGIN_COLUMNS,
        *PUBLICATION_COLUMNS,
        *REMEDY_COLUMNS,
        *REPORT_EVIDENCE_COLUMNS,
        REPORT_ADDRESS_COLUMN,
    ),
)
