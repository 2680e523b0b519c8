"""The projection: what holds for a promise from day to day, and where it stands against its date.

The same standing as SQL stands in ``models/state.py``; ``tests/unit/test_lifecycle_sql.py`` holds the two
together.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import (
    AS_COMMITMENT,
    CLOSED,
    FOREVER,
    FULFILLED,
    NEVER,
    PERIOD_DONE,
    UNREPORTED,
    UNSEARCHED,
    Reported,
    in_order,
    said_by,
)
from agreements.rules.outcome import outcome_of, standing_claims
from agreements.rules.partial_date import PartialDate
from agreements.rules.targets import (
    Announcement,
    counting_announcement,
    first_announcement,
    target_history,
    times_moved,
)


class Promise(NamedTuple):
    """The facts from which the states of one promise follow."""

    since: date  # the earliest beginning of what it joins
    reports: list[Reported]  # of both sides, where a milestone carries out a commitment
    inquiries: list[Inquired] = []  # never changed in place
    agencies: Collection[int] | None = None  # whose dates count; None: everyone's
    successors: Mapping[int, date] = {}  # who follow those, and after which day; never changed in place
    joined: bool = False  # a milestone and a commitment: the commitment's words are spoken
    rows_from: date | None = None  # the signing of the commitment whose rows these are; None: ``since``
    repeats: str = ""  # a ``Rhythm``; such a promise is joined with no other

    def has_a_say(self, report: Reported) -> bool:
        """Say whether a date counts: of its own agencies, or of one that follows them by then."""
        speaker = report.stated_by
        if self.agencies is None or speaker in self.agencies:
            return True
        return report.said_on.first > self.successors.get(speaker, FOREVER)


class StateRow(NamedTuple):
    """What holds for one promise over ``[day_from, day_to)``."""

    day_from: date
    day_to: date
    heard_on: date  # day on which the last report was said; before any, the day the promise began
    status: str = UNSEARCHED
    progress: int | None = None
    quantity_done: Decimal | None = None
    first_target: PartialDate | None = None
    first_target_by_id: int | None = None
    target: PartialDate | None = None  # the one that counts
    target_by_id: int | None = None
    times_moved: int = 0
    completed_from: date | None = None
    completed_to: date | None = None
    completed_as: str = ""
    disputed: bool = False
    not_yet_on: date | None = None  # the last day of which a source says that it was not fulfilled
    looked_until: date | None = None  # the last day that an inquiry which found nothing speaks of
    searched_on: date | None = None  # the day on which that inquiry was made
    report_id: int | None = None  # the one whose status holds
    repeats: str = ""


def states(promise: Promise) -> list[StateRow]:
    """Compute a promise's rows: they begin on their first day, leave no gap, and the last has no end.

    What took effect earlier counts from the first day on.
    """
    first_day = promise.rows_from or promise.since
    history = target_history(promise.reports)
    row = _row_on(promise, history, first_day)
    rows: list[StateRow] = []
    for day in _days_of_change(promise, after=first_day):
        following = _row_on(promise, history, day)
        if following != row._replace(day_from=day):
            rows.append(row._replace(day_to=day))
            row = following

    return [*rows, row]


def _days_of_change(promise: Promise, *, after: date) -> list[date]:
    """Return the days on which a word begins to count or a status to hold, in order."""
    days: set[date] = set()
    for report in promise.reports:
        days |= {report.effective_on, report.said_day}
    for inquiry in promise.inquiries:
        days.add(inquiry.searched_on)
    return sorted(day for day in days if day > after)


def state_on(promise: Promise, day: date) -> StateRow:
    """Compute what holds on one day, as if it held for ever."""
    return _row_on(promise, target_history(promise.reports), day)


def _row_on(promise: Promise, history: list[Announcement], day: date) -> StateRow:
    """Do :func:`state_on`, given all that was ever announced: no later word changes an earlier one."""
    in_effect = [report for report in promise.reports if report.effective_on <= day]
    said_days = [report.said_day for report in said_by(promise.reports, day)]
    heard_on = max([promise.since, *said_days])
    if promise.repeats:
        columns = _columns_of_what_repeats(promise, in_effect, day)
    else:
        columns = _columns_of_what_is_done_once(promise, in_effect, history, day)
    return StateRow(day, FOREVER, heard_on, **columns)


def _columns_of_what_is_done_once(
    promise: Promise, in_effect: list[Reported], history: list[Announcement], day: date
) -> dict[str, Any]:
    """Return {column: value} of a promise that is fulfilled once and for all."""
    not_yet_on = max((report.not_yet_on for report in in_effect), default=NEVER)
    columns = _inquiry_columns(promise, not_yet_on, day)
    if not_yet_on > NEVER:
        columns["not_yet_on"] = not_yet_on
    if in_effect:
        columns |= _status_on(promise, in_effect, day)
    return columns | _targets_on(promise, history, day)


def _columns_of_what_repeats(promise: Promise, in_effect: list[Reported], day: date) -> dict[str, Any]:
    """Return {column: value} of a promise that repeats: what its newest report says of its own period.

    No date of it counts, so that none can pass; and no report of another period denies this one, or is
    denied by it.  A fulfilment is one of its period: counted as fulfilled for good, one report would answer
    for all the years to come, and a percentage of something without an end means nothing.  So the promise
    stays open and known, under a status of its own beside the fulfilled ones.
    """
    columns = {"repeats": promise.repeats, **_inquiry_columns(promise, NEVER, day)}
    if not in_effect:
        return columns
    newest = in_order(in_effect)[-1]
    status = PERIOD_DONE if newest.status in FULFILLED else newest.status
    return columns | {
        "status": status,
        "quantity_done": newest.quantity_done,
        "report_id": newest.id,
    }


def _status_on(promise: Promise, in_effect: list[Reported], day: date) -> dict[str, Any]:
    """Return {column: value} of the status that holds: of the claims which stand, else of the last report."""
    claims = standing_claims(promise.reports, on=day)
    other_words = [report for report in in_effect if report.status not in FULFILLED]
    counting = in_order(claims or other_words)  # a claim that does not stand was taken back by such a word
    last = counting[-1]
    status = last.status
    if promise.joined:
        status = AS_COMMITMENT.get(status, status)
    columns = {
        "status": status,
        "progress": _last_given("progress", counting),
        "quantity_done": _last_given("quantity_done", counting),
        "report_id": last.id,
    }
    outcome = outcome_of(promise.reports, on=day)
    if outcome is None:
        return columns

    return columns | {
        "completed_from": outcome.earliest,
        "completed_to": outcome.latest,
        "completed_as": outcome.happened_as,
        "disputed": outcome.disputed,
    }


def _last_given(number: str, reports: list[Reported]) -> Any:
    """Return the last percentage or quantity given; what closes the promise leaves none of before."""
    last = None
    for report in reports:
        value = getattr(report, number)
        if value is not None or report.status in CLOSED:
            last = value
    return last


def _targets_on(promise: Promise, history: list[Announcement], day: date) -> dict[str, Any]:
    announced: list[Announcement] = []
    with_a_say: list[Announcement] = []
    for entry in history:
        if entry.report.said_day <= day:
            announced.append(entry)
            if promise.has_a_say(entry.report):
                with_a_say.append(entry)

    return {
        "times_moved": times_moved(announced),
        **_target_columns("first_target", first_announcement(announced)),
        **_target_columns("target", counting_announcement(with_a_say)),
    }


def _target_columns(name: str, report: Reported | None) -> dict[str, Any]:
    if report is None:
        return {}
    return {name: report.target, f"{name}_by_id": report.stated_by}


# ---- inquiries ---------------------------------------------------------------------------------------


def _inquiry_columns(promise: Promise, not_yet_on: date, day: date) -> dict[str, Any]:
    """Return {column: value} of the inquiry that found nothing and speaks of the latest time.

    It counts only if it looked from the last "not yet" on, or else from the beginning of the promise, and
    not if its time ended before the promise began.
    """
    open_since = max(not_yet_on, promise.since)
    days: list[tuple[date, date]] = []
    for inquiry in promise.inquiries:
        was_made = inquiry.searched_on <= day
        if was_made and inquiry.nothing_found and inquiry.covers(open_since, since=promise.since):
            days.append((inquiry.counts_until, inquiry.searched_on))
    if not days:
        return {}
    looked_until, searched_on = max(days)
    return {"status": UNREPORTED, "looked_until": looked_until, "searched_on": searched_on}


# ---- standing ----------------------------------------------------------------------------------------


class Standing(TextChoices):
    """Where a promise stands against the date that counts; only ``late`` rests on a source that says so."""

    LATE = "late", _("Past its announced date")
    UNCONFIRMED = "unconfirmed", _("Announced date passed, not confirmed")
    UNCHECKED = "unchecked", _("Announced date passed, not looked for yet")
    DUE_SOON = "due_soon", _("Announced date near")
    ON_TIME = "on_time", _("Announced date ahead")
    UNDATED = "undated", _("No announced date")
    CLOSED = "closed", _("Closed")


# The date that counts is over and the promise is open.
PASSED = frozenset({Standing.LATE, Standing.UNCONFIRMED, Standing.UNCHECKED})


def standing(row: StateRow, *, on: date, due_soon_days: int) -> Standing:
    """Say where one promise stands.  The last day of its target is not yet past."""
    if row.status in CLOSED:
        return Standing.CLOSED
    if row.target is None:
        return Standing.UNDATED

    last_day = row.target.last
    if last_day >= on:
        due_soon = last_day <= on + timedelta(days=due_soon_days)
        return Standing.DUE_SOON if due_soon else Standing.ON_TIME
    if _is_after(row.not_yet_on, last_day):
        return Standing.LATE
    if _is_after(row.looked_until, last_day):
        return Standing.UNCONFIRMED

    return Standing.UNCHECKED


def _is_after(day: date | None, last_day: date) -> bool:
    return day is not None and day > last_day


def is_silent(row: StateRow, *, on: date, silent_days: int) -> bool:
    """Say whether an open promise has had no report for longer than ``silent_days``.

    Of what repeats a report is asked for in its own rhythm (``desk/subjects.py``).
    """
    is_open = row.status not in CLOSED and not row.repeats
    return is_open and row.heard_on < on - timedelta(days=silent_days)
