"""What a table may hold: each column with its names, how its cells are read, and what would be correct."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from agreements.lists.columns.export import Export

Label = str | Promise
# Reads the text of a cell; raises NotThat.
Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """``field`` is the fact it fills, by default that of its name; columns that fill the same must agree.

    ``read`` is None for what our exports derive: it is known, and left aside.  ``merges_cells`` joins cells
    of columns with the same header, and of rows that differ in nothing else.
    """

    name: str
    label: Label
    read: Read | None = None
    field: str = ""
    synonyms: str = ""  # separated by commas
    required: bool = False
    merges_cells: bool = False
    correction: Label = ""
    example: str = ""

    def __post_init__(self) -> None:
        if not self.field:
            object.__setattr__(self, "field", self.name)

    @property
    def synonym_list(self) -> list[str]:
        return self.synonyms.split(", ") if self.synonyms else []

    def headers(self) -> Iterator[str]:
        """Everything the column may be called."""
        yield self.name
        yield from self.labels()
        yield from self.synonym_list

    def labels(self) -> Iterator[str]:
        for language in ("ko", "en"):
            with override(language):
                yield str(self.label)


def normalised_header(header: str) -> str:
    """Write a header so that case, spaces, line breaks and marks of obligation make no difference."""
    plain = "".join(header.casefold().split())
    return plain.strip("*※:").removesuffix("(필수)")


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of record."""

    declared: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.declared)

    @cached_property
    def exactly(self) -> Mapping[str, Column]:
        """“kind” is a machine name, “Kind” the label of the column beside it."""
        return {header: column for column in self.declared for header in column.headers()}

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """A machine name counts before a label, a label before a synonym of another column."""
        found: dict[str, Column] = {}
        for column in reversed(self.declared):
            found |= {normalised_header(header): column for header in column.synonym_list}
        for column in reversed(self.declared):
            found |= {normalised_header(label): column for label in column.labels()}
        return found | {normalised_header(column.name): column for column in self.declared}

    def find(self, header: str) -> Column | None:
        exact = self.exactly.get(header.strip())
        return exact or self.by_header.get(normalised_header(header))


def derived_columns(export: Export, read: Iterable[Column]) -> Iterator[Column]:
    """What our own file has beyond the columns that are read: computed, so that it is left aside."""
    names = {column.name for column in read}
    return (Column(one.name, one.label) for one in export.columns if one.name not in names)


# In every list of an office, and of no meaning here.
COUNTERS = ("연번", "순번", "No", "No.", "NO", "#")
REMARKS = ("비고", "참고")
LEFT_ASIDE = frozenset(normalised_header(header) for header in (*COUNTERS, *REMARKS))
