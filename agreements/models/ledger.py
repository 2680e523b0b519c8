import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.base import VisibleQuerySet, exactly_one
from agreements.models.duty import DutyRecord
from agreements.models.inquiry import Inquiry
from agreements.models.program import Program
from agreements.models.report import StatusReport
from agreements.models.source import SHA256
from agreements.rules import ledger
from agreements.rules.publication import Review


class EntryKind(models.TextChoices):
    PUBLICATION = "publication", _("Publication")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    CORRECTION = "correction", _("Correction")
    CHANGE = "change", _("Change of a published record")
    STATEMENT = "statement", _("Statement of an agency")
    REDACTION = "redaction", _("Redaction of personal data")


class LedgerEntry(models.Model):
    """One step of what the public sees, chained to the one before it.

    Its number is the publication sequence of the state table.  The database refuses to change or
    remove it (``models/guards.py``), but for a redaction, which blanks payload and salt once.
    """

    seq = models.PositiveBigIntegerField(_("publication sequence"), primary_key=True)
    schema = models.PositiveSmallIntegerField(_("schema"), default=ledger.SCHEMA)
    recorded_at = models.DateTimeField(_("recorded at"))
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    reference = models.CharField(_("reference"), max_length=120)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="entries", null=True)
    program = models.ForeignKey(Program, models.PROTECT, related_name="entries", null=True)
    report = models.ForeignKey(StatusReport, models.PROTECT, related_name="entries", null=True)
    duty = models.ForeignKey(DutyRecord, models.PROTECT, related_name="entries", null=True)
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="entries", null=True)
    review = models.CharField(_("review"), max_length=10, choices=Review.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    payload = models.TextField(_("public facts"), null=True)  # noqa: DJ001  # null once redacted
    salt = models.CharField(_("salt"), max_length=32, null=True)  # noqa: DJ001  # goes with the payload
    payload_digest = models.CharField(_("digest of the public facts"), max_length=SHA256)
    previous = models.CharField(_("digest of the entry before"), max_length=SHA256, unique=True)
    digest = models.CharField(_("digest"), max_length=SHA256, unique=True)
    redacted_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("redacted by entry"), related_name="redacts", null=True
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["kind", "-seq"], name="ledger_by_kind"),
            models.Index(fields=["reference", "-seq"], name="ledger_by_reference"),
        ]
        constraints = [
            exactly_one(
                "ledger_entry_has_one_subject",
                "agreement",
                "program",
                "report",
                "duty",
                "inquiry",
                message=_("A ledger entry concerns exactly one record."),
            ),
            models.CheckConstraint(
                name="ledger_payload_is_missing_only_when_redacted",
                condition=Q(payload__isnull=False, salt__isnull=False, redacted_by__isnull=True)
                | Q(payload__isnull=True, salt__isnull=True, redacted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.reference}"

    @property
    def content(self) -> dict[str, Any]:
        """The payload as facts; empty once a redaction blanked it."""
        content: dict[str, Any] = json.loads(self.payload or "{}")
        return content

    @property
    def entry(self) -> ledger.ChainEntry:
        """The same entry as ``rules/ledger.py`` hashes and writes it."""
        return ledger.ChainEntry(
            seq=self.seq,
            schema=self.schema,
            recorded_at=ledger.utc_timestamp(self.recorded_at),
            kind=self.kind,
            subject=self.reference,
            payload=self.payload,
            salt=self.salt,
            payload_digest=self.payload_digest,
            previous=self.previous,
            digest=self.digest,
        )


def newest_sequence() -> int:
    """Return the newest publication sequence, 0 before the first publication."""
    return LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
