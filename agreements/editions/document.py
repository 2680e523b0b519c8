"""An official report as every format draws it: a page of the site, XLSX, HWPX.

What stands in it is decided once, when it is made; a format only draws, and decides nothing but looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agreements.lists.columns.export import Kind

Value = str | int | None


@dataclass(frozen=True)
class TableColumn:
    """A column of a table; ``width`` is in Hangul syllables."""

    label: str
    width: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Total:
    """The last row of a table: ``sums`` are the columns that are added up, by index.

    ``ratios`` are {index of a column: (numerator's, denominator's index)}, in percent of whole numbers, and
    None where the denominator is 0.  XLSX writes both as formulas, other formats what they come to.
    """

    label: str
    sums: tuple[int, ...]
    ratios: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Cells hold numbers as numbers, days and periods as texts of their kind, and nothing for nothing."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: Sequence[tuple[Value, ...]]
    total: Total | None = None


@dataclass(frozen=True)
class Section:
    """``level`` is 1 for a chapter, 2 for what stands in one; without rows, a paragraph says so."""

    heading: str
    level: int = 1
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """``running_head`` stands on each page; ``base`` are lines: of which day it is and what it rests on."""

    title: str
    subtitle: str
    running_head: str
    base: tuple[str, ...]
    sections: tuple[Section, ...]
