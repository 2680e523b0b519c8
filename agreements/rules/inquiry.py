"""What an inquiry (조사 기록) says, as the rules read it: that somebody looked, when, and for which time."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.rules.partial_date import PartialDate


class InquiryResult(TextChoices):
    NOTHING_FOUND = "nothing_found", _("Nothing found")
    FOUND = "found", _("Material found")


class Inquired(NamedTuple):
    """A published inquiry, as far as ``rules/states.py`` needs it."""

    searched_on: date
    covers_from: PartialDate
    covers_to: PartialDate
    nothing_found: bool

    @property
    def counts_until(self) -> date:
        """The last day of which the inquiry says something: no search covers time after its own day."""
        return min(self.searched_on, self.covers_to.last)

    def covers(self, day: date, *, since: date) -> bool:
        """Say whether it looked from ``day`` on or from before, and not only at the time before ``since``."""
        return self.covers_from.first <= day and since <= self.counts_until


def was_offered(*, asked_on: date | None, answered_on: date | None, on: date, days: int) -> bool:
    """Say whether an agency could answer before day ``on``: it did, or had that many ``days``."""
    if asked_on is None:
        return False
    return answered_on is not None or asked_on + timedelta(days=days) <= on


def question_sentence(
    agency: str | None,
    *,
    asked_on: date | None,
    answer_by: date | None,
    answered_on: date | None,
    on: date,
) -> str:
    """Say whether an agency was asked and when, as told on day ``on``; ``agency`` is its name."""
    if agency is None or asked_on is None:
        return gettext("No agency was asked.")

    days: dict[str, str] = {"agency": agency, "asked": PartialDate.day(asked_on).short()}
    if answered_on:
        days["answered"] = PartialDate.day(answered_on).short()
        return gettext("%(agency)s was asked on %(asked)s and answered on %(answered)s.") % days
    if answer_by is None:
        return gettext("%(agency)s was asked on %(asked)s.") % days

    days["until"] = PartialDate.day(answer_by).short()
    if answer_by >= on:
        return gettext("%(agency)s was asked on %(asked)s; its answer is awaited until %(until)s.") % days
    return gettext("%(agency)s was asked on %(asked)s; its answer was awaited until %(until)s.") % days


def cut_to_day_of_search(covers_to: PartialDate, *, searched_on: date) -> PartialDate:
    """Return the end of the time covered, the day of the search where it would lie wholly after that day."""
    if covers_to.first > searched_on:
        return PartialDate.day(searched_on)
    return covers_to
