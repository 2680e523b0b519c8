"""What the importer of each kind of record declares to be imported."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, groupby
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _

from agreements.imports.agency_names import AgencyNames
from agreements.imports.columns import Columns
from agreements.imports.constraints import Constraints
from agreements.imports.facts import RowFacts
from agreements.imports.plans import Plan
from agreements.imports.table_body import Row
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import Person


class Importer:
    """The import of one kind of record: reads what is stored once, then plans and writes chunk by chunk."""

    name: ClassVar[str]
    model: ClassVar[type[Model]]
    columns: ClassVar[Columns]
    needs: ClassVar[Act] = Act.EDIT  # with some record of the model; whose it is, the action asks
    granted_by: ClassVar[type[Model] | None] = None  # that model, if it is another: rows are edited with it
    makes_drafts: ClassVar[bool] = True  # else what is new is not reviewed
    chunk: ClassVar[int | None] = 500  # rows planned at once; None: all, since they refer to each other
    may_be_empty: ClassVar[bool] = False  # a table without a row, or without an answer
    on_its_page: ClassVar[tuple[str, ...]] = ()  # columns of our own file that staff enter in the admin only
    # Rows that differ in these columns only are one record; what the further ones hold goes with the first.
    merge_rows_on: ClassVar[tuple[str, ...]] = ()

    def __init__(self, person: Person, *, today: date) -> None:
        """``person`` sees what is public and what is theirs; rows are matched with nothing else."""
        self.person = person
        self.today = today  # as the whole import takes it
        self.agencies = AgencyNames.read_all()
        self.constraints = Constraints(self.model)
        self.first_rows: dict[Any, int] = {}  # by what identifies a record

    @classmethod
    def granted_model(cls) -> type[Model]:
        """Return the model with some record of which a person must be allowed to do what it ``needs``."""
        return cls.granted_by or cls.model

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        """Match each row with what is stored and note what would change."""
        raise NotImplementedError

    def remarks(self) -> Iterator[str]:
        """Say what somebody should know of the rows that were planned."""
        yield from ()

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """Divide what is to be written into edits, each with one trace."""
        return ([plan] for plan in plans)

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        """Write one edit through the actions.

        Raises:
            ActRefused
        """
        raise NotImplementedError

    def merged_rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield rows that go on with the record above as one row."""
        if not self.merge_rows_on:
            yield from rows
            return
        for _cells, row_group in groupby(rows, key=lambda row: cells_without(row, self.merge_rows_on)):
            first, *following_rows = row_group
            rows_of_record = (first, *following_rows)
            complaints = tuple(chain.from_iterable(row.complaints for row in rows_of_record))
            yield Row(first.number, {**first.cells, **self._merged_cells(rows_of_record)}, complaints)

    def _merged_cells(self, rows: Sequence[Row]) -> dict[str, str]:
        """Join the cells of rows that are one record, one a line; a sign keeps the place of an empty one."""
        if len(rows) == 1:
            return {}
        main_column, *beside = self.merge_rows_on
        cells = {main_column: "\n".join(filter(None, texts_of_column(rows, main_column)))}
        for column in beside:
            texts = texts_of_column(rows, column)
            if any(texts):
                cells[column] = "\n".join(map("○ {}".format, texts))
        return cells

    def refuse_second_row(self, facts: RowFacts, key: Any, fact: str) -> None:
        """Complain of the second row of a record; what was refused already may mean another one."""
        if facts.complaints:
            return
        first_row = self.first_rows.setdefault(key, facts.row.number)
        if first_row != facts.row.number:
            correction = _("Row %(row)s is the same record. Leave one of them.")
            facts.add_complaint(correction % {"row": first_row}, fact)


def texts_of_column(rows: Sequence[Row], column: str) -> list[str]:
    return [row.cells.get(column, "") for row in rows]


def cells_without(row: Row, columns: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in row.cells.items() if name not in columns}


def why_frozen(record: Any) -> str:
    """Say why an import does not change a record; "" if it may."""
    if record.is_editable:
        return ""
    if record.state == PublicationState.SUBMITTED:
        correction = _("“%(record)s” waits for review and is frozen. A coordinator returns it first.")
    else:
        correction = _(
            "“%(record)s” is public, and an import writes drafts only. "
            "A coordinator changes it on its own page; to leave it as it is, take over its value."
        )
    return correction % {"record": record}
