"""The rows of a table below its header: cells by column, sums and blank rows passed over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext as _

from agreements.imports.columns import Column, normalised_header
from agreements.imports.complaints import Complaint, complaint_at
from agreements.imports.rows import CellFaults, Cells, NumberedRows
from agreements.lists.columns.csv_file import guarded
from agreements.rules.typed_text import as_stored

SUM_WORDS = frozenset({"계", "합계", "소계", "총계", "누계", "total", "sum", "subtotal"})
DASHES = frozenset({"-", "–", "—", "―", "ㆍ", "·"})  # how a dash is typed for an empty cell
LONGEST_FIGURE = 20
MOST_BLANK_ROWS = 1000  # coloured to the end of the sheet, there may be a million


class HeaderCell(NamedTuple):
    """``text`` as the file writes it, ``letters`` as a spreadsheet names its column."""

    text: str
    letters: str


@dataclass(frozen=True)
class Row:
    """``cells`` by the column's name, ``number`` as a spreadsheet counts, ``complaints`` of its cells."""

    number: int
    cells: Mapping[str, str]
    complaints: tuple[Complaint, ...] = ()


@dataclass
class TableBody:
    """The rows below the header.  ``remarks`` is complete once they were read.

    ``complaints`` are those about the header; what its sound columns hold is read all the same.
    """

    columns: Sequence[Column | None]
    header: Cells
    rows_below: NumberedRows
    cell_faults: CellFaults
    complaints: Sequence[Complaint] = ()
    remarks: list[str] = field(default_factory=list)
    sum_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0

    @property
    def headers(self) -> dict[str, HeaderCell]:
        """What the file calls each column, by the column's name."""
        cells = enumerate(zip(self.columns, self.header, strict=True))
        return {
            column.name: HeaderCell(" ".join(text.split()), spreadsheet_letters(index))
            for index, (column, text) in cells
            if column
        }

    def rows(self) -> Iterator[Row]:
        """Yield the rows that say something; after ``MOST_BLANK_ROWS`` in a row without, reading ends.

        Raises:
            BadFile: the file breaks off.
        """
        header = list(map(normalised_header, self.header))
        headers = self.headers
        for number, cells, faults in self._filled_rows():
            if is_sum_row(cells):
                self.sum_rows.append(number)
            elif list(map(normalised_header, cells)) != header:  # it may be printed again on each page
                yield self._row(number, cells, faults, headers)
        self._remark_on_skipped_rows()

    def _filled_rows(self) -> Iterator[tuple[int, list[str], Mapping[int, str]]]:
        """Yield number, cells and faults of each row that is not blank."""
        blank_before = 0  # rows, since the last one that was filled
        for number, raw_cells in self.rows_below:
            cells = list(map(clean_cell, raw_cells))
            faults = self.cell_faults.get(number, {})
            if any(cells) or faults:
                self.blank_rows += blank_before
                blank_before = 0
                yield number, cells, faults
                continue
            blank_before += 1
            if blank_before == MOST_BLANK_ROWS:
                self._remark_on_end(number)
                return
        self.blank_rows += blank_before

    def _row(
        self, number: int, cells: Sequence[str], faults: Mapping[int, str], headers: Mapping[str, HeaderCell]
    ) -> Row:
        texts: dict[str, list[str]] = {}
        complaints: list[Complaint] = []
        for index, text in enumerate(cells):
            fault = faults.get(index, "")
            letters = spreadsheet_letters(index)
            complain = partial(complaint_at, row=number, value=text, cell=f"{letters}{number}")
            column = self._column_at(index)
            if column is None:
                if self._lacks_header(index) and (text or fault):
                    correction = _("This value stands in column %(place)s, which has no header.")
                    complaints.append(complain(correction % {"place": letters}, column=letters))
            elif column.read and fault:
                complaints.append(complain(fault, column=headers[column.name].text))
            else:
                texts.setdefault(column.name, []).append(text)
        joined = {name: "\n".join(filter(None, parts)) for name, parts in texts.items()}
        return Row(number, joined, tuple(complaints))

    def _lacks_header(self, index: int) -> bool:
        return cell_at(self.header, index) == ""

    def _column_at(self, index: int) -> Column | None:
        if index >= len(self.columns):
            return None
        return self.columns[index]

    def _remark_on_end(self, number: int) -> None:
        remark = _(
            "Reading ended at row %(row)s, after %(count)s blank rows. If anything stands further below, "
            "delete the blank rows."
        )
        self.remarks.append(remark % {"row": f"{number:,}", "count": f"{MOST_BLANK_ROWS:,}"})

    def _remark_on_skipped_rows(self) -> None:
        if self.sum_rows:
            rows = ", ".join(map(str, self.sum_rows[:10]))
            self.remarks.append(_("Rows with sums were passed over: %(rows)s.") % {"rows": rows})
        if self.blank_rows:
            self.remarks.append(_("Blank rows passed over: %(count)s.") % {"count": self.blank_rows})


def is_sum_row(cells: Sequence[str]) -> bool:
    """Tell whether 계, 합계 … is the first word of a row that otherwise holds next to nothing but figures."""
    first = next(filter(None, cells), "")
    if "".join(first.split()).casefold() not in SUM_WORDS:
        return False
    texts_beside = set(cells) - {first, ""}  # merged cells repeat the word
    return all(map(is_figure, texts_beside))


def is_figure(cell: str) -> bool:
    return len(cell) <= LONGEST_FIGURE and any(map(str.isdigit, cell))


def clean_cell(cell: str) -> str:
    """Write a cell as it is stored, without the apostrophe our exports put before what would run."""
    text = as_stored(cell).replace("\r", "\n").strip()
    unguarded = text.removeprefix("'")
    if guarded(unguarded) == text:
        text = unguarded
    if text in DASHES:
        return ""
    return text


def spreadsheet_letters(index: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 27 is AB."""
    letters = ""
    number = index + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_at(cells: Sequence[str], index: int) -> str:
    if 0 <= index < len(cells):
        return cells[index]
    return ""
