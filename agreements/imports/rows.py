"""Rows of text as each kind of file gives them, before a header is known."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

HEADER_SEARCH_ROWS = 40  # the header stands among the first rows of a table

type Cells = Sequence[str]
type NumberedRows = Iterator[tuple[int, Cells]]  # the number is the one a spreadsheet gives the row
# Why cells cannot be read: by the number of their row, then by the index of their column.
type CellFaults = dict[int, dict[int, str]]
type Score = Callable[[Cells], int]  # how many headers a row holds that we know


@dataclass(frozen=True)
class Table:
    """``rows`` can be read once; then ``cell_faults`` are complete, and ``remarks`` can be asked for."""

    rows: NumberedRows
    cell_faults: CellFaults = field(default_factory=dict)
    remarks: Callable[[], Iterable[str]] = tuple


def best_header_score(rows: NumberedRows, score: Score) -> int:
    """Return the score of the row that looks most like a header; 0 if there is no row."""
    first_rows = islice(rows, HEADER_SEARCH_ROWS)
    return max((score(cells) for _number, cells in first_rows), default=0)
