"""When a promise came true, as exactly as the reports tell, and how that compares with a target.

A fulfilment belongs to whoever claimed it.  Its day is a span (earliest, latest possible); an agency's
"not yet" of a later day contradicts it, and a later word of the claiming agency, or of one that follows it,
takes it back.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.lifecycle import FULFILLED, NEVER, STOPPED, HappenedAs, Reported, said_by
from agreements.rules.partial_date import NotAPartialDate, PartialDate


class Outcome(NamedTuple):
    """The days between which a promise was fulfilled; None where no report bounds them."""

    earliest: date | None
    latest: date | None
    happened_as: str
    disputed: bool = False

    @property
    def day(self) -> date | None:
        """Return the day of the fulfilment, where a source gives a single one and nobody disputes it."""
        if self.happened_as == HappenedAs.ON and self.earliest == self.latest:
            return self.latest
        return None

    @property
    def period(self) -> PartialDate | None:
        """Return when it was fulfilled, where it is known as a day, a month, a half-year …; else None."""
        if self.earliest is None or self.latest is None or self.happened_as == HappenedAs.BY:
            return None
        try:
            return PartialDate(self.earliest, self.latest)
        except NotAPartialDate:  # a period cut by the day on which it was said
            return None


class Verdict(TextChoices):
    WITHIN = "within", _("Date kept")
    AFTER = "after", _("After this date")
    UNKNOWN = "unknown", _("Not known whether kept")
    AFTERWARDS = "afterwards", _("Named once it was fulfilled")


def verdict_on(target: PartialDate, *, named: Reported, outcome: Outcome) -> Verdict:
    """Judge a target, named in the report ``named``, by what is certain of the outcome.

    A date recalled after the fulfilment is not judged; where it may have been, nothing is certain.
    """
    if outcome.latest is not None:
        if named.said_on.first > outcome.latest:
            return Verdict.AFTERWARDS
        if named.said_day > outcome.latest:
            return Verdict.UNKNOWN
        if outcome.latest <= target.last:
            return Verdict.WITHIN
    if outcome.earliest is not None and outcome.earliest > target.last:
        return Verdict.AFTER

    return Verdict.UNKNOWN


def days_after(target: PartialDate, outcome: Outcome) -> int | None:
    """Return the days from the target's last day to a later outcome that a source dates to a single day."""
    if outcome.day is None or outcome.day <= target.last:
        return None
    return (outcome.day - target.last).days


class Judgement(NamedTuple):
    """What became of an announced date: no verdict before there is an outcome, and none without a date."""

    verdict: Verdict | None = None
    days: int | None = None  # after it, where a source gives the day


def judgement(named: Reported, outcome: Outcome | None) -> Judgement:
    """Judge the date that a report names."""
    if named.target is None or outcome is None:
        return Judgement()
    verdict = verdict_on(named.target, named=named, outcome=outcome)
    if verdict != Verdict.AFTER:
        return Judgement(verdict)
    return Judgement(verdict, days_after(named.target, outcome))


class DateResult(TextChoices):
    """What became of an announced date, also where it is not judged."""

    WITHIN = Verdict.WITHIN, _("Fulfilled by the date")
    AFTER = Verdict.AFTER, _("Fulfilled after the date")
    UNKNOWN = Verdict.UNKNOWN, _("Fulfilled; the material does not tell whether within it")
    AFTERWARDS = Verdict.AFTERWARDS, _("Named only once it was fulfilled")
    OPEN = "open", _("No outcome known yet")
    UNDATED = "undated", _("No date was given")
    REPEATED = "repeated", _("Recorded once more in the same words")


def date_result(named: Reported, outcome: Outcome | None, *, repeats: bool = False) -> DateResult:
    """Return what became of the date that a report names, or that it names none.

    What ``repeats`` the words of the same day in another report is not judged once more.
    """
    if repeats:
        return DateResult.REPEATED
    if named.target is None:
        return DateResult.UNDATED
    verdict = judgement(named, outcome).verdict
    return DateResult(verdict) if verdict else DateResult.OPEN


# ---- claims ------------------------------------------------------------------------------------------


def standing_claims(reports: Iterable[Reported], *, on: date) -> list[Reported]:
    """Return the claims of fulfilment that stand on a day: in effect, and not taken back."""
    reports = list(reports)
    words = said_by(reports, on)
    claims = []
    for report in reports:
        is_claim = report.status in FULFILLED and report.effective_on <= on
        if is_claim and not any(takes_back(word, report) for word in words):
            claims.append(report)
    return claims


def takes_back(word: Reported, claim: Reported) -> bool:
    """Say whether a report is the later word of the claiming agency that the promise is not fulfilled.

    A body that follows it speaks for it.
    """
    said_later = word.said_on.first > claim.said_day
    return said_later and word.continues(claim) and contradicts(word, claim)


def contradicts(word: Reported, claim: Reported) -> bool:
    """Say whether a report denies that the promise was fulfilled by the claim's latest possible day."""
    if word.not_yet_on <= claim.effective_on:
        return False
    # That something stopped or ended after it was fulfilled denies nothing, unless the source says so itself.
    return word.status not in STOPPED or word.says_not_done


def outcome_of(reports: Iterable[Reported], *, on: date) -> Outcome | None:
    """Return the outcome as it stands on a day; None while nobody claims that there is one."""
    reports = list(reports)
    claims = standing_claims(reports, on=on)
    if not claims:
        return None

    claim = min(claims, key=_exactness)
    # What contradicts a claim counts as soon as both were said, also on the earlier days the claim is of.
    known_until = max(on, claim.said_day)
    words = said_by(reports, known_until)
    disputed = any(contradicts(word, claim) for word in words)
    return Outcome(
        earliest=_earliest_day(claim, words),
        latest=None if disputed else claim.effective_on,
        happened_as=_dated_as(claim),
        disputed=disputed,
    )


def _dated_as(claim: Reported) -> str:
    """Return how a claim dates the outcome: "on" a day only where the source gives that day.

    "In December", said on its first day, leaves that day alone, but names none.
    """
    period = claim.speaks_of
    if period.first == claim.effective_on < period.last:
        return HappenedAs.BY
    return claim.happened_as


def _exactness(claim: Reported) -> tuple[date, bool, int, date]:
    """Order claims: the earliest latest day first, of equal ones the most exact, then the first said."""
    by_then_only = claim.happened_as != HappenedAs.ON
    return claim.effective_on, by_then_only, -claim.speaks_of.first.toordinal(), claim.said_day


def _earliest_day(claim: Reported, words: list[Reported]) -> date | None:
    """Return the first possible day of a claim: of "by then", the latest day on which it was not yet so."""
    if claim.happened_as == HappenedAs.ON:
        return claim.speaks_of.first

    days = {word.not_yet_on for word in words if word.not_yet_on <= claim.effective_on}
    return max(days - {NEVER}, default=None)
