"""The other side of a commitment or milestone that is the same promise, as was public at a clock."""

from typing import Any

from django.db.models import Prefetch

from agreements.lists.parameters import Clock
from agreements.models import Agreement, Commitment, Milestone, Program, PromiseLink
from agreements.views.querysets import prefetch_public, public_rows


def prefetch_milestone_link(clock: Clock, path: str = "") -> "Prefetch[Any]":
    """Prefetch, for a commitment (at ``path``), the milestone that is the same promise, with its program."""
    milestone = prefetch_public("milestone", Milestone, prefetch_public("program", Program))
    return _prefetch_link(clock, milestone, path)


def prefetch_commitment_link(clock: Clock) -> "Prefetch[Any]":
    """Prefetch, for a milestone, the commitment that is the same promise, with its agreement."""
    commitment = prefetch_public("commitment", Commitment, prefetch_public("agreement", Agreement))
    return _prefetch_link(clock, commitment)


def _prefetch_link(clock: Clock, other_side: "Prefetch[Any]", path: str = "") -> "Prefetch[Any]":
    links = public_rows(PromiseLink).linked_at(clock.seq).prefetch_related(other_side)
    return Prefetch(f"{path}links", queryset=links, to_attr="links_then")


def same_promise(subject: Any) -> Commitment | Milestone | None:
    """Return the other side of a subject whose link was prefetched; None where it is a promise of its own."""
    field = "milestone" if isinstance(subject, Commitment) else "commitment"
    for link in subject.links_then:
        side: Commitment | Milestone = getattr(link, field)
        return side
    return None
