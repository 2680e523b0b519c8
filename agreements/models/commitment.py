from datetime import date
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.agreement import Agreement
from agreements.models.base import (
    QUANTITY,
    PartialDatePair,
    SubjectQuerySet,
    VisibleQuerySet,
    in_language,
    partial_date_is_whole,
    quantity_is_not_negative,
)
from agreements.models.presence import valid_at
from agreements.models.program import Milestone, Program
from agreements.models.source import Source
from agreements.models.subject import Subject, subject_constraints
from agreements.models.theme import Theme
from agreements.rules.quantity import quantity_text
from agreements.rules.rhythm import Rhythm

REACHED_ONCE = _(
    "A milestone is reached once, what repeats is not: they are not the same promise. Leave one of the two "
    "empty."
)


class CommitmentQuerySet(SubjectQuerySet["Commitment"]):
    def promised_by(self, on: date, *, seq: int | None = None) -> Self:
        """Leave those of agreements signed by day ``on``, as was public at ``seq`` (None: now), with the
        dates of their agreement as ``then``."""
        dates_then = FilteredRelation("agreement__terms", condition=valid_at(seq, "agreement__terms__"))
        return self.known_at(seq).annotate(then=dates_then).filter(then__begins_on__lte=on)


class Commitment(Subject):
    """One promise in an agreement."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="commitments"
    )
    wording_ko = models.TextField(
        _("original wording"),
        blank=True,
        help_text=_("Word for word as the agreement says it. Empty if the text has not been obtained."),
    )
    wording_en = models.TextField(_("original wording (English)"), blank=True)
    purpose_ko = models.CharField(_("purpose (Korean)"), max_length=300, blank=True)
    purpose_en = models.CharField(_("purpose (English)"), max_length=300, blank=True)
    completion_criteria_ko = models.TextField(
        _("completion criteria"), blank=True, help_text=_("When does it count as done?")
    )
    completion_criteria_en = models.TextField(_("completion criteria (English)"), blank=True)
    quantity = models.DecimalField(
        _("quantity aimed at"),
        **QUANTITY,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Only a number that the agreement names, for example 2,655."),
    )
    quantity_unit_ko = models.CharField(
        _("unit (Korean)"),
        max_length=20,
        blank=True,
        help_text=_("What is counted, as it is written after the number: 대, 호, 명, 회."),
    )
    quantity_unit_en = models.CharField(_("unit (English)"), max_length=20, blank=True)
    quantity_by = PartialDatePair(_("quantity aimed at by"), null=True)
    repeats = models.CharField(
        _("repeats"),
        max_length=11,
        choices=Rhythm,
        blank=True,
        help_text=_("Only if it comes round again and again without an end."),
    )
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        verbose_name=_("program"),
        related_name="commitments",
        null=True,
        blank=True,
        help_text=_("The program that carries it, if there is one."),
    )
    carried_out_by = models.OneToOneField(
        Milestone,
        models.PROTECT,
        verbose_name=_("milestone that is the same promise"),
        related_name="carries_out",
        null=True,
        blank=True,
        error_messages={"unique": _("Another commitment is already the same promise as this milestone.")},
        help_text=_(
            "Only if the milestone is this very promise, not a part of it: both then have one history."
        ),
    )
    duties_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of the division of duties"),
        related_name="duty_commitments",
        null=True,
        blank=True,
    )
    agencies = models.ManyToManyField(
        Agency, through="CommitmentAgency", verbose_name=_("agencies"), related_name="commitments"
    )

    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        related_name="commitments",
        blank=True,
        help_text=_("Empty: those of its agreement."),
    )

    objects = CommitmentQuerySet.as_manager()
    wording = in_language("wording")
    purpose = in_language("purpose")
    completion_criteria = in_language("completion_criteria")
    quantity_unit = in_language("quantity_unit")

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["agreement", "number"]
        # Most commitments have neither.  SQLite takes an index on mostly NULL for a useless one and, asked
        # which commitments cite a source, went through them all: 53 s for the sources of 1,000 reports.
        indexes = [
            models.Index(
                fields=["duties_source"],
                condition=Q(duties_source__isnull=False),
                name="commitment_by_duties_source",
            ),
            models.Index(
                fields=["program"], condition=Q(program__isnull=False), name="commitment_by_program"
            ),
        ]
        constraints = [
            *subject_constraints(
                "commitment", "agreement", _("This agreement already has a commitment of this number.")
            ),
            partial_date_is_whole("commitment", "quantity_by"),
            quantity_is_not_negative("commitment", "quantity"),
            models.CheckConstraint(
                name="commitment_quantity_has_a_unit",
                condition=Q(quantity__isnull=True) | ~Q(quantity_unit_ko=""),
                violation_error_message=_("A number needs its unit in Korean: 대, 호, 명, 회."),
            ),
            models.CheckConstraint(
                name="commitment_unit_is_also_korean",
                condition=Q(quantity_unit_en="") | ~Q(quantity_unit_ko=""),
                violation_error_message=_("Write the unit in Korean too."),
            ),
            models.CheckConstraint(
                name="commitment_quantity_by_has_a_quantity",
                condition=Q(quantity_by_first__isnull=True) | Q(quantity__isnull=False),
                violation_error_message=_("A day for the number needs the number."),
            ),
            models.CheckConstraint(
                name="commitment_that_repeats_has_no_day_of_its_own",
                condition=Q(repeats="") | Q(quantity_by_first__isnull=True),
                violation_error_message=_("What repeats has no day by which it is done. Leave this empty."),
            ),
            models.CheckConstraint(
                name="commitment_that_repeats_is_no_milestone",
                condition=Q(repeats="") | Q(carried_out_by__isnull=True),
                violation_error_message=REACHED_ONCE,
            ),
        ]

    @property
    def quantity_aim(self) -> str:
        """Write what it aims at in numbers: ``2,655호``; "" where it names none."""
        return quantity_text(None, self.quantity, self.quantity_unit)

    @property
    def root(self) -> Agreement:
        """The record whose publication decides whether this one is seen."""
        return self.agreement

    def get_absolute_url(self) -> str:
        return reverse("commitment", args=[self.reference])


class CommitmentRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    SUPPORT = "support", _("Support")
    JOINT = "joint", _("Joint")


class CommitmentAgency(models.Model):
    """An agency's part in a commitment.  Joint: the agreement names no lead."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="roles")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="roles")
    role = models.CharField(_("role"), max_length=7, choices=CommitmentRole.choices)
    duty_ko = models.CharField(_("duty (Korean)"), max_length=300, blank=True)
    duty_en = models.CharField(_("duty (English)"), max_length=300, blank=True)

    objects = VisibleQuerySet.as_manager()
    duty = in_language("duty")

    class Meta:
        verbose_name = _("agency of the commitment")
        verbose_name_plural = _("agencies of the commitment")
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "role"], name="commitment_agency_by_role")]
        constraints = [
            models.UniqueConstraint(
                name="commitment_agency_has_one_role",
                fields=["commitment", "agency"],
                violation_error_message=_("This agency already has a role in this commitment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_role_display()})"
