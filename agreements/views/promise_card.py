"""The full card of one promise: each announced date with its evidence, what happened, how that is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.lists.parameters import Clock
from agreements.models import Commitment, Milestone
from agreements.rules.lifecycle import FULFILLED
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import PartialDate, short_day
from agreements.rules.states import Standing
from agreements.rules.targets import Announcement
from agreements.views.announced_targets import AnnouncedTarget
from agreements.views.inquiry_cards import InquiryCard
from agreements.views.report_cards import ReportCard
from agreements.views.subject_states import SubjectRow

LINES_SHOWN = 8  # announcements in sight; of more the ones after the first are folded, but for the last ones


@dataclass(frozen=True)
class PlacedCard:
    """A card and the page it stands on: ``side`` is the same promise's other side, None this page."""

    card: ReportCard
    side: Commitment | Milestone | None = None


@dataclass(frozen=True)
class CardLine:
    """One announcement in the table: what became of it in words, and the report that it stands in."""

    entry: AnnouncedTarget
    result: str
    placed: PlacedCard | None
    precedes_agreement: bool = False  # it was said before the agreement was signed


@dataclass(frozen=True)
class PromiseCard:
    row: SubjectRow
    lines: list[CardLine]  # oldest first
    claim: PlacedCard | None  # which says that it was fulfilled
    inquiry: InquiryCard | None  # which looked, where the answer rests on that nothing was found

    @property
    def folded_lines(self) -> list[CardLine]:
        """Those between the first and the last ones, where there are too many."""
        if len(self.lines) <= LINES_SHOWN:
            return []
        return self.lines[1 : 1 - LINES_SHOWN]

    @property
    def lines_in_sight(self) -> list[CardLine]:
        return [line for line in self.lines if line not in self.folded_lines]

    @property
    def has_figures(self) -> bool:
        """Whether more is known than its dates: how often they moved, and how far it is."""
        state = self.row.state
        return bool(self.lines) or (state is not None and {state.progress, state.quantity_done} != {None})


def promise_card(
    row: SubjectRow,
    cards: Sequence[PlacedCard],
    inquiries: Iterable[InquiryCard],
    *,
    precedes_agreement: bool,
    clock: Clock,
) -> PromiseCard:
    """Put the announcements of a promise beside the reports they stand in.

    ``precedes_agreement``: the first date was said before the agreement was signed.
    """
    placed_by_report = {placed.card.report.pk: placed for placed in cards if placed.card.report}
    lines = [
        CardLine(
            entry=entry,
            result=result_in_words(entry, row, clock=clock),
            placed=placed_by_report.get(entry.report.pk),
            precedes_agreement=precedes_agreement and is_first_date(entry.announcement, row.state),
        )
        for entry in row.announced
    ]
    return PromiseCard(row, lines, claim_of(row, cards), inquiry_of(row, inquiries))


def is_first_date(announcement: Announcement, state: Any) -> bool:
    first = (state.first_target, state.first_target_by_id)
    return (announcement.target, announcement.speaker) == first


def result_in_words(entry: AnnouncedTarget, row: SubjectRow, *, clock: Clock) -> str:
    """Say what became of one announcement; of a date that is open, whether it has passed."""
    target = entry.announcement.target
    if target is None:
        return _("No date was given.")
    return entry.result or _without_result(entry, target, row, clock=clock)


def _without_result(entry: AnnouncedTarget, target: PartialDate, row: SubjectRow, *, clock: Clock) -> str:
    if entry.succeeded:
        text = _("%(successor)s, which follows this body, spoke of the date later.")
        return text % {"successor": entry.successor}
    if not entry.announcement.present:
        return _("Its speaker said another date later.")
    if row.standing == Standing.CLOSED and row.outcome is None:
        return str(row.state.get_status_display())
    day = {"day": short_day(clock.on)}
    if target.last >= clock.on:
        return _("This date has not passed (base date %(day)s).") % day
    return _("This date has passed (base date %(day)s).") % day


def claim_of(row: SubjectRow, cards: Iterable[PlacedCard]) -> PlacedCard | None:
    """Return the report that the outcome rests on: a claim of its latest possible day.

    Of several it is the one that the status rests on, too, else the first.
    """
    if row.outcome is None:
        return None
    claims = [placed for placed in cards if claims_outcome(placed.card, row.outcome)]
    for placed in claims:
        if placed.card.report and placed.card.report.pk == row.state.report_id:
            return placed
    return min(claims, key=lambda placed: placed.card.order, default=None)


def claims_outcome(card: ReportCard, outcome: Outcome) -> bool:
    if card.report is None or card.corrected or card.report.status not in FULFILLED:
        return False
    return outcome.latest in (None, card.report.reported.effective_on)


def inquiry_of(row: SubjectRow, inquiries: Iterable[InquiryCard]) -> InquiryCard | None:
    """Return the inquiry by whose day the answer says that nothing was found."""
    if row.state is None or row.state.searched_on is None:
        return None
    for card in inquiries:
        if card.inquiry is not None and card.searched_on == row.state.searched_on:
            return card
    return None
