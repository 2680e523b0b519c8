"""Announced targets: each belongs to whoever said it, and only its own speaker moves it or takes it back.

A body that follows another continues its history: its first word is held against the last one of the body it
follows (of several present dates, the one that ends last), and takes its place.  Of a body that was split,
each successor is held against that same word.  A body that still speaks after one that follows it speaks for
itself, and so does its successor.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.lifecycle import NEVER, Reported, said_by
from agreements.rules.partial_date import PartialDate


class TargetChange(TextChoices):
    FIRST = "first", _("First date")
    REFINED = "refined", _("Made more precise")
    WIDENED = "widened", _("Told less precisely")
    MOVED = "moved", _("Date moved")
    REMOVED = "removed", _("Date withdrawn")
    RESTATED = "restated", _("Date repeated")
    UNDATED = "undated", _("Announced without a date")


COUNTED_AS_MOVES = frozenset({TargetChange.MOVED, TargetChange.REMOVED})
NO_DATE = PartialDate.day(NEVER)


class Announcement(NamedTuple):
    """One announced target, or that there is none, and what it changed for its speaker."""

    report: Reported
    change: TargetChange
    days_moved: int | None = None  # against the speaker's last date; only where it was moved
    before: Reported | None = None  # where the speaker, or a body it follows, gave that last date
    repeats: bool = False  # another report holds the same words of the same day
    present: bool = False  # the speaker's last words, and a date, and no successor has spoken since
    continues: tuple[Reported, ...] = ()  # last words of the bodies it follows, if its speaker's first

    @property
    def target(self) -> PartialDate | None:
        return self.report.target

    @property
    def speaker(self) -> int:
        return self.report.stated_by

    @property
    def last_day_before(self) -> date | None:
        if self.before is None:
            return None
        return _end(self.before)


class LastWords(NamedTuple):
    """The last announcement of one speaker, and the last one with a date."""

    word: Reported
    date: Reported | None

    @property
    def is_date(self) -> bool:
        return self.word.target is not None


def target_history(reports: Iterable[Reported], *, on: date = date.max) -> list[Announcement]:
    """List what had been announced by day ``on``, oldest first, each against its speaker's own words."""
    announcing = [report for report in said_by(reports, on) if report.states_target]
    history: list[Announcement] = []
    last_words: dict[int, LastWords] = {}  # by speaker
    present_words: dict[int, Reported] = {}  # without those that a successor took the place of
    for report in sorted(announcing, key=_order_of_announcements):
        inherited = _inherited_words(report, last_words)
        own_words = last_words.get(report.stated_by)
        before = min(inherited, key=_present_and_latest_first, default=own_words)
        entry = _announcement(report, before)
        history.append(entry._replace(continues=tuple(words.word for words in inherited)))
        if not entry.repeats:
            last_words[report.stated_by] = _words_after(report, before)
            _take_the_place(report, present_words)

    return [_as_present(entry, present_words.get(entry.speaker)) for entry in history]


def _take_the_place(report: Reported, present_words: dict[int, Reported]) -> None:
    """Let a report stand for its speaker, and for those that this one follows."""
    for agency in report.follows:
        present_words.pop(agency, None)
    present_words[report.stated_by] = report


def _words_after(report: Reported, before: LastWords | None) -> LastWords:
    """Return the last words of a speaker that just announced a date, or that there is none."""
    if report.target is not None:
        return LastWords(report, report)
    return LastWords(report, before.date if before else None)


def _inherited_words(report: Reported, last_words: Mapping[int, LastWords]) -> list[LastWords]:
    """Return the last words of the bodies that the speaker follows, until it has spoken itself.

    A body that one of them follows is not among them: its words were continued already.
    """
    if report.stated_by in last_words:
        return []

    followed = [last_words[agency] for agency in last_words if agency in report.follows]
    passed_on: set[int] = set()
    for words in followed:
        passed_on |= words.word.follows
    return [words for words in followed if words.word.stated_by not in passed_on]


def _present_and_latest_first(words: LastWords) -> tuple[Any, ...]:
    no_date = words.date is None
    return not words.is_date, no_date, _end_latest_first(words.date or words.word)


def _as_present(entry: Announcement, present_word: Reported | None) -> Announcement:
    """Mark an announcement of a date that holds its speaker's present words."""
    if entry.target is None or present_word is None:
        return entry
    return entry._replace(present=_same_words(entry.report, present_word))


def _announcement(report: Reported, words_before: LastWords | None) -> Announcement:
    """Tell an announcement apart from the last date and the last word of its speaker."""
    if words_before is None:
        return Announcement(report, _change_of_target(report, None, had_date=False))
    word, before = words_before
    if _same_words(word, report):
        return Announcement(report, TargetChange.RESTATED, before=before, repeats=True)

    change = _change_of_target(report, before, had_date=words_before.is_date)
    return Announcement(report, change, _days_moved(report, before, change), before)


def _days_moved(report: Reported, before: Reported | None, change: TargetChange) -> int | None:
    """Return the days between the last days of a date that was moved and of the one before it."""
    if change != TargetChange.MOVED or before is None:
        return None
    return (_end(report) - _end(before)).days


def _same_words(report: Reported, other: Reported) -> bool:
    return (report.stated_by, report.said_on, report.target) == (other.stated_by, other.said_on, other.target)


def _order_of_announcements(report: Reported) -> tuple[Any, ...]:
    """Order by day; on one day no date comes before a date, and a wide date before a narrow one.

    A body comes before those that follow it.  Of equal ones the first published is the one that is named,
    from whichever side it is looked at.
    """
    has_date = report.target is not None
    period = _period(report)
    width = (period.last - period.first).days
    speaker = len(report.follows), report.stated_by
    return report.said_day, *speaker, has_date, -width, period.first, report.said_on, report.order_seq


def _change_of_target(report: Reported, before: Reported | None, *, had_date: bool) -> TargetChange:
    """Classify an announcement against the last date of its speaker, which may have been taken back since."""
    if report.target is None:
        return TargetChange.REMOVED if had_date else TargetChange.UNDATED
    if before is None:
        return TargetChange.FIRST
    return _change_of_period(_period(before), report.target, said_on=report.said_on)


def _change_of_period(before: PartialDate, after: PartialDate, *, said_on: PartialDate) -> TargetChange:
    if after == before:
        return TargetChange.RESTATED
    if before.contains(after):
        return TargetChange.REFINED
    ends_later_once_passed = before.last < min(after.last, said_on.first)
    if after.contains(before) and not ends_later_once_passed:
        return TargetChange.WIDENED

    return TargetChange.MOVED


# ---- what follows from all speakers together -----------------------------------------------------------


def times_moved(history: Iterable[Announcement]) -> int:
    return sum(entry.change in COUNTED_AS_MOVES for entry in history)


def first_announcement(history: Iterable[Announcement]) -> Reported | None:
    """Return the earliest report that names a date; of several of that day the one that ends last."""
    dated = [entry.report for entry in history if entry.target]
    return min(dated, key=lambda report: (report.said_day, _end_latest_first(report)), default=None)


def speakers_differ(history: Iterable[Announcement]) -> bool:
    """Say whether two present dates contradict each other: neither contains the other."""
    dates = [_period(entry.report) for entry in history if entry.present]
    widest_first = sorted(dates, key=lambda period: period.first - period.last)
    return not all(wide.contains(narrow) for wide, narrow in combinations(widest_first, 2))


def counting_announcement(history: Iterable[Announcement]) -> Reported | None:
    """Return the report that names the target which counts: of the present dates the one that ends last.

    ``history`` is of those that have a say.  Once an agency takes back the date that counts, its
    own (or that of a body it follows) or one that ends on the same day, none counts until one of them names a
    date again.
    """
    present_dates: dict[int, Reported] = {}
    counting: Reported | None = None
    reports = (entry.report for entry in history)
    for report in sorted(reports, key=_removals_of_a_day_first):  # stable within a speaker
        replaced = _take_out_continued(report, present_dates)
        if report.target is not None:
            present_dates[report.stated_by] = report
            counting = min(present_dates.values(), key=_end_latest_first)
        elif counting is not None and _end(counting) in map(_end, replaced):
            counting = None

    return counting


def _take_out_continued(report: Reported, present_dates: dict[int, Reported]) -> list[Reported]:
    """Take out, and return, the words that a report continues."""
    continued = [word for word in present_dates.values() if report.continues(word)]
    for word in continued:
        del present_dates[word.stated_by]
    return continued


def _removals_of_a_day_first(report: Reported) -> tuple[date, int, bool]:
    return report.said_day, len(report.follows), report.target is not None


def _end_latest_first(report: Reported) -> tuple[int, int, int]:
    """Order reports that name a date by its end, the last first; of equal ends the wider first."""
    target = _period(report)
    return -target.last.toordinal(), target.first.toordinal(), report.stated_by


def _end(report: Reported) -> date:
    return _period(report).last


def _period(report: Reported) -> PartialDate:
    return report.target or NO_DATE
