"""The two tables of a round: a row for each promise, or duty, what is known of it, and cells for the answer.

The workbook that is handed out and the grid on the page are the same; what was typed becomes that workbook.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import openpyxl
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from agreements.desk.rounds import AskedDuty, AskedPromise
from agreements.imports.columns import Column, Columns
from agreements.imports.duty_columns import DUTY_COLUMNS
from agreements.imports.report_columns import LOOKED, REPORT_COLUMNS, Answers
from agreements.models import Commitment
from agreements.rules.agency_names import told_apart
from agreements.rules.duties import DutyOutcome
from agreements.rules.lifecycle import CommitmentStatus, HappenedAs, MilestoneStatus
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import PartialDate, short_day

type Choices = Sequence[tuple[str, str]]

WIDE = frozenset(
    {
        "subject_title", "agreement_title", "note", "sources", "target_reason", "sentence", "result",
        "improvement",
    }
)  # fmt: skip
GREY, BLUE = "EEEEEE", "DDE7FB"  # headers of what is known, and of what is asked
LABELS_OF_ANSWERS = dict(Answers.choices)


@dataclass(frozen=True)
class TableRow:
    """One promise or duty: what names its fields in a form, what is known of it, what may be chosen."""

    key: str
    title: str
    aside: str  # what the grid tells of it beside
    department: str
    known: Sequence[str]  # by the columns that tell it
    choices: Mapping[str, Choices]  # by the name of a column


@dataclass(frozen=True)
class RoundTable:
    """``known_names`` are the columns that are filled in already, ``answer_names`` those for the answers."""

    kind: str
    title: str | Promise
    columns: Columns
    known_names: tuple[str, ...]
    answer_names: tuple[str, ...]

    @cached_property
    def answers(self) -> list[Column]:
        return [self.columns.by_name[name] for name in self.answer_names]

    @cached_property
    def known(self) -> list[Column]:
        return [self.columns.by_name[name] for name in self.known_names]


PROMISES = RoundTable(
    "promises",
    _("Promises"),
    REPORT_COLUMNS,
    (
        "subject_reference", "subject_title", "belongs_to", "department_in_charge", "last_status",
        "last_progress", "last_heard", "last_target", "missing",
    ),
    (
        "status_label", "progress_percent", "quantity_done", "said_on", "happened", "happened_as_label",
        "note", "target", "target_reason", "sources", "source_url", "where", "words",
    ),
)  # fmt: skip
DUTIES = RoundTable(
    "duties",
    _("Duties under ordinances"),
    DUTY_COLUMNS,
    (
        "agreement", "agreement_title", "department_in_charge", "agency", "kind_label", "period", "sentence",
    ),
    ("outcome", "done_on", "result", "improvement", "sources", "source_published", "source_url"),
)  # fmt: skip


# ---- rows ------------------------------------------------------------------------------------------------


def row_of_promise(asked: AskedPromise) -> TableRow:
    state, promise = asked.state, asked.promise
    known = [
        str(promise.reference),
        promise.title,
        str(promise.root.public_reference),
        asked.department,
        state.get_status_display(),
        text_of(state.progress),
        short_day(state.heard_on) if state.report_id else "",
        short(state.target),
        ", ".join(asked.missing),
    ]
    choices = {"status_label": answers_for(promise), "happened_as_label": labelled(HappenedAs)}
    return TableRow(
        str(promise.reference), str(promise), state.get_status_display(), asked.department, known, choices
    )


def row_of_duty(asked: AskedDuty) -> TableRow:
    duty, agreement, agency = asked.row
    period = short(duty.period)
    known = [
        str(agreement.reference),
        agreement.title,
        asked.department,
        told_apart(agency.name_ko, agency.qualifier_ko),
        str(DutyKind(duty.kind).label),
        period,
        asked.sentence,
    ]
    key = f"duty-{duty.agreement}-{duty.agency}-{duty.kind}-{period}"
    choices = {"outcome": labelled(DutyOutcome)}
    return TableRow(key, asked.title, asked.sentence, asked.department, known, choices)


def short(period: PartialDate | None) -> str:
    if period is None:
        return ""
    return period.short()


def text_of(number: int | None) -> str:
    if number is None:
        return ""
    return str(number)


def labelled(choices: type[TextChoices]) -> Choices:
    return [(code, str(label)) for code, label in choices.choices]


def answers_for(promise: Any) -> Choices:
    """Return what may be answered of a promise, as code and label."""
    statuses = CommitmentStatus if isinstance(promise, Commitment) else MilestoneStatus
    codes = [*statuses.values, *sorted(LOOKED, reverse=True)]
    return [(code, str(LABELS_OF_ANSWERS[code])) for code in codes]


# ---- the grid on the page -------------------------------------------------------------------------------


class GridCell:
    """One field of the grid: its name in the form, its label, and what was typed."""

    def __init__(self, row: TableRow, column: Column, posted: QueryDict) -> None:
        self.name = f"{row.key}:{column.name}"
        self.value = str(posted.get(self.name, ""))
        self.label = f"{row.title} {column.label}"
        self.is_long = column.name in WIDE
        self.choices = row.choices.get(column.name, ())


class GridRow:
    """One row with what is known of it and the fields for the answer."""

    def __init__(self, row: TableRow, columns: Iterable[Column], posted: QueryDict) -> None:
        self.row = row
        self.cells = [GridCell(row, column, posted) for column in columns]
        self.typed = [cell.value for cell in self.cells]


class Grid:
    """One table as it is typed in; nothing is typed yet in the one that is handed out."""

    def __init__(self, table: RoundTable, rows: Iterable[TableRow], posted: QueryDict) -> None:
        self.table = table
        self.rows = [GridRow(row, table.answers, posted) for row in rows]

    def choices_of(self, name: str) -> list[str]:
        """Return the labels that any row offers in a column, each once."""
        labels: list[str] = []
        for grid_row in self.rows:
            labels += [label for _code, label in grid_row.row.choices.get(name, ())]
        return list(dict.fromkeys(labels))


# ---- XLSX ----------------------------------------------------------------------------------------------


def round_book(grids: Iterable[Grid]) -> bytes:
    """Write the workbook that a department fills in, or has filled in on the page; no sheet without a row."""
    book = openpyxl.Workbook(write_only=True)
    for grid in grids:
        if grid.rows or grid.table is PROMISES:
            write_sheet(book.create_sheet(str(grid.table.title)), grid)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_sheet(sheet: Any, grid: Grid) -> None:
    """Write the headers, a row for each promise or duty, and the lists to choose answers from."""
    known, answers = grid.table.known, grid.table.answers
    sheet.freeze_panes = "C2"
    set_widths(sheet, [*known, *answers])
    sheet.append([*header_cells(sheet, known, GREY), *header_cells(sheet, answers, BLUE)])
    for grid_row in grid.rows:
        sheet.append([text_cell(sheet, text) for text in (*grid_row.row.known, *grid_row.typed)])
    for number, column in enumerate(answers, start=len(known) + 1):
        offer_choices(sheet, get_column_letter(number), grid.choices_of(column.name), len(grid.rows) + 1)


def set_widths(sheet: Any, columns: Iterable[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        width = 40 if column.name in WIDE else 16
        sheet.column_dimensions[get_column_letter(number)].width = width


def header_cells(sheet: Any, columns: Iterable[Column], colour: str) -> list[Any]:
    return [header_cell(sheet, column, colour) for column in columns]


def header_cell(sheet: Any, column: Column, colour: str) -> Any:
    cell = WriteOnlyCell(sheet, str(column.label))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def text_cell(sheet: Any, text: str) -> Any:
    """Write a text as text: what begins with = is no formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def offer_choices(sheet: Any, letter: str, labels: Sequence[str], last_row: int) -> None:
    """Put a list to choose from into the cells of a column below its header, if it has choices."""
    if not labels:
        return
    validation = DataValidation("list", formula1='"' + ",".join(labels) + '"', allow_blank=True)
    validation.showErrorMessage = False  # other words are read, too
    validation.add(f"{letter}2:{letter}{last_row}")
    sheet.data_validations.append(validation)
