"""What a member of staff asks a coordinator for: an agency that is not in the list.  Staff only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import STAFF, all_or_none


class AgencyRequest(models.Model):
    """A name that was not found, and what a coordinator answered: which agency it is, or why it is none."""

    name_ko = models.CharField(
        _("name of the agency"),
        max_length=200,
        help_text=_("The full name, as the document writes it."),
    )
    note = models.CharField(
        _("what a coordinator should know"),
        max_length=500,
        blank=True,
        help_text=_("For example where it is, which body stands above it, an address where it is named."),
    )
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    asked_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("asked by"), related_name="agency_requests", editable=False
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("agency in the list"),
        related_name="requests",
        null=True,
        blank=True,
        help_text=_("If it stands in the list already, perhaps under another name."),
    )
    declined_because = models.CharField(
        _("why it is not added"),
        max_length=500,
        blank=True,
        help_text=_("If it is no agency of its own. Whoever asked reads this."),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("answered by"), related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("request for an agency")
        verbose_name_plural = _("requests for agencies")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            all_or_none(
                "agency_request_answered_by_whom_and_when",
                "answered_at",
                "answered_by",
                message=_("An answer needs both the person and the time."),
            ),
            models.CheckConstraint(
                name="agency_request_has_one_answer",
                condition=Q(answered_at__isnull=True, agency__isnull=True, declined_because="")
                | Q(answered_at__isnull=False, agency__isnull=False, declined_because="")
                | (Q(answered_at__isnull=False, agency__isnull=True) & ~Q(declined_because="")),
                violation_error_message=_("Name the agency that it is, or write why it is not added."),
            ),
            models.UniqueConstraint(
                name="agency_request_waits_once",
                fields=["name_ko", "asked_by"],
                condition=Q(answered_at__isnull=True),
                violation_error_message=_("You have asked for this agency already. A coordinator sees it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def answer(self) -> str:
        """The agency that it is, or why it is none; "" while it waits."""
        return str(self.agency) if self.agency else self.declined_because

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
