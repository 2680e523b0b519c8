"""What may follow a publication: a withdrawal of a report or inquiry, a redaction.

Each is written, reviewed and published like a report, by two people, and is a row of its own, since
the report itself no longer changes.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.base import (
    Publishable,
    VisibleQuerySet,
    exactly_one,
    in_language,
    publication_constraints,
)
from agreements.models.duty import DutyRecord
from agreements.models.inquiry import Inquiry
from agreements.models.program import Program
from agreements.models.report import StatusReport
from agreements.models.statement import Statement


class Withdrawal(Publishable):
    """Takes a published report or inquiry back: its text goes, the fact that it was there stays."""

    report = models.OneToOneField(
        StatusReport,
        models.PROTECT,
        verbose_name=_("status report"),
        related_name="withdrawal",
        null=True,
        blank=True,
    )
    inquiry = models.OneToOneField(
        Inquiry,
        models.PROTECT,
        verbose_name=_("inquiry"),
        related_name="withdrawal",
        null=True,
        blank=True,
    )
    reason_ko = models.TextField(_("reason (Korean)"), help_text=_("Shown publicly."))
    reason_en = models.TextField(_("reason (English)"), blank=True)

    objects = VisibleQuerySet.as_manager()
    reason = in_language("reason")

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-pk"]
        constraints = [
            *publication_constraints("withdrawal"),
            exactly_one(
                "withdrawal_has_one_subject",
                "report",
                "inquiry",
                message=_("A withdrawal concerns exactly one report or inquiry."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> StatusReport | Inquiry:
        return self.report or self.inquiry  # type: ignore[return-value]  # one of them, by constraint


WITHDRAWABLE: dict[str, type[StatusReport | Inquiry]] = {"report": StatusReport, "inquiry": Inquiry}
NAMES_IN_WITHDRAWALS = {model: name for name, model in WITHDRAWABLE.items()}


def named_in_withdrawals(record: StatusReport | Inquiry) -> str:
    """Return the field by which a withdrawal names the record."""
    return NAMES_IN_WITHDRAWALS[type(record)]


REDACTABLE = ("report", "agreement", "program", "statement", "duty", "inquiry")


class Redaction(Publishable):
    """Blanks personal data everywhere (개인정보 가림).

    Of a report, inquiry or duty record all its text and files go.  An agreement or program is first changed
    to be free of personal data; this then blanks what the ledger kept of it.
    """

    report = models.ForeignKey(
        StatusReport,
        models.PROTECT,
        verbose_name=_("status report"),
        related_name="redactions",
        null=True,
        blank=True,
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        verbose_name=_("agreement"),
        related_name="redactions",
        null=True,
        blank=True,
    )
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        verbose_name=_("program"),
        related_name="redactions",
        null=True,
        blank=True,
    )
    statement = models.ForeignKey(
        Statement,
        models.PROTECT,
        verbose_name=_("statement of an agency"),
        related_name="redactions",
        null=True,
        blank=True,
    )
    duty = models.ForeignKey(
        DutyRecord,
        models.PROTECT,
        verbose_name=_("duty record"),
        related_name="redactions",
        null=True,
        blank=True,
    )
    inquiry = models.ForeignKey(
        Inquiry,
        models.PROTECT,
        verbose_name=_("inquiry"),
        related_name="redactions",
        null=True,
        blank=True,
    )
    reason_ko = models.TextField(
        _("reason (Korean)"),
        help_text=_("Shown publicly: which kind of personal data it was, never the data."),
    )
    reason_en = models.TextField(_("reason (English)"), blank=True)

    objects = VisibleQuerySet.as_manager()
    reason = in_language("reason")

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["-pk"]
        constraints = [
            *publication_constraints("redaction"),
            exactly_one(
                "redaction_has_one_subject",
                *REDACTABLE,
                message=_("A redaction concerns exactly one record."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> StatusReport | Agreement | Program | Statement | DutyRecord | Inquiry:
        records = (getattr(self, name) for name in REDACTABLE)
        subject: Any = next(filter(None, records))  # one of them, by constraint
        return subject
