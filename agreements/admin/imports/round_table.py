"""The table of a round: one row for each promise, what is known of it, and empty cells for the answer."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import openpyxl
from django.http import QueryDict
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from agreements.desk.rounds import AskedPromise
from agreements.imports.columns import Column
from agreements.imports.report_columns import LOOKED, REPORT_COLUMNS, Answers
from agreements.models import Commitment, RoundPart
from agreements.rules.lifecycle import CommitmentStatus, HappenedAs, MilestoneStatus
from agreements.rules.partial_date import short_day

KNOWN_NAMES = (
    "subject_reference", "subject_title", "belongs_to", "last_status", "last_progress", "last_heard",
    "last_target", "missing",
)  # fmt: skip
ANSWER_NAMES = (
    "status_label", "progress_percent", "quantity_done", "said_on", "happened", "happened_as_label", "note",
    "target", "target_reason", "sources", "source_url", "where", "words",
)  # fmt: skip
KNOWN = tuple(REPORT_COLUMNS.by_name[name] for name in KNOWN_NAMES)
GRID = tuple(REPORT_COLUMNS.by_name[name] for name in ANSWER_NAMES)
WIDE = frozenset({"subject_title", "note", "sources", "target_reason"})
LABELS_OF_ANSWERS = dict(Answers.choices)


def answers_for(promise: Any) -> list[tuple[str, str]]:
    """Return what may be answered of a promise, as code and label."""
    statuses = CommitmentStatus if isinstance(promise, Commitment) else MilestoneStatus
    codes = [*statuses.values, *sorted(LOOKED, reverse=True)]
    return [(code, str(LABELS_OF_ANSWERS[code])) for code in codes]


def known_cells(asked: AskedPromise) -> list[str]:
    """Write what is known of a promise, by the columns of :data:`KNOWN`."""
    state, promise = asked.state, asked.promise
    progress = "" if state.progress is None else str(state.progress)
    target = state.target.short() if state.target else ""
    return [
        str(promise.reference),
        promise.title,
        str(promise.root.public_reference),
        state.get_status_display(),
        progress,
        short_day(state.heard_on) if state.report_id else "",
        target,
        ", ".join(asked.missing),
    ]


# ---- XLSX ----------------------------------------------------------------------------------------------


def round_book(asked: Iterable[AskedPromise]) -> bytes:
    """Write the workbook that a department fills in."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(str(RoundPart._meta.get_field("round").verbose_name))
    sheet.freeze_panes = "C2"
    columns = (*KNOWN, *GRID)
    for number, column in enumerate(columns, start=1):
        width = 40 if column.name in WIDE else 16
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([header_cell(sheet, column) for column in columns])
    rows = list(asked)
    for asked_promise in rows:
        sheet.append([text_cell(sheet, text) for text in known_cells(asked_promise)])
    last_row = len(rows) + 1
    offer_choices(sheet, "status_label", offered_statuses(rows), last_row)
    offer_choices(sheet, "happened_as_label", [str(label) for label in HappenedAs.labels], last_row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def header_cell(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, str(column.label))
    cell.font = Font(bold=True)
    colour = "DDE7FB" if column in GRID else "EEEEEE"
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def text_cell(sheet: Any, text: str) -> Any:
    """Write a text as text: what begins with = is no formula."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def offered_statuses(rows: list[AskedPromise]) -> list[str]:
    labels: list[str] = []
    for asked_promise in rows:
        labels += [label for _code, label in answers_for(asked_promise.promise)]
    return list(dict.fromkeys(labels))


def offer_choices(sheet: Any, name: str, choices: list[str], last_row: int) -> None:
    """Put a list to choose from into the cells of an answer's column."""
    letter = get_column_letter(len(KNOWN) + 1 + ANSWER_NAMES.index(name))
    validation = DataValidation("list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    validation.showErrorMessage = False  # other words are read, too
    validation.add(f"{letter}2:{letter}{max(last_row, 2)}")
    sheet.data_validations.append(validation)


# ---- the grid on the page -------------------------------------------------------------------------------


class GridCell:
    """One field of the grid: its name in the form, its label, and what was typed."""

    def __init__(self, asked: AskedPromise, column: Column, posted: QueryDict) -> None:
        self.column = column
        self.name = f"{asked.promise.reference}:{column.name}"
        self.value = str(posted.get(self.name, ""))
        self.label = f"{asked.promise.reference} {column.label}"
        self.is_long = column.name in WIDE
        self.choices: list[tuple[str, str]] = []
        if column.name == "status_label":
            self.choices = answers_for(asked.promise)
        elif column.name == "happened_as_label":
            self.choices = [(code, str(label)) for code, label in HappenedAs.choices]


class GridRow:
    """One promise with what is known of it and the fields for the answer."""

    def __init__(self, asked: AskedPromise, posted: QueryDict) -> None:
        self.asked = asked
        self.cells = [GridCell(asked, column, posted) for column in GRID]


def grid_rows(asked: Iterable[AskedPromise], posted: QueryDict) -> list[GridRow]:
    return [GridRow(asked_promise, posted) for asked_promise in asked]


def grid_table(rows: list[GridRow]) -> bytes:
    """Write what was typed as a CSV, so that it is read as an uploaded table is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["subject_reference", *ANSWER_NAMES])
    for row in rows:
        writer.writerow([str(row.asked.promise.reference), *(cell.value for cell in row.cells)])
    return text.getvalue().encode()
