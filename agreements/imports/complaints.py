"""Complaints about a file that name row, column, value and what would be correct."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from agreements.lists.columns.csv_file import guarded
from agreements.rules.korean import with_particles

LONGEST_EXCERPT = 60  # characters of a value; enough to find it


@dataclass(frozen=True)
class Complaint:
    """``row`` as a spreadsheet numbers it; 0 where the file as a whole is meant."""

    row: int
    column: str
    value: str
    correction: str
    cell: str = ""  # such as C5, where it is one

    def __str__(self) -> str:
        row, column = self.row or "–", self.column or "–"
        return f"{row} | {column} | {self.value} | {self.correction}"


def complaint_at(
    correction: object, *, row: int = 0, column: object = "", value: object = "", cell: str = ""
) -> Complaint:
    """Make a complaint; a long value is cut, and Korean particles are fitted to the words before them."""
    excerpt = " ".join(str(value).split())
    if len(excerpt) > LONGEST_EXCERPT:
        excerpt = f"{excerpt[:LONGEST_EXCERPT]}…"
    return Complaint(row, str(column), excerpt, with_particles(str(correction)), cell)


def complaints_csv(complaints: Iterable[Complaint]) -> bytes:
    """Write complaints as a table that every spreadsheet opens, the cell of each first."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([_("Cell"), _("Row"), _("Column"), _("Value"), _("What would be right")])
    for complaint in complaints:
        row, column, value, correction, cell = astuple(complaint)
        lines.writerow([cell, row or "", guarded(column), guarded(value), correction])
    return text.getvalue().encode("utf-8-sig")


class BadFile(Exception):
    """The file cannot be read as a table, or not as one of ours; nothing after that was looked at."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("\n".join(map(str, complaints)))
        self.complaints = complaints


class UnreadableCell(ValueError):
    """The text of a cell is not what its column holds; the message says what would be correct."""
