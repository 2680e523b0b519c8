"""One import: plan every row, then write all of them or nothing.

On SQLite somebody who saves keeps everyone else waiting.  What is longer than a batch is compared with its
preview as a whole first, and then written batch by batch; if one is refused, those before it stay.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import batched
from typing import Any, BinaryIO

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.checks import require_grant
from agreements.actions.refusals import ActRefused
from agreements.imports import headers, reading
from agreements.imports.columns import Columns
from agreements.imports.complaints import BadFile, Complaint, complaint_at
from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer
from agreements.imports.plans import Fingerprint, Plan, Verdict
from agreements.imports.screening import personal_data_messages
from agreements.imports.table_body import HeaderCell, Row
from agreements.models.staff import person_of
from agreements.rules.mistypings import mistyping

type Fingerprints = Mapping[int, Fingerprint]  # by row
type ReportProgress = Callable[[int], None]  # is told how many rows are done

MOST_TRIAL_EDITS = 500  # for a preview: some 5 s
MOST_TRIAL_EDITS_ON_SQLITE = 100  # some 2 s
EDITS_A_BATCH = 25  # on SQLite: half a second, or two on a busy machine; then others have their turn
ANY_NUMBER = 100_000  # of edits: more than a chunk of rows makes
PAUSE_SECONDS = 0.12  # somebody who waits for SQLite asks again every tenth of a second
TO_WRITE = frozenset({Verdict.NEW, Verdict.CHANGED})
MOST_LISTED = 100  # complaints and warnings on a page
MOST_KEPT = 5000  # complaints, for the list that is downloaded; further ones are counted


@dataclass
class Outcome:
    """What became of the rows, or would.  ``plans`` are kept only where a page shows them."""

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    complaints: list[Complaint] = field(default_factory=list)
    more_complaints: int = 0  # than are kept
    remarks: list[str] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    similar: list[tuple[int, str]] = field(default_factory=list)  # row, what it may be the same as
    unknown_agencies: dict[str, str] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    fingerprints: dict[int, Fingerprint] = field(default_factory=dict)
    stored_rows: int = 0  # that stay, also where a later one was refused

    @property
    def refused(self) -> bool:
        return bool(self.complaints)

    @property
    def is_empty(self) -> bool:
        return not self.refused and not any(self.counts.values())

    @property
    def listed_complaints(self) -> Sequence[Complaint]:
        return self.complaints[:MOST_LISTED]

    @property
    def unlisted_complaints(self) -> int:
        """How many there are beyond those that are listed."""
        return len(self.complaints) + self.more_complaints - len(self.listed_complaints)

    @property
    def writes(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGED]

    def add_complaint(self, *complaints: Complaint) -> None:
        free = MOST_KEPT - len(self.complaints)
        self.complaints += complaints[:free]
        self.more_complaints += max(0, len(complaints) - free)

    def count(self, plan: Plan, *, keep: bool) -> None:
        self.counts[plan.verdict] += 1
        self.add_complaint(*plan.complaints)
        free = MOST_LISTED - len(self.warnings)
        self.warnings += [(plan.row.number, text) for text in plan.warnings[:free]]
        self.similar += [(plan.row.number, name) for name in plan.similar]
        self.fingerprints[plan.row.number] = plan.fingerprint
        if keep:
            self.plans.append(plan)

    def add_trial(self, trial: "Outcome") -> None:
        """Add what the actions refused when the plans were tried out."""
        self.add_complaint(*trial.complaints)
        self.more_complaints += trial.more_complaints
        refused_rows = {complaint.row for complaint in trial.complaints}
        for plan in self.plans:
            if plan.row.number in refused_rows:
                self.counts[plan.verdict] -= 1
                self.counts[Verdict.REFUSED] += 1


def no_progress(rows: int) -> None:
    """Report nothing, where nobody watches."""


@dataclass(frozen=True)
class TableImport:
    """A file that is to be imported by somebody as one kind of record."""

    importer: type[Importer]
    file: BinaryIO
    file_name: str
    actor: Any
    now: datetime
    most_rows: int
    keep: bool = False  # the plans, for a page
    different_from_similar: bool = False  # the word of whoever imports that each row is another agreement
    progress: ReportProgress = no_progress
    sheets: Collection[str] | None = None  # of a workbook, those to look at; None: all

    def check(self) -> Outcome:
        """Return what an import would do; nothing is written.  A file that cannot be read is a complaint."""
        outcome = Outcome()
        with refusals_as_complaints(outcome):
            for _importer, _plans in self._planned(outcome):
                pass
        return outcome

    def try_out(self) -> Outcome:
        """Return what an import would do, by doing it and taking it back: so the actions are asked, too.

        A longer one asks them when it is written; nothing is written then, either, if one refuses.
        """
        outcome = self.check()
        if outcome.refused or not 0 < outcome.writes <= most_trial_edits():
            return outcome
        trial = Outcome()
        trial_import = replace(self, keep=False, different_from_similar=True)
        with self._transaction(trial, take_back=True), refusals_as_complaints(trial):
            trial_import._write_plans(trial, outcome.fingerprints, goes_on=True)
        outcome.add_trial(trial)
        return outcome

    def write(self, *, fingerprints: Fingerprints) -> Outcome:
        """Write what the check showed, or nothing: then the outcome says which row stood against it.

        Only where it is written in batches, and something changed meanwhile, do ``stored_rows`` stay.
        """
        if is_written_at_once(len(fingerprints)):
            return self._write_at_once(fingerprints)
        outcome = self._compare_with_preview(fingerprints)
        if outcome.refused:
            return outcome
        outcome = Outcome()
        with refusals_as_complaints(outcome):
            self._write_plans(outcome, fingerprints, edits_a_batch=EDITS_A_BATCH)
        return outcome

    def _write_at_once(self, fingerprints: Fingerprints) -> Outcome:
        outcome = Outcome()
        with self._transaction(outcome), refusals_as_complaints(outcome):
            self._write_plans(outcome, fingerprints)
        if outcome.refused:
            outcome.stored_rows = 0
        return outcome

    @contextmanager
    def _transaction(self, outcome: Outcome, *, take_back: bool = False) -> Iterator[None]:
        """Do what the block writes in one transaction, and take it back if the outcome is refused."""
        with transaction.atomic():
            # The same confirmation sent twice at once: the second waits, and sees what the first wrote.
            get_user_model().objects.select_for_update().get(pk=self.actor.pk)
            yield
            if outcome.refused or take_back:
                transaction.set_rollback(True)

    def _compare_with_preview(self, fingerprints: Fingerprints) -> Outcome:
        """Plan every row once more, and complain of what no longer rests on what the preview showed."""
        outcome = Outcome()
        with refusals_as_complaints(outcome):
            for _importer, plans in self._planned(outcome):
                self._compare(plans, fingerprints, {}, outcome)
        return outcome

    def _compare(
        self,
        plans: Sequence[Plan],
        fingerprints: Fingerprints,
        written_versions: Mapping[int, int],
        outcome: Outcome,
    ) -> None:
        for plan in plans:
            fingerprint = fingerprints.get(plan.row.number)
            if not rests_on_the_same(plan, fingerprint, written_versions):
                outcome.add_complaint(changed_since_preview(plan))
            if not self.different_from_similar:
                outcome.add_complaint(*unconfirmed(plan))

    def _write_plans(
        self,
        outcome: Outcome,
        fingerprints: Fingerprints,
        *,
        edits_a_batch: int = ANY_NUMBER,
        goes_on: bool = False,
    ) -> None:
        """Write the plans batch by batch until one is refused; a trial goes on, to name all that are."""
        written_versions: dict[int, int] = {}  # by root, that this import wrote
        for importer, plans in self._planned(outcome):
            self._compare(plans, fingerprints, written_versions, outcome)
            if outcome.refused and not goes_on:
                continue
            to_write = [plan for plan in plans if plan.verdict in TO_WRITE]
            for edits in batched(importer.edits(to_write), edits_a_batch):
                self._write_batch(importer, edits, outcome)
                if outcome.refused and not goes_on:
                    break
                outcome.stored_rows += sum(map(len, edits))
                written_versions |= {edit[0].root.pk: edit[0].root.version for edit in edits}
                let_others_write()

    def _write_batch(self, importer: Importer, edits: Sequence[list[Plan]], outcome: Outcome) -> None:
        with self._transaction(outcome):
            for edit in edits:
                self._write_edit(importer, edit, outcome)

    def _write_edit(self, importer: Importer, edit: list[Plan], outcome: Outcome) -> None:
        first = edit[0]
        complain = partial(complaint_at, row=first.row.number, value=first.title)
        try:
            importer.write(edit, actor=self.actor, now=self.now)
        except ActRefused as refusal:
            outcome.add_complaint(complain(refusal))
        except IntegrityError:
            correction = _("Somebody else saved the same at this moment. Import the file again.")
            outcome.add_complaint(complain(correction))

    def _planned(self, outcome: Outcome) -> Iterator[tuple[Importer, list[Plan]]]:
        """Read the file and yield the plans of its rows, chunk by chunk."""
        require_grant(self.actor, self.importer.needs, self.importer.granted_model()(), now=self.now)
        columns = self.importer.columns
        score = partial(headers.header_score, columns)
        with reading.open_table(self.file, self.file_name, score=score, sheets=self.sheets) as table:
            body = headers.read_header(table, columns)
            outcome.add_complaint(*body.complaints)
            today = timezone.localdate(self.now)
            importer = self.importer(person_of(self.actor, on=today), today=today)
            done = 0
            rows_a_chunk = importer.chunk or self.most_rows + 1
            for rows in batched(importer.merged_rows(body.rows()), rows_a_chunk):
                done += len(rows)
                if done > self.most_rows:
                    raise BadFile(too_many_rows(self.most_rows))
                plans = importer.plan([read_row(row, columns, body.headers, on=today) for row in rows])
                for plan in plans:
                    outcome.count(plan, keep=self.keep)
                yield importer, plans
                self.progress(done)
            outcome.remarks += [*table.remarks(), *body.remarks, *importer.remarks()]
            outcome.unknown_agencies = importer.agencies.unknown
        if outcome.is_empty and not self.importer.may_be_empty:
            raise BadFile(complaint_at(_("There is no row below the header. Nothing was read.")))


def is_written_at_once(edits: int) -> bool:
    """Tell whether so many edits are one transaction; on SQLite who writes keeps all others waiting."""
    return connection.vendor != "sqlite" or edits <= EDITS_A_BATCH


def most_trial_edits() -> int:
    """Return how many edits a preview tries out; on SQLite others wait meanwhile."""
    if connection.vendor == "sqlite":
        return MOST_TRIAL_EDITS_ON_SQLITE
    return MOST_TRIAL_EDITS


def let_others_write() -> None:
    """Give who waits for SQLite a moment, between two transactions."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE_SECONDS)


@contextmanager
def refusals_as_complaints(outcome: Outcome) -> Iterator[None]:
    try:
        yield
    except BadFile as bad_file:
        outcome.add_complaint(*bad_file.complaints)
    except ActRefused as refusal:
        outcome.add_complaint(complaint_at(refusal))


def read_row(row: Row, columns: Columns, header_cells: Mapping[str, HeaderCell], *, on: date) -> RowFacts:
    """Read the cells of a row, and look through them for personal data and for what may be mistyped."""
    facts = RowFacts(row, columns, header_cells)
    facts.read_cells()
    refusals, warnings = personal_data_messages(row.cells)
    for name, warning in warnings.items():
        facts.warnings.append(f"{facts.header_of(columns.by_name[name])}: {warning}")
    for name, refusal in refusals.items():
        column = columns.by_name[name]
        header, cell = facts.header_of(column), facts.cell_of(column)
        complaint = complaint_at(refusal, row=row.number, column=header, cell=cell)
        facts.complaints.append(complaint)  # the value is not repeated
    for column in filter(facts.is_read, columns):
        remark = mistyping(column.field, facts.get(column.field), on=on)
        if remark:
            facts.warnings.append(f"{facts.header_of(column)}: {remark}")
    return facts


def rests_on_the_same(plan: Plan, shown: Fingerprint | None, written_versions: Mapping[int, int]) -> bool:
    """Tell whether a row would do what was shown; a version that this import itself wrote is no change."""
    if shown is None:
        return False
    root, version, digest = plan.fingerprint
    if written_versions.get(root) == version:
        version = shown[1]
    return (root, version, digest) == tuple(shown)


def changed_since_preview(plan: Plan) -> Complaint:
    correction = _(
        "Somebody changed “%(record)s” after the preview. Upload the file again and look at the change."
    )
    return complaint_at(correction % {"record": plan.title}, row=plan.row.number, value=plan.title)


def unconfirmed(plan: Plan) -> list[Complaint]:
    """Complain of what a row may be the same as, where nobody said that it is another agreement."""
    complaints = []
    for name in plan.similar:
        correction = _("It may be recorded already: %(agreement)s. Confirm that it is another agreement.")
        correction %= {"agreement": name}
        complaints.append(complaint_at(correction, row=plan.row.number, value=plan.title))
    return complaints


def too_many_rows(most: int) -> Complaint:
    correction = _("The table has more than %(most)s rows. Divide it, or have it imported by the command.")
    return complaint_at(correction % {"most": f"{most:,}"}, row=most + 1)
