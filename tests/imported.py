"""Files for imports, made in the test, and what becomes of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from agreements.imports import IMPORTS
from agreements.imports.importing import Outcome, TableImport
from tests.factories import NOON, author, reviewer

type Table = Iterable[Sequence[Any]]


def csv_file(table: Table, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


def xlsx_file(table: Table, *, merged: Sequence[str] = (), sheets: dict[str, Table] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for name, rows in {"Sheet": table, **(sheets or {})}.items():
        sheet = book["Sheet"] if name == "Sheet" else book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merged:
        book["Sheet"].merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def importing(noun: str, file: bytes | Table, name: str = "a.csv", **options: Any) -> TableImport:
    """An import that keeps its plans; a table becomes a CSV.  Agencies are a coordinator's."""
    content = file if isinstance(file, bytes) else csv_file(file)
    actor = options.pop("actor", None) or (reviewer() if noun == "agencies" else author())
    given = {"most_rows": 2000, "keep": True} | options
    return TableImport(IMPORTS[noun], io.BytesIO(content), name, actor, NOON, **given)


def checked(noun: str, file: bytes | Table, name: str = "a.csv", **options: Any) -> Outcome:
    return importing(noun, file, name, **options).check()


def written(noun: str, file: bytes | Table, name: str = "a.csv", **options: Any) -> Outcome:
    """Check the file, then write what was seen."""
    work = importing(noun, file, name, **options)
    preview = work.check()
    return preview if preview.refused else work.write(fingerprints=preview.fingerprints)


def counts(outcome: Outcome) -> dict[str, int]:
    """How many rows are new, changed …; what is 0 is left out."""
    return {str(verdict): count for verdict, count in outcome.counts.items() if count}


def only_complaint(outcome: Outcome) -> Any:
    (found,) = outcome.complaints
    return found


def changes(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(one.label, one.before, one.after) for plan in outcome.plans for one in plan.changes]
