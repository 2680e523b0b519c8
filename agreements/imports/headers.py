"""From the rows of a table to its header: title rows above it, two lines of it, what its columns mean."""

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, count, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from agreements.imports.columns import LEFT_ASIDE, Column, Columns, normalised_header
from agreements.imports.complaints import BadFile, Complaint, complaint_at
from agreements.imports.rows import HEADER_SEARCH_ROWS, Cells, Table
from agreements.imports.table_body import TableBody, cell_at, clean_cell, is_figure, spreadsheet_letters
from agreements.rules.typed_text import as_stored

LONGEST_HEADER = 100
LEAST_LIKENESS = 0.7  # of headers that may be meant


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
    if column.read or column.why_unread is None:
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
        if any(map(is_figure, bottom)):  # a row of values
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
