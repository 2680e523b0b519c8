"""What a lane of the timeline says in words: its status, its verdict, and its days, oldest first.

The picture is drawn of the same facts.  On a telephone the days in words take its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.lists.agency_names import public_name
from agreements.lists.parameters import Clock
from agreements.rules.lifecycle import FULFILLED, UNREPORTED
from agreements.rules.partial_date import PartialDate, short_day
from agreements.rules.states import Standing
from agreements.rules.story import outcome_short
from agreements.views.announced_targets import AnnouncedTarget, judged_entries
from agreements.views.speakers import short_names, speaker_name
from agreements.views.subject_states import SubjectRow

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LaneDay:
    """One dated fact of a lane.

    ``kind`` is how it is marked: "said" of an announcement ("present" of the last one of its speaker),
    "word" of a report without a date, "done", "searched" or "late".
    """

    kind: str
    order: date
    when: str
    text: str


@dataclass(frozen=True)
class QuietSpan:
    """The days of which an inquiry says that it looked and found nothing."""

    first: date
    last: date
    searched_on: date


# ---- what is drawn and said --------------------------------------------------------------------------


def announced_on(entry: AnnouncedTarget, clock: Clock) -> date:
    """Return the last day of when it was said; a period that still runs was said by the base date."""
    return min(entry.report.said_on.last, clock.on)


def quiet_span(row: SubjectRow) -> QuietSpan | None:
    """Return where an inquiry looked and found nothing; None where nobody did.

    It begins on the day after the date that counts, or with the promise where nothing is known of it.
    """
    state = row.state
    if state is None or state.searched_on is None or state.looked_until is None:
        return None
    first = None
    if state.status == UNREPORTED:
        first = state.heard_on  # the day on which it began: no report was heard
    elif state.standing == Standing.UNCONFIRMED:
        first = state.target.last + ONE_DAY
    if first is None or first > state.looked_until:
        return None
    return QuietSpan(first, state.looked_until, state.searched_on)


def late_since(row: SubjectRow) -> tuple[date, date] | None:
    """Return the end of the date that passed, and the last day of which a source says that it is not done."""
    state = row.state
    if state is None or state.standing != Standing.LATE:
        return None
    return state.target.last, state.not_yet_on


def last_word(row: SubjectRow) -> Any:
    """Return the report on which an open status rests, where it is not among the announcements."""
    state = row.state
    if state is None or state.report is None or state.status in FULFILLED:
        return None
    if any(entry.report.pk == state.report.pk for entry in row.announced):
        return None
    return state.report


def speakers_of(row: SubjectRow) -> dict[str, str]:
    """Return {name: short name} of those who speak in a lane; no two of them have one short name."""
    return short_names(entry.speaker for entry in row.announced)


# ---- the head of a lane ------------------------------------------------------------------------------


def status_words(row: SubjectRow) -> str:
    if row.state is None:
        return _("Not yet begun on this day")
    return str(row.state.get_status_display())


def verdict_words(row: SubjectRow) -> list[str]:
    """Say in a few words each what became of the dates, who named them, and where somebody looked."""
    state = row.state
    if state is None:
        return []
    if state.disputed:
        return [_("Records disagree")]
    if row.outcome is not None:
        return _judged_words(row)
    words = []
    if state.standing != Standing.CLOSED:
        words.append(_standing_words(state))
    if state.status == UNREPORTED or state.standing == Standing.UNCONFIRMED:
        words.append(_("inquiry of %(day)s") % {"day": short_day(state.searched_on)})
    return words


def _standing_words(state: Any) -> str:
    label = str(Standing(state.standing).label)
    if state.target is None:
        return label
    speaker = public_name(getattr(state, "target_by", None))
    speaker_name = short_names([speaker])[speaker]
    return f"{label}: {speaker_name} {state.target.short()}"


def _judged_words(row: SubjectRow) -> list[str]:
    entries = judged_entries(row.announced)
    if not entries:
        return [_("No date had been announced")]
    short = speakers_of(row)
    return [f"{short[entry.speaker]} {_target(entry).short()}: {entry.result}" for entry in entries]


def _target(entry: AnnouncedTarget) -> PartialDate:
    assert entry.announcement.target is not None  # noqa: S101  # only dates are judged
    return entry.announcement.target


# ---- its days ----------------------------------------------------------------------------------------


def lane_days(row: SubjectRow, clock: Clock) -> list[LaneDay]:
    """Return what is known of a promise day by day, oldest first."""
    days = [*_announced_days(row, clock), *_word_days(row), *_later_days(row)]
    return sorted(days, key=lambda day: day.order)


def _announced_days(row: SubjectRow, clock: Clock) -> Iterable[LaneDay]:
    for entry in row.announced:
        kind = "present" if entry.announcement.present else "said"
        yield LaneDay(
            kind, announced_on(entry, clock), entry.report.said_on.short(), _announcement_words(entry)
        )


def _announcement_words(entry: AnnouncedTarget) -> str:
    """Write ``경기도북부자치경찰위원회: 2022년까지 → 기한보다 361일 뒤``."""
    target = entry.announcement.target
    if target is None:
        words = _("%(speaker)s: without a date") % {"speaker": entry.speaker}
    else:
        words = _("%(speaker)s: by %(target)s") % {"speaker": entry.speaker, "target": target.short()}
    return f"{words} → {entry.result}" if entry.verdict else words


def _word_days(row: SubjectRow) -> Iterable[LaneDay]:
    report = last_word(row)
    if report is not None:
        words = f"{speaker_name(report)}: {report.get_status_display()}"
        yield LaneDay("word", report.said_on.last, report.said_on.short(), words)


def _later_days(row: SubjectRow) -> Iterable[LaneDay]:
    state = row.state
    if row.outcome is not None:
        last = row.outcome.latest or row.outcome.earliest or date.max
        yield LaneDay("done", last, outcome_short(row.outcome), status_words(row))
    if state is not None and state.standing == Standing.LATE:
        words = _("A source says that it is not done")
        yield LaneDay("late", state.not_yet_on, short_day(state.not_yet_on), words)
    quiet = quiet_span(row)
    if quiet is not None:
        span = {"first": short_day(quiet.first), "last": short_day(quiet.last)}
        words = _("An inquiry found nothing on %(first)s – %(last)s") % span
        yield LaneDay("searched", quiet.searched_on, short_day(quiet.searched_on), words)


def left_out_words(count: int) -> str:
    words = ngettext(
        "%(count)s announcement between, on its own page",
        "%(count)s announcements between, on its own page",
        count,
    )
    return words % {"count": count}
