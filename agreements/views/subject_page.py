"""The story of one commitment or milestone: every report, every announced date, who said it."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.lists.parameters import Clock
from agreements.models import (
    Agreement,
    Commitment,
    Document,
    Milestone,
    Source,
    StatusReport,
)
from agreements.rules.lifecycle import Reported
from agreements.rules.outcome import contradicts
from agreements.rules.targets import speakers_differ
from agreements.views.inquiry_cards import InquiryCard, inquiries_about
from agreements.views.lane_drawing import LaneDrawing, LaneGroup, draw_lanes
from agreements.views.promise_card import PlacedCard, PromiseCard, promise_card
from agreements.views.querysets import (
    prefetch_agencies,
    prefetch_nothing,
    prefetch_public,
    public_rows,
    reports_at,
)
from agreements.views.report_cards import ReportCard, current_statement, report_cards
from agreements.views.report_periods import PeriodCards, period_cards
from agreements.views.same_promise import same_promise
from agreements.views.statements import PublicStatement, statements_on_promise
from agreements.views.subject_states import SubjectRow, subject_rows


@dataclass(frozen=True)
class SubjectStory:
    row: SubjectRow
    other_side: Commitment | Milestone | None  # the same promise
    cards: list[ReportCard]  # newest first
    cards_of_other: list[ReportCard]
    periods: PeriodCards  # of what repeats
    statement: PublicStatement | None  # an agency's own word on what the current status rests on
    statements: list[PublicStatement]  # on the promise itself, oldest first
    card: PromiseCard
    inquiries: list[InquiryCard]
    drawing: LaneDrawing | None
    speakers_differ: bool  # two present dates contradict each other

    @property
    def report_count(self) -> int:
        return len(self.cards) + len(self.cards_of_other)

    @property
    def other_cards(self) -> list[PlacedCard]:
        return [PlacedCard(card, self.other_side) for card in self.cards_of_other]

    @property
    def placed_cards(self) -> list[PlacedCard]:
        return [*map(PlacedCard, self.cards), *self.other_cards]

    @property
    def current(self) -> PlacedCard | None:
        """The card that the current status rests on."""
        if self.row.state is None:
            return None
        for placed in self.placed_cards:
            if placed.card.report and placed.card.report.pk == self.row.state.report_id:
                return placed
        return None

    @property
    def disputed_words(self) -> list[PlacedCard]:
        """Return the claim of fulfilment and what denies it, oldest first; empty where nothing does."""
        claim = self.current
        if claim is None or claim.card.report is None or not self.row.state.disputed:
            return []
        claimed = claim.card.report.reported
        denials = [placed for placed in self.placed_cards if denies(placed.card, claimed)]
        return [claim, *sorted(denials, key=lambda placed: placed.card.order)]


def denies(card: ReportCard, claimed: Reported) -> bool:
    """Say whether the report of a card counts and contradicts a claim of fulfilment."""
    if card.report is None or card.corrected:
        return False
    return contradicts(card.report.reported, claimed)


def subject_story(subject: Commitment | Milestone, *, clock: Clock) -> SubjectStory:
    """Tell what was known of ``subject`` on the clock's day, at its sequence."""
    other_side = same_promise(subject)
    row = subject_rows([subject], clock=clock)[0]
    cards = cards_of(subject, clock=clock)
    cards_of_other = cards_of(other_side, clock=clock) if other_side else []
    placed_cards = [*map(PlacedCard, cards), *(PlacedCard(card, other_side) for card in cards_of_other)]
    inquiries = inquiries_about(subject, other_side, clock=clock)
    precedes_agreement = first_precedes_agreement(row, subject, other_side, clock=clock)
    resting_on = row.state.report_id if row.state else None
    return SubjectStory(
        row=row,
        other_side=other_side,
        cards=cards,
        cards_of_other=cards_of_other,
        periods=period_cards(subject, row.state, cards, clock=clock),
        statement=current_statement([*cards, *cards_of_other], resting_on),
        statements=statements_on_promise(subject, other_side, clock=clock),
        card=promise_card(row, placed_cards, inquiries, precedes_agreement=precedes_agreement, clock=clock),
        inquiries=inquiries,
        drawing=draw_lanes([LaneGroup("", "", [row])], clock=clock) if row.announced else None,
        speakers_differ=speakers_differ(entry.announcement for entry in row.announced),
    )


def first_precedes_agreement(row: SubjectRow, *sides: Commitment | Milestone | None, clock: Clock) -> bool:
    """Say whether the first date was said before the signing, or announcement, of the agreement."""
    if row.state is None or row.state.first_target is None:
        return False
    announced = [entry.announcement for entry in row.announced]
    days = [entry.report.said_day for entry in announced if entry.target == row.state.first_target]
    agreements = [side.agreement_id for side in sides if isinstance(side, Commitment)]
    if not agreements or not days:
        return False
    return not public_rows(Agreement).begun_by(min(days), seq=clock.seq).filter(pk__in=agreements).exists()


def cards_of(subject: Commitment | Milestone, *, clock: Clock) -> list[ReportCard]:
    reports = reports_of_subject(subject, clock=clock)
    return report_cards(subject, reports, on=clock.on, seq=clock.seq)


def reports_of_subject(subject: Commitment | Milestone, *, clock: Clock) -> Iterable[StatusReport]:
    """Return the reports with their evidence; those that were withdrawn since, without."""
    of = {str(subject._meta.model_name): subject}
    reports = reports_at(clock).filter(**of).prefetch_related(prefetch_agencies("stated_by", clock.on))
    with_evidence = (prefetch_public("sources", Source), prefetch_public("documents", Document))
    if clock.seq is None:
        return list(reports.prefetch_related(*with_evidence))
    without = (prefetch_nothing("sources", Source), prefetch_nothing("documents", Document))
    visible = reports.filter(hidden=False).prefetch_related(*with_evidence)
    return [*visible, *reports.filter(hidden=True).prefetch_related(*without)]
