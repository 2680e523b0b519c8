"""Text of an XLSX: its cells row by row, shown as the sheet shows them, then what stands beside the cells."""

import re
from collections.abc import Iterator
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from agreements.personal_data.files import zipped_xml
from agreements.personal_data.files.pieces import Notice, Piece

BETWEEN = " | "  # cells; no number goes on across it
CELLS = "sheetData"  # the element that holds them


def read(file: IO[bytes]) -> Iterator[Piece | Notice]:
    zipped_xml.opened(file).close()  # before anything is unpacked
    workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    cells_read = {}
    for sheet in workbook.worksheets:
        hidden = sheet.sheet_state != "visible"
        place = {"sheet": sheet.title} | ({"hidden": True} if hidden else {})
        yield Piece(sheet.title, [(0, place)])
        if hidden:
            yield Notice("hidden", place, sheet.title)
        sheet.reset_dimensions()  # what the file says of its size may be anything
        yield from filter(None, (row(cells, place) for cells in sheet.iter_rows()))
        cells_read[sheet._worksheet_path.lstrip("/")] = CELLS  # openpyxl names the part nowhere else
    workbook.close()
    with zipped_xml.opened(file) as archive:
        yield from zipped_xml.parts(archive, without=cells_read)


def row(cells: Any, place: dict[str, Any]) -> Piece | None:
    told, places, length = [], [], 0
    for cell in cells:
        if cell.value is None or cell.value == "":
            continue
        text = as_shown(cell.value, cell.number_format)
        places.append((length, place | {"cell": f"{get_column_letter(cell.column)}{cell.row}"}))
        told.append(text)
        length += len(text) + len(BETWEEN)
    return Piece(BETWEEN.join(told), places) if told else None


# Office programs offer formats for telephone and registration numbers, which are stored as mere numbers.
MASK = re.compile(r"[0#]+(?:[-) ]+[0#]+)+")


def as_shown(value: Any, number_format: str) -> str:
    """Write a number with the hyphens and leading noughts of its format: 1012345678 as 010-1234-5678."""
    if isinstance(value, float):  # a sheet shows ten digits of a fraction; more look like a card's number
        value = int(value) if value.is_integer() else f"{value:.10g}"
    if not isinstance(value, int) or isinstance(value, bool):
        return str(value)
    form = (number_format or "").replace("\\", "").replace('"', "").rpartition(";")[2].lstrip("(")
    if not MASK.fullmatch(form):
        return str(value)
    digits = str(value).zfill(sum(map(form.count, "0#")))
    shown = ""
    for sign in reversed(form):
        if sign in "0#":
            shown, digits = digits[-1:] + shown, digits[:-1]
        else:
            shown = sign + shown
    return digits + shown
