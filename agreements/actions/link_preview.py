"""What a link changes before it is published: both histories side by side, and the one they would become."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agreements.actions.states import promise_with_sides
from agreements.models import Agency, Agreement, Commitment, Milestone
from agreements.models.agency import predecessors_of_agencies
from agreements.rules.judged_dates import verdict_text
from agreements.rules.lifecycle import STATUSES
from agreements.rules.outcome import Outcome, judgement, outcome_of
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, state_on
from agreements.rules.story import outcome_short
from agreements.rules.targets import Announcement, target_history


@dataclass(frozen=True)
class LinkFact:
    """One fact of both sides as it is now, and of the one promise that they would be."""

    label: str
    commitment: str
    milestone: str
    linked: str


@dataclass(frozen=True)
class LinkPreview:
    """``begins``: they become the same promise; else they no longer are."""

    commitment: Commitment
    milestone: Milestone
    facts: list[LinkFact]
    begins: bool = True


def link_preview(
    commitment: Commitment, milestone: Milestone, *, on: date, begins: bool = True
) -> LinkPreview:
    """Put beside each other what both sides say on day ``on``, each by itself, and as one promise."""
    predecessors = predecessors_of_agencies()
    promises = [
        promise_with_sides(commitment, [commitment], predecessors),
        promise_with_sides(milestone, [milestone], predecessors),
        promise_with_sides(commitment, [commitment, milestone], predecessors),
    ]
    columns = [promise_facts(promise, on=on) for promise in promises]
    facts = [LinkFact(label, *(column[label] for column in columns)) for label in columns[0]]
    return LinkPreview(commitment, milestone, facts, begins)


def promise_facts(promise: Promise, *, on: date) -> dict[str, str]:
    """Return {label: text} of what a link may change."""
    row = state_on(promise, on)
    outcome = outcome_of(promise.reports, on=on)
    return {
        _("Status"): str(dict(STATUSES)[row.status]),
        _("First announced date"): _date_in_words(row.first_target),
        _("Date that counts"): _date_in_words(row.target),
        _("Changes of the date"): str(row.times_moved),
        _("Fulfilled on"): outcome_short(outcome) if outcome else "–",
        _("Who said which date"): "\n".join(announcement_lines(promise, outcome, on=on)) or "–",
    }


def announcement_lines(promise: Promise, outcome: Outcome | None, *, on: date) -> list[str]:
    """Return a line for each announcement that does not repeat another, oldest first."""
    history = [entry for entry in target_history(promise.reports, on=on) if not entry.repeats]
    speakers = Agency.objects.in_bulk({entry.speaker for entry in history})
    return [announcement_line(entry, speakers[entry.speaker], outcome) for entry in history]


def _date_in_words(target: PartialDate | None) -> str:
    return target.short() if target else "–"


def announcement_line(entry: Announcement, speaker: Agency, outcome: Outcome | None) -> str:
    """Write who named which date, what it changed, and what became of it."""
    if entry.target is None:
        return f"{speaker}: {entry.change.label}"
    line = f"{speaker}: {entry.target.short()} ({entry.change.label})"
    judged = judgement(entry.report, outcome)
    if judged.verdict is None:
        return line
    return f"{line} – {verdict_text(judged.verdict, judged.days)}"


# ---- of a whole agreement ----------------------------------------------------------------------------------


def named_milestones(agreement: Agreement) -> dict[int, Milestone]:
    """Return {key of a commitment: the milestone that it names} of an agreement as it is stored."""
    naming = agreement.commitments.filter(carried_out_by__isnull=False)
    naming = naming.select_related("carried_out_by__program")
    return {commitment.pk: commitment.carried_out_by for commitment in naming}  # type: ignore[misc]  # not null


def link_previews(agreement: Agreement, *, on: date, before: dict[int, Milestone]) -> list[LinkPreview]:
    """Preview each link of an agreement that is not among those ``before``, and each that goes."""
    if agreement.signed_or_announced is None:
        return []
    after = named_milestones(agreement)
    previews: list[LinkPreview] = []
    for commitment in agreement.commitments.all():
        previews += _previews_of(commitment, before.get(commitment.pk), after.get(commitment.pk), on=on)
    return previews


def _previews_of(
    commitment: Commitment, before: Milestone | None, after: Milestone | None, *, on: date
) -> Iterator[LinkPreview]:
    """Preview that the link of a commitment ends, and that one begins, where it is not the same link."""
    if before == after:
        return
    if before is not None:
        yield link_preview(commitment, before, on=on, begins=False)
    if after is not None and after.program.is_public:
        yield link_preview(commitment, after, on=on)
