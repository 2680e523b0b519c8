"""When a report says that something happened, and how that reads in public.

One function makes each phrase, for pages, feeds and the preview in the admin: the day on which something
was said never reads as the day on which it happened.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.rules.lifecycle import CLOSED, FULFILLED, CommitmentStatus, HappenedAs, MilestoneStatus
from agreements.rules.partial_date import PartialDate

# Only these statuses claim that something happened; the others speak of what is planned or goes on.
CLAIMS_OUTCOME = CLOSED | {CommitmentStatus.PARTIAL}


ON_PHRASES: dict[str, str | Promise] = {
    **dict.fromkeys(FULFILLED, gettext_lazy("carried out: %(when)s")),
    CommitmentStatus.CONTINUING: gettext_lazy("continuing after completion: %(when)s"),
    CommitmentStatus.PARTIAL: gettext_lazy("partly carried out: %(when)s"),
    CommitmentStatus.DROPPED: gettext_lazy("dropped: %(when)s"),
    MilestoneStatus.CANCELLED: gettext_lazy("cancelled: %(when)s"),
}
BY_PHRASES: dict[str, str | Promise] = {
    **dict.fromkeys(
        FULFILLED,
        gettext_lazy("carried out by %(when)s (the material does not tell when before that)"),
    ),
    CommitmentStatus.PARTIAL: gettext_lazy(
        "partly carried out by %(when)s (the material does not tell when before that)"
    ),
    CommitmentStatus.DROPPED: gettext_lazy(
        "dropped by %(when)s (the material does not tell when before that)"
    ),
    MilestoneStatus.CANCELLED: gettext_lazy(
        "cancelled by %(when)s (the material does not tell when before that)"
    ),
}


def outcome_phrase(status: str, happened: PartialDate | None, happened_as: str) -> str:
    """Write what a report with ``status`` says happened, and when; "" where it says nothing of the kind."""
    phrases = BY_PHRASES if happened_as == HappenedAs.BY else ON_PHRASES
    if happened is None or status not in phrases:
        return ""
    return str(phrases[status]) % {"when": happened.short()}


def said_phrase(said_on: PartialDate) -> str:
    """Write when something was said: ``2023. 9. 4. 발표``, ``said 4 Sep 2023``."""
    return _("said %(when)s") % {"when": said_on.short()}
