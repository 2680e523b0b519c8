"""The formats in which an export can be taken, by the ending of its address."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from agreements.lists import Selection
from agreements.lists.columns.csv_file import csv_of, encoding_of
from agreements.lists.columns.export import Export
from agreements.lists.columns.json_file import asks_for_lines, json_of
from agreements.lists.columns.xlsx_file import xlsx_of
from agreements.lists.parameters import Clock


@dataclass(frozen=True)
class Format:
    """``parameters`` are those of an address besides the filters of its list."""

    media_type: str
    parameters: tuple[str, ...]
    write: Callable[[Export, Selection, QueryDict], Generator[bytes]]


FORMATS = {
    "csv": Format("text/csv", ("header", "encoding"), csv_of),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("header",), xlsx_of),
    "json": Format("application/json", ("format",), json_of),
}


def content_type(ending: str, parameters: QueryDict) -> str:
    if ending == "csv":
        return f"text/csv; charset={encoding_of(parameters)}"
    if ending == "json" and asks_for_lines(parameters):
        return "application/x-ndjson"  # not that of the ledger, whose bytes nobody may change
    return FORMATS[ending].media_type


def file_for(
    export: Export, ending: str, parameters: QueryDict, *, today: date
) -> tuple[Clock, Generator[bytes]]:
    """Write what a query string asks for, in the language that is active now.

    Raises:
        BadParameter: at once, before anything is written.
    """
    chosen = FORMATS[ending]
    selection = export.select(parameters, today=today, also=chosen.parameters)
    return selection.clock, chosen.write(export, selection, parameters)
