"""The one fair sentence a page begins with: what is known, who said it, what was not found.

It states days only where both dates are known to the day, and never says "late" of something that a
less precise date leaves open.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.rules.decision import decision_sentence
from agreements.rules.korean import with_particles
from agreements.rules.lifecycle import CLOSED, FULFILLED, ONLY_ANNOUNCED, UNREPORTED, CommitmentStatus
from agreements.rules.partial_date import PartialDate


class Situation(Protocol):
    """What the sentence needs of a :class:`~agreements.rules.lifecycle.StateRow` or a stored state."""

    status: str
    first_target: PartialDate | None
    target: PartialDate | None
    times_moved: int
    completed: PartialDate | None
    last_happened: PartialDate | None


class TargetVerdict(Enum):
    """How a day of completion lies to a target."""

    WITHIN = "within"
    AFTER = "after"
    UNKNOWN = "unknown"  # the periods overlap, so that the dates cannot tell


def verdict_against(completed: PartialDate, target: PartialDate) -> TargetVerdict:
    """Compare a completion with a target, as far as the precision of both can tell."""
    if completed.last <= target.last:
        return TargetVerdict.WITHIN
    if completed.first > target.last:
        return TargetVerdict.AFTER
    return TargetVerdict.UNKNOWN


def days_late(completed: PartialDate, target: PartialDate) -> int | None:
    """Return the days after the target's last day; None unless completion is known to the day and later."""
    if completed.first != completed.last or completed.last <= target.last:
        return None
    return (completed.last - target.last).days


def subject_sentence(
    situation: Situation, *, speaker: str, status_label: str, outcome: str, silent: bool, on: date
) -> str:
    """Say what became of one commitment or milestone by day ``on``.

    ``speaker`` is the agency that stated the last report (empty if there is none), ``outcome`` the
    subject's own phrase for being fulfilled (may be empty).
    """
    if situation.status == UNREPORTED or situation.last_happened is None:
        return _("No report and no public material on its progress is recorded (as of %(day)s).") % {
            "day": PartialDate.day(on).short()
        }
    if situation.status in FULFILLED and situation.completed is not None:
        fulfilled = _fulfilled_sentence(situation, outcome)
        return f"{fulfilled} {_targets_at_completion(situation, situation.completed)}"
    return with_particles(" ".join(_open_sentences(situation, speaker, status_label, silent=silent, on=on)))


# ---- fulfilled ------------------------------------------------------------------------------------


def _fulfilled_sentence(situation: Situation, outcome: str) -> str:
    values = {"when": _when(situation.completed), "outcome": outcome}
    continuing = situation.status == CommitmentStatus.CONTINUING
    if outcome:
        sentences = [_("%(outcome)s %(when)s.") % values]
        if continuing:
            sentences.append(_("It has been carried on since."))
        return " ".join(sentences)

    if continuing:
        return _("It was carried out %(when)s and has been carried on since.") % values

    return _("It was fulfilled %(when)s.") % values


def _targets_at_completion(situation: Situation, completed: PartialDate) -> str:
    first, last = situation.first_target, situation.target
    if first is None:
        return _("No date had been announced for it.")
    if last == first:
        return _against_only(completed, first)
    if last is None:
        return _against_first(completed, first) + " " + _("in the end no date was announced.")
    if verdict_against(completed, first) == verdict_against(completed, last) == TargetVerdict.WITHIN:
        return _("This is within both the first and the last announced date (%(first)s, %(last)s).") % {
            "first": first.sentence(),
            "last": last.sentence(),
        }

    return _against_first(completed, first) + " " + _against_last(completed, last)


def _against_only(completed: PartialDate, target: PartialDate) -> str:
    values = {"target": target.sentence()}
    if days := days_late(completed, target):
        text = ngettext(
            "This is %(days)s day after the announced date (%(target)s).",
            "This is %(days)s days after the announced date (%(target)s).",
            days,
        )
        return text % {**values, "days": days}

    return {
        TargetVerdict.WITHIN: _("This is within the announced date (%(target)s)."),
        TargetVerdict.AFTER: _("This is after the announced date (%(target)s)."),
        TargetVerdict.UNKNOWN: _(
            "The material does not tell whether this is within the announced date (%(target)s)."
        ),
    }[verdict_against(completed, target)] % values


def _against_first(completed: PartialDate, target: PartialDate) -> str:
    if days := days_late(completed, target):
        text = ngettext(
            "This is %(days)s day after the first announced date, and",
            "This is %(days)s days after the first announced date, and",
            days,
        )
        return text % {"days": days}
    return {
        TargetVerdict.WITHIN: _("This is within the first announced date, and"),
        TargetVerdict.AFTER: _("This is after the first announced date, and"),
        TargetVerdict.UNKNOWN: _(
            "The material does not tell whether this is within the first announced date;"
        ),
    }[verdict_against(completed, target)]


def _against_last(completed: PartialDate, target: PartialDate) -> str:
    if days := days_late(completed, target):
        text = ngettext(
            "%(days)s day after the last announced one.", "%(days)s days after the last announced one.", days
        )
        return text % {"days": days}
    return {
        TargetVerdict.WITHIN: _("within the last announced one."),
        TargetVerdict.AFTER: _("after the last announced one."),
        TargetVerdict.UNKNOWN: _("the material does not tell whether it is within the last announced one."),
    }[verdict_against(completed, target)]


# ---- not fulfilled --------------------------------------------------------------------------------


def _open_sentences(
    situation: Situation, speaker: str, status_label: str, *, silent: bool, on: date
) -> list[str]:
    sentences = _last_report_sentences(situation, speaker, status_label)
    if situation.status in CLOSED:
        return sentences

    if situation.times_moved and situation.first_target:
        moved = ngettext(
            "The date was changed once (first: %(first)s).",
            "The date was changed %(times)s times (first: %(first)s).",
            situation.times_moved,
        )
        first = situation.first_target.sentence()
        sentences.append(moved % {"times": situation.times_moved, "first": first})

    today = {"day": PartialDate.day(on).short()}
    target_passed = situation.target is not None and situation.target.last < on
    if target_passed and situation.status in ONLY_ANNOUNCED:
        no_progress = _("That date has passed; nothing recorded since shows progress (as of %(day)s).")
        sentences.append(no_progress % today)
    elif target_passed:
        sentences.append(_("That date has passed (as of %(day)s).") % today)
    elif silent:
        sentences.append(_("Nothing recorded since shows progress (as of %(day)s).") % today)

    return sentences


def _last_report_sentences(situation: Situation, speaker: str, status_label: str) -> list[str]:
    """Repeat the last report: who said what about which date."""
    target = situation.target.sentence() if situation.target else ""
    values = {
        "when": _when(situation.last_happened),
        "speaker": speaker,
        "status": status_label,
        "target": target,
    }
    if situation.status in ONLY_ANNOUNCED:
        announced = _("%(speaker)s announced it %(when)s without a date.")
        if target:
            announced = _("%(speaker)s announced it %(when)s for %(target)s.")
        return [announced % values]

    sentences = [_("Last stated: “%(status)s” (%(speaker)s, %(when)s).") % values]
    if target and situation.status not in CLOSED:
        sentences.append(_("The announced date is %(target)s.") % values)

    return sentences


def _when(period: PartialDate | None) -> str:
    return period.when() if period else ""


# ---- agreements and programs ------------------------------------------------------------------------


@dataclass(frozen=True)
class StatusTally:
    """How many commitments or milestones stand where."""

    total: int
    fulfilled: int
    late: int
    unreported: int


class Signing(Protocol):
    """When an agreement was signed, or its signing announced."""

    signed: PartialDate | None
    announced: PartialDate | None


def agreement_sentence(*, dates: Signing, parties: int, tally: StatusTally, on: date) -> str:
    """Say who signed when and how many commitments stand where on day ``on``."""
    signed = ngettext(
        "Signed %(when)s by %(parties)s agency.", "Signed %(when)s by %(parties)s agencies.", parties
    )
    if dates.signed is None:
        signed = ngettext(
            "Its signing by %(parties)s agency was announced %(when)s; that it was signed is unconfirmed.",
            "Its signing by %(parties)s agencies was announced %(when)s; that it was signed is unconfirmed.",
            parties,
        )
    signed %= {"when": _when(dates.signed or dates.announced), "parties": parties}
    opening = _("of %(total)s commitments %(fulfilled)s fulfilled")
    return f"{signed} {_counts_sentence(opening, tally, on)}"


def program_sentence(
    *, decided: PartialDate | None, how: str, by: str | None, tally: StatusTally, on: date
) -> str:
    """Say when the program was decided how and by whom, and how many milestones stand where on day ``on``."""
    counts = _counts_sentence(_("of %(total)s milestones %(fulfilled)s reached"), tally, on)
    return f"{decision_sentence(decided, how=how, by=by)} {counts}".strip()


def agency_sentence(*, agreements: int, commitments: int, on: date) -> str:
    """Say how many agreements an agency signed and how many commitments it has a part in."""
    text = _("As of %(day)s it takes part in %(agreements)s agreements and %(commitments)s commitments.")
    day = PartialDate.day(on).short()
    return text % {"day": day, "agreements": agreements, "commitments": commitments}


def _counts_sentence(opening: str, tally: StatusTally, on: date) -> str:
    counts = [opening % {"total": tally.total, "fulfilled": tally.fulfilled}]
    if tally.late:
        counts.append(_("%(late)s past the announced date") % {"late": tally.late})
    if tally.unreported:
        counts.append(_("%(unreported)s without confirmed progress") % {"unreported": tally.unreported})
    day = PartialDate.day(on).short()
    return _("As of %(day)s: %(counts)s.") % {"day": day, "counts": ", ".join(counts)}
