"""reports.csv: every published statement, with who made it and on what evidence."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from agreements.lists import REPORTS as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.remedy_columns import REMEDY_COLUMNS
from agreements.lists.columns.review_columns import REVIEW_COLUMNS
from agreements.models import Origin
from agreements.rules.lifecycle import REPORTED_STATUSES

HIDDEN = _("Withdrawn report: its content is not shown")
REFERENCES = ("commitment__reference", "milestone__reference")
ROOTS = ("commitment__agreement__reference", "milestone__program__slug")
TITLES = (
    "commitment__title_ko", "commitment__title_en", "milestone__title_ko", "milestone__title_en",
)  # fmt: skip


def either(paths: tuple[str, str]) -> Cell:
    """The one of two that is there: a report is about a commitment or a milestone."""
    return Cell(paths, lambda: lambda of_commitment, of_milestone: of_commitment or of_milestone)


def kind_of_subject() -> Callable[[str | None, str | None], str]:
    return lambda of_commitment, _of_milestone: "commitment" if of_commitment else "milestone"


def title_of_subject() -> Callable[..., str | None]:
    pick = cells.pick_language()
    return lambda ko, en, of_milestone_ko, of_milestone_en: (
        pick(ko, en) if ko else pick(of_milestone_ko, of_milestone_en)
    )


def reference_of_report() -> Callable[..., str]:
    return lambda of_commitment, of_milestone, number: f"{of_commitment or of_milestone}#{number}"


def address_of_report() -> Callable[..., str]:
    commitments, milestones = cells.page_address("commitment"), cells.page_address("milestone")

    def write(of_commitment: str | None, of_milestone: str | None, number: int) -> str:
        before, behind = commitments if of_commitment else milestones
        return f"{before}{of_commitment or of_milestone}{behind}#report-{number}"

    return write


REPORTS = Export(
    listing=LISTING,
    columns=(
        Column(
            "reference",
            _("Reference"),
            Cell((*REFERENCES, "number"), reference_of_report),
            _("Reference of its subject, and its number there. Permanent; never reused."),
            Kind.CODE,
        ),
        Column(
            "subject_kind",
            _("Kind of subject (code)"),
            Cell(REFERENCES, kind_of_subject),
            _("“commitment” or “milestone”."),
            Kind.CODE,
        ),
        Column(
            "subject_reference",
            _("Subject (reference)"),
            either(REFERENCES),
            _("The same as in commitments.csv or milestones.csv."),
            Kind.CODE,
        ),
        Column("subject_title", _("Subject"), Cell(TITLES, title_of_subject), _("What it is about.")),
        Column(
            "belongs_to",
            _("Agreement number or program (code)"),
            either(ROOTS),
            _("The agreement or program its subject belongs to."),
            Kind.CODE,
        ),
        Column("number", _("Number"), cells.value("number"), _("Counted within its subject."), Kind.NUMBER),
        Column("status", _("Status (code)"), cells.value("status"), _("What it reports."), Kind.CODE),
        Column(
            "status_label", _("Status"), cells.label("status", REPORTED_STATUSES), _("The same in words.")
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
            "happened",
            _("When it happened"),
            cells.partial_date("happened"),
            _("As precise as its source."),
            Kind.PERIOD,
        ),
        Column(
            "note",
            _("What was said"),
            cells.text_unless_hidden("note", instead=HIDDEN),
            _("In the words of this register."),
        ),
        Column(
            "target",
            _("Announced target"),
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
        Column(
            "target_reason",
            _("Reason for the new target"),
            cells.text_unless_hidden("target_reason"),
            _("“자료에 없음” where the material gives none."),
        ),
        Column(
            "criteria_met",
            _("Completion criteria met"),
            cells.flag("criteria_met"),
            _("Whether it says that the completion criteria are met; empty where it does not say."),
            Kind.FLAG,
        ),
        Column(
            "stated_by",
            _("Stated by"),
            cells.looked_up("stated_by", linked_records.agencies, "name"),
            _("The agency that said it."),
        ),
        Column(
            "stated_by_slug",
            _("Stated by (code)"),
            cells.looked_up("stated_by", linked_records.agencies, "code"),
            _("The same as in agencies.csv."),
            Kind.CODE,
        ),
        Column(
            "origin",
            _("Origin (code)"),
            cells.value("origin"),
            _("Whether the agency submitted it or it was found in public material."),
            Kind.CODE,
        ),
        Column("origin_label", _("Origin"), cells.label("origin", Origin.choices), _("The same in words.")),
        Column(
            "published_on",
            _("Published on"),
            cells.day_in_seoul("published_at"),
            _("Day on which it appeared here, in Seoul."),
            Kind.DAY,
        ),
        *REVIEW_COLUMNS,
        *REMEDY_COLUMNS,
        Column(
            "sources",
            _("Sources"),
            cells.looked_up("pk", linked_records.sources_of_reports),
            _("Its public sources: publisher, label, date, address."),
            Kind.LIST,
        ),
        Column(
            "documents",
            _("Documents"),
            cells.looked_up("pk", linked_records.documents_of_reports),
            _("Public documents it rests on: title, SHA-256, address."),
            Kind.LIST,
        ),
        Column(
            "url",
            _("Address"),
            Cell((*REFERENCES, "number"), address_of_report),
            _("Its place on the page of its subject."),
            Kind.ADDRESS,
        ),
    ),
)
