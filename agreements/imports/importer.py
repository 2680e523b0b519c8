"""What the importer of each kind of record declares to be imported."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _

from agreements.imports.agency_names import AgencyNames
from agreements.imports.columns import Columns
from agreements.imports.constraints import Constraints
from agreements.imports.headers import Row
from agreements.imports.plans import Plan
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import Person


class Importer:
    """One import of one kind of record: reads what is stored once, then plans and writes chunk by chunk."""

    name: ClassVar[str]
    model: ClassVar[type[Model]]
    columns: ClassVar[Columns]
    needs: ClassVar[Act] = Act.EDIT  # with some record of the model; whose it is, the action asks
    chunk: ClassVar[int | None] = 500  # rows planned at once; None: all, since they refer to each other
    merge_rows_on: ClassVar[str] = ""  # rows that differ in this column only are one record

    def __init__(self, person: Person) -> None:
        """``person`` sees what is public and what is theirs; nothing else is found."""
        self.person = person
        self.agencies = AgencyNames.read()
        self.constraints = Constraints(self.model)
        self.rows_of: dict[Any, int] = {}

    def plan(self, plans: list[Plan]) -> None:
        """Find what is stored for each plan and note what would change."""
        raise NotImplementedError

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """Divide what is to be written into edits, each with one trace."""
        return ([plan] for plan in plans)

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        """Write one edit through the actions.

        Raises:
            Refused
        """
        raise NotImplementedError

    def joined(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Give rows that go on with the record above as one row."""
        before: Row | None = None
        for row in rows:
            if (
                before
                and self.merge_rows_on
                and cells_without(before, self.merge_rows_on) == cells_without(row, self.merge_rows_on)
            ):
                text = "\n".join(filter(None, (one.cells.get(self.merge_rows_on) for one in (before, row))))
                before = Row(before.number, {**before.cells, self.merge_rows_on: text})
                continue
            if before:
                yield before
            before = row
        if before:
            yield before

    def once(self, plan: Plan, key: Any, fact: str) -> None:
        """Refuse the second row of the same record; what was refused already may mean another one."""
        if plan.complaints:
            return
        first = self.rows_of.setdefault(key, plan.row.number)
        if first != plan.row.number:
            plan.add_complaint(_("Row %(row)s is the same record. Leave one of them.") % {"row": first}, fact)

    def names(self, pks: Any) -> str:
        return "; ".join(self.agencies.named(pks))


def cells_without(row: Row, without: str) -> dict[str, str]:
    return {name: cell for name, cell in row.cells.items() if name != without}


def why_frozen(record: Any) -> str:
    """Why an import does not change a record; "" if it may."""
    if record.is_editable:
        return ""
    if record.state == PublicationState.SUBMITTED:
        return _("“%(record)s” waits for review and is frozen. A coordinator returns it first.") % {
            "record": record
        }
    return _(
        "“%(record)s” is public, and an import writes drafts only. "
        "A coordinator changes it on its own page; to leave it as it is, take over its value."
    ) % {"record": record}
