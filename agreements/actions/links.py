"""Which commitment is the same promise as which milestone: what is refused, and the rows by sequence."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from agreements.actions.refusals import Incomplete
from agreements.actions.states import promises_resting_on, published_reports, update_states
from agreements.models import Agreement, Commitment, Milestone, Program, PromiseLink
from agreements.models.agency import predecessors_of_agencies
from agreements.rules.lifecycle import FOREVER
from agreements.rules.outcome import outcome_of
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import PublicationState

PUBLISHED = PublicationState.PUBLISHED
FIELD = "carried_out_by"


# ---- what is refused ------------------------------------------------


def check_links(agreement: Agreement) -> None:
    """Check that each commitment of an agreement may be public as the same promise as its milestone.

    Raises:
        Incomplete: as the two functions below.
    """
    for commitment in agreement.commitments.select_related("carried_out_by__program"):
        if commitment.carried_out_by:
            require_public_milestone(commitment, commitment.carried_out_by, agreement=agreement)
            require_signed_before_outcome(commitment.carried_out_by, agreement=agreement)


def require_public_milestone(commitment: Commitment, milestone: Milestone, *, agreement: Agreement) -> None:
    """Demand that everyone can see the milestone; one withdrawn later hinders no change of the agreement.

    Raises:
        Incomplete: its program is not public.
    """
    if milestone.program.is_public:
        return
    if agreement.is_public and commitment.pk and commitment.links.filter(milestone=milestone).exists():
        return
    raise Incomplete(
        _("“%(milestone)s” is not public. Publish its program first, or leave this field empty.")
        % {"milestone": milestone},
        field=FIELD,
    )


def require_signed_before_outcome(milestone: Milestone, *, agreement: Agreement) -> None:
    """Demand that the promise was made before it was kept: made afterwards, it is another one.

    Raises:
        Incomplete: the agreement was signed after the latest possible day of the milestone's outcome.
    """
    last_day = outcome_last_day(milestone)
    if last_day is None or agreement.signed is None or agreement.signed.first <= last_day:
        return
    raise Incomplete(
        _(
            "“%(milestone)s” was reached by %(day)s, before this agreement was signed. What was promised "
            "afterwards is another promise: leave this field empty."
        )
        % {"milestone": milestone, "day": PartialDate.day(last_day).short()},
        field=FIELD,
    )


def outcome_last_day(milestone: Milestone) -> date | None:
    """Return the latest possible day of a milestone's outcome; None where there is none."""
    outcome = outcome_of(published_reports(milestone, predecessors_of_agencies()), on=FOREVER)
    return outcome.latest if outcome else None


# ---- the rows by sequence ------------------------------------------------


class RootLookups(NamedTuple):
    """From a row, and from a commitment that names a milestone, to the record that holds its side."""

    of_link: str
    of_commitment: str


LOOKUPS: dict[type, RootLookups] = {
    Agreement: RootLookups("commitment__agreement", "agreement"),
    Program: RootLookups("milestone__program", "carried_out_by__program"),
}


def keep_links_and_states(root: Agreement | Program, *, seq: int) -> None:
    """Bring the links of a record up to date, and the states of each promise that rests on it or on them.

    Call it once the record is published, changed or withdrawn.
    """
    relinked = keep_links(root, seq=seq)
    update_states([*relinked, *promises_resting_on(root)], seq=seq)


def keep_links(root: Agreement | Program, *, seq: int) -> list[Commitment | Milestone]:
    """Make the open rows of a record's links, from ``seq`` on, what its commitments or milestones say now.

    A link holds only while both sides are public.  Return the public sides of those that begin or end.
    """
    open_rows = PromiseLink.objects.linked_at().filter(**{LOOKUPS[type(root)].of_link: root})
    kept = {(row.commitment_id, row.milestone_id): row.pk for row in open_rows}
    public = set(_public_links(root))

    ended = kept.keys() - public
    PromiseLink.objects.filter(pk__in=[kept[link] for link in ended]).update(seq_to=seq)
    begun = sorted(public - kept.keys())
    PromiseLink.objects.bulk_create(
        PromiseLink(commitment_id=commitment, milestone_id=milestone, seq_from=seq)
        for commitment, milestone in begun
    )
    return _public_sides({*ended, *begun})


def _public_links(root: Agreement | Program) -> Any:
    """Return (commitment, milestone), by their keys, of each link of the record with two public sides."""
    of_root = Commitment.objects.filter(**{LOOKUPS[type(root)].of_commitment: root})
    public = of_root.filter(agreement__state=PUBLISHED, carried_out_by__program__state=PUBLISHED)
    return public.values_list("pk", "carried_out_by")


def _public_sides(links: set[tuple[int, int]]) -> list[Commitment | Milestone]:
    commitments = [commitment for commitment, _milestone in links]
    milestones = [milestone for _commitment, milestone in links]
    return [
        *Commitment.objects.filter(pk__in=commitments, agreement__state=PUBLISHED),
        *Milestone.objects.filter(pk__in=milestones, program__state=PUBLISHED),
    ]
