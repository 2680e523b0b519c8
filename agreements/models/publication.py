from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.base import VisibleQuerySet, exactly_one
from agreements.models.program import Program
from agreements.models.report import StatusReport
from agreements.rules.publication import Review


class PublicationKind(models.TextChoices):
    PUBLICATION = "publication", _("Publication")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class Publication(models.Model):
    """One step of what the public sees.  Its number is the publication sequence of the state table.

    The ledger will hang its payload and digests on these rows.
    """

    seq = models.PositiveBigIntegerField(_("publication sequence"), primary_key=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    kind = models.CharField(_("kind"), max_length=12, choices=PublicationKind.choices)
    reference = models.CharField(_("reference"), max_length=120)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="publications", null=True)
    program = models.ForeignKey(Program, models.PROTECT, related_name="publications", null=True)
    report = models.ForeignKey(StatusReport, models.PROTECT, related_name="publications", null=True)
    review = models.CharField(_("review"), max_length=10, choices=Review.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-seq"]
        constraints = [
            exactly_one(
                "publication_has_one_subject",
                "agreement",
                "program",
                "report",
                message=_("A publication concerns exactly one record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.reference}"
