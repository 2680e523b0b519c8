"""What a table may hold: each column with its names, how its cells are read, and what would be correct."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from agreements.lists.columns.export import Export

Label = str | Promise
# Reads the text of a cell; raises NotThat.
CellReader = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """``field`` is the fact it fills, by default that of its name; columns that fill the same must agree.

    ``read`` is None for what our exports derive: it is known, and left aside; ``why_unread`` says what
    changes it instead, and is None where there is nothing to say.  ``merges_cells`` joins cells of columns
    with the same header, and of rows that differ in nothing else.
    """

    name: str
    label: Label
    read: CellReader | None = None
    field: str = ""
    synonyms: str = ""  # separated by commas
    required: bool = False
    merges_cells: bool = False
    correction: Label = ""
    example: str = ""
    why_unread: Label | None = ""

    def __post_init__(self) -> None:
        if not self.field:
            object.__setattr__(self, "field", self.name)

    @property
    def synonym_list(self) -> list[str]:
        if not self.synonyms:
            return []
        return self.synonyms.split(", ")

    def headers(self) -> Iterator[str]:
        """Yield everything the column may be called."""
        yield self.name
        yield from self.labels()
        yield from self.synonym_list

    def labels(self) -> Iterator[str]:
        for language in ("ko", "en"):
            with override(language):
                yield str(self.label)


def normalised_header(header: str) -> str:
    """Write a header so that case, spaces, line breaks and marks of obligation make no difference."""
    word = "".join(header.casefold().split())
    return word.strip("*※:").removesuffix("(필수)")


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of record."""

    declared: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.declared)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.declared}

    @cached_property
    def readable(self) -> Sequence[Column]:
        return [column for column in self.declared if column.read]

    @cached_property
    def required(self) -> Sequence[Column]:
        return [column for column in self.declared if column.required]

    @cached_property
    def by_field(self) -> Mapping[str, list[Column]]:
        """The columns that are read, by the field they fill."""
        columns: dict[str, list[Column]] = {}
        for column in self.readable:
            columns.setdefault(column.field, []).append(column)
        return columns

    @cached_property
    def by_exact_header(self) -> Mapping[str, Column]:
        """“kind” is a machine name, “Kind” the label of the column beside it."""
        columns: dict[str, Column] = {}
        for column in self.declared:
            columns |= dict.fromkeys(column.headers(), column)
        return columns

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """A machine name counts before a label, a label before a synonym of another column."""
        columns: dict[str, Column] = {}
        for column in reversed(self.declared):
            columns |= dict.fromkeys(map(normalised_header, column.synonym_list), column)
        for column in reversed(self.declared):
            columns |= dict.fromkeys(map(normalised_header, column.labels()), column)
        for column in self.declared:
            columns[normalised_header(column.name)] = column
        return columns

    def find(self, header: str) -> Column | None:
        """Return the column that a header of a file names; None if none is called that."""
        column = self.by_exact_header.get(header.strip())
        if column is None:
            column = self.by_header.get(normalised_header(header))
        return column


@dataclass(frozen=True)
class Unread:
    """Why a column is never read, and what else offices call it."""

    why: Label
    synonyms: str = ""


def columns_of(export: Export) -> Callable[..., Column]:
    """Return a maker of columns that have the name and label of one of our own file."""
    labels = {column.name: column.label for column in export.columns}

    def own_column(name: str, read: CellReader, **options: Any) -> Column:
        return Column(name, labels[name], read, **options)

    return own_column


def derived_columns(
    export: Export, read: Iterable[Column], reasons: Mapping[str, Unread] | None = None
) -> Iterator[Column]:
    """Yield what our own file has beyond the columns that are read: it is computed, so it is left aside.

    ``reasons`` by the name of a column say why, where an office may take it for one that is read.
    """
    names = {column.name for column in read}
    for column in export.columns:
        if column.name not in names:
            unread = (reasons or {}).get(column.name, Unread(""))
            yield Column(column.name, column.label, synonyms=unread.synonyms, why_unread=unread.why)


# In every list of an office, and of no meaning here.
COUNTERS = ("연번", "순번", "No", "No.", "NO", "#")
REMARKS = ("비고", "참고")
LEFT_ASIDE = frozenset(normalised_header(header) for header in (*COUNTERS, *REMARKS))
