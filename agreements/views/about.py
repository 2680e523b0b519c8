from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.rules import decision
from agreements.rules.lifecycle import (
    COMMITMENT_STATUSES,
    MILESTONE_STATUSES,
    PERIOD_DONE,
    UNREPORTED,
    UNSEARCHED,
    CommitmentStatus,
    MilestoneStatus,
)
from agreements.rules.phase import Phase
from agreements.rules.states import Standing
from agreements.rules.targets import TargetChange

# What the words for a promise in ``rules`` mean, for whoever reads a page.
MEANINGS: dict[str, str | Promise] = {
    UNSEARCHED: _("Nobody has looked yet. It says nothing about the agency."),
    UNREPORTED: _(
        "An inquiry looked on the day that is named and found nothing. It does not say that nothing was done."
    ),
    CommitmentStatus.NOT_STARTED: _("The agency itself says that it has not begun."),
    CommitmentStatus.ON_TRACK: _("It is being carried out as announced."),
    CommitmentStatus.PARTIAL: _("A part of it is being carried out, or was."),
    CommitmentStatus.COMPLETED: _("What was promised has been done."),
    CommitmentStatus.CONTINUING: _("It was done, and is repeated or taken further."),
    CommitmentStatus.ON_HOLD: _("The agency has suspended it. Its deadline still counts."),
    CommitmentStatus.DROPPED: _("The agency has given it up."),
    PERIOD_DONE: _(
        "It repeats, and its newest report says that it was done for one period. It stays open and does not "
        "count as fulfilled, since nothing is said of the periods to come."
    ),
    MilestoneStatus.PLANNED: _("It was announced; nothing says that it has begun."),
    MilestoneStatus.UNDER_WAY: _("It has begun."),
    MilestoneStatus.REACHED: _("It has been reached."),
    MilestoneStatus.CANCELLED: _("The agency has cancelled it."),
}
STANDINGS: dict[Standing, str | Promise] = {
    Standing.LATE: _("The announced date has passed, and a source of a later day says that it was not done."),
    Standing.UNCONFIRMED: _(
        "The announced date has passed, and somebody looked since then and found neither that it was done "
        "nor that it was not."
    ),
    Standing.UNCHECKED: _("The announced date has passed, and nobody has looked since."),
    Standing.DUE_SOON: _("The last day of the announced period is near."),
    Standing.ON_TIME: _("The last day of the announced period is still ahead."),
    Standing.UNDATED: _("No date was announced, or it was withdrawn."),
    Standing.CLOSED: _("It is done, given up or cancelled; no deadline runs."),
}
# Words that stand on the pages of promises beside statuses and standings.
WORDS: list[tuple[str | Promise, str | Promise]] = [
    (
        _("Whose date it is"),
        _(
            "A date belongs to the agency that said it. It is held against that agency's own earlier dates, "
            "and no other agency moves it or takes it back. Where agencies name different dates, each is "
            "shown, and the one that ends last counts."
        ),
    ),
    (
        _("A body that follows another"),
        _(
            "Where bodies were merged or split, or one took the place of another, whoever follows continues "
            "what the body before it said. Its date is held against the date of that body and takes its "
            "place. Every date still stands with the name of the body that said it."
        ),
    ),
    (
        TargetChange.REFINED.label,
        _("The new date lies within the period the same agency named before. It does not count as a change."),
    ),
    (
        TargetChange.WIDENED.label,
        _(
            "The new date contains the period the same agency named before, and was said before that had "
            "passed. It does not count as a change."
        ),
    ),
    (
        _("At that time, by then at the latest"),
        _(
            "Some sources give the day on which something happened. Others show only that it was so by a "
            "day; then the page says “by … at the latest”, and no days are counted."
        ),
    ),
    (
        _("Records disagree"),
        _(
            "One source says that it was fulfilled, and another says of a later day that it was not. Both "
            "stand on the page. It counts as fulfilled and is never past its date; how many there are of "
            "these stands beside every completion rate."
        ),
    ),
    (
        _("Same promise"),
        _(
            "A commitment and the milestone that carries it out are one promise: they have one history and "
            "one answer, and are counted once."
        ),
    ),
    (
        _("Inquiry"),
        _(
            "A public record that a department looked: on which day, where, with which words, for which "
            "time, what it found, and whether the agency was asked."
        ),
    ),
]
PHASES: dict[Phase, str | Promise] = {
    Phase.NOT_SIGNED: _("On this day it had not been signed."),
    Phase.UNCONFIRMED: _("Its signing was announced, and nothing confirms that it was signed."),
    Phase.SIGNED: _("It is signed and takes effect on a later day."),
    Phase.IN_FORCE: _(
        "It is in effect, and it is known until when: to the end of its term, or until it is ended."
    ),
    Phase.UNKNOWN_TERM: _("It is signed, but the material does not say until when it holds."),
    Phase.EXPIRING: _("Its term ends soon."),
    Phase.EXPIRED: _("Its term has passed and it does not renew."),
    Phase.ENDED: _("The parties ended it; the reason is named."),
    Phase.SUPERSEDED: _("A later agreement in force has replaced it."),
}


@require_safe
def about(request: HttpRequest) -> TemplateResponse:
    """What this site is, what its words mean, how it counts, and how to ask and to correct."""
    context: dict[str, Any] = {
        "commitment_statuses": with_meanings(COMMITMENT_STATUSES),
        "milestone_statuses": with_meanings(MILESTONE_STATUSES),
        "standings": [(code.value, code.label, meaning) for code, meaning in STANDINGS.items()],
        "words": WORDS,
        "decisions": [(decision.LABELS[how], meaning) for how, meaning in decision.MEANINGS.items()],
        "phases": [(code.value, code.label, meaning) for code, meaning in PHASES.items()],
        "due_soon_days": settings.DUE_SOON_DAYS,
        "silent_days": settings.SILENT_DAYS,
        "expiry_notice_days": settings.EXPIRY_NOTICE_DAYS,
    }
    return TemplateResponse(request, "agreements/about.html", context)


def with_meanings(statuses: list[tuple[str, Any]]) -> list[tuple[str, Any, str | Promise]]:
    return [(code, label, MEANINGS[code]) for code, label in statuses]
