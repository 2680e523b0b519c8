"""What is said of announced dates once there is an outcome, each under the name of its speaker."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.rules.outcome import Verdict
from agreements.rules.partial_date import PartialDate


@dataclass(frozen=True)
class JudgedDate:
    """A date that one speaker named, against what happened."""

    speaker: str
    target: PartialDate
    verdict: Verdict
    days: int | None  # after it; None where it is not after, or no source gives the day
    is_first: bool
    is_last: bool  # of this speaker's dates


def judged_sentence(judged: Sequence[JudgedDate]) -> str:
    """Hold the announced dates against what happened: each speaker's first and last."""
    if not judged:
        return _("No date had been announced for it.")
    verdicts = {entry.verdict for entry in judged}
    if verdicts == {Verdict.WITHIN}:
        return _kept_sentence(judged)

    clauses = ", ".join(map(_judged_clause, judged))
    return _("Against the announced dates: %(clauses)s.") % {"clauses": clauses}


def _kept_sentence(judged: Sequence[JudgedDate]) -> str:
    """Say that all dates that had been announced were kept; the same date named again is one."""
    dates = {(entry.speaker, entry.target) for entry in judged}
    if len(dates) > 2:
        return _("All announced dates were kept.")
    if len(dates) == 2:
        return _("Both announced dates were kept.")
    values = {"speaker": judged[0].speaker, "target": judged[0].target.sentence()}
    return _("This is within the date announced by %(speaker)s (%(target)s).") % values


def _judged_clause(entry: JudgedDate) -> str:
    values = {"date": _date_of_speaker(entry), "days": entry.days}
    if entry.days is not None:
        return ngettext("%(days)s day after %(date)s", "%(days)s days after %(date)s", entry.days) % values
    return {
        Verdict.WITHIN: _("within %(date)s"),
        Verdict.AFTER: _("after %(date)s, by how many days is not known"),
        Verdict.UNKNOWN: _("the material does not tell whether within %(date)s"),
        Verdict.AFTERWARDS: _("%(date)s was named only once it was fulfilled"),
    }[entry.verdict] % values


def verdict_text(verdict: Verdict, days: int | None) -> str:
    """Say what became of one announced date; ``days`` after it, where a source gives the day."""
    if days is not None:
        return ngettext("%(days)s day after it", "%(days)s days after it", days) % {"days": days}
    return str(verdict.label)


def _date_of_speaker(entry: JudgedDate) -> str:
    values = {"speaker": entry.speaker, "target": entry.target.sentence()}
    phrase = DATES_OF_SPEAKER[entry.is_first, entry.is_last]
    return str(phrase) % values


# By whether it is the first date of its speaker, and whether the last; one between was not kept.
DATES_OF_SPEAKER = {
    (True, True): gettext_lazy("the date of %(speaker)s (%(target)s)"),
    (True, False): gettext_lazy("the first date of %(speaker)s (%(target)s)"),
    (False, True): gettext_lazy("the last date of %(speaker)s (%(target)s)"),
    (False, False): gettext_lazy("another date of %(speaker)s (%(target)s)"),
}
