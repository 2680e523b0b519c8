"""targets.csv: one row for every date that was announced, with who announced it and what it changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.lists import TARGETS as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.cells import joined
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.report_columns import (
    REPORT_ADDRESS_COLUMN,
    REPORT_EVIDENCE_COLUMNS,
    REPORT_REFERENCE,
    SUBJECT_COLUMNS,
    target_reason_column,
)
from agreements.lists.columns.shared_columns import ORIGIN_COLUMNS, name_and_slug
from agreements.lists.parameters import Clock
from agreements.lists.targets import announcements
from agreements.rules.lifecycle import TargetChange


def told(part: str) -> Cell:
    """What the row's announcement is, against those before it."""
    return cells.looked_up("pk", changes, part)


def changes(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    labels = {change: str(change.label) for change in TargetChange}
    return {
        said.report.id: {
            "change": said.change.value,
            "label": labels[said.change],
            "days_moved": said.days_moved,
            "days_against_first": said.days_against_first,
        }
        for said in announcements(keys, clock)[0]
    }


def agencies(part: str) -> Cell:
    return cells.looked_up("pk", agencies_of_reports, part)


def agencies_of_reports(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    """The agencies that carry the subject of each report."""
    found: dict[Any, dict[str, str | None]] = {}
    for way, look_up in (
        ("commitment", linked_records.roles_of_commitments),
        ("milestone", linked_records.agencies_of_milestones),
    ):
        reports = LISTING.rows(clock).filter(pk__in=keys, **{f"{way}__isnull": False}).order_by()
        subjects = dict(reports.values_list("pk", way))
        carried = look_up(sorted(set(subjects.values())), clock)
        for key, subject in subjects.items():
            parts = carried.get(subject, {})
            names = [parts[role] for role in ("lead", "support", "joint", "all") if parts.get(role)]
            found[key] = {"names": joined(names), "slugs": parts.get("slugs")}
    return found


TARGETS = Export(
    listing=LISTING,
    columns=(
        *SUBJECT_COLUMNS,
        Column("agencies", _("Agencies"), agencies("names"), _("Agencies that carry it."), Kind.LIST),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            agencies("slugs"),
            _("The same as in agencies.csv."),
            Kind.LIST,
        ),
        *name_and_slug(
            "announced_by",
            "stated_by",
            label=_("Announced by"),
            slug=_("Announced by (code)"),
            meaning=_("The agency that said it."),
        ),
        Column(
            "announced",
            _("Announced on"),
            cells.partial_date("happened"),
            _("As precise as its source."),
            Kind.PERIOD,
        ),
        Column(
            "target",
            _("Announced target"),
            cells.partial_date("target"),
            _("Empty where it says that there is no date (any longer)."),
            Kind.PERIOD,
        ),
        Column(
            "change",
            _("Change (code)"),
            told("change"),
            _("What it changed of the target before it; a date inside that one makes it more precise."),
            Kind.CODE,
        ),
        Column("change_label", pgettext_lazy("target", "Change"), told("label"), _("The same in words.")),
        Column(
            "days_moved",
            _("Days moved"),
            told("days_moved"),
            _("Last day of this target minus last day of the one before; only where it was moved."),
            Kind.NUMBER,
            _("days"),
        ),
        Column(
            "days_against_first",
            _("Days against the first target"),
            told("days_against_first"),
            _("Last day of this target minus last day of the first."),
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
