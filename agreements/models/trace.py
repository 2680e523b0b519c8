from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.base import STAFF
from agreements.rules.publication import Act


class Trace(models.Model):
    """One act of staff: who, when, what, on which record, why, and {field: [before, after]}."""

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(STAFF, models.PROTECT, verbose_name=_("person"), related_name="+")
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    subject_kind = models.CharField(_("kind of record"), max_length=20)  # the model's name
    subject_id = models.CharField(_("record"), max_length=20)
    subject_label = models.CharField(_("record's title"), max_length=300)
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    version = models.PositiveIntegerField(_("version of the record after it"), null=True)
    redacted_by = models.ForeignKey(
        "agreements.LedgerEntry",
        models.PROTECT,
        verbose_name=_("redacted by entry"),
        related_name="+",
        null=True,
    )

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="trace_of_a_record")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_act_display()} {self.subject_label}"
