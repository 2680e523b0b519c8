"""The few words of an answer: what became of one promise, before the sentence that says who said what.

Its tone goes with a picture and with words, never alone; only what a source says is not done is red.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from agreements.rules.lifecycle import FULFILLED, STOPPED, UNKNOWN
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import PASSED, Standing
from agreements.rules.story import Situation

DISPUTED = "disputed"


class Tone(StrEnum):
    """How an answer looks, beside its words."""

    DONE = "done"
    OPEN = "open"
    LATE = "late"  # a source says that it is not done, past its date
    PASSED = "passed"  # past its date, and nobody knows
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class Headline(NamedTuple):
    """An answer in a few words; ``icon`` is a symbol of ``static/img/icons.svg``."""

    words: str
    tone: Tone
    icon: str
    says_status: bool = True  # else the words leave the status open, and a badge says it


def headline(
    situation: Situation | None,
    status_label: str,
    *,
    outcome_phrase: str = "",
    period: PartialDate | None = None,
) -> Headline:
    """Say in a few words what became of a promise; ``situation`` is None where it had not begun.

    ``outcome_phrase`` is its own phrase for being fulfilled; ``period`` the one that the newest report of
    something that repeats stands for.
    """
    if situation is None:
        return Headline(_("Not yet begun on this day"), Tone.UNKNOWN, Standing.UNDATED)
    status = situation.status
    if status in UNKNOWN:
        return Headline(status_label, Tone.UNKNOWN, status)
    if period is not None:
        return Headline(_joined(status_label, period.sentence()), Tone.OPEN, status)
    if status in FULFILLED and situation.outcome is not None:
        return _headline_of_outcome(status, situation.outcome, status_label, outcome_phrase)
    if status in STOPPED and situation.standing == Standing.CLOSED:
        return Headline(status_label, Tone.STOPPED, status)

    return _headline_of_open(status, Standing(situation.standing), status_label)


def _headline_of_outcome(status: str, outcome: Outcome, status_label: str, phrase: str) -> Headline:
    if outcome.disputed or outcome.latest is None:
        return Headline(_("Records of the fulfilment disagree"), Tone.UNKNOWN, DISPUTED, says_status=False)
    words = _joined(phrase or status_label, _day_of(outcome.period, outcome.latest))
    return Headline(words, Tone.DONE, status, says_status=not phrase)


def _headline_of_open(status: str, standing: Standing, status_label: str) -> Headline:
    if standing in PASSED:
        tone = Tone.LATE if standing == Standing.LATE else Tone.PASSED
        return Headline(str(standing.label), tone, standing, says_status=False)
    tone = Tone.STOPPED if status in STOPPED else Tone.OPEN
    return Headline(_joined(status_label, str(standing.label)), tone, status)


def _day_of(period: PartialDate | None, latest: date) -> str:
    """Write when it was fulfilled as far as it is known; of days between which it was, the last."""
    if period is not None:
        return period.sentence()
    return _("by %(day)s") % {"day": PartialDate.day(latest).sentence()}


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
