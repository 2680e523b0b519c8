"""Read the text of an XLSX: cells row by row, as the sheet shows them, then the archive's other parts."""

from collections.abc import Iterator
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from agreements.personal_data.files import zipped_xml
from agreements.personal_data.files.pieces import Notice, Piece, Place
from agreements.rules.number_format import number_as_shown

CELL_SEPARATOR = " | "  # no detector matches across it
CELL_VALUE = "v"  # the element whose text openpyxl gives as the cell shows it; of a formula it gives no text


def read_xlsx(file: IO[bytes]) -> Iterator[Piece | Notice]:
    zipped_xml.open_archive(file).close()  # before anything is unpacked
    workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    cells_read = {}
    for sheet in workbook.worksheets:
        hidden = sheet.sheet_state != "visible"
        sheet_place: Place = {"sheet": sheet.title}
        if hidden:
            sheet_place["hidden"] = True
        yield Piece(sheet.title, [(0, sheet_place)])
        if hidden:
            yield Notice("hidden", sheet_place, sheet.title)
        sheet.reset_dimensions()  # what the file says of its size may be anything
        yield from filter(None, (row_piece(cells, sheet_place) for cells in sheet.iter_rows()))
        cells_read[sheet._worksheet_path.lstrip("/")] = CELL_VALUE  # openpyxl names the part nowhere else
    workbook.close()
    with zipped_xml.open_archive(file) as archive:
        yield from zipped_xml.archive_pieces(archive, without=cells_read)


def row_piece(cells: Any, sheet_place: Place) -> Piece | None:
    """Join the cells of a row, each with its place; None where all are empty."""
    texts, places, length = [], [], 0
    for cell in cells:
        if cell.value is None or cell.value == "":
            continue
        text = formatted_value(cell.value, cell.number_format)
        cell_name = f"{get_column_letter(cell.column)}{cell.row}"
        places.append((length, sheet_place | {"cell": cell_name}))
        texts.append(text)
        length += len(text) + len(CELL_SEPARATOR)
    return Piece(CELL_SEPARATOR.join(texts), places) if texts else None


def formatted_value(value: Any, number_format: str) -> str:
    """Write a number with the hyphens and leading noughts of its format: 1012345678 as 010-1234-5678."""
    if isinstance(value, float):  # a sheet shows ten digits of a fraction; more look like a card's number
        value = int(value) if value.is_integer() else f"{value:.10g}"
    if not isinstance(value, int) or isinstance(value, bool):
        return str(value)
    return number_as_shown(value, number_format or "")
