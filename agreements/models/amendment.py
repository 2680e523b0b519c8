from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.base import PartialDatePair, VisibleQuerySet, in_language, partial_date_is_whole
from agreements.models.source import Document


class Amendment(models.Model):
    """A formal change the parties signed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    signed = PartialDatePair(_("signed on"))
    reason_ko = models.TextField(_("reason (Korean)"))
    reason_en = models.TextField(_("reason (English)"), blank=True)
    procedure_ko = models.CharField(
        _("procedure (Korean)"),
        max_length=300,
        blank=True,
        help_text=_("How the parties agreed to it, for example by an exchange of letters."),
    )
    procedure_en = models.CharField(_("procedure (English)"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        verbose_name=_("document"),
        related_name="+",
        null=True,
        blank=True,
    )

    objects = VisibleQuerySet.as_manager()
    reason = in_language("reason")
    procedure = in_language("procedure")

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["number"]
        constraints = [
            partial_date_is_whole("amendment", "signed"),
            models.UniqueConstraint(
                name="amendment_number_is_unique_in_its_agreement",
                fields=["agreement", "number"],
                violation_error_message=_("This agreement already has an amendment of this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} – {self.number}"
