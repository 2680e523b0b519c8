"""What an export declares: the rows of a list, and for each column where its cells come from.

How the rows are read: ``columns/reading.py``.  What they are written as: ``columns/csv_file.py`` for
spreadsheets, ``columns/records.py`` for programs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.lists import Listing, Selection
from agreements.lists.parameters import BadParameter, Clock, single
from agreements.rules.korean import in_english

Label = str | Promise
Value = str | int | None
ITEM_SEPARATOR = "\x1f"  # between the items of a list: no text holds it


class Kind(StrEnum):
    """What stands in a column's cells; the data dictionary explains each."""

    TEXT = "text"
    LIST = "list"
    CODE = "code"
    NUMBER = "whole number"
    QUANTITY = "number"
    DAY = "day"
    PERIOD = "partial date"
    FLAG = "flag"
    ADDRESS = "address"


MEANING_OF_KINDS: dict[Kind, Label] = {
    Kind.TEXT: _("Text"),
    Kind.LIST: _("Text; several values joined by “; ”"),
    Kind.CODE: _("Code; the same in both languages"),
    Kind.NUMBER: _("Whole number"),
    Kind.QUANTITY: _("Number, with at most two decimals after a point"),
    Kind.DAY: _("Day, YYYY-MM-DD"),
    Kind.PERIOD: _(
        "Date as precise as its source: 2023, 2023-H1, 2023-Q2, 2023-06, 2023-04/2023-05 or 2023-06-15"
    ),
    Kind.FLAG: _("1 for yes, 0 for no"),
    Kind.ADDRESS: _("Web address"),
}

# Reads what belongs to a chunk of rows: primary keys -> {key: value} or {key: {part: value}}.
Load = Callable[[Sequence[Any], Clock], Mapping[Any, Any]]


@dataclass(frozen=True)
class Cell:
    """Where a cell's value comes from.

    ``paths`` are read with the row.  ``writer`` is called once an export, in its language, and returns the
    function that writes their values; without it the one value stands as it is.  With ``load``, the one
    path holds a key: the cell shows what was loaded for it, or one ``part`` of that.  With ``of_clock``,
    every row shows what that says of the file's clock.  Where it shows nothing, ``otherwise`` is shown.
    """

    paths: tuple[str, ...] = ()
    writer: Callable[[], Callable[..., Value]] | None = None
    load: Load | None = None
    part: str = ""
    of_clock: Callable[[Clock], Value] | None = None
    otherwise: "Cell | None" = None

    @property
    def alternatives(self) -> "Iterator[Cell]":
        yield self
        if self.otherwise is not None:
            yield from self.otherwise.alternatives


@dataclass(frozen=True)
class Column:
    """``codes`` are all that its cells may hold, where they are known beforehand."""

    name: str
    label: Label
    cell: Cell
    meaning: Label
    kind: Kind = Kind.TEXT
    unit: Label = ""
    codes: tuple[str, ...] = ()


def base_day(clock: Clock) -> str:
    return clock.permanent()["as_of"]


def permanent_sequence(clock: Clock) -> str | None:
    """Return the sequence under which the same rows are answered for ever; None before a publication."""
    return clock.permanent().get("seq")


# A row that is cut out of its file still says when it held, and how it is asked for again.
CLOCK_COLUMNS = (
    Column(
        "as_of",
        _("Base date"),
        Cell(of_clock=base_day),
        _("The day on which what the row says holds."),
        Kind.DAY,
    ),
    Column(
        "seq",
        _("Publication sequence"),
        Cell(of_clock=permanent_sequence),
        _("What was public then. With as_of and seq in its address the file stays the same for ever."),
        Kind.NUMBER,
    ),
)


@dataclass(frozen=True)
class Export:
    """A file: the rows of a list, its own columns, and at their end the two that name the clock.

    ``key`` names the columns by which its rows are told apart, where there are such.
    """

    listing: Listing
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", (*self.columns, *CLOCK_COLUMNS))

    @property
    def name(self) -> str:
        return self.listing.name

    def select(self, parameters: QueryDict, *, today: date, also: Sequence[str] = ()) -> Selection:
        """Read what a query string asks for; ``also`` are the parameters that its format takes besides.

        Raises:
            BadParameter: as its list does.
        """
        return self.listing.select(parameters, today=today, also=also)


def header_of(export: Export, parameters: QueryDict) -> list[str]:
    """Return the names of the columns, as ``?header=name`` or ``?header=label`` asks for.

    Machine names are usual in English.

    Raises:
        BadParameter: it asks for neither.
    """
    header = single(parameters, "header")
    asks_for_names = {"": in_english(), "name": True, "label": False}
    if header not in asks_for_names:
        raise BadParameter("header", gettext("Write “name” or “label”."))
    if asks_for_names[header]:
        return [column.name for column in export.columns]
    return [str(column.label) for column in export.columns]
