"""One import: plan every row, then write all of them or nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import batched
from typing import Any, BinaryIO

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.checks import require_grant
from agreements.actions.refusals import ActRefused
from agreements.imports import headers, reading
from agreements.imports.complaints import BadFile, Complaint, complaint_at
from agreements.imports.importer import Importer
from agreements.imports.plans import Plan, Verdict
from agreements.imports.screening import personal_data_messages
from agreements.models.staff import person_of

type Fingerprints = Mapping[int, tuple[int, int, str]]  # by row: what its plan rested on
type ReportProgress = Callable[[int], None]  # told how many rows are done

MOST_TRIAL_EDITS = 500  # edits tried out for a preview: some 5 s, during which nobody else can save on SQLite
MOST_LISTED = 100  # complaints and warnings that are listed; further complaints are counted


@dataclass
class Outcome:
    """What became of the rows, or would.  ``plans`` are kept only where a page shows them."""

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    complaints: list[Complaint] = field(default_factory=list)
    more_complaints: int = 0
    remarks: list[str] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    unknown_agencies: dict[str, str] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    fingerprints: dict[int, tuple[int, int, str]] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return bool(self.complaints)

    @property
    def writes(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGED]

    def add_complaint(self, *complaints: Complaint) -> None:
        free = MOST_LISTED - len(self.complaints)
        self.complaints += complaints[:free]
        self.more_complaints += max(0, len(complaints) - free)

    def note(self, plan: Plan, *, keep: bool) -> None:
        self.counts[plan.verdict] += 1
        self.add_complaint(*plan.complaints)
        free = MOST_LISTED - len(self.warnings)
        self.warnings += [(plan.row.number, text) for text in plan.warnings][:free]
        self.fingerprints[plan.row.number] = plan.fingerprint
        if keep:
            self.plans.append(plan)


def no_progress(rows: int) -> None:
    """Where nobody watches."""


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
    progress: ReportProgress = no_progress

    def checked(self) -> Outcome:
        """Say what an import would do; nothing is written.  A file that cannot be read is a complaint."""
        outcome = Outcome()
        with self._complaining(outcome):
            for _importer, _plans in self._planned(outcome):
                pass
        return outcome

    def tried(self) -> Outcome:
        """Say what an import would do, by doing it and taking it back: so the actions have their say, too.

        Of a longer one they have it when it is written; nothing is written then, either, if one says no.
        """
        outcome = self.checked()
        if 0 < outcome.writes <= MOST_TRIAL_EDITS and not outcome.refused:
            with transaction.atomic():
                trial = replace(self, keep=False).written(fingerprints=outcome.fingerprints)
                transaction.set_rollback(True)
            outcome.add_complaint(*trial.complaints)
            outcome.more_complaints += trial.more_complaints
            refused = {one.row for one in trial.complaints}
            for plan in outcome.plans:
                if plan.row.number in refused:
                    outcome.counts[plan.verdict] -= 1
                    outcome.counts[Verdict.REFUSED] += 1
        return outcome

    def written(self, *, fingerprints: Fingerprints) -> Outcome:
        """Write what was seen on checking, or nothing: then the outcome says which row stood against it."""
        outcome = Outcome()
        with transaction.atomic():
            # The same confirmation sent twice at once: the second waits, and sees what the first wrote.
            get_user_model().objects.select_for_update().get(pk=self.actor.pk)
            with self._complaining(outcome):
                self._write(outcome, fingerprints=fingerprints)
            if outcome.refused:
                transaction.set_rollback(True)
        return outcome

    def _write(self, outcome: Outcome, *, fingerprints: Fingerprints) -> None:
        own: dict[int, int] = {}  # versions this import wrote
        for importer, plans in self._planned(outcome):
            for plan in plans:
                if complained := complaint_of_change_since_preview(
                    plan, fingerprints.get(plan.row.number), own
                ):
                    outcome.add_complaint(complained)
            if outcome.refused:
                continue
            for edit in importer.edits(
                [plan for plan in plans if plan.verdict in (Verdict.NEW, Verdict.CHANGED)]
            ):
                self._edit(importer, edit, outcome)
                own[edit[0].root.pk] = edit[0].root.version

    def _edit(self, importer: Importer, edit: list[Plan], outcome: Outcome) -> None:
        row, title = edit[0].row.number, edit[0].title
        try:
            importer.write(edit, actor=self.actor, now=self.now)
        except ActRefused as refusal:
            outcome.add_complaint(complaint_at(refusal, row=row, value=title))
        except IntegrityError:
            correction = _("Somebody else saved the same at this moment. Import the file again.")
            outcome.add_complaint(complaint_at(correction, row=row, value=title))

    def _planned(self, outcome: Outcome) -> Iterator[tuple[Importer, list[Plan]]]:
        require_grant(self.actor, self.importer.needs, self.importer.model(), now=self.now)
        columns = self.importer.columns
        with reading.open_table(
            self.file, self.file_name, score=lambda row: headers.header_score(columns, row)
        ) as table:
            outcome.remarks += table.remarks
            body = headers.read_header(table.rows, columns)
            importer = self.importer(person_of(self.actor, on=timezone.localdate(self.now)))
            rows = enumerate(importer.joined(body.rows()), start=1)
            for chunk in batched(rows, importer.chunk or self.most_rows + 1):
                if chunk[-1][0] > self.most_rows:
                    raise BadFile(too_many_rows(self.most_rows))
                plans = [self._read(row, body) for _number, row in chunk]
                importer.plan(plans)
                for plan in plans:
                    outcome.note(plan, keep=self.keep)
                yield importer, plans
                self.progress(chunk[-1][0])
            outcome.remarks += body.remarks
            outcome.unknown_agencies = importer.agencies.unknown
        if not any(outcome.counts.values()) and not outcome.refused:
            raise BadFile(complaint_at(_("There is no row below the header. Nothing was read.")))

    def _read(self, row: headers.Row, body: headers.TableBody) -> Plan:
        plan = Plan(row, self.importer.columns, body.headers)
        plan.read_cells()
        refused, warned = personal_data_messages(row.cells)
        plan.warnings += [f"{plan.header_of_name(name)}: {said}" for name, said in warned.items()]
        for name, correction in refused.items():
            plan.complaints.append(complaint_at(correction, row=row.number, column=plan.header_of_name(name)))
        return plan

    @contextmanager
    def _complaining(self, outcome: Outcome) -> Iterator[None]:
        try:
            yield
        except BadFile as bad:
            outcome.add_complaint(*bad.complaints)
        except ActRefused as refusal:
            outcome.add_complaint(complaint_at(refusal))


def complaint_of_change_since_preview(
    plan: Plan, seen: tuple[int, int, str] | None, own: Mapping[int, int]
) -> Complaint | None:
    """Complain of a row that would now do something else than was shown."""
    root, version, digest = plan.fingerprint
    if seen and root in own and own[root] == version:
        version = seen[1]
    if seen and (root, version, digest) == tuple(seen):
        return None
    correction = _(
        "Somebody changed “%(record)s” after the preview. Upload the file again and look at the change."
    )
    return complaint_at(correction % {"record": plan.title}, row=plan.row.number, value=plan.title)


def too_many_rows(most: int) -> Complaint:
    correction = _("The table has more than %(most)s rows. Divide it, or have it imported by the command.")
    return complaint_at(correction % {"most": f"{most:,}"}, row=most + 1)
