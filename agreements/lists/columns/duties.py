"""duties.csv: one row for every duty of every party, with what is registered of it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.lists import DUTIES as LISTING
from agreements.lists.among import among
from agreements.lists.columns import cells, linked_evidence, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.shared_columns import (
    address_column,
    code_and_label,
    evidence_columns,
    name_and_slug,
)
from agreements.lists.columns.statements import statements_column, statements_on
from agreements.lists.parameters import Clock
from agreements.models import DutyRecord, DutyRule
from agreements.models.base import PUBLIC
from agreements.rules.application import Clause, MissingFact
from agreements.rules.duties import DutyState
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import PartialDate
from agreements.rules.yes_no_unknown import YesNoUnknown

# ---- what belongs to a duty ----------------------------------------------------------------------


def duty_records(keys: Keys, clock: Clock) -> ByKey:
    """Return what each record says; one withdrawn since says only that it was."""
    hidden, blanked = gettext("Withdrawn record: its content is not shown"), cells.blanked_text()
    pick = cells.pick_language()
    records = DutyRecord.objects.visible_to(PUBLIC, seq=clock.seq).filter(pk__in=among(keys))
    parts = {}
    for record in records.select_related("agreement"):
        result = pick(record.result_ko, record.result_en)
        improvement = pick(record.improvement_ko, record.improvement_en)
        if record.hidden:
            result = improvement = hidden
        elif record.redacted_by_id:
            result = improvement = blanked
        parts[record.pk] = {
            "reference": record.public_reference,
            "result": result,
            "improvement": improvement,
        }

    return parts


def duty_rules(keys: Keys, clock: Clock) -> ByKey:
    pick = cells.pick_language()
    return {
        rule.pk: {
            "ordinance": rule.ordinance.slug,
            "basis": pick(rule.ordinance.title_ko, rule.ordinance.title_en),
            "article": rule.article,
            "asks": pick(rule.asks_ko, rule.asks_en),
            "in_force_from": cells.iso_day(rule.in_force_from),
            "checked_on": cells.iso_day(rule.ordinance.checked_on),
        }
        for rule in DutyRule.objects.visible_to(PUBLIC).filter(pk__in=among(keys)).select_related("ordinance")
    }


def sources_of_duty_records(keys: Keys, clock: Clock) -> ByKey:
    return linked_evidence.sources_of(DutyRecord.objects.visible_to(PUBLIC), keys)


def documents_of_duty_records(keys: Keys, clock: Clock) -> ByKey:
    return linked_evidence.documents_of("duty", keys)


def addresses_of_duties(keys: Keys, clock: Clock) -> ByKey:
    before, behind = cells.page_address("agreement")
    agreements = linked_records.agreement_names(keys, clock)
    return {key: f"{before}{parts['code']}{behind}#duties" for key, parts in agreements.items()}


# ---- cells ---------------------------------------------------------------------------------------


def part_of_record(part: str) -> Cell:
    return cells.linked("record", duty_records, part)


def part_of_rule(part: str) -> Cell:
    return cells.linked("rule", duty_rules, part)


def iso_period(period: PartialDate | None) -> str | None:
    if period is None:
        return None
    return period.iso()


def missing_labels(missing: tuple[str, ...]) -> str:
    return cells.joined([str(MissingFact(fact).label) for fact in missing])


DUTIES = Export(
    listing=LISTING,
    columns=(
        Column(
            "agreement",
            _("Agreement number"),
            cells.linked("agreement", linked_records.agreement_names, "code"),
            _("The same as in agreements.csv."),
            Kind.CODE,
        ),
        Column(
            "agreement_title",
            _("Agreement"),
            cells.linked("agreement", linked_records.agreement_names, "name"),
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
            Cell(("period",), lambda: iso_period),
            _("The year or month it is about; empty where it is due once."),
            Kind.PERIOD,
        ),
        Column(
            "due",
            _("Due day"),
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
            cells.flag("counts"),
            _("Known to be owed, and met or past its due day. Ratio: done among these."),
            Kind.FLAG,
        ),
        *code_and_label(
            "application",
            "application",
            YesNoUnknown.choices,
            code=_("Whether it applies (code)"),
            label=_("Whether it applies"),
            meaning=_("Whether the ordinance asks it of this agreement; empty where none asks."),
        ),
        *code_and_label(
            "clause",
            "clause",
            Clause.choices,
            code=_("Clause that decides (code)"),
            label=_("Clause that decides"),
            meaning=_("By which part of the ordinance it is not owed, or not for certain."),
        ),
        Column(
            "missing",
            _("What is not known (codes)"),
            Cell(("missing",), lambda: cells.joined),
            _("Where nobody knows whether it is owed: what decides, separated by semicolons."),
            Kind.LIST,
        ),
        Column(
            "missing_label",
            _("What is not known"),
            Cell(("missing",), lambda: missing_labels),
            _("The same in words."),
        ),
        Column("done_on", _("Done on"), cells.day("done_on"), _("As the record says."), Kind.DAY),
        Column("result", _("Result"), part_of_record("result"), _("As the agency wrote it.")),
        Column(
            "improvement",
            _("Plan for improvement"),
            part_of_record("improvement"),
            _("As the agency wrote it."),
        ),
        Column(
            "record",
            _("Duty record (reference)"),
            part_of_record("reference"),
            _("Permanent; empty where nothing is registered."),
            Kind.CODE,
        ),
        Column(
            "ordinance",
            _("Ordinance (code)"),
            part_of_rule("ordinance"),
            _("The name of its page in addresses; empty where no registered rule asks."),
            Kind.CODE,
        ),
        Column("asks", _("What the ordinance asks"), part_of_rule("asks"), _("In our own words.")),
        Column("basis", _("Legal basis"), part_of_rule("basis"), _("Title of the ordinance.")),
        Column("article", _("Article"), part_of_rule("article"), _("Empty: to be confirmed.")),
        Column(
            "in_force_from",
            _("Rule in force from"),
            part_of_rule("in_force_from"),
            _("Empty: to be confirmed; then nothing is claimed to be owed."),
            Kind.DAY,
        ),
        Column(
            "checked_on",
            _("Checked on"),
            part_of_rule("checked_on"),
            _("Day on which someone last read it in the ordinance. Empty: to be confirmed."),
            Kind.DAY,
        ),
        *evidence_columns(
            cells.linked("record", sources_of_duty_records),
            cells.linked("record", documents_of_duty_records),
        ),
        statements_column(
            statements_on("duty", "record"),
            _("What the agency said itself about the duty record: agency, day, text."),
        ),
        address_column(
            cells.linked("agreement", addresses_of_duties), _("Its place on the page of the agreement.")
        ),
    ),
)
