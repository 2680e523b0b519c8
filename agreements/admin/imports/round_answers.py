"""The tables of one file that a department hands in for a round: its promises, and its duties.

Each sheet is read as what its header says it is.  Both are looked at together, and written one after the
other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.admin.imports.pages import MOST_ROWS, TableOutcome
from agreements.admin.imports.round_table import DUTIES, PROMISES, RoundTable
from agreements.imports import reading
from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.duty_columns import duty_header_score
from agreements.imports.duty_records import DutyRecordImport
from agreements.imports.facts_given import FactsGiven
from agreements.imports.importer import Importer
from agreements.imports.importing import Fingerprints, Outcome, TableImport, is_written_at_once
from agreements.imports.plans import Fingerprint
from agreements.imports.reports import ReportImport

type FingerprintsByKind = Mapping[str, Fingerprints]
IMPORTERS: tuple[tuple[RoundTable, type[Importer]], ...] = (
    (PROMISES, ReportImport),
    (DUTIES, DutyRecordImport),
)


class RoundAnswers:
    """The file as tables to be imported, for one person at one moment."""

    def __init__(
        self, file: BinaryIO, file_name: str, *, given: FactsGiven, actor: Any, now: datetime
    ) -> None:
        self.imports: list[tuple[RoundTable, TableImport]] = []
        sheets_by_kind = sheets_of(file, file_name)
        for table, importer in IMPORTERS:
            if table.kind in sheets_by_kind:
                given_importer = type(
                    f"Given{importer.__name__}", (importer,), {"defaults": given, "may_be_empty": True}
                )
                table_import = TableImport(
                    given_importer,
                    file,
                    file_name,
                    actor,
                    now,
                    MOST_ROWS,
                    keep=True,
                    sheets=sheets_by_kind[table.kind],
                )
                self.imports.append((table, table_import))

    def check(self) -> list[TableOutcome]:
        """Return what would be handed in, without the tables that hold no answer.

        The plans hold every row to what its submission asks; trying 65 of them out takes four seconds more.
        """
        outcomes = [
            TableOutcome(table_import.check(), table.title, table.kind)
            for table, table_import in self.imports
        ]
        answered = [outcome for outcome in outcomes if not outcome.outcome.is_empty]
        if not answered:
            correction = _("No row of the table holds an answer. Fill in a status, or the day of a duty.")
            outcomes[0].outcome.add_complaint(complaint_at(correction))
            return outcomes[:1]
        return refused_or_all(answered)

    def write(self, fingerprints_of_tables: FingerprintsByKind) -> list[TableOutcome]:
        """Write what the check showed, everything or nothing; where it is long, as long imports are written.

        Then the tables, or rows, before the one that is refused stay.
        """
        if not is_written_at_once(sum(map(len, fingerprints_of_tables.values()))):
            return self._write_tables(fingerprints_of_tables)
        with transaction.atomic():
            outcomes = self._write_tables(fingerprints_of_tables)
            if is_refused(outcomes):
                transaction.set_rollback(True)
                outcomes[-1].outcome.stored_rows = 0
        return outcomes

    def _write_tables(self, fingerprints_of_tables: FingerprintsByKind) -> list[TableOutcome]:
        """Write table by table; return what was written, or only the one that was refused."""
        outcomes: list[TableOutcome] = []
        stored_rows = 0
        for table, table_import in self.imports:
            fingerprints = fingerprints_of_tables.get(table.kind)
            if fingerprints is None:
                continue
            outcome = table_import.write(fingerprints=fingerprints)
            stored_rows += outcome.stored_rows
            if outcome.refused:
                outcome.stored_rows = stored_rows
                return [outcome_of(table, outcome)]
            outcomes.append(outcome_of(table, outcome))
        return outcomes


def outcome_of(table: RoundTable, outcome: Outcome) -> TableOutcome:
    return TableOutcome(outcome, table.title, table.kind)


def is_refused(outcomes: Sequence[TableOutcome]) -> bool:
    return any(outcome.outcome.refused for outcome in outcomes)


def refused_or_all(outcomes: list[TableOutcome]) -> list[TableOutcome]:
    """Return the refused tables, if any is: then nothing can be handed in, and the others say nothing."""
    refused = [outcome for outcome in outcomes if outcome.outcome.refused]
    return refused or outcomes


def sheets_of(file: BinaryIO, file_name: str) -> dict[str, list[str]]:
    """Return {kind of table: titles of its sheets}; a file that cannot be read is one of promises."""
    try:
        scores = reading.sheet_scores(file, file_name, score=duty_header_score)
    except BadFile:
        return {PROMISES.kind: []}
    sheets: dict[str, list[str]] = {}
    for title, score in scores.items():
        kind = DUTIES.kind if score else PROMISES.kind
        sheets.setdefault(kind, []).append(title)
    return sheets or {PROMISES.kind: []}


def fingerprints_of(outcomes: list[TableOutcome]) -> dict[str, Fingerprint]:
    """Return what the previews rest on, by kind of table and row: ``duties 3``."""
    fingerprints: dict[str, Fingerprint] = {}
    for outcome in outcomes:
        for row, fingerprint in outcome.outcome.fingerprints.items():
            fingerprints[f"{outcome.kind} {row}"] = fingerprint
    return fingerprints


def fingerprints_by_kind(fingerprints: Mapping[str, Fingerprint]) -> dict[str, dict[int, Fingerprint]]:
    by_kind: dict[str, dict[int, Fingerprint]] = {}
    for key, fingerprint in fingerprints.items():
        kind, _space, row = key.partition(" ")
        by_kind.setdefault(kind, {})[int(row)] = fingerprint
    return by_kind
