"""An export as JSON: the records that the API gives, whole; with ``?format=lines`` one a line."""

import json
from collections.abc import Generator, Iterable, Iterator
from itertools import batched
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from agreements.lists import Selection
from agreements.lists.columns.export import Export, base_day, permanent_sequence
from agreements.lists.columns.records import Record, records_of
from agreements.lists.parameters import BadParameter, single

RECORDS_A_PART = 500
LINES = "lines"


def json_of(export: Export, selection: Selection, parameters: QueryDict) -> Generator[bytes]:
    """Write the records of ``selection`` in the active language; the first part asks the database.

    A file that broke off is no valid JSON; of one of lines only the transfer tells, which has no end then.

    Raises:
        BadParameter: the format is none that is offered.
    """
    records = records_of(export.columns, selection.rows, selection.clock)
    if asks_for_lines(parameters):
        return _lines(records)
    sequence = permanent_sequence(selection.clock)
    about = {"as_of": base_day(selection.clock), "seq": int(sequence) if sequence else None}
    return _document(about, records)


def asks_for_lines(parameters: QueryDict) -> bool:
    """Read ``?format=lines``; absent or empty means one document.

    Raises:
        BadParameter: it is neither.
    """
    chosen = single(parameters, "format")
    if chosen not in ("", LINES):
        raise BadParameter("format", _("Write “lines”, or leave it out for one document."))
    return chosen == LINES


def as_json(value: Any) -> str:
    """Write a value compactly, Korean as Korean."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lines(records: Iterable[Record]) -> Generator[bytes]:
    for some in batched(records, RECORDS_A_PART):
        yield "".join(f"{as_json(record)}\n" for record in some).encode()


def _document(about: dict[str, Any], records: Iterator[Record]) -> Generator[bytes]:
    begin = as_json(about)[:-1] + ',"rows":['
    separator = "\n"
    for some in batched(records, RECORDS_A_PART):
        yield (begin + separator + ",\n".join(map(as_json, some))).encode()
        begin, separator = "", ",\n"
    yield f"{begin}]}}\n".encode()
