"""From rows of a table to rows of cells by column: title rows, the header, sums and blank rows."""

import difflib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from agreements.imports.columns import LEFT_ASIDE, Column, Columns, normalised_header
from agreements.imports.complaints import BadFile, Complaint, complaint_at
from agreements.imports.rows import HEADER_SEARCH_ROWS, CellFaults, Cells, NumberedRows, Table
from agreements.lists.columns.export import guarded
from agreements.rules.typed_text import as_stored

SUM_WORDS = frozenset({"계", "합계", "소계", "총계", "누계", "total", "sum", "subtotal"})
DASHES = frozenset({"-", "–", "—", "―", "ㆍ", "·"})  # how a dash is typed for an empty cell
LONGEST_HEADER = 100
LEAST_LIKENESS = 0.7  # of headers that may be meant
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


# ---- the header ------------------------------------------------------------------------------------


def header_score(columns: Columns, cells: Cells) -> int:
    """Count the different columns that a row names."""
    names = set()
    for cell in cells:
        if 0 < len(cell) <= LONGEST_HEADER:
            column = columns.find(as_stored(cell))
            if column:
                names.add(column.name)
    return len(names)


def read_header(table: Table, columns: Columns) -> TableBody:
    """Find the header and return what stands below.

    Raises:
        BadFile: there is none.
    """
    first_rows = list(islice(table.rows, HEADER_SEARCH_ROWS))
    header = find_header(first_rows, columns)
    matches = list(map(columns.find, header.cells))
    complaints = (
        *_misread_headers(header.last_row, header.cells, matches, columns),
        *_missing_columns(header.last_row, matches, columns),
    )
    body = TableBody(
        _without_second_columns(matches),
        header.cells,
        chain(first_rows[header.index_below :], table.rows),
        table.cell_faults,
        complaints,
    )
    body.remarks += _remarks_on_header(header, first_rows[0][0])
    body.remarks += _remarks_on_unread(header.cells, matches)
    return body


def _without_second_columns(matches: Sequence[Column | None]) -> list[Column | None]:
    """Leave aside each column that holds the same as one before; the header's complaint names it."""
    kept = list(matches)
    for index in _second_columns(matches):
        kept[index] = None
    return kept


def _second_columns(matches: Sequence[Column | None]) -> dict[int, int]:
    """Return {index of a column that holds the same as one before: index of that one}."""
    first_indexes: dict[str, int] = {}
    second_columns: dict[int, int] = {}
    for index, column in enumerate(matches):
        if column is None or column.merges_cells:
            continue
        first_index = first_indexes.setdefault(column.name, index)
        if first_index != index:
            second_columns[index] = first_index
    return second_columns


def _remarks_on_header(header: "Header", first_number: int) -> Iterator[str]:
    if header.first_row != header.last_row:
        remark = _("The header stands in rows %(first)s and %(last)s, which were read together.")
        yield remark % {"first": header.first_row, "last": header.last_row}
    elif header.first_row != first_number:
        yield _("The header stands in row %(row)s; the rows above are titles.") % {"row": header.first_row}


def _remarks_on_unread(texts: Sequence[str], matches: Sequence[Column | None]) -> Iterator[str]:
    """Name the columns that are not read, those of each reason together."""
    texts_by_reason: dict[str, list[str]] = {}
    for text, column in zip(texts, matches, strict=True):
        reason = _reason_unread(text, column)
        if reason is not None:
            texts_by_reason.setdefault(reason, []).append(" ".join(text.split()))
    for reason, unread in texts_by_reason.items():
        remark = _("These columns were not read: %(columns)s.") % {"columns": ", ".join(unread)}
        yield f"{remark} {reason}".strip()


def _reason_unread(text: str, column: Column | None) -> str | None:
    """Say why a column is not read, as far as there is more to say; None if it is read, or is to be.

    What has no header, or one that is complained of, is to be read.
    """
    if column is None:
        return "" if is_left_aside(text) else None
    if column.read:
        return None
    return str(column.why_unread)


def is_left_aside(header: str) -> bool:
    """Tell whether a column counts rows or holds remarks, as every list of an office does."""
    return normalised_header(header) in LEFT_ASIDE


class Header(NamedTuple):
    """``cells`` of the header, of one row or two; ``index_below`` is that of the row under it."""

    cells: Sequence[str]
    first_row: int
    last_row: int
    index_below: int


def find_header(rows: Sequence[tuple[int, Cells]], columns: Columns) -> Header:
    """Return the best row that names columns, or two rows, if read together they name more of them.

    Of a header merged over several rows it is the last.

    Raises:
        BadFile: no row names any.
    """
    index, score = _best_row(rows, columns)
    number, cells = rows[index]
    header = Header(list(map(clean_cell, cells)), number, number, index + 1)
    for (first, top_cells), (last, bottom_cells), below in zip(rows, rows[1:], count(2), strict=False):
        top, bottom = list(map(clean_cell, top_cells)), list(map(clean_cell, bottom_cells))
        if any(map(_is_figure, bottom)):  # a row of values
            continue
        joined = joined_header(top, bottom, columns)
        joined_score = header_score(columns, joined)
        if joined_score > score:
            header, score = Header(joined, first, last, below), joined_score
    return header


def joined_header(top: Sequence[str], bottom: Sequence[str], columns: Columns) -> list[str]:
    """Read two rows as one header: “담당” above “부서” and “전화” are 담당 부서 and 담당 전화."""
    joined: list[str] = []
    above = ""  # the text that spans the columns, where only the first of them holds it
    for index in range(max(len(top), len(bottom))):
        upper, lower = cell_at(top, index), cell_at(bottom, index)
        above = upper or above
        if lower in ("", upper):
            joined.append(upper)
            continue
        joined_text = f"{above} {lower}".strip()
        possible_texts = [joined_text, above, lower]
        if spans_columns(top, index):
            possible_texts = [joined_text, lower, above]
        joined.append(next(filter(columns.find, possible_texts), joined_text))
    return joined


def spans_columns(top: Sequence[str], index: int) -> bool:
    """Tell whether a text in the upper row of a header stands above several columns, this one among them."""
    text, text_before, text_after = (cell_at(top, near) for near in (index, index - 1, index + 1))
    return text in ("", text_before, text_after) or text_after == ""


def cell_at(cells: Sequence[str], index: int) -> str:
    if 0 <= index < len(cells):
        return cells[index]
    return ""


def _best_row(rows: Sequence[tuple[int, Cells]], columns: Columns) -> tuple[int, int]:
    """Return index and score of the row that names most columns, the last of several such in a run.

    Raises:
        BadFile: no row names any.
    """
    scores = [header_score(columns, cells) for _number, cells in rows]
    best = max(scores, default=0)
    if best == 0:
        correction = _("No row has a header we know. Write the header in one row: %(headers)s.")
        required = ", ".join(str(column.label) for column in columns.required)
        raise BadFile(complaint_at(correction % {"headers": required}))
    index = scores.index(best)
    while scores[index + 1 : index + 2] == [best]:
        index += 1
    return index, best


def _misread_headers(
    number: int, header: Sequence[str], matches: Sequence[Column | None], columns: Columns
) -> Iterator[Complaint]:
    """Complain of headers that are not known, or that stand twice."""
    second_columns = _second_columns(matches)
    for index, (text, column) in enumerate(zip(header, matches, strict=True)):
        cell = f"{spreadsheet_letters(index)}{number}"
        complain = partial(complaint_at, row=number, column=text, cell=cell)
        if column is None:
            if text and not is_left_aside(text):
                yield complain(unknown_header_message(text, columns), value=text)
        elif column.read and index in second_columns:
            correction = _("Two columns hold the same: “%(first)s” and “%(second)s”. Leave one of them.")
            first_header = header[second_columns[index]]
            yield complain(correction % {"first": first_header, "second": text})


def _missing_columns(number: int, matches: Sequence[Column | None], columns: Columns) -> Iterator[Complaint]:
    fields = {column.field for column in filter(None, matches)}
    for column in columns.required:
        if column.field not in fields:
            correction = _("The column “%(column)s” is missing.") % {"column": column.label}
            yield complaint_at(correction, row=number, column=column.label)


def unknown_header_message(text: str, columns: Columns) -> str:
    """Name the header that an unknown one probably means, or all there are; and say if that is never read."""
    nearest = nearest_header(text, columns)
    if nearest is None:
        labels = ", ".join(str(column.label) for column in columns.readable if column.example)
        correction = _("This header is not known. Delete the column, or name it like those read: %(known)s …")
        return correction % {"known": labels}
    header, column = nearest
    if column.read is None:
        return never_read_message(header, column)
    if header != str(column.label):
        header = f"{header} ({column.label})"
    correction = _("This header is not known. Did you mean “%(nearest)s”? Else delete the column.")
    return correction % {"nearest": header}


def never_read_message(header: str, column: Column) -> str:
    correction = _("This looks like “%(nearest)s”, a column that is never read. %(why)s Delete the column.")
    reason = column.why_unread or _("It is worked out here.")
    return correction % {"nearest": header, "why": reason}


def nearest_header(text: str, columns: Columns) -> tuple[str, Column] | None:
    """Return the known header that looks most like ``text``, letter by letter of its syllables."""
    columns_by_letters = {
        unicodedata.normalize("NFD", header): column for header, column in columns.by_header.items()
    }
    letters = unicodedata.normalize("NFD", normalised_header(text))
    nearest = difflib.get_close_matches(letters, columns_by_letters, n=1, cutoff=LEAST_LIKENESS)
    if not nearest:
        return None
    column = columns_by_letters[nearest[0]]
    spellings = {normalised_header(header): header for header in reversed(list(column.headers()))}
    return spellings[unicodedata.normalize("NFC", nearest[0])], column


# ---- cells -----------------------------------------------------------------------------------------


def is_sum_row(cells: Sequence[str]) -> bool:
    """Tell whether 계, 합계 … is the first word of a row that otherwise holds next to nothing but figures."""
    first = next(filter(None, cells), "")
    if "".join(first.split()).casefold() not in SUM_WORDS:
        return False
    texts_beside = set(cells) - {first, ""}  # merged cells repeat the word
    return all(map(_is_figure, texts_beside))


def _is_figure(cell: str) -> bool:
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
