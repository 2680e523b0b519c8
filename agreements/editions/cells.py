"""What stands in the cells of a report, as every format that draws it writes them."""

from collections.abc import Iterator

from agreements.editions.document import Document, Section, Table, Total, Value
from agreements.lists.columns.export import ITEM_SEPARATOR, Kind
from agreements.rules.partial_date import NotAPartialDate, PartialDate
from agreements.rules.ratios import percent_of
from agreements.rules.typed_text import as_stored

DATES = (Kind.DAY, Kind.PERIOD)
NUMBERS = (Kind.NUMBER, Kind.QUANTITY)


def cell_text(value: Value, kind: Kind) -> str:
    """Write a cell in the active language; items of a list and lines of a text stand one below the other."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if kind in DATES:
        return date_text(value)
    return clean_text(value)


def date_text(text: str) -> str:
    """Write a day or period as tables of the site do; what is neither, such as “no date”, as it stands."""
    try:
        return PartialDate.parse(text).short()
    except NotAPartialDate:
        return clean_text(text)


def clean_text(text: str) -> str:
    """Drop what no format can hold or nobody sees."""
    return as_stored(text.replace(ITEM_SEPARATOR, "\n")).replace("\0", "").replace("\t", " ").strip("\n")


def percent_text(numerator: int, denominator: int) -> str | None:
    """Write a ratio as pages do; None where there is nothing to divide by."""
    ratio = percent_of(numerator, denominator)
    return None if ratio is None else f"{ratio} %"


def total_cells(table: Table, total: Total) -> tuple[Value, ...]:
    """Return what the last row of ``table`` comes to."""
    cells: list[Value] = [None] * len(table.columns)
    cells[0] = total.label
    for index in total.sums:
        cells[index] = sum(number_in(row[index]) for row in table.rows)
    for index, (numerator, denominator) in total.ratios.items():
        cells[index] = percent_text(number_in(cells[numerator]), number_in(cells[denominator]))
    return tuple(cells)


def number_in(value: Value) -> int:
    return value if isinstance(value, int) else 0


def number_columns(table: Table) -> set[int]:
    """Return the columns, by index, that hold numbers or ratios."""
    ratios = table.total.ratios if table.total else {}
    return {index for index, column in enumerate(table.columns) if column.kind in NUMBERS or index in ratios}


def chapters_of(document: Document) -> Iterator[list[Section]]:
    """Give each chapter with the sections that stand in it."""
    chapter: list[Section] = []
    for section in document.sections:
        if chapter and section.level == 1:
            yield chapter
            chapter = []
        chapter.append(section)
    if chapter:
        yield chapter
