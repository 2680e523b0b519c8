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
from agreements.imports.complaints import BadFile, Complaint, complaint
from agreements.imports.nouns import Noun
from agreements.imports.plans import Plan, Verdict
from agreements.imports.screening import personal_data
from agreements.models.staff import person_of

type Seen = Mapping[int, tuple[int, int, str]]  # by row: what its plan rested on
type Progress = Callable[[int], None]  # told how many rows are done

MOST_TRIED = 500  # edits tried out for a preview: some 5 s, during which nobody else can save on SQLite
MOST_KEPT = 100  # complaints and warnings that are listed; further complaints are counted


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
    seen: dict[int, tuple[int, int, str]] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return bool(self.complaints)

    @property
    def writes(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGED]

    def complain(self, *complaints: Complaint) -> None:
        free = MOST_KEPT - len(self.complaints)
        self.complaints += complaints[:free]
        self.more_complaints += max(0, len(complaints) - free)

    def note(self, plan: Plan, *, keep: bool) -> None:
        self.counts[plan.verdict] += 1
        self.complain(*plan.complaints)
        free = MOST_KEPT - len(self.warnings)
        self.warnings += [(plan.row.number, text) for text in plan.warnings][:free]
        self.seen[plan.row.number] = plan.seen
        if keep:
            self.plans.append(plan)


def silently(rows: int) -> None:
    """Where nobody watches."""


@dataclass(frozen=True)
class Import:
    """A file that is to be imported by somebody as one kind of record."""

    noun: type[Noun]
    file: BinaryIO
    file_name: str
    actor: Any
    now: datetime
    most_rows: int
    keep: bool = False  # the plans, for a page
    progress: Progress = silently

    def checked(self) -> Outcome:
        """Say what an import would do; nothing is written.  A file that cannot be read is a complaint."""
        outcome = Outcome()
        with self._complaining(outcome):
            for _noun, _plans in self._planned(outcome):
                pass
        return outcome

    def tried(self) -> Outcome:
        """Say what an import would do, by doing it and taking it back: so the actions have their say, too.

        Of a longer one they have it when it is written; nothing is written then, either, if one says no.
        """
        outcome = self.checked()
        if 0 < outcome.writes <= MOST_TRIED and not outcome.refused:
            with transaction.atomic():
                trial = replace(self, keep=False).written(seen=outcome.seen)
                transaction.set_rollback(True)
            outcome.complain(*trial.complaints)
            outcome.more_complaints += trial.more_complaints
            refused = {one.row for one in trial.complaints}
            for plan in outcome.plans:
                if plan.row.number in refused:
                    outcome.counts[plan.verdict] -= 1
                    outcome.counts[Verdict.REFUSED] += 1
        return outcome

    def written(self, *, seen: Seen) -> Outcome:
        """Write what was seen on checking, or nothing: then the outcome says which row stood against it."""
        outcome = Outcome()
        with transaction.atomic():
            # The same confirmation sent twice at once: the second waits, and sees what the first wrote.
            get_user_model().objects.select_for_update().get(pk=self.actor.pk)
            with self._complaining(outcome):
                self._write(outcome, seen=seen)
            if outcome.refused:
                transaction.set_rollback(True)
        return outcome

    def _write(self, outcome: Outcome, *, seen: Seen) -> None:
        own: dict[int, int] = {}  # versions this import wrote
        for noun, plans in self._planned(outcome):
            for plan in plans:
                if complained := changed_since(plan, seen.get(plan.row.number), own):
                    outcome.complain(complained)
            if outcome.refused:
                continue
            for edit in noun.edits(
                [plan for plan in plans if plan.verdict in (Verdict.NEW, Verdict.CHANGED)]
            ):
                self._edit(noun, edit, outcome)
                own[edit[0].root.pk] = edit[0].root.version

    def _edit(self, noun: Noun, edit: list[Plan], outcome: Outcome) -> None:
        row, title = edit[0].row.number, edit[0].title
        try:
            noun.write(edit, actor=self.actor, now=self.now)
        except ActRefused as refusal:
            outcome.complain(complaint(refusal, row=row, value=title))
        except IntegrityError:
            right = _("Somebody else saved the same at this moment. Import the file again.")
            outcome.complain(complaint(right, row=row, value=title))

    def _planned(self, outcome: Outcome) -> Iterator[tuple[Noun, list[Plan]]]:
        require_grant(self.actor, self.noun.needs, self.noun.model(), now=self.now)
        columns = self.noun.columns
        with reading.table(self.file, self.file_name, score=lambda row: headers.score(columns, row)) as table:
            outcome.remarks += table.remarks
            body = headers.body(table.rows, columns)
            noun = self.noun(person_of(self.actor, on=timezone.localdate(self.now)))
            rows = enumerate(noun.joined(body.rows()), start=1)
            for chunk in batched(rows, noun.chunk or self.most_rows + 1):
                if chunk[-1][0] > self.most_rows:
                    raise BadFile(too_many(self.most_rows))
                plans = [self._read(row, body) for _number, row in chunk]
                noun.plan(plans)
                for plan in plans:
                    outcome.note(plan, keep=self.keep)
                yield noun, plans
                self.progress(chunk[-1][0])
            outcome.remarks += body.remarks
            outcome.unknown_agencies = noun.agencies.unknown
        if not any(outcome.counts.values()) and not outcome.refused:
            raise BadFile(complaint(_("There is no row below the header. Nothing was read.")))

    def _read(self, row: headers.Row, body: headers.Body) -> Plan:
        plan = Plan(row, self.noun.columns, body.names)
        plan.read()
        refused, warned = personal_data(row.cells)
        plan.warnings += [f"{plan.called_by_name(name)}: {said}" for name, said in warned.items()]
        for name, right in refused.items():
            plan.complaints.append(complaint(right, row=row.number, column=plan.called_by_name(name)))
        return plan

    @contextmanager
    def _complaining(self, outcome: Outcome) -> Iterator[None]:
        try:
            yield
        except BadFile as bad:
            outcome.complain(*bad.complaints)
        except ActRefused as refusal:
            outcome.complain(complaint(refusal))


def changed_since(plan: Plan, seen: tuple[int, int, str] | None, own: Mapping[int, int]) -> Complaint | None:
    """Complain of a row that would now do something else than was shown."""
    root, version, digest = plan.seen
    if seen and root in own and own[root] == version:
        version = seen[1]
    if seen and (root, version, digest) == tuple(seen):
        return None
    right = _(
        "Somebody changed “%(record)s” after the preview. Upload the file again and look at the change."
    )
    return complaint(right % {"record": plan.title}, row=plan.row.number, value=plan.title)


def too_many(most: int) -> Complaint:
    right = _("The table has more than %(most)s rows. Divide it, or have it imported by the command.")
    return complaint(right % {"most": f"{most:,}"}, row=most + 1)
