"""What a link changes before it is published: both histories side by side, and the one they would become."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Agreement, Commitment, Milestone, State
from agreements.models.labels import field_label, field_text

STATE_FACTS = ("status", "first_target", "target", "times_moved", "completed")


@dataclass(frozen=True)
class LinkFact:
    """One fact of both sides as it is now, and of the one promise that they would be ("": not computed)."""

    label: str
    commitment: str
    milestone: str
    linked: str = ""


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
    """Put what is public of both sides on day ``on`` beside each other."""
    states = [side.states.at(on).first() for side in (commitment, milestone)]
    joined = joined_state(commitment, milestone, on=on)
    facts = [
        LinkFact(field_label(State, name), *(state_text(state, name) for state in (*states, joined)))
        for name in STATE_FACTS
    ]
    reports = LinkFact(_("Status reports"), report_lines(commitment), report_lines(milestone))
    return LinkPreview(commitment, milestone, [*facts, reports], begins)


def joined_state(commitment: Commitment, milestone: Milestone, *, on: date) -> Any:
    """Return the state that the two would have together on day ``on``; None: it is not computed."""
    return None


def state_text(state: Any, name: str) -> str:
    if state is None:
        return ""
    return field_text(State, name, getattr(state, name)) or "–"


def report_lines(subject: Commitment | Milestone) -> str:
    """Return the published reports that count, a line each: when, what, who said it, which target."""
    reports = subject.reports.effective().select_related("stated_by").order_by("published_seq")
    return "\n".join(report_line(report) for report in reports)


def report_line(report: Any) -> str:
    line = f"{report} · {report.stated_by}"
    return f"{line} · {report.target.short()}" if report.target else line


# ---- of a whole agreement ----------------------------------------------------------------------------------


def named_milestones(agreement: Agreement) -> dict[int, Milestone]:
    """Return {key of a commitment: the milestone that it names} of an agreement as it is stored."""
    naming = agreement.commitments.filter(carried_out_by__isnull=False).select_related("carried_out_by")
    return {commitment.pk: commitment.carried_out_by for commitment in naming}  # type: ignore[misc]  # not null


def link_previews(
    agreement: Agreement, *, on: date, before: dict[int, Milestone] | None = None
) -> list[LinkPreview]:
    """Preview each link of an agreement that is not among those ``before``, and each that goes."""
    before = before or {}
    after = named_milestones(agreement)
    previews = []
    for commitment in agreement.commitments.all():
        old, new = before.get(commitment.pk), after.get(commitment.pk)
        if old == new:
            continue
        if old:
            previews.append(link_preview(commitment, old, on=on, begins=False))
        if new:
            previews.append(link_preview(commitment, new, on=on))
    return previews
