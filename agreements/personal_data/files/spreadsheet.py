"""Read the text of an XLSX: cells row by row, as the sheet shows them, then what else its parts hold."""

import re
from collections.abc import Iterator
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from agreements.personal_data.files import zipped_xml
from agreements.personal_data.files.number_format import number_as_shown
from agreements.personal_data.files.pieces import SEPARATOR, Notice, Piece, Place
from agreements.personal_data.files.zipped_xml import TextCollector, local_name

CELL, CELL_VALUE, FORMULA = "c", "v", "f"
NOTHING = (None, "")  # values of an empty cell
NUMBERS = (int, float)  # of which a truth value is none


class SheetCollector(TextCollector):
    """Collects what a sheet holds besides the values of its cells, which openpyxl gives as they are shown.

    Of a formula that was never calculated openpyxl gives nothing, so its cell is counted.
    """

    def __init__(self) -> None:
        super().__init__(skipped=CELL_VALUE)
        self.cell_name = self.cell_type = ""
        self.has_formula = self.has_value = False
        self.uncalculated: list[str] = []  # names of cells

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        element = local_name(tag)
        if element == CELL:
            self.cell_name, self.cell_type = attributes.get("r", ""), attributes.get("t", "")
            self.has_formula = self.has_value = False
        elif element == FORMULA:
            self.has_formula = True

    def data(self, text: str) -> None:
        super().data(text)
        self.has_value = self.has_value or bool(self.skipping)

    def end(self, tag: str) -> None:
        super().end(tag)
        if local_name(tag) == CELL and self.is_uncalculated():
            self.uncalculated.append(self.cell_name)

    def is_uncalculated(self) -> bool:
        """Check for a formula without a value; an empty text is one."""
        is_empty_text = self.cell_type == "str"
        return self.has_formula and not self.has_value and not is_empty_text


def read_xlsx(file: IO[bytes]) -> Iterator[Piece | Notice]:
    zipped_xml.open_archive(file).close()  # before anything is unpacked
    workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    collectors: dict[str, SheetCollector] = {}
    for sheet in workbook.worksheets:
        yield from sheet_pieces(sheet)
        part = sheet._worksheet_path.lstrip("/")  # openpyxl names it nowhere else
        collectors[part] = SheetCollector()
    workbook.close()
    with zipped_xml.open_archive(file) as archive:
        yield from zipped_xml.archive_pieces(archive, collectors)
    yield from zipped_xml.bytes_beside_parts(file)
    uncalculated = sum(len(collector.uncalculated) for collector in collectors.values())
    if uncalculated:
        yield Notice("uncalculated", {}, str(uncalculated))


def sheet_pieces(sheet: Any) -> Iterator[Piece | Notice]:
    """Yield the name of a sheet, a notice if it is hidden, and each of its rows."""
    is_hidden = sheet.sheet_state != "visible"
    sheet_place: Place = {"sheet": sheet.title}
    if is_hidden:
        sheet_place["hidden"] = True
    yield Piece(sheet.title, [(0, sheet_place)])
    if is_hidden:
        yield Notice("hidden", sheet_place, sheet.title)
    sheet.reset_dimensions()  # what the file says of its size may be anything
    labels: ColumnLabels = {}
    for cells in sheet.iter_rows():
        filled_cells = [cell for cell in cells if cell.value not in NOTHING]
        if filled_cells:
            yield row_piece(filled_cells, sheet_place, labels)


type ColumnLabels = dict[int, str]  # by the number of a column: the last text that stands in it


def row_piece(filled_cells: list[Any], sheet_place: Place, labels: ColumnLabels) -> Piece:
    """Join the cells of a row, each with its place.  Notes texts in ``labels``."""
    texts, places, length = [], [], 0
    beside = ""
    for cell in filled_cells:
        text = formatted_value(cell.value, cell.number_format)
        if isinstance(cell.value, str):
            labels[cell.column] = beside = text
        elif text.isdigit():
            text = with_lost_noughts(text, f"{labels.get(cell.column, '')} {beside}")
        cell_name = f"{get_column_letter(cell.column)}{cell.row}"
        places.append((length, sheet_place | {"cell": cell_name}))
        texts.append(text)
        length += len(text) + len(SEPARATOR)
    return Piece(SEPARATOR.join(texts), places)


TELEPHONES = re.compile(r"전화|연락처|휴대|핸드폰|폰|\btel|phone|mobile", re.IGNORECASE)
REGISTRATIONS = re.compile(r"주민|등록\s?번호|외국인")


def with_lost_noughts(digits: str, label: str) -> str:
    """Put back the noughts that a number loses at its beginning, where its label says what it is."""
    if TELEPHONES.search(label) and 8 <= len(digits) <= 10:
        return f"0{digits}"
    if REGISTRATIONS.search(label) and 10 <= len(digits) <= 12:
        return digits.zfill(13)
    return digits


def formatted_value(value: Any, number_format: str) -> str:
    """Write a number with the hyphens and leading noughts of its format: 1012345678 as 010-1234-5678."""
    if type(value) not in NUMBERS:
        return str(value)
    if not value.is_integer():  # a sheet shows ten digits of a fraction; more look like a card's number
        return f"{value:.10g}"
    return number_as_shown(int(value), number_format or "")
