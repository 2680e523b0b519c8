"""Announced targets as pages show them: each beside its report, or one line a subject."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from agreements.filters.targets import announced, histories
from agreements.models import StatusReport
from agreements.parameters import Clock
from agreements.rules.lifecycle import Announcement
from agreements.views.states import Row, at_clock, row, speaker, with_subjects

SHOWN = 5  # subjects on the page of a program or agency; the list of targets has them all


@dataclass(frozen=True)
class Announced:
    """One announced target beside the report that announced it."""

    said: Announcement
    report: StatusReport

    @property
    def change_label(self) -> str:
        return str(self.said.change.label)

    @property
    def speaker(self) -> str:
        return speaker(self.report)

    @property
    def signed_days(self) -> str:
        return f"{self.said.days_moved:+}" if self.said.days_moved else ""

    @property
    def signed_days_against_first(self) -> str:
        return f"{self.said.days_against_first:+}" if self.said.days_against_first else ""


@dataclass(frozen=True)
class Line:
    """One subject and all that was announced for it, oldest first."""

    row: Row
    announced: list[Announcement]

    @property
    def days(self) -> str:
        last = self.announced[-1].days_against_first if self.announced else None
        return f"{last:+}" if last else ""


def lines(subjects: Q, clock: Clock) -> dict[str, Any]:
    """The subjects (a condition on states) for which dates were announced, most often moved first."""
    found = with_subjects(at_clock(clock)).filter(subjects, first_target_last__isnull=False)
    order = ("-times_moved", F("target_last").asc(nulls_last=True), "pk")
    states = list(found.order_by(*order)[:SHOWN])
    told = histories(
        clock,
        commitments=[state.commitment_id for state in states],
        milestones=[state.milestone_id for state in states],
    )
    wanted = {entry.report.id: entry for entry in told}
    subject_of = {
        key: pair
        for key, *pair in announced(clock).filter(pk__in=wanted).values_list("pk", "commitment", "milestone")
    }
    rows = [
        Line(
            row(state.subject, state, clock=clock),
            [
                entry
                for key, entry in wanted.items()
                if subject_of.get(key) == [state.commitment_id, state.milestone_id]
            ],
        )
        for state in states
    ]
    return {"rows": rows, "count": found.count()}
