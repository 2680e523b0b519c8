"""Announced dates as pages show them: who said them when, what each changed, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreements.lists.parameters import Clock
from agreements.lists.promises import PromiseHistory, SubjectKey, key_of_record, promise_histories
from agreements.models import State, StatusReport
from agreements.rules.judged_dates import JudgedDate, verdict_text
from agreements.rules.outcome import Verdict, judgement
from agreements.rules.states import PASSED, Standing
from agreements.rules.targets import Announcement
from agreements.views.speakers import speaker_name


@dataclass(frozen=True)
class AnnouncedTarget:
    """One announced date beside the report that announced it, judged by what happened."""

    announcement: Announcement
    report: StatusReport
    before: StatusReport | None = None  # where its speaker, or a body it follows, gave the date it changes
    continues: tuple[StatusReport, ...] = ()  # last words of the bodies it follows, if its speaker's first
    succeeded: StatusReport | None = None  # where a body that follows its speaker spoke after it
    counts: bool = False  # it is the date that counts for the standing
    verdict: Verdict | None = None  # None before there is an outcome, and of no date
    days: int | None = None  # after it, where a source gives the day
    standing: str = ""  # of its promise, if it counts

    @property
    def change_label(self) -> str:
        """What it changed for its speaker; nothing where another report of the day already holds the same."""
        return "" if self.announcement.repeats else str(self.announcement.change.label)

    @property
    def speaker_key(self) -> int:
        return self.announcement.speaker

    @property
    def speaker(self) -> str:
        return speaker_name(self.report)

    @property
    def followed(self) -> str:
        """Name the bodies whose history of dates begins to be its speaker's here."""
        return "·".join(map(speaker_name, self.continues))

    @property
    def successor(self) -> str:
        return speaker_name(self.succeeded)

    @property
    def other_speaker_before(self) -> str:
        """Name who gave the date that it changes, where that was a body that its speaker follows."""
        if self.before is None or self.before.stated_by_id == self.announcement.speaker:
            return ""
        return speaker_name(self.before)

    @property
    def signed_days(self) -> str:
        return f"{self.announcement.days_moved:+}" if self.announcement.days_moved else ""

    @property
    def result(self) -> str:
        """What became of it; while nothing did, where the promise stands if it counts and is over."""
        if self.verdict:
            return verdict_text(self.verdict, self.days)
        return str(Standing(self.standing).label) if self.standing in PASSED else ""


def announced_targets(history: PromiseHistory, state: Any) -> list[AnnouncedTarget]:
    """Put each announcement beside its report and against the outcome of ``state`` (None: not begun)."""
    return [
        _announced_target(entry, history, state)
        for entry in history.without_repeats
        if entry.report.id in history.reports
    ]


def _announced_target(entry: Announcement, history: PromiseHistory, state: Any) -> AnnouncedTarget:
    judged = judgement(entry.report, state.outcome if state else None)
    counts = bool(
        state and entry.present and (state.target, state.target_by_id) == (entry.target, entry.speaker)
    )
    before = history.reports.get(entry.before.id) if entry.before else None
    standing = state.standing if state and counts else ""
    return AnnouncedTarget(
        announcement=entry,
        report=history.reports[entry.report.id],
        before=before,
        continues=tuple(history.reports[word.id] for word in entry.continues),
        succeeded=_successors_report(entry, history),
        counts=counts,
        verdict=judged.verdict,
        days=judged.days,
        standing=standing,
    )


def _successors_report(entry: Announcement, history: PromiseHistory) -> StatusReport | None:
    """Return where a body that follows its speaker first spoke after these, the speaker's last words."""
    for later_entry in history.announcements:
        if entry.report in later_entry.continues:
            return history.reports[later_entry.report.id]
    return None


def first_and_last_dates(announced: Sequence[AnnouncedTarget]) -> list[AnnouncedTarget]:
    """Return the first and the last announcement of each speaker, oldest first."""
    first = _first_by_speaker(announced)
    last = _first_by_speaker(reversed(announced))
    return [entry for entry in announced if entry in (first[entry.speaker_key], last[entry.speaker_key])]


def judged_entries(announced: Sequence[AnnouncedTarget]) -> list[AnnouncedTarget]:
    """Return the announcements with the first and the last date of each speaker that were judged."""
    return first_and_last_dates([entry for entry in announced if entry.verdict and entry.announcement.target])


def _first_by_speaker(entries: Iterable[AnnouncedTarget]) -> dict[int, AnnouncedTarget]:
    by_speaker: dict[int, AnnouncedTarget] = {}
    for entry in entries:
        by_speaker.setdefault(entry.speaker_key, entry)
    return by_speaker


def judged_dates(announced: Sequence[AnnouncedTarget]) -> list[JudgedDate]:
    """Return the dates that were judged and that a sentence speaks of, oldest first.

    Of all that were kept these are all.  Else they are the first and the last date of each speaker, and of
    the others those that were not kept.
    """
    judged = [entry for entry in announced if entry.verdict and entry.announcement.target]
    first = _first_by_speaker(judged)
    last = _first_by_speaker(reversed(judged))
    missed = [entry for entry in judged if entry.verdict != Verdict.WITHIN]
    to_tell = judged
    if missed:
        ends = judged_entries(judged)
        to_tell = [entry for entry in judged if entry in ends or entry in missed]
    return [
        JudgedDate(
            speaker=entry.speaker,
            target=entry.announcement.target,  # type: ignore[arg-type]  # only dates are judged
            verdict=entry.verdict,  # type: ignore[arg-type]  # they were judged
            days=entry.days,
            is_first=entry is first[entry.speaker_key],
            is_last=entry is last[entry.speaker_key],
        )
        for entry in to_tell
    ]


def targets_by_report(
    reports: Iterable[StatusReport], clock: Clock, *, states: Mapping[SubjectKey, State] | None = None
) -> dict[int, AnnouncedTarget]:
    """Return {report: what it announced} of those reports whose announcement counts.

    They are judged by the outcome and the standing that ``states`` hold for their promises.
    """
    reports = list(reports)
    histories = promise_histories(map(key_of_record, reports), clock)
    entries = {}
    for report in reports:
        key = key_of_record(report)
        state = states.get(key) if states else None
        for entry in histories[key].announcements:
            if entry.report.id == report.pk:
                entries[report.pk] = _announced_target(entry, histories[key], state)
    return entries
