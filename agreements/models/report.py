from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.agreement import Agreement
from agreements.models.base import (
    QUANTITY,
    Blankable,
    PartialDatePair,
    Publishable,
    corrects_for_a_reason,
    exactly_one,
    in_language,
    numbered_once_published,
    partial_date_is_whole,
    publication_constraints,
    quantity_is_not_negative,
)
from agreements.models.commitment import Commitment
from agreements.models.correctable import CorrectableQuerySet
from agreements.models.program import Milestone, Program
from agreements.models.source import Source
from agreements.rules.lifecycle import (
    CLOSED,
    FULFILLED,
    REPORTED_STATUSES,
    CommitmentStatus,
    HappenedAs,
    MilestoneStatus,
    Reported,
)
from agreements.rules.outcome_words import CLAIMS_OUTCOME, outcome_phrase, said_phrase
from agreements.rules.quantity import quantity_text

# What a redaction blanks.
REPORT_TEXTS = (
    "note_ko", "note_en", "target_reason_ko", "target_reason_en", "target_procedure_ko",
    "target_procedure_en", "correction_reason_ko", "correction_reason_en",
)  # fmt: skip


class Origin(models.TextChoices):
    AGENCY = "agency", _("Submitted by the agency")
    RESEARCH = "research", _("Found in public material")


class ReportQuerySet(CorrectableQuerySet["StatusReport"]):
    texts = REPORT_TEXTS
    called = "report"

    def known_by(self, on: date, *, seq: int | None = None) -> Self:
        """Leave those that had taken effect by day ``on``, their agreement being signed.

        A report takes effect on the earliest of the day it was published, the last day of when it was said
        and that of when it happened; a correction as if it had been published in its place.
        """
        signed = Q(commitment__agreement__begins_on__lte=on)
        if seq is not None:  # the day of signing may have been changed since
            signed = Q(commitment__agreement__in=Agreement.objects.begun_by(on, seq=seq).values("pk"))
        took_effect = Q(happened_last__lte=on) | Q(said_on_last__lte=on) | Q(placed_on__lte=on)
        return self.filter(took_effect, Q(commitment__isnull=True) | signed)

    def announcing(self) -> Self:
        """Leave those that announce a target or that there is none, as ``Reported.states_target`` says."""
        return self.filter(Q(target_first__isnull=False) | Q(target_undated=True))


class StatusReport(Publishable, Blankable):
    """One dated statement about one commitment or milestone, with who said it and the evidence."""

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        verbose_name=_("commitment"),
        related_name="reports",
        null=True,
        blank=True,
    )
    milestone = models.ForeignKey(
        Milestone,
        models.PROTECT,
        verbose_name=_("milestone"),
        related_name="reports",
        null=True,
        blank=True,
    )
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=REPORTED_STATUSES)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    quantity_done = models.DecimalField(
        _("quantity done so far"),
        **QUANTITY,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Only a number that the material names, in the unit of the commitment."),
    )
    said_on = PartialDatePair(_("when it was said"))
    happened = PartialDatePair(_("when it happened"), null=True)
    happened_as = models.CharField(
        _("how exactly the source tells when"), max_length=2, choices=HappenedAs, blank=True
    )
    says_not_done = models.BooleanField(
        _("says that it is not done yet"),
        default=False,
        help_text=_("The material itself says so; that work goes on does not."),
    )
    note_ko = models.TextField(_("what was said (Korean)"))
    note_en = models.TextField(_("what was said (English)"), blank=True)
    target = PartialDatePair(_("announced date"), null=True)
    target_undated = models.BooleanField(
        _("announced without a date"),
        default=False,
        help_text=_("The statement says that there is no date (any longer)."),
    )
    target_reason_ko = models.CharField(
        _("reason for the new date"),
        max_length=300,
        blank=True,
        help_text=_("Write “자료에 없음” if the material gives none."),
    )
    target_reason_en = models.CharField(_("reason for the new date (English)"), max_length=300, blank=True)
    target_procedure_ko = models.CharField(
        _("procedure of the change"), max_length=300, blank=True, help_text=_("Who decided on it and how.")
    )
    target_procedure_en = models.CharField(_("procedure of the change (English)"), max_length=300, blank=True)
    stated_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("stated by"),
        related_name="statements",
        help_text=_("The agency that said it, not the newspaper that wrote about it."),
    )
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.AGENCY)
    criteria_met = models.BooleanField(
        _("completion criteria met"), null=True, blank=True, help_text=_("Empty: not said.")
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("corrects"),
        related_name="correction",
        null=True,
        blank=True,
        help_text=_("The published report that this one replaces."),
    )
    correction_reason_ko = models.TextField(_("reason of the correction (Korean)"), blank=True)
    correction_reason_en = models.TextField(_("reason of the correction (English)"), blank=True)
    # A correction stands where the report it corrects stood, or the one that this corrected.
    place = models.PositiveBigIntegerField(_("place in the order of publication"), null=True, editable=False)
    placed_on = models.DateField(_("day of its place"), null=True, editable=False)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="reports", blank=True)

    objects = ReportQuerySet.as_manager()
    hidden = False  # withdrawn since the sequence at which it is looked at
    note = in_language("note")
    target_reason = in_language("target_reason")
    target_procedure = in_language("target_procedure")
    correction_reason = in_language("correction_reason")

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ["-said_on_last", "-pk"]
        indexes = [
            models.Index(fields=["state", "-said_on_last", "-id"], name="report_newest_first"),
            models.Index(fields=["stated_by", "state"], name="report_by_speaker"),
        ]
        constraints = [
            *publication_constraints("report"),
            partial_date_is_whole("report", "said_on"),
            partial_date_is_whole("report", "happened"),
            partial_date_is_whole("report", "target"),
            exactly_one(
                "report_has_one_subject",
                "commitment",
                "milestone",
                message=_("A report is about exactly one commitment or one milestone."),
            ),
            models.CheckConstraint(
                name="report_status_fits_its_subject",
                condition=Q(milestone__isnull=True, status__in=CommitmentStatus.values)
                | Q(commitment__isnull=True, status__in=MilestoneStatus.values),
                violation_error_message=_("This status is not one of a commitment (or of a milestone)."),
            ),
            models.CheckConstraint(
                name="report_progress_is_a_percentage",
                condition=Q(progress__isnull=True) | Q(progress__gte=0, progress__lte=100),
                violation_error_message=_("Progress lies between 0 and 100."),
            ),
            quantity_is_not_negative("report", "quantity_done"),
            models.CheckConstraint(
                name="report_of_a_milestone_has_no_quantity",
                condition=Q(quantity_done__isnull=True) | Q(milestone__isnull=True),
                violation_error_message=_("A milestone has no quantity. Leave this empty."),
            ),
            models.CheckConstraint(
                name="report_target_is_a_date_or_none",
                condition=Q(target_first__isnull=True) | Q(target_undated=False),
                violation_error_message=_("An announcement cannot have a date and be without one."),
            ),
            models.CheckConstraint(
                name="report_happened_only_where_its_status_claims_it",
                condition=Q(happened_first__isnull=True) | Q(status__in=sorted(CLAIMS_OUTCOME)),
                violation_error_message=_(
                    "This status does not say that anything happened. Leave this empty."
                ),
            ),
            models.CheckConstraint(
                name="report_of_a_fulfilment_says_when",
                condition=Q(happened_first__isnull=False) | ~Q(status__in=sorted(FULFILLED)),
                violation_error_message=_(
                    "A fulfilment needs when it happened. If the source gives no date, write when it was "
                    "said and choose “by then at the latest”."
                ),
            ),
            models.CheckConstraint(
                name="report_says_how_exactly_it_tells_when",
                condition=Q(happened_first__isnull=True, happened_as="")
                | Q(happened_first__isnull=False, happened_as__in=HappenedAs.values),
                violation_error_message=_(
                    "Choose “at that time” or “by then at the latest” where it says when something happened, "
                    "and only there."
                ),
            ),
            models.CheckConstraint(
                name="report_says_what_had_happened",
                condition=Q(happened_first__isnull=True) | Q(happened_first__lte=F("said_on_last")),
                violation_error_message=_("It happened after it was said. Put one of the two dates right."),
            ),
            models.CheckConstraint(
                name="report_of_what_is_closed_does_not_say_not_done",
                condition=Q(says_not_done=False) | ~Q(status__in=sorted(CLOSED)),
                violation_error_message=_("This status says that it is closed, not that it is not done yet."),
            ),
            models.CheckConstraint(
                name="report_of_what_is_closed_names_no_target",
                condition=Q(target_first__isnull=True, target_undated=False) | ~Q(status__in=sorted(CLOSED)),
                violation_error_message=_(
                    "A report that it is closed announces no date. File the date as a report of its own."
                ),
            ),
            corrects_for_a_reason("report"),
            numbered_once_published("report", _("A published report has a number.")),
            models.UniqueConstraint(
                name="report_number_is_unique_in_its_commitment", fields=["commitment", "number"]
            ),
            models.UniqueConstraint(
                name="report_number_is_unique_in_its_milestone", fields=["milestone", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{said_phrase(self.said_on)}: {self.get_status_display()}"

    @property
    def subject(self) -> Commitment | Milestone:
        return self.commitment or self.milestone  # type: ignore[return-value]  # one of them, by constraint

    @property
    def promises(self) -> list[Commitment | Milestone]:
        """What it is about, as of an inquiry, which may be about many."""
        return [self.subject]

    @property
    def reported(self) -> Reported:
        """What a published report says, as far as the rules need it."""
        return self.reported_as_of(self.placed_on or timezone.localdate(self.published_at))

    def reported_as_of(self, published_on: date) -> Reported:
        return Reported(
            id=self.pk or 0,
            seq=self.published_seq or 0,
            published_on=published_on,
            said_on=self.said_on,
            status=self.status,
            stated_by=self.stated_by_id,
            happened=self.happened,
            happened_as=self.happened_as,
            says_not_done=self.says_not_done,
            submitted=self.origin == Origin.AGENCY,
            progress=self.progress,
            quantity_done=self.quantity_done,
            target=self.target,
            target_undated=self.target_undated,
            place=self.place or 0,
        )

    @property
    def outcome(self) -> str:
        """What the report says happened, and when; "" where it says nothing of the kind."""
        return outcome_phrase(self.status, self.happened, self.happened_as)

    @property
    def quantity(self) -> str:
        """Write how much the report says is done of how much; "" where it gives no number."""
        if self.quantity_done is None or self.commitment is None:
            return ""
        return quantity_text(self.quantity_done, self.commitment.quantity, self.commitment.quantity_unit)

    @property
    def root(self) -> Agreement | Program:
        """The record whose publication decides whether this one is seen."""
        return self.subject.root

    @property
    def public_reference(self) -> str:
        return f"{self.subject.reference}#{self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.subject.get_absolute_url()}#report-{self.number}"
