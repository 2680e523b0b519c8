"""The story of one commitment or milestone: every report, every announced date, who said it."""

from dataclasses import dataclass

from agreements.models import Agency, Commitment, Document, Milestone, Source, StatusReport
from agreements.parameters import Clock
from agreements.rules.lifecycle import target_history
from agreements.views.announced import Announced, Line, beside
from agreements.views.public import none, one, reports_at
from agreements.views.remedies import Card, Told, cards, present_statement
from agreements.views.states import Row, rows
from agreements.views.target_drawing import Comparison, Drawing, compare, drawing


@dataclass(frozen=True)
class Story:
    row: Row
    cards: list[Card]  # newest first
    statement: Told | None  # an agency's own word on what the present status rests on
    targets: list[Announced]  # oldest first
    drawn: Drawing | None
    against_first: Comparison | None
    against_last: Comparison | None


def story(subject: Commitment | Milestone, *, clock: Clock) -> Story:
    """Tell what was known of ``subject`` on the clock's day, at its sequence."""
    reports = reports_of(subject, clock=clock)
    counting = reports_at(clock).effective(seq=clock.seq).filter(pk__in=reports)
    said = [reports[pk].reported for pk in counting.values_list("pk", flat=True)]
    row = rows([subject], clock=clock)[0]
    state = row.state
    targets = beside(target_history(said), reports)
    told = cards(subject, reports.values(), on=clock.on, seq=clock.seq)
    return Story(
        row=row,
        cards=told,
        statement=present_statement(told, state.report_id if state else None),
        targets=targets,
        drawn=drawing([Line(row, targets)], clock=clock) if targets else None,
        against_first=compare(state.completed, state.first_target) if state else None,
        against_last=compare(state.completed, state.target) if state else None,
    )


def reports_of(subject: Commitment | Milestone, *, clock: Clock) -> dict[int, StatusReport]:
    """Its reports with their evidence; of one that was withdrawn since, none."""
    of = {str(subject._meta.model_name): subject}
    told = reports_at(clock).filter(**of).prefetch_related(one("stated_by", Agency))
    with_evidence = (one("sources", Source), one("documents", Document))
    if clock.seq is None:
        return told.prefetch_related(*with_evidence).in_bulk()
    without = (none("sources", Source), none("documents", Document))
    shown = told.filter(hidden=False).prefetch_related(*with_evidence).in_bulk()
    return shown | told.filter(hidden=True).prefetch_related(*without).in_bulk()
