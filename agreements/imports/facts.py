"""What one row of a table says, read cell by cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from agreements.imports.columns import Column, Columns
from agreements.imports.complaints import Complaint, UnreadableCell, complaint_at
from agreements.imports.table_body import HeaderCell, Row


@dataclass
class RowFacts:
    """``values`` by the field that their columns fill; an empty cell says nothing, so it has none."""

    row: Row
    columns: Columns
    headers: Mapping[str, HeaderCell]  # as the file writes them, by the column's name
    values: dict[str, Any] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.complaints += self.row.complaints

    def __contains__(self, fact: str) -> bool:
        return fact in self.values

    def get(self, fact: str, default: Any = None) -> Any:
        return self.values.get(fact, default)

    # ---- reading

    def read_cells(self) -> None:
        """Read every cell; columns that fill the same field must agree."""
        for column in self.columns:
            text = self.row.cells.get(column.name)
            if text and column.read:
                self._read_cell(column, column.read, text)

    def is_read(self, column: Column) -> bool:
        """Say whether a value came from the column's own cell."""
        return bool(self.row.cells.get(column.name)) and column.field in self.values

    def _read_cell(self, column: Column, read: Callable[[str], Any], text: str) -> None:
        try:
            value = read(text)
        except UnreadableCell as error:
            self.complain_of_cell(error, column)
            return
        if self.values.setdefault(column.field, value) != value:
            self.complain_of_cell(_("Another column of this row says something else."), column)

    def resolve(self, fact: str, reader: Callable[[str], Any]) -> Any:
        """Read a fact once more, with what is stored; it has no value if ``reader`` refuses it."""
        if fact not in self.values:
            return None
        try:
            value = reader(self.values.pop(fact))
        except UnreadableCell as error:
            self.add_complaint(error, fact)
            return None
        self.values[fact] = value
        return value

    def resolve_code_or_name(self, code: str, name: str, reader: Callable[[str], Any]) -> Any:
        """Resolve the fact ``code``, or ``name`` if that gives nothing."""
        return self.resolve(code, reader) or self.resolve(name, reader)

    def require_filled(self) -> None:
        """Hold a new record to the cells it needs."""
        refused_headers = {complaint.column for complaint in self.complaints}
        for column in self.columns.required:
            if column.field in self.values or self.header_of(column) in refused_headers:
                continue
            if self._has_column_for(column.field):
                self.complain_of_cell(column.correction or _("This cell must be filled."), column)

    def _has_column_for(self, fact: str) -> bool:
        """Tell whether the file has a column for a fact; that it has none was said at its header."""
        names = map(attrgetter("name"), self.columns.by_field[fact])
        return not self.headers.keys().isdisjoint(names)

    def require_fact(self, fact: str, correction: object) -> None:
        """Complain that a fact is missing, unless its cell is complained of already."""
        if fact not in self:
            self.complain_once(fact, correction)

    # ---- complaining

    def complain_once(self, fact: str, correction: object) -> None:
        """Complain of a fact, unless something else is wrong with it."""
        if not self.complains_of(fact):
            self.add_complaint(correction, fact)

    def complains_of(self, fact: str) -> bool:
        header = self.header_of(self.column_of(fact))
        return any(complaint.column == header for complaint in self.complaints)

    def add_complaint(self, correction: object, fact: str) -> None:
        self.complain_of_cell(correction, self.column_of(fact))

    def complain_of_cell(self, correction: object, column: Column) -> None:
        value = self.row.cells.get(column.name, "")
        header = self.header_of(column)
        cell = self.cell_of(column)
        complaint = complaint_at(correction, row=self.row.number, column=header, value=value, cell=cell)
        self.complaints.append(complaint)

    def header_of(self, column: Column) -> str:
        if column.name in self.headers:
            return self.headers[column.name].text
        return str(column.label)

    def cell_of(self, column: Column) -> str:
        """Name the cell of a column in this row as a spreadsheet does; "" without such a column."""
        if column.name in self.headers:
            return f"{self.headers[column.name].letters}{self.row.number}"
        return ""

    def column_of(self, fact: str) -> Column:
        """Return the column a fact came from: one with a value, else of the file, else any that fills it."""

        def nearness(column: Column) -> tuple[bool, bool]:
            return bool(self.row.cells.get(column.name)), column.name in self.headers

        return max(self.columns.by_field[fact], key=nearness)
