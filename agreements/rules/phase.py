"""The phase of an agreement on a day, from its dates.

The same as SQL stands in ``models/phase.py``; ``tests/unit/test_phase_sql.py`` holds the two together.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    SUPERSEDED = "superseded", _("Replaced by a later agreement")
    ENDED = "ended", _("Ended")
    EXPIRED = "expired", _("Expired")
    EXPIRING = "expiring", _("Expiring soon")
    IN_FORCE = "in_force", _("In force")
    SIGNED = "signed", _("Signed, not yet in force")
    NEGOTIATING = "negotiating", _("Not yet signed")


class EndReason(TextChoices):
    PURPOSE_ACHIEVED = "purpose_achieved", _("Purpose achieved")
    COUNTERPART_FAULT = "counterpart_fault", _("Fault of the other party")
    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")


@dataclass(frozen=True)
class TermDates:
    """The dates that decide an agreement's phase."""

    signed_on: date | None
    effective_on: date | None = None
    expires_on: date | None = None
    renews: bool = False
    notice_days: int | None = None
    ended_on: date | None = None
    succeeded_on: date | None = None  # first day on which a published successor is in force

    @property
    def last_day(self) -> date | None:
        """Return the day on which the term runs out; None where it renews itself or is open."""
        if self.renews:
            return None
        return self.expires_on


def agreement_phase(  # noqa: PLR0911  # one return a phase, in the order in which they hold
    term: TermDates, *, on: date, default_notice_days: int
) -> Phase:
    """Return the first phase that holds on a day; the last day of its term still counts as in force."""
    if _has_come(term.succeeded_on, on):
        return Phase.SUPERSEDED
    if _has_come(term.ended_on, on):
        return Phase.ENDED
    if _has_come(term.last_day, on - timedelta(days=1)):
        return Phase.EXPIRED
    if not _has_come(term.signed_on, on):
        return Phase.NEGOTIATING
    if not _has_come(term.effective_on or term.signed_on, on):
        return Phase.SIGNED

    notice_days = default_notice_days if term.notice_days is None else term.notice_days
    if _has_come(term.last_day, on + timedelta(days=notice_days)):
        return Phase.EXPIRING

    return Phase.IN_FORCE


def _has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on
