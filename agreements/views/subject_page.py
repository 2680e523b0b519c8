"""The story of one commitment or milestone: every report, every announced date, who said it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from agreements.lists.parameters import Clock
from agreements.models import Agency, Commitment, Document, Milestone, Source, StatusReport
from agreements.rules.lifecycle import UNREPORTED, target_history
from agreements.views.announced_targets import AnnouncedTarget, TargetLine, with_reports
from agreements.views.querysets import prefetch_nothing, prefetch_public, public_rows, reports_at
from agreements.views.report_cards import ReportCard, current_statement, report_cards
from agreements.views.statements import PublicStatement, public_statements
from agreements.views.subject_states import SubjectRow, subject_rows
from agreements.views.target_drawing import TargetComparison, TargetDrawing, compare_with_target, draw_targets


@dataclass(frozen=True)
class SubjectStory:
    row: SubjectRow
    cards: list[ReportCard]  # newest first
    statement: PublicStatement | None  # an agency's own word on what the current status rests on
    statements: list[PublicStatement]  # on the promise itself, oldest first
    targets: list[AnnouncedTarget]  # oldest first
    drawing: TargetDrawing | None
    against_first: TargetComparison | None
    against_last: TargetComparison | None
    surveyed_on: date | None  # where nothing was reported: until when evidence was looked for

    @property
    def current_card(self) -> ReportCard | None:
        """The card that the current status rests on."""
        if self.row.state is None:
            return None
        for card in self.cards:
            if card.report and card.report.pk == self.row.state.report_id:
                return card
        return None


def subject_story(subject: Commitment | Milestone, *, clock: Clock) -> SubjectStory:
    """Tell what was known of ``subject`` on the clock's day, at its sequence."""
    reports = reports_of_subject(subject, clock=clock)
    counting = reports_at(clock).effective(seq=clock.seq).filter(pk__in=reports)
    counting_reports = [reports[pk].reported for pk in counting.values_list("pk", flat=True)]
    row = subject_rows([subject], clock=clock)[0]
    state = row.state
    targets = with_reports(target_history(counting_reports), reports)
    nothing_found = state is not None and state.status == UNREPORTED
    cards = report_cards(subject, reports.values(), on=clock.on, seq=clock.seq)
    return SubjectStory(
        row=row,
        cards=cards,
        statement=current_statement(cards, state.report_id if state else None),
        statements=public_statements(
            Q(**{str(subject._meta.model_name): subject}), on=clock.on, seq=clock.seq
        ),
        targets=targets,
        drawing=draw_targets([TargetLine(row, targets)], clock=clock) if targets else None,
        against_first=compare_with_target(state.completed, state.first_target) if state else None,
        against_last=compare_with_target(state.completed, state.target) if state else None,
        surveyed_on=surveyed_on(subject, clock=clock) if nothing_found else None,
    )


def surveyed_on(subject: Commitment | Milestone, *, clock: Clock) -> date | None:
    """The newest day on which someone opened a source of its agreement or program, up to the clock's day.

    That is the last day of which it can honestly be said that somebody looked.  A day after the one that
    is looked at is left out: what was found then may be about a later time.  None where no day of a check
    is recorded: the page then names its base date only, and claims no survey.
    """
    cited_by = (
        Q(agreements=subject.agreement) if isinstance(subject, Commitment) else Q(programs=subject.program)
    )
    checked = public_rows(Source).filter(cited_by, checked_on__lte=clock.on)
    newest: date | None = checked.aggregate(newest=Max("checked_on"))["newest"]
    return newest


def reports_of_subject(subject: Commitment | Milestone, *, clock: Clock) -> dict[int, StatusReport]:
    """Return {key: report} with the evidence; of reports that were withdrawn since, without."""
    of = {str(subject._meta.model_name): subject}
    reports = reports_at(clock).filter(**of).prefetch_related(prefetch_public("stated_by", Agency))
    with_evidence = (prefetch_public("sources", Source), prefetch_public("documents", Document))
    if clock.seq is None:
        return reports.prefetch_related(*with_evidence).in_bulk()
    without = (prefetch_nothing("sources", Source), prefetch_nothing("documents", Document))
    visible = reports.filter(hidden=False).prefetch_related(*with_evidence).in_bulk()
    return visible | reports.filter(hidden=True).prefetch_related(*without).in_bulk()
