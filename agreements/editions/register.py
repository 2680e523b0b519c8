"""The register of agreements (협약 관리대장) and the card of one (협약 관리카드), as of a day."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.editions.document import Section, Table, TableColumn
from agreements.editions.export_tables import columns_named, rows_of, sums_of_numbers, table_of
from agreements.editions.scopes import Scope
from agreements.lists import AGREEMENTS, COMMITMENTS, DUTIES, REPORTS
from agreements.lists.columns import EXPORTS
from agreements.lists.parameters import Clock

AGREEMENT = (
    "reference", "title", "parties", "signed_on", "expires_on", "phase_label", "commitments", "fulfilled",
    "late", "unconfirmed", "unchecked", "unreported", "unsearched", "department",
)  # fmt: skip
FACTS = (
    "reference", "title", "kind_label", "parties", "witnesses", "mediators", "signatories", "signed_on",
    "announced_on", "effective_on", "expires_on", "phase_label", "ended_on", "end_reason_label", "place",
    "document_number", "purpose", "note", "fiscal_burden_label", "mutual_duties_label",
    "council_matter_label", "public_property_label",
    "residents_rights_label", "budget", "department", "telephone", "sources", "documents", "statements",
)  # fmt: skip
PROMISE = (
    "reference",
    "title",
    "lead_agencies",
    "status_label",
    "standing_label",
    "current_target",
    "sources",
)
DUTY = ("agency", "kind_label", "due", "state_label", "done_on", "clause_label", "basis")
REPORT = ("said_on", "subject_title", "status_label", "stated_by", "note", "sources")


@dataclass(frozen=True)
class RegisterOfAgreements:
    scope: Scope
    clock: Clock

    def sections(self) -> tuple[Section, ...]:
        heading = _("Agreements")
        selection = self.scope.selection(AGREEMENTS, self.clock)
        columns = columns_named(EXPORTS["agreements"], AGREEMENT)
        rows = rows_of(columns, selection) if selection else []
        if not rows:
            return (Section(heading, paragraphs=(_("There is no agreement that this report is about."),)),)
        table = table_of(heading, columns, rows, total=sums_of_numbers(_("Total")))
        return (Section(heading, tables=(table,)),)


@dataclass(frozen=True)
class RegisterCard:
    scope: Scope
    clock: Clock

    def sections(self) -> tuple[Section, ...]:
        return (
            self.facts(),
            self.listed(_("Promises"), COMMITMENTS, PROMISE, _("This register holds no promise of it.")),
            self.listed(
                _("Duties under ordinances"), DUTIES, DUTY, _("No duty under an ordinance is known.")
            ),
            self.listed(_("Reports"), REPORTS, REPORT, _("This register holds no report on it.")),
        )

    def facts(self) -> Section:
        """Return what the register knows of the agreement itself; what it does not know is left out."""
        columns = columns_named(EXPORTS["agreements"], FACTS)
        rows = [
            row
            for row in rows_of(columns, AGREEMENTS.narrowed(self.clock))
            if row[FACTS.index("reference")] == self.scope.value
        ]
        lines = [
            (str(column.label), str(cell))
            for row in rows
            for column, cell in zip(columns, row, strict=True)
            if cell
        ]
        heading = _("The agreement")
        return Section(
            heading, tables=(Table(heading, (TableColumn(_("Field"), 12), TableColumn("", 48)), lines),)
        )

    def listed(self, heading: str, listing: Any, names: tuple[str, ...], nothing: str) -> Section:
        columns = columns_named(EXPORTS[listing.name], names)
        selection = self.scope.selection(listing, self.clock)
        rows = rows_of(columns, selection) if selection else []
        if not rows:
            return Section(heading, paragraphs=(nothing,))
        return Section(heading, tables=(table_of(heading, columns, rows),))
