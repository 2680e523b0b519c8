"""targets.csv: one row for every date that was announced, with who announced it and what it changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.lists import TARGETS as LISTING
from agreements.lists.among import among
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.cells import joined
from agreements.lists.columns.export import Cell, Column, Export, Kind, Load
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.report_columns import (
    REPORT_ADDRESS_COLUMN,
    REPORT_EVIDENCE_COLUMNS,
    REPORT_REFERENCE,
    SUBJECT_COLUMNS,
    target_reason_column,
)
from agreements.lists.columns.shared_columns import ORIGIN_COLUMNS, name_and_slug
from agreements.lists.parameters import Clock
from agreements.lists.targets import announcements_in
from agreements.rules.targets import Announcement, TargetChange

ROLES = ("lead", "support", "joint", "all")  # all: of milestones, whose agencies have no role


def part_of_change(part: str) -> Cell:
    return cells.linked("pk", changes_of_targets, part)


def changes_of_targets(keys: Keys, clock: Clock) -> ByKey:
    """Return what the announcement in each report changed for its speaker, and what became of it."""
    labels = {change: str(change.label) for change in TargetChange}
    announced = announcements_in(keys, clock)
    followed = {key: followed_speaker(entry) for key, (entry, _judged) in announced.items()}
    agencies = linked_records.names_of_agencies(sorted(filter(None, followed.values())), clock)
    return {
        key: {
            "change": announcement.change.value,
            "label": labels[announcement.change],
            "days_moved": announcement.days_moved,
            "date_before_by": agencies.get(followed[key], {}).get("code"),
            "present": int(announcement.present),
            "result": judged.verdict.value if judged.verdict else None,
            "result_label": str(judged.verdict.label) if judged.verdict else None,
            "days_after": judged.days,
        }
        for key, (announcement, judged) in announced.items()
    }


def followed_speaker(announcement: Announcement) -> int | None:
    """Return who gave the date before, where that was a body whose history the speaker continues."""
    before = announcement.before
    if before is None or before.stated_by == announcement.speaker:
        return None
    return before.stated_by


def part_of_target_agencies(part: str) -> Cell:
    return cells.linked("pk", agencies_of_reports, part)


def agencies_of_reports(keys: Keys, clock: Clock) -> ByKey:
    """Return the agencies that carry the subject of each report, joined, those that lead it first."""
    of_commitments = _agencies_of_subjects("commitment", linked_records.roles_of_commitments, keys, clock)
    of_milestones = _agencies_of_subjects("milestone", linked_records.agencies_of_milestones, keys, clock)
    return of_commitments | of_milestones


def _agencies_of_subjects(field: str, load: Load, keys: Keys, clock: Clock) -> dict[Any, dict[str, Any]]:
    reports = LISTING.rows(clock).filter(pk__in=among(keys), **{f"{field}__isnull": False}).order_by()
    subjects = dict(reports.values_list("pk", field))
    agencies_by_subject = load(sorted(set(subjects.values())), clock)
    agencies = {}
    for key, subject in subjects.items():
        parts = agencies_by_subject.get(subject, {})
        names = [parts[role] for role in ROLES if parts.get(role)]
        agencies[key] = {"names": joined(names), "slugs": parts.get("slugs")}

    return agencies


TARGETS = Export(
    listing=LISTING,
    columns=(
        *SUBJECT_COLUMNS,
        Column(
            "agencies",
            _("Agencies"),
            part_of_target_agencies("names"),
            _("Agencies that carry it."),
            Kind.LIST,
        ),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            part_of_target_agencies("slugs"),
            _("The same as in agencies.csv."),
            Kind.LIST,
        ),
        *name_and_slug(
            "stated_by",
            "stated_by",
            label=_("Who said it"),
            slug=_("Who said it (code)"),
            meaning=_("The agency that said it, not whoever wrote about it."),
        ),
        Column(
            "said_on",
            _("Said on"),
            cells.partial_date("said_on"),
            _("As precise as its source."),
            Kind.PERIOD,
        ),
        Column(
            "target",
            _("Announced date"),
            cells.partial_date("target"),
            _("Empty where it says that there is no date (any longer)."),
            Kind.PERIOD,
        ),
        Column(
            "change",
            _("Change (code)"),
            part_of_change("change"),
            _("What it changed of the date that the same agency, or one that it follows, gave before."),
            Kind.CODE,
        ),
        Column(
            "change_label",
            pgettext_lazy("target", "Change"),
            part_of_change("label"),
            _("The same in words."),
        ),
        Column(
            "days_moved",
            _("Days moved"),
            part_of_change("days_moved"),
            _("Last day of this date minus that of its speaker's date before; only where it was moved."),
            Kind.NUMBER,
            _("days"),
        ),
        Column(
            "date_before_by_slug",
            _("Date before said by (code)"),
            part_of_change("date_before_by"),
            _("Only where that was another body, which the one that speaks here follows."),
            Kind.CODE,
        ),
        Column(
            "present",
            _("Still said"),
            part_of_change("present"),
            _("Whether it is the present word of its speaker, and a date; not once a successor has spoken."),
            Kind.FLAG,
        ),
        Column(
            "result",
            _("Result (code)"),
            part_of_change("result"),
            _("What became of this date; empty before there is an outcome, and where there is no date."),
            Kind.CODE,
        ),
        Column(
            "result_label",
            pgettext_lazy("announced date", "Result"),
            part_of_change("result_label"),
            _("The same in words."),
        ),
        Column(
            "days_after",
            _("Days after it"),
            part_of_change("days_after"),
            _("From its last day to the outcome; only where a source gives that a single day."),
            Kind.NUMBER,
            _("days"),
        ),
        target_reason_column("reason"),
        Column(
            "procedure",
            _("Procedure of the change"),
            cells.text_unless_hidden("target_procedure"),
            _("Who decided on it and how, where known."),
        ),
        *ORIGIN_COLUMNS,
        *REPORT_EVIDENCE_COLUMNS,
        Column(
            "report_reference",
            _("Report (reference)"),
            REPORT_REFERENCE,
            _("The same as in reports.csv."),
            Kind.CODE,
        ),
        REPORT_ADDRESS_COLUMN,
    ),
)
