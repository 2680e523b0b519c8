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


@dataclass(frozen=True)
class Row:
    """``cells`` by the column's name; ``number`` as a spreadsheet counts."""

    number: int
    cells: Mapping[str, str]


@dataclass
class TableBody:
    """The rows below the header.  ``remarks`` is whole once they were read."""

    columns: list[Column | None]
    rest: NumberedRows
    header: Cells
    remarks: list[str] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    blank: int = 0

    @property
    def names(self) -> dict[str, str]:
        """What the file calls each column."""
        pairs = zip(self.columns, self.header, strict=True)
        return {column.name: " ".join(text.split()) for column, text in pairs if column}

    def rows(self) -> Iterator[Row]:
        """
        Raises:
            BadFile: a value stands where there is no header, or the file breaks off.
        """
        for number, raw in self.rest:
            cells = [clean_cell(cell) for cell in raw]
            if not any(cells):
                self.blank += 1
            elif is_sum_row(cells):
                self.sums.append(number)
            elif [*map(normalised_header, cells)] != [
                *map(normalised_header, self.header)
            ]:  # a header printed on each page
                yield Row(number, self._by_column(number, cells))
        self._say_what_was_passed_over()

    def _by_column(self, number: int, cells: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for place, cell in enumerate(cells):
            if place >= len(self.columns) or (self.columns[place] is None and not self.header[place]):
                if cell:
                    correction = _("This value stands in column %(place)s, which has no header.")
                    raise BadFile(
                        complaint_at(
                            correction % {"place": column_letters(place)},
                            row=number,
                            column=column_letters(place),
                            value=cell,
                        )
                    )
                continue
            if column := self.columns[place]:
                before = found.get(column.name)
                found[column.name] = f"{before}\n{cell}" if before and cell else before or cell
        return found

    def _say_what_was_passed_over(self) -> None:
        if self.sums:
            rows = ", ".join(map(str, self.sums[:10]))
            self.remarks.append(_("Rows with sums were passed over: %(rows)s.") % {"rows": rows})
        if self.blank:
            self.remarks.append(_("Blank rows passed over: %(count)s.") % {"count": self.blank})


def header_score(columns: Columns, cells: Cells) -> int:
    """How many different columns a row names."""
    named = (columns.find(as_stored(cell)) for cell in cells if cell and len(cell) <= 100)
    return len({column.name for column in named if column})


def read_header(rows: NumberedRows, columns: Columns) -> TableBody:
    """Find the header and give what stands below.

    Raises:
        BadFile: there is none, a header is unknown or stands twice, or a required one is missing.
    """
    first = list(islice(rows, HEADER_SEARCH_ROWS))
    scores = [header_score(columns, cells) for _number, cells in first]
    best = max(scores, default=0)
    if best == 0:
        correction = _("No row has a header we know. Write the header in one row: %(headers)s.")
        needed = ", ".join(str(column.label) for column in columns if column.required)
        raise BadFile(complaint_at(correction % {"headers": needed}))
    place = scores.index(best)
    while place + 1 < len(scores) and scores[place + 1] == best:  # a header merged over two rows
        place += 1
    number, raw = first[place]
    header = [clean_cell(cell) for cell in raw]
    found = [columns.find(cell) for cell in header]
    if complaints := [*header_complaints(number, header, found, columns)]:
        raise BadFile(*complaints)
    made = TableBody(found, chain(first[place + 1 :], rows), header)
    if place:
        made.remarks.append(
            _("The header stands in row %(row)s; the rows above are titles.") % {"row": number}
        )
    aside = [
        one for one, column in zip(header, found, strict=True) if one and (not column or not column.read)
    ]
    if aside:
        made.remarks.append(_("These columns were not read: %(columns)s.") % {"columns": ", ".join(aside)})
    return made


def header_complaints(
    number: int, header: Sequence[str], found: Sequence[Column | None], columns: Columns
) -> Iterator[Complaint]:
    seen: dict[str, str] = {}
    for text, column in zip(header, found, strict=True):
        if column is None:
            if text and normalised_header(text) not in LEFT_ASIDE:
                yield complaint_at(unknown_header_message(text, columns), row=number, column=text, value=text)
        elif column.name in seen and not column.merges_cells and column.read:
            correction = _("Two columns hold the same: “%(first)s” and “%(second)s”. Leave one of them.")
            yield complaint_at(
                correction % {"first": seen[column.name], "second": text}, row=number, column=text
            )
        else:
            seen[column.name] = text
    filled = {column.field for column in found if column}
    for column in columns:
        if column.required and column.field not in filled:
            correction = _("The column “%(column)s” is missing.") % {"column": column.label}
            yield complaint_at(correction, row=number, column=column.label)


def unknown_header_message(text: str, columns: Columns) -> str:
    """Name the header that an unknown one probably means."""
    close = difflib.get_close_matches(normalised_header(text), columns.by_header, n=1, cutoff=0.5)
    if not close:
        known = ", ".join(str(column.label) for column in columns if column.read)
        return _("This header is not known. Delete the column or call it one of: %(known)s.") % {
            "known": known
        }
    meant = columns.by_header[close[0]]
    spelling = next(one for one in meant.headers() if normalised_header(one) == close[0])
    shown = spelling if spelling == str(meant.label) else f"{spelling} ({meant.label})"
    return _("This header is not known. Did you mean “%(nearest)s”? Else delete the column.") % {
        "nearest": shown
    }


def is_sum_row(cells: Sequence[str]) -> bool:
    """계, 합계 … as the first word of a row whose cells otherwise hold next to nothing but numbers."""
    said = [cell for cell in cells if cell]
    first = "".join(said[0].split()).casefold()
    others = [cell for cell in said[1:] if cell != said[0]]  # merged cells repeat the word
    return first in SUM_WORDS and all(
        any(sign.isdigit() for sign in cell) and len(cell) <= 20 for cell in others
    )


def clean_cell(cell: str) -> str:
    """As it is stored, without the apostrophe our exports put before what a spreadsheet would run."""
    text = as_stored(cell).replace("\r", "\n").strip()
    if text.startswith("'") and guarded(text[1:]) == text:
        text = text[1:]
    return "" if text in DASHES else text


def column_letters(place: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 27 is AB."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
