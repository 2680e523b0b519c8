"""A round (취합): one period for which departments hand in what became of their promises.  Staff only."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import (
    STAFF,
    PartialDatePair,
    all_or_none,
    days_are_sensible,
    exactly_one,
    partial_date_is_whole,
)
from agreements.models.duty import DutyRecord
from agreements.models.inquiry import Inquiry
from agreements.models.report import StatusReport


class Round(models.Model):
    """Who is asked for which period, and until when; a coordinator opens and closes it."""

    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_("For example “2026년 3분기 이행상황 취합”. Only staff read it."),
    )
    period = PartialDatePair(_("period"))
    due_on = models.DateField(
        _("due day of the answers"), help_text=_("Until when departments hand in their answers.")
    )
    note = models.TextField(_("note to the departments"), blank=True)
    opened_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("opened by"), related_name="+", editable=False
    )
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("From this day on nobody is reminded and nothing is handed in. Empty: it is open."),
    )
    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)
    agencies = models.ManyToManyField(
        Agency, verbose_name=_("agencies that are asked"), through="RoundPart", related_name="rounds"
    )

    class Meta:
        verbose_name = _("round of reports")
        verbose_name_plural = _("rounds of reports")
        ordering = ["-due_on", "-pk"]
        constraints = [
            partial_date_is_whole("round", "period"),
            *days_are_sensible("round", "due_on", "closed_on"),
            models.UniqueConstraint(
                name="round_name_is_given_once",
                fields=["name"],
                violation_error_message=_("Another round has this name."),
            ),
            models.CheckConstraint(
                name="round_is_due_after_its_period_began",
                condition=Q(due_on__gte=F("period_first")),
                violation_error_message=_("The answers would be due before the period begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class RoundPart(models.Model):
    """What one agency is asked in a round, and when it had answered."""

    round = models.ForeignKey(Round, models.CASCADE, verbose_name=_("round of reports"), related_name="parts")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="round_parts")
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("answered by"), related_name="+", null=True, editable=False
    )

    class Meta:
        verbose_name = _("agency asked in a round")
        verbose_name_plural = _("agencies asked in a round")
        ordering = ["agency__name_ko", "pk"]
        constraints = [
            models.UniqueConstraint(name="round_part_is_one_per_agency", fields=["round", "agency"]),
            all_or_none(
                "round_part_answered_by_whom_and_when",
                "answered_at",
                "answered_by",
                message=_("An answer needs both the person and the time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} – {self.agency}"


class RoundAnswer(models.Model):
    """A record that an agency handed in for a round; it goes with a draft that is deleted."""

    part = models.ForeignKey(RoundPart, models.PROTECT, related_name="answers")
    report = models.OneToOneField(StatusReport, models.CASCADE, related_name="round_answer", null=True)
    inquiry = models.OneToOneField(Inquiry, models.CASCADE, related_name="round_answer", null=True)
    duty = models.OneToOneField(DutyRecord, models.CASCADE, related_name="round_answer", null=True)

    class Meta:
        verbose_name = _("answer in a round")
        verbose_name_plural = _("answers in a round")
        ordering = ["pk"]
        constraints = [
            exactly_one(
                "round_answer_is_one_record",
                "report",
                "inquiry",
                "duty",
                message=_("An answer is one report, one inquiry or one duty record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.record}"

    @property
    def record(self) -> Any:
        return self.report or self.inquiry or self.duty
