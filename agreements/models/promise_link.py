"""Which commitment and milestone are the same promise, as was public at each publication sequence.

A link has a sequence and no day: with what is known at a sequence it holds on every day.  Its row is open
while the commitment names the milestone and both are public; the acts that publish, change and withdraw
agreements and programs keep it (``actions/links.py``), and ``check_data`` holds it to the ledger.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import Sequenced, VisibleQuerySet
from agreements.models.commitment import Commitment
from agreements.models.presence import valid_at
from agreements.models.program import Milestone


class PromiseLinkQuerySet(VisibleQuerySet["PromiseLink"]):
    def linked_at(self, seq: int | None = None) -> Self:
        """Leave the links that held at ``seq`` (None: now)."""
        return self.filter(valid_at(seq))


class PromiseLink(Sequenced):
    """A commitment and the milestone that carries it out, for the sequences ``[seq_from, seq_to)``."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="links")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="links")

    objects = PromiseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("same promise")
        verbose_name_plural = _("same promises")
        ordering = ["seq_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="promise_link_sequences_in_order", condition=Q(seq_from__lt=F("seq_to"))
            ),
            models.UniqueConstraint(
                name="promise_link_of_commitment_is_one_at_a_time", fields=["commitment", "seq_to"]
            ),
            models.UniqueConstraint(
                name="promise_link_of_milestone_is_one_at_a_time", fields=["milestone", "seq_to"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} = {self.milestone}"


def carried_by(commitment: Commitment, *, seq: int | None = None) -> Milestone | None:
    """Return the milestone that was the same promise at ``seq`` (None: now), both being public then."""
    link = commitment.links.linked_at(seq).select_related("milestone").first()
    return link.milestone if link else None


def carries(milestone: Milestone, *, seq: int | None = None) -> Commitment | None:
    """Return the commitment that was the same promise at ``seq`` (None: now), both being public then."""
    link = milestone.links.linked_at(seq).select_related("commitment").first()
    return link.commitment if link else None
