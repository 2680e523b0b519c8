"""duties.csv: one row for every duty of every party, with what is registered of it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.lists import DUTIES as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.cells import pick_language
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.shared_columns import (
    address_column,
    code_and_label,
    evidence_columns,
    name_and_slug,
)
from agreements.lists.parameters import Clock
from agreements.models import DutyRecord, DutyRule
from agreements.models.base import PUBLIC
from agreements.rules.duties import DutyState
from agreements.rules.ordinance import DutyKind


def period_iso(path: str) -> Cell:
    return Cell((path,), lambda: lambda period: period.iso() if period else None)


def recorded(part: str) -> Cell:
    return cells.looked_up("record", records, part)


def records(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    """What each record says; of one withdrawn since, that it does and no word."""
    pick, hidden = pick_language(), gettext("Withdrawn record: its content is not shown")
    blanked = f"[{gettext('Personal data blanked')}]"
    rows = (
        DutyRecord.objects.visible_to(PUBLIC, seq=clock.seq).filter(pk__in=keys).select_related("agreement")
    )
    found = {}
    for row in rows:
        instead = hidden if row.hidden else blanked if row.redacted_by_id else None
        found[row.pk] = {
            "reference": row.public_reference,
            "result": instead or pick(row.result_ko, row.result_en),
            "improvement": instead or pick(row.improvement_ko, row.improvement_en),
        }
    return found


def sources_of_duty_records(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    return linked_records.sources_of(DutyRecord.objects.visible_to(PUBLIC), keys)


def documents_of_duty_records(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    return linked_records.documents_of("duty", keys)


def asked(part: str) -> Cell:
    return cells.looked_up("rule", rules, part)


def rules(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    pick = pick_language()
    return {
        row.pk: {
            "basis": pick(row.basis_ko, row.basis_en),
            "article": row.article,
            "asks": pick(row.asks_ko, row.asks_en),
            "in_force_from": row.in_force_from and row.in_force_from.isoformat(),
            "checked_on": row.checked_on and row.checked_on.isoformat(),
        }
        for row in DutyRule.objects.visible_to(PUBLIC).filter(pk__in=keys)
    }


def addresses_of_duties(keys: linked_records.Keys, clock: Clock) -> linked_records.Found:
    before, behind = cells.page_address("agreement")
    found = linked_records.agreements(keys, clock)
    return {key: f"{before}{parts['code']}{behind}#duties" for key, parts in found.items()}


def flag() -> Callable[[Any], int]:
    return int


DUTIES = Export(
    listing=LISTING,
    columns=(
        Column(
            "agreement",
            _("Agreement number"),
            cells.looked_up("agreement", linked_records.agreements, "code"),
            _("The same as in agreements.csv."),
            Kind.CODE,
        ),
        Column(
            "agreement_title",
            _("Agreement"),
            cells.looked_up("agreement", linked_records.agreements, "name"),
            _("Its title."),
        ),
        *name_and_slug(
            "agency",
            "agency",
            label=_("Agency"),
            slug=_("Agency (code)"),
            meaning=_("The party whose duty it is."),
        ),
        *code_and_label(
            "kind",
            "kind",
            DutyKind.choices,
            code=_("Duty (code)"),
            label=_("Duty under an ordinance"),
            meaning=_("What the ordinance asks for."),
        ),
        Column(
            "period",
            _("Period"),
            period_iso("period"),
            _("The year or month it is about; empty where it is due once."),
            Kind.PERIOD,
        ),
        Column(
            "due",
            _("Deadline"),
            cells.day("due"),
            _("Empty where it is not known, because the council's session is not registered."),
            Kind.DAY,
        ),
        *code_and_label(
            "state",
            "state",
            DutyState.choices,
            code=_("State (code)"),
            label=_("State"),
            meaning=_("“no_record”: nothing is registered; “not_done”: the agency itself says so."),
        ),
        Column(
            "counts",
            _("Counts in the ratio"),
            Cell(("counts",), flag),
            _("Known to be owed, and met or past its deadline. Ratio: done among these."),
            Kind.FLAG,
        ),
        Column("done_on", _("Done on"), cells.day("done_on"), _("As the record says."), Kind.DAY),
        Column("result", _("Result"), recorded("result"), _("As the agency wrote it.")),
        Column(
            "improvement",
            _("Plan for improvement"),
            recorded("improvement"),
            _("As the agency wrote it."),
        ),
        Column(
            "record",
            _("Duty record (reference)"),
            recorded("reference"),
            _("Permanent; empty where nothing is registered."),
            Kind.CODE,
        ),
        Column("asks", _("What the ordinance asks"), asked("asks"), _("In our own words.")),
        Column("basis", _("Legal basis"), asked("basis"), _("Title of the ordinance.")),
        Column("article", _("Article"), asked("article"), _("Empty: to be confirmed.")),
        Column(
            "in_force_from",
            _("Rule in force from"),
            asked("in_force_from"),
            _("Empty: to be confirmed; then nothing is claimed to be owed."),
            Kind.DAY,
        ),
        Column(
            "checked_on",
            _("Checked on"),
            asked("checked_on"),
            _("Day on which someone last read it in the ordinance. Empty: to be confirmed."),
            Kind.DAY,
        ),
        *evidence_columns(
            cells.looked_up("record", sources_of_duty_records),
            cells.looked_up("record", documents_of_duty_records),
        ),
        address_column(
            cells.looked_up("agreement", addresses_of_duties), _("Its place on the page of the agreement.")
        ),
    ),
)
