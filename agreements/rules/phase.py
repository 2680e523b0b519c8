"""The phase of an agreement on a day, from its dates.

The same as SQL stands in ``models/phase.py``; ``tests/unit/test_phase_sql.py`` holds the two together.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.rules.partial_date import PartialDate


class Phase(TextChoices):
    SUPERSEDED = "superseded", gettext_lazy("Replaced by a later agreement")
    ENDED = "ended", gettext_lazy("Ended")
    EXPIRED = "expired", gettext_lazy("Expired")
    EXPIRING = "expiring", gettext_lazy("Expiring soon")
    IN_FORCE = "in_force", gettext_lazy("In force")
    SIGNED = "signed", gettext_lazy("Signed, not yet in force")
    NOT_SIGNED = "not_signed", gettext_lazy("Not yet signed")
    UNCONFIRMED = "unconfirmed", gettext_lazy("Signing not confirmed")
    UNKNOWN_TERM = "unknown_term", gettext_lazy("Term not confirmed")


class EndReason(TextChoices):
    PURPOSE_ACHIEVED = "purpose_achieved", gettext_lazy("Purpose achieved")
    COUNTERPART_FAULT = "counterpart_fault", gettext_lazy("Fault of the other party")
    NO_LONGER_NEEDED = "no_longer_needed", gettext_lazy("No longer needed")


class RenewalUnit(TextChoices):
    YEAR = "year", gettext_lazy("years")
    MONTH = "month", gettext_lazy("months")


def renewal_text(number: int | None, unit: str) -> str:
    """Say that an agreement renews itself, and by how long as far as that is known."""
    if number is None:
        return _("renews automatically")
    if unit == RenewalUnit.YEAR:
        text = ngettext(
            "renews automatically by %(number)s year", "renews automatically by %(number)s years", number
        )
    else:
        text = ngettext(
            "renews automatically by %(number)s month", "renews automatically by %(number)s months", number
        )
    return text % {"number": number}


@dataclass(frozen=True)
class TermDates:
    """The dates that decide an agreement's phase.

    Attributes:
        signed: None while nobody has confirmed that it was signed, however often that was announced.
        succeeded: when a published successor came into force.
    """

    signed: PartialDate | None
    effective_on: date | None = None
    expires_on: date | None = None
    open_ended: bool = False  # it holds until the parties end it
    renews: bool = False
    notice_days: int | None = None
    ended_on: date | None = None
    succeeded: PartialDate | None = None

    @property
    def last_day(self) -> date | None:
        """Return the day on which the term runs out; None where it renews itself or is open."""
        if self.renews:
            return None
        return self.expires_on

    @property
    def is_known(self) -> bool:
        """Say whether it is known until when the agreement holds."""
        return self.open_ended or self.expires_on is not None


def agreement_phase(term: TermDates, *, on: date, default_notice_days: int) -> Phase:
    """Return the first phase that holds on a day; the last day of its term still counts as in force.

    A partial date counts from its first day on: no phase says of an agreement that it was signed, or of its
    successor that it came into force, earlier than its source allows.  What was only announced may have been
    signed or not, and nobody says that it was not.
    """
    if _has_begun(term.succeeded, on):
        return Phase.SUPERSEDED
    if _has_come(term.ended_on, on):
        return Phase.ENDED
    if _has_come(term.last_day, on - timedelta(days=1)):
        return Phase.EXPIRED
    if term.signed is None:
        return Phase.UNCONFIRMED
    if not _has_begun(term.signed, on):
        return Phase.NOT_SIGNED
    return _phase_once_signed(term, on, default_notice_days)


def _phase_once_signed(term: TermDates, on: date, default_notice_days: int) -> Phase:
    """Return the phase of an agreement that was signed and has not ended."""
    if term.effective_on and not _has_come(term.effective_on, on):
        return Phase.SIGNED

    notice_days = term.notice_days
    if notice_days is None:
        notice_days = default_notice_days
    if _has_come(term.last_day, on + timedelta(days=notice_days)):
        return Phase.EXPIRING
    if term.is_known:
        return Phase.IN_FORCE

    return Phase.UNKNOWN_TERM


def _has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _has_begun(period: PartialDate | None, on: date) -> bool:
    return period is not None and period.first <= on
