"""The story of one commitment or milestone: every report, every announced date, who said it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.models import Agency, Commitment, Document, Milestone, Source, StatusReport
from agreements.rules.lifecycle import Announcement, in_order, target_history
from agreements.rules.story import Against, against, days_late
from agreements.views.public import one, public
from agreements.views.states import Row, rows


@dataclass(frozen=True)
class Announced:
    """One announced target beside the report that announced it."""

    said: Announcement
    report: StatusReport

    @property
    def change_label(self) -> str:
        return str(self.said.change.label)

    @property
    def signed_days(self) -> str:
        return f"{self.said.days_moved:+}" if self.said.days_moved else ""


@dataclass(frozen=True)
class Comparison:
    """The day of completion against one announced target."""

    lies: str  # within, after or unknown
    days: int | None  # late; None where it is not late, or not known to the day


@dataclass(frozen=True)
class Story:
    row: Row
    reports: list[StatusReport]  # newest first
    targets: list[Announced]  # oldest first
    against_first: Comparison | None
    against_last: Comparison | None


def story(subject: Commitment | Milestone, *, on: date) -> Story:
    """Tell what was known of ``subject`` by day ``on``."""
    reports = {report.pk: report for report in reports_of(subject) if report.reported.effective_on <= on}
    said = [report.reported for report in reports.values()]
    row = rows([subject], on=on)[0]
    return Story(
        row=row,
        reports=[reports[one_said.id] for one_said in reversed(in_order(said))],
        targets=[Announced(entry, reports[entry.report.id]) for entry in target_history(said)],
        against_first=_compare(row.state, "first_target"),
        against_last=_compare(row.state, "target"),
    )


def reports_of(subject: Commitment | Milestone) -> list[StatusReport]:
    of = {str(subject._meta.model_name): subject}
    return list(
        public(StatusReport)
        .filter(**of)
        .prefetch_related(one("stated_by", Agency), one("sources", Source), one("documents", Document))
    )


def _compare(state: Any, target: str) -> Comparison | None:
    if not state or not state.completed or not getattr(state, target):
        return None
    given = getattr(state, target)
    lies: Against = against(state.completed, given)
    return Comparison(lies.value, days_late(state.completed, given))
