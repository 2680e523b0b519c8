"""From rows of a table to rows of cells by column: title rows, the header, sums and blank rows."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from agreements.imports.columns import LEFT_ASIDE, Column, Columns, normalised_header
from agreements.imports.complaints import BadFile, Complaint, complaint_at
from agreements.imports.rows import HEADER_SEARCH_ROWS, Cells, NumberedRows
from agreements.lists.columns.export import guarded
from agreements.rules.typed_text import as_stored

SUM_WORDS = frozenset({"계", "합계", "소계", "총계", "누계", "total", "sum", "subtotal"})
DASHES = frozenset({"-", "–", "—", "―", "ㆍ", "·"})  # how a dash is typed for an empty cell
LONGEST_HEADER = 100
LONGEST_FIGURE = 20


@dataclass(frozen=True)
class Row:
    """``cells`` by the column's name; ``number`` as a spreadsheet counts."""

    number: int
    cells: Mapping[str, str]


@dataclass
class TableBody:
    """The rows below the header.  ``remarks`` is complete once they were read."""

    columns: Sequence[Column | None]
    header: Cells
    rows_below: NumberedRows
    remarks: list[str] = field(default_factory=list)
    sum_rows: list[int] = field(default_factory=list)
    blank_rows: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """What the file calls each column, by the column's name."""
        pairs = zip(self.columns, self.header, strict=True)
        return {column.name: " ".join(text.split()) for column, text in pairs if column}

    def rows(self) -> Iterator[Row]:
        """
        Raises:
            BadFile: a value stands where there is no header, or the file breaks off.
        """
        header = list(map(normalised_header, self.header))
        for number, raw_cells in self.rows_below:
            cells = list(map(clean_cell, raw_cells))
            if not any(cells):
                self.blank_rows += 1
            elif is_sum_row(cells):
                self.sum_rows.append(number)
            elif list(map(normalised_header, cells)) != header:  # it may be printed again on each page
                yield Row(number, self._cells_by_column(number, cells))
        self._remark_on_skipped_rows()

    def _cells_by_column(self, number: int, cells: Sequence[str]) -> dict[str, str]:
        texts: dict[str, list[str]] = {}
        for index, cell in enumerate(cells):
            if cell and not self._has_header(index):
                column_letters = spreadsheet_letters(index)
                correction = _("This value stands in column %(place)s, which has no header.")
                correction %= {"place": column_letters}
                raise BadFile(complaint_at(correction, row=number, column=column_letters, value=cell))
            column = self._column_at(index)
            if column:
                texts.setdefault(column.name, []).append(cell)
        return {name: "\n".join(filter(None, parts)) for name, parts in texts.items()}

    def _has_header(self, index: int) -> bool:
        return index < len(self.header) and bool(self.header[index])

    def _column_at(self, index: int) -> Column | None:
        if index >= len(self.columns):
            return None
        return self.columns[index]

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


def read_header(rows: NumberedRows, columns: Columns) -> TableBody:
    """Find the header and return what stands below.

    Raises:
        BadFile: there is none, a header is unknown or stands twice, or a required one is missing.
    """
    first_rows = list(islice(rows, HEADER_SEARCH_ROWS))
    index = _header_index(first_rows, columns)
    number, raw_header = first_rows[index]
    header = list(map(clean_cell, raw_header))
    matches = list(map(columns.find, header))
    complaints = [
        *_misread_headers(number, header, matches, columns),
        *_missing_columns(number, matches, columns),
    ]
    if complaints:
        raise BadFile(*complaints)
    body = TableBody(matches, header, chain(first_rows[index + 1 :], rows))
    if index:
        remark = _("The header stands in row %(row)s; the rows above are titles.")
        body.remarks.append(remark % {"row": number})
    pairs = zip(header, matches, strict=True)
    unread_headers = [text for text, column in pairs if text and not _is_read(column)]
    if unread_headers:
        remark = _("These columns were not read: %(columns)s.")
        body.remarks.append(remark % {"columns": ", ".join(unread_headers)})
    return body


def _header_index(rows: Sequence[tuple[int, Cells]], columns: Columns) -> int:
    """Return the index of the best row that names columns; of a header merged over several rows the last.

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
    return index


def _is_read(column: Column | None) -> bool:
    return column is not None and column.read is not None


def _misread_headers(
    number: int, header: Sequence[str], matches: Sequence[Column | None], columns: Columns
) -> Iterator[Complaint]:
    """Complain of headers that are not known, or that stand twice."""
    first_headers: dict[str, str] = {}
    for text, column in zip(header, matches, strict=True):
        if column is None:
            if text and normalised_header(text) not in LEFT_ASIDE:
                correction = unknown_header_message(text, columns)
                yield complaint_at(correction, row=number, column=text, value=text)
            continue
        first_header = first_headers.get(column.name)
        if first_header is None:
            first_headers[column.name] = text
        elif column.read and not column.merges_cells:
            correction = _("Two columns hold the same: “%(first)s” and “%(second)s”. Leave one of them.")
            correction %= {"first": first_header, "second": text}
            yield complaint_at(correction, row=number, column=text)


def _missing_columns(number: int, matches: Sequence[Column | None], columns: Columns) -> Iterator[Complaint]:
    fields = {column.field for column in matches if column}
    for column in columns.required:
        if column.field not in fields:
            correction = _("The column “%(column)s” is missing.") % {"column": column.label}
            yield complaint_at(correction, row=number, column=column.label)


def unknown_header_message(text: str, columns: Columns) -> str:
    """Name the header that an unknown one probably means, or all there are."""
    nearest_headers = difflib.get_close_matches(normalised_header(text), columns.by_header, n=1, cutoff=0.5)
    if not nearest_headers:
        labels = ", ".join(str(column.label) for column in columns.readable)
        correction = _("This header is not known. Delete the column or call it one of: %(known)s.")
        return correction % {"known": labels}
    column = columns.by_header[nearest_headers[0]]
    spellings = {normalised_header(header): header for header in reversed(list(column.headers()))}
    nearest = spellings[nearest_headers[0]]
    if nearest != str(column.label):
        nearest = f"{nearest} ({column.label})"
    correction = _("This header is not known. Did you mean “%(nearest)s”? Else delete the column.")
    return correction % {"nearest": nearest}


# ---- cells -----------------------------------------------------------------------------------------


def is_sum_row(cells: Sequence[str]) -> bool:
    """Tell whether 계, 합계 … is the first word of a row that otherwise holds next to nothing but figures.

    One cell at least is filled.
    """
    filled = list(filter(None, cells))
    first = filled[0]
    if "".join(first.split()).casefold() not in SUM_WORDS:
        return False
    return all(cell == first or _is_figure(cell) for cell in filled)  # merged cells repeat the word


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
