"""agencies/compare.csv: one row for each agency, promise and role."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_compare import AGENCY_COMPARE as LISTING
from agreements.lists.agency_compare import PROMISES as PROMISES_LISTING
from agreements.lists.agency_promises import ROLE_LABELS
from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Export, Kind, Label
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.report_columns import (
    ROOT_CODES,
    SUBJECT_REFERENCES,
    SUBJECT_TITLES,
    commitment_or_milestone,
    write_subject_kind,
    write_subject_kind_label,
    write_subject_title,
)
from agreements.lists.columns.shared_columns import address_column, code_and_label, name_and_slug
from agreements.lists.columns.state_columns import TARGET_COLUMNS, day_of_last_report, status_columns
from agreements.lists.parameters import Clock
from agreements.lists.promises import PromiseHistory, key_of_record, promise_histories
from agreements.models import State
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import STATUSES
from agreements.rules.outcome import Outcome, date_result, judgement
from agreements.rules.targets import Announcement

TITLES_OF_ROOTS = (
    "commitment__agreement__title_ko", "commitment__agreement__title_en",
    "milestone__program__title_ko", "milestone__program__title_en",
)  # fmt: skip


def dates_of_carriers(keys: Keys, clock: Clock) -> ByKey:
    """Return the first and the last date that each agency named for a promise, and what became of them.

    ``keys`` are "<state>/<agency>".
    """
    pairs = {key: tuple(map(int, key.split("/"))) for key in keys}
    states = State.objects.visible_to(PUBLIC).in_bulk({state for state, _agency in pairs.values()})
    histories = promise_histories(map(key_of_record, states.values()), clock)
    dates = {}
    for key, (state_key, agency) in pairs.items():
        state = states[state_key]
        entries = dates_of_speaker(agency, histories[key_of_record(state)])
        if entries:
            dates[key] = {
                **result_of(entries[0], state.outcome, "first"),
                **result_of(entries[-1], state.outcome, "last"),
            }
    return dates


def dates_of_speaker(agency: int, history: PromiseHistory) -> list[Announcement]:
    """Return what one agency announced itself, where it was a date, oldest first."""
    return [entry for entry in history.without_repeats if entry.speaker == agency and entry.target]


def result_of(entry: Announcement, outcome: Outcome | None, which: str) -> Mapping[str, Any]:
    result = date_result(entry.report, outcome)
    return {
        which: entry.target.iso() if entry.target else None,
        f"{which}_result": result.value,
        f"{which}_result_label": str(result.label),
        f"{which}_days": judgement(entry.report, outcome).days,
    }


def own_date_columns(which: str, date: Label, code: Label, label: Label, days: Label) -> tuple[Column, ...]:
    def part(name: str) -> Cell:
        return cells.linked("carried", dates_of_carriers, name)

    return (
        Column(f"own_{which}_date", date, part(which), _("Empty where it named none itself."), Kind.PERIOD),
        Column(
            f"own_{which}_result",
            code,
            part(f"{which}_result"),
            _("What became of it, judged by its promise alone."),
            Kind.CODE,
        ),
        Column(f"own_{which}_result_label", label, part(f"{which}_result_label"), _("The same in words.")),
        Column(
            f"own_{which}_days_after",
            days,
            part(f"{which}_days"),
            _("Days from its last day to a later outcome that a source dates to a single day."),
            Kind.NUMBER,
            _("days"),
        ),
    )


def write_root_title() -> Callable[..., str | None]:
    pick = cells.pick_language()

    def write(agreement: str, agreement_en: str, program: str, program_en: str) -> str | None:
        if agreement:
            return pick(agreement, agreement_en)
        return pick(program, program_en)

    return write


def write_promise_address() -> Callable[..., str]:
    of_commitment, of_milestone = cells.page_address("commitment"), cells.page_address("milestone")

    def write(commitment: str | None, milestone: str | None) -> str:
        before, behind = of_commitment if commitment else of_milestone
        return f"{before}{commitment or milestone}{behind}"

    return write


COLUMNS = (
    *name_and_slug(
        "agency",
        "carrier",
        label=_("Agency"),
        slug=_("Agency (code)"),
        meaning=_("Whose promise it is, under its name of the base date."),
    ),
    *code_and_label(
        "role",
        "role",
        ROLE_LABELS.items(),
        code=_("Role (code)"),
        label=_("Role"),
        meaning=_("lead, support, joint, or step: it carries the promise as a milestone only."),
    ),
    Column(
        "kind",
        _("Kind of promise (code)"),
        Cell(SUBJECT_REFERENCES, write_subject_kind),
        _("“commitment” or “milestone”."),
        Kind.CODE,
    ),
    Column(
        "kind_label",
        _("Kind of promise"),
        Cell(SUBJECT_REFERENCES, write_subject_kind_label),
        _("The same in words."),
    ),
    Column(
        "reference",
        _("Reference"),
        commitment_or_milestone(SUBJECT_REFERENCES),
        _("The same as in commitments.csv."),
        Kind.CODE,
    ),
    Column("title", _("Title"), Cell(SUBJECT_TITLES, write_subject_title), _("What was promised, in short.")),
    Column(
        "belongs_to",
        _("Agreement number or program (code)"),
        commitment_or_milestone(ROOT_CODES),
        _("The agreement or program that it stands in."),
        Kind.CODE,
    ),
    Column(
        "belongs_to_title",
        _("Agreement or program"),
        Cell(TITLES_OF_ROOTS, write_root_title),
        _("Its title."),
    ),
    *status_columns(STATUSES),
    *TARGET_COLUMNS,
    *name_and_slug(
        "current_target_by",
        "target_by",
        label=_("Who named the date that counts"),
        slug=_("Who named the date that counts (code)"),
        meaning=_("Need not be the agency of the row."),
    ),
    *own_date_columns(
        "first",
        _("Its own first date"),
        _("Result of its first date (code)"),
        _("Result of its first date"),
        _("Days after its first date"),
    ),
    *own_date_columns(
        "last",
        _("Its own last date"),
        _("Result of its last date (code)"),
        _("Result of its last date"),
        _("Days after its last date"),
    ),
    Column(
        "last_report_on",
        _("Last report said on"),
        Cell(("report", "heard_on"), lambda: day_of_last_report),
        _("Empty where there is no report."),
        Kind.DAY,
    ),
    address_column(Cell(SUBJECT_REFERENCES, write_promise_address)),
)

AGENCY_COMPARE = Export(listing=LISTING, columns=COLUMNS)
PROMISES = Export(listing=PROMISES_LISTING, columns=COLUMNS, key=("agency_slug", "reference", "role"))
