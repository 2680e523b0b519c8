"""The columns commitments.csv and milestones.csv share: how a subject stood on the day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells, linked_evidence
from agreements.lists.columns.export import Cell, Column, Kind
from agreements.lists.columns.shared_columns import code_and_label, evidence_columns
from agreements.rules.rhythm import Rhythm
from agreements.rules.states import Standing


def status_columns(choices: Any) -> tuple[Column, ...]:
    return (
        *code_and_label(
            "status",
            "status",
            choices,
            code=_("Status (code)"),
            label=_("Status"),
            meaning=_("“unreported” where no report had taken effect by the base date."),
        ),
        *code_and_label(
            "standing",
            "standing",
            Standing.choices,
            code=_("Standing of the announced date (code)"),
            label=_("Standing of the announced date"),
            meaning=_(
                "Derived from status, the date that counts and base date; it has passed only after its "
                "last day."
            ),
        ),
        Column(
            "silent",
            _("No report within a year"),
            cells.flag("silent"),
            _("Whether it is open and nothing was reported for more than 365 days, or since it began."),
            Kind.FLAG,
        ),
        Column(
            "progress_percent",
            _("Progress (%)"),
            cells.value("progress"),
            _("As last reported; empty where nobody gave one."),
            Kind.NUMBER,
            _("percent"),
        ),
    )


def quantity_columns(subject: str) -> tuple[Column, ...]:
    """Return the columns of what a commitment aims at in numbers and how often; ``subject`` leads to it."""
    return (
        Column(
            "quantity",
            _("Quantity aimed at"),
            cells.number(f"{subject}quantity"),
            _("Empty where the agreement names no number."),
            Kind.QUANTITY,
        ),
        Column(
            "unit",
            _("Unit"),
            cells.text(f"{subject}quantity_unit"),
            _("What is counted: of the quantity aimed at and of the one done so far."),
        ),
        Column(
            "quantity_by",
            _("Quantity aimed at by"),
            cells.partial_date(f"{subject}quantity_by"),
            _("Empty where the agreement names no day for it."),
            Kind.PERIOD,
        ),
        Column(
            "quantity_done",
            _("Quantity done so far"),
            cells.number("quantity_done"),
            _("As last reported, of what repeats for its period; may be more than was aimed at."),
            Kind.QUANTITY,
        ),
        *code_and_label(
            "repeats",
            "repeats",
            Rhythm.choices,
            code=_("Repeats (code)"),
            label=_("Repeats"),
            meaning=_("How often it comes round; empty where it is to be done once."),
        ),
    )


def standing_counts(count_of: Callable[[str], Cell]) -> tuple[Column, ...]:
    """Return the columns of a root on how those of its promises stand that are not fulfilled."""
    columns = (
        (
            "late",
            _("Number past the announced date"),
            _("Past their announced date; a source of later says that they are not done."),
        ),
        (
            "unconfirmed",
            _("Number past the date, not confirmed"),
            _("Past their announced date; an inquiry of later found nothing."),
        ),
        (
            "unchecked",
            _("Number past the date, not looked for yet"),
            _("Past their announced date; nobody has looked since."),
        ),
        (
            "unreported",
            _("Number without confirmed progress"),
            _("Without any report; an inquiry found nothing."),
        ),
        ("unsearched", _("Number not looked for yet"), _("Without any report; nobody has looked.")),
    )
    return tuple(
        Column(part, label, count_of(part), meaning, Kind.NUMBER) for part, label, meaning in columns
    )


def part_of_evidence(part: str) -> Cell:
    return cells.linked("report", linked_evidence.evidence_of_reports, part)


def day_of_last_report(report: int | None, heard_on: date) -> str | None:
    if report is None:
        return None
    return heard_on.isoformat()


TARGET_COLUMNS = (
    Column(
        "original_target",
        _("First announced date"),
        cells.partial_date("first_target"),
        _("The first date that was announced."),
        Kind.PERIOD,
    ),
    Column(
        "current_target",
        _("Date that counts"),
        cells.partial_date("target"),
        _("Of the present dates of its own agencies the one that ends last."),
        Kind.PERIOD,
    ),
    Column(
        "times_moved",
        _("Times moved"),
        cells.value("times_moved"),
        _("How often the announced date was moved or withdrawn; making it more precise does not count."),
        Kind.NUMBER,
    ),
    Column(
        "completed_from",
        _("Fulfilled at the earliest on"),
        cells.day("completed_from"),
        _("Empty where it is not fulfilled or no source bounds it."),
        Kind.DAY,
    ),
    Column(
        "completed_to",
        _("Fulfilled at the latest on"),
        cells.day("completed_to"),
        _("Empty where it is not fulfilled or the records disagree."),
        Kind.DAY,
    ),
    Column(
        "disputed",
        _("Records disagree"),
        cells.flag("disputed"),
        _("One source says that it was fulfilled, another of a later day that it was not."),
        Kind.FLAG,
    ),
    Column(
        "searched_on",
        _("Looked on"),
        cells.day("searched_on"),
        _("Day of the inquiry that found nothing and counts; empty where there is none."),
        Kind.DAY,
    ),
)

EVIDENCE_COLUMNS = (
    Column(
        "last_report_on",
        _("Last report said on"),
        Cell(("report", "heard_on"), lambda: day_of_last_report),
        _("Empty where there is no report."),
        Kind.DAY,
    ),
    Column(
        "stated_by",
        _("Stated by"),
        part_of_evidence("stated_by"),
        _("The agency that said what the last report says."),
    ),
    Column(
        "stated_by_slug",
        _("Stated by (code)"),
        part_of_evidence("stated_by_slug"),
        _("The same as in agencies.csv."),
        Kind.CODE,
    ),
    Column(
        "origin",
        _("Origin (code)"),
        part_of_evidence("origin"),
        _("Whether the agency submitted the last report or it was found in public material."),
        Kind.CODE,
    ),
    Column("origin_label", _("Origin"), part_of_evidence("origin_label"), _("The same in words.")),
    *evidence_columns(
        part_of_evidence("sources"),
        part_of_evidence("documents"),
        sources_meaning=_("Public sources of the last report: publisher, label, date, address."),
        documents_meaning=_("Public documents of the last report: title, SHA-256, address."),
    ),
)
