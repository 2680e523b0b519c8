"""What holds for commitments and milestones on a day, as pages show it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Prefetch

from agreements.lists.agency_names import public_name
from agreements.lists.parameters import Clock
from agreements.lists.promises import about_promises, key_of, key_of_record, promise_histories
from agreements.models import Agreement, Commitment, Milestone, Program, State, StatusReport
from agreements.models.base import PUBLIC
from agreements.rules.headline import Headline, Tone, headline
from agreements.rules.lifecycle import FULFILLED, PERIOD_DONE, UNDER_WAY, UNKNOWN, UNREPORTED, UNSEARCHED
from agreements.rules.outcome import Outcome
from agreements.rules.quantity import quantity_text
from agreements.rules.rhythm import period_of
from agreements.rules.states import PASSED, Standing
from agreements.rules.story import LastWord, StatusTally, promise_sentence
from agreements.views.announced_targets import (
    AnnouncedTarget,
    announced_targets,
    first_and_last_dates,
    judged_dates,
)
from agreements.views.querysets import (
    prefetch_agencies,
    prefetch_public,
    public_rows,
)
from agreements.views.speakers import speaker_name

DATES_SHOWN = 4  # on a small card; of more, the first and the last of each speaker
LINES_SHOWN = 5  # promises on the page of a program or agency; the list of targets has them all


@dataclass(frozen=True)
class SubjectRow:
    """A subject, what holds for it (None: it had not begun), what was announced, and one sentence of it."""

    subject: Commitment | Milestone
    state: Any
    announced: list[AnnouncedTarget]
    sentence: str
    answer: Headline  # the same in a few words
    others_date: bool = False  # on an agency's page: another agency named the date that counts

    @property
    def explanation(self) -> str:
        """The sentence beside the headline: what that says already is not said again."""
        return state_sentence(self.subject, self.state, self.announced, beside_headline=True)

    @property
    def tone(self) -> str:
        """How the answer looks; that another agency's date has passed is no colour of this one."""
        if self.others_date and self.answer.tone in (Tone.LATE, Tone.PASSED):
            return Tone.OPEN
        return self.answer.tone

    @property
    def dates_in_short(self) -> list[AnnouncedTarget]:
        """The dates of a small card: all, or the first and the last of each speaker."""
        if len(self.announced) <= DATES_SHOWN:
            return self.announced
        return first_and_last_dates(self.announced)

    @property
    def dates_left_out(self) -> int:
        return len(self.announced) - len(self.dates_in_short)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is reported of it."""
        return self.state is not None and self.state.status in UNKNOWN

    @property
    def word_speaker(self) -> str:
        """Name who stated what its status rests on."""
        return speaker_name(self.state.report) if self.state else ""

    @property
    def quantity(self) -> str:
        """What is done of the quantity that a commitment aims at; "" where nobody said."""
        return quantity_last_given(self.subject, self.state) if self.state else ""

    @property
    def looked_without_finding(self) -> bool:
        """Whether an inquiry after the date looked for the fulfilment and found nothing."""
        return self.standing == Standing.UNCONFIRMED and self.state.searched_on is not None

    @property
    def outcome(self) -> Outcome | None:
        """What became of it; None where nothing did, or it had not begun."""
        return self.state.outcome if self.state else None

    @property
    def has_successors(self) -> bool:
        """Whether a body that named a date continues the history of another that did."""
        return any(entry.continues for entry in self.announced)

    @property
    def standing(self) -> str | None:
        """Where it stands against its date; None where it had not begun."""
        return self.state.standing if self.state else None


def states_at(clock: Clock) -> Any:
    """One state a subject, with its standing, the last report and who named the date that counts."""
    reports: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).fetch_mode(models.FETCH_RAISE)
    with_speaker = reports.prefetch_related(prefetch_agencies("stated_by", clock.on))
    last_report = Prefetch("report", queryset=with_speaker)
    states = public_rows(State).at(clock.on, seq=clock.seq).with_standing(on=clock.on)
    return states.prefetch_related(
        last_report, prefetch_agencies("target_by", clock.on), prefetch_agencies("first_target_by", clock.on)
    )


def with_subjects(states: Any) -> Any:
    """Load with each state its subject, and the agreement or program of that."""
    return states.prefetch_related(
        prefetch_public("commitment", Commitment, prefetch_public("agreement", Agreement)),
        prefetch_public("milestone", Milestone, prefetch_public("program", Program)),
    )


def subject_rows(subjects: Iterable[Commitment | Milestone], *, clock: Clock) -> list[SubjectRow]:
    """Put beside each subject what holds for it at the clock."""
    subjects = list(subjects)
    states = states_at(clock).filter(about_promises(map(key_of, subjects)))
    state_by_key = {key_of_record(state): state for state in states}
    pairs = [(subject, state_by_key.get(key_of(subject))) for subject in subjects]
    return rows_of_states(pairs, clock=clock)


def rows_of_states(pairs: Iterable[tuple[Commitment | Milestone, Any]], *, clock: Clock) -> list[SubjectRow]:
    """Make the row of each subject with its state (None: it had not begun)."""
    pairs = list(pairs)
    histories = promise_histories([key_of(subject) for subject, _state in pairs], clock)
    rows = []
    for subject, state in pairs:
        announced = announced_targets(histories[key_of(subject)], state)
        sentence = state_sentence(subject, state, announced)
        rows.append(SubjectRow(subject, state, announced, sentence, state_headline(subject, state)))
    return rows


def state_headline(subject: Commitment | Milestone, state: Any) -> Headline:
    if state is None:
        return headline(None, "")
    last_word = last_word_of(state)
    return headline(
        state,
        state.get_status_display(),
        outcome_phrase=subject.outcome,
        period=last_word.period if last_word else None,
    )


def state_sentence(
    subject: Commitment | Milestone,
    state: Any,
    announced: Sequence[AnnouncedTarget],
    *,
    beside_headline: bool = False,
) -> str:
    if state is None:
        return ""
    return promise_sentence(
        state,
        last_word=last_word_of(state),
        outcome_phrase=subject.outcome,
        target_speaker=public_name(getattr(state, "target_by", None)) if state.target_by_id else "",
        first_speaker=public_name(getattr(state, "first_target_by", None))
        if state.first_target_by_id
        else "",
        judged=judged_dates(announced),
        quantity=quantity_last_given(subject, state),
        beside_headline=beside_headline,
    )


def last_word_of(state: Any) -> LastWord | None:
    """Return who said what when, on which a state rests: of what repeats, in the words of its report."""
    report = state.report
    if report is None:
        return None
    if not state.repeats:
        return LastWord(speaker_name(report), report.said_on, state.get_status_display())
    period = period_of(report.happened or report.said_on, state.repeats)
    return LastWord(speaker_name(report), report.said_on, report.get_status_display(), period)


def quantity_last_given(subject: Commitment | Milestone, state: Any) -> str:
    if isinstance(subject, Milestone) or state.quantity_done is None:
        return ""
    return quantity_text(state.quantity_done, subject.quantity, subject.quantity_unit)


def status_tally(rows: Sequence[SubjectRow]) -> StatusTally:
    states = [row.state for row in rows if row.state]
    statuses = Counter(state.status for state in states)
    standings = Counter(state.standing for state in states)
    return StatusTally(
        total=len(states),
        fulfilled=sum(statuses[status] for status in FULFILLED),
        late=standings[Standing.LATE],
        unconfirmed=standings[Standing.UNCONFIRMED],
        unchecked=standings[Standing.UNCHECKED],
        unreported=statuses[UNREPORTED],
        unsearched=statuses[UNSEARCHED],
        period_done=statuses[PERIOD_DONE],
        under_way=sum(state.status in UNDER_WAY and state.standing not in PASSED for state in states),
    )
