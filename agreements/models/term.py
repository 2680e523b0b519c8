"""The dates on which a phase and a beginning rest, as they were public at each publication sequence.

A published agreement or program may be changed; what a page said at an older sequence must not change
with it.  Each publication or change closes the open row and begins a new one, a withdrawal only closes;
so a record was public at a sequence exactly if it has a row then.  ``check_data`` holds them to the ledger.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import (
    PartialDatePair,
    Sequenced,
    VisibleQuerySet,
    exactly_one,
    first_day_of_either,
    partial_date_is_whole,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import EndReason, RenewalUnit, renewal_text


class SigningDates:
    """When an agreement was signed, or, while that is not confirmed, when its signing was announced."""

    signed: PartialDate | None
    announced: PartialDate | None
    effective_on: date | None
    renews: bool
    renewal_number: int | None
    renewal_unit: str

    @property
    def signed_or_announced(self) -> PartialDate | None:
        """Return the date by which the agreement is listed, sorted and numbered."""
        return self.signed or self.announced

    @property
    def in_force_since(self) -> PartialDate | None:
        """Return when it came into force: as its document says, else with the signing."""
        return PartialDate.day(self.effective_on) if self.effective_on else self.signed

    @property
    def renewal(self) -> str:
        """Say that it renews itself, and by how long as far as that is known; "" where it does not."""
        return renewal_text(self.renewal_number, self.renewal_unit) if self.renews else ""


class Term(SigningDates, Sequenced):
    """The dates of an agreement, public for the sequences ``[seq_from, seq_to)``."""

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="terms")
    signed = PartialDatePair(_("signed on"), null=True)
    announced = PartialDatePair(_("signing only announced on"), null=True)
    begins_on = first_day_of_either("signed", "announced")
    effective_on = models.DateField(_("effective on"), null=True)
    expires_on = models.DateField(_("expires on"), null=True)
    open_ended = models.BooleanField(_("holds until it is ended"), default=False)
    renews = models.BooleanField(_("renews automatically"), default=False)
    renewal_number = models.PositiveSmallIntegerField(_("renews itself by"), null=True)
    renewal_unit = models.CharField(
        _("unit of the renewal"), max_length=5, choices=RenewalUnit.choices, blank=True
    )
    notice_days = models.PositiveSmallIntegerField(_("days of notice before expiry"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(
        _("reason of the end"), max_length=20, choices=EndReason.choices, blank=True
    )
    supersedes = models.ForeignKey(
        "agreements.Agreement", models.PROTECT, verbose_name=_("supersedes"), related_name="+", null=True
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of an agreement")
        verbose_name_plural = _("terms of agreements")
        ordering = ["agreement", "seq_from"]
        indexes = [models.Index(fields=["seq_to", "-begins_on", "-agreement"], name="term_newest_first")]
        constraints = [
            partial_date_is_whole("term", "signed"),
            partial_date_is_whole("term", "announced"),
            exactly_one(
                "term_is_signed_or_only_announced",
                "signed_first",
                "announced_first",
                message=_("A public agreement is signed or only announced."),
            ),
            models.CheckConstraint(name="term_sequences_in_order", condition=Q(seq_from__lt=F("seq_to"))),
            models.UniqueConstraint(name="term_is_one_at_a_time", fields=["agreement", "seq_to"]),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.seq_from}"


class Decision(Sequenced):
    """When a program was decided, public for the sequences ``[seq_from, seq_to)``."""

    program = models.ForeignKey("agreements.Program", models.PROTECT, related_name="decisions")
    decided = PartialDatePair(_("decided"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a program")
        verbose_name_plural = _("decisions on programs")
        ordering = ["program", "seq_from"]
        constraints = [
            partial_date_is_whole("decision", "decided"),
            models.CheckConstraint(name="decision_sequences_in_order", condition=Q(seq_from__lt=F("seq_to"))),
            models.UniqueConstraint(name="decision_is_one_at_a_time", fields=["program", "seq_to"]),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.seq_from}"
