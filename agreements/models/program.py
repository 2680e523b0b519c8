from datetime import date
from typing import Any, Self

from django.apps import apps
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import (
    PUBLIC,
    PartialDatePair,
    Publishable,
    RootQuerySet,
    SubjectQuerySet,
    VisibleQuerySet,
    in_language,
    partial_date_is_whole,
    publication_constraints,
)
from agreements.models.presence import end_of_day
from agreements.models.source import Source
from agreements.models.subject import Subject, subject_constraints
from agreements.models.theme import Theme
from agreements.rules.decision import LABELS, DecidedHow


class ProgramQuerySet(RootQuerySet["Program"]):
    dated_by = "decisions"

    def begun_by(self, on: date, *, seq: int | None = None) -> Self:
        """Leave those begun by day ``on``, as was public at ``seq`` (None: now).

        A program begins when it was decided or, where that is not known, when it was first published.
        """
        first_seen = Q(then__decided_first__isnull=True, first_published_at__lt=end_of_day(on))
        return self.known_at(seq).filter(Q(then__decided_first__lte=on) | first_seen)


class Program(Publishable):
    """A policy that carries commitments through staged milestones."""

    slug = models.SlugField(
        _("address name"),
        max_length=80,
        unique=True,
        help_text=_("Stands in the public address and never changes: lower-case letters and hyphens."),
    )
    title_ko = models.CharField(_("title (Korean)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    note_ko = models.TextField(_("note (Korean)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    owner = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("owner"), related_name="programs")
    decided = PartialDatePair(_("decided"), null=True)
    decided_how = models.CharField(
        _("how it was decided"),
        max_length=10,
        choices=DecidedHow.choices,
        blank=True,
        help_text=_("Only what a source says; empty where none says how."),
    )
    decided_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("decided by"),
        related_name="decided_programs",
        null=True,
        blank=True,
        help_text=_("Who resolved, decided or announced it, where a source says so."),
    )
    lead_department = models.CharField(
        _("department in charge"), max_length=100, blank=True, help_text=_("Shown publicly.")
    )
    telephone = models.CharField(
        _("telephone of the department"), max_length=30, blank=True, help_text=_("Shown publicly.")
    )
    notice_ko = models.CharField(
        _("notice on its pages (Korean)"),
        max_length=200,
        blank=True,
        help_text=_("For example whom to call in an emergency. Stands on every page of the program."),
    )
    notice_en = models.CharField(_("notice on its pages (English)"), max_length=200, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="programs", blank=True)

    objects = ProgramQuerySet.as_manager()
    title = in_language("title")
    note = in_language("note")
    notice = in_language("notice")

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["title_ko", "pk"]
        constraints = [*publication_constraints("program"), partial_date_is_whole("program", "decided")]

    def __str__(self) -> str:
        return self.title

    @property
    def public_reference(self) -> str:
        return self.slug

    @property
    def decision(self) -> str:
        """The word for how it was decided; one that claims nothing where no source says how."""
        return str(LABELS[self.decided_how])

    def get_absolute_url(self) -> str:
        return reverse("program", args=[self.slug])


class MilestoneQuerySet(SubjectQuerySet["Milestone"]):
    def counted_apart(self, *, seq: int | None = None) -> Self:
        """Leave those that were not the same promise as a public commitment at ``seq`` (None: now).

        The others are counted, listed and found as that commitment.
        """
        links: Any = apps.get_model("agreements", "PromiseLink")._default_manager
        linked = links.visible_to(PUBLIC).linked_at(seq)
        return self.exclude(pk__in=linked.values("milestone"))


class Milestone(Subject):
    """One step of a program, in one of its stages."""

    program = models.ForeignKey(Program, models.CASCADE, verbose_name=_("program"), related_name="milestones")
    stage = models.PositiveSmallIntegerField(_("stage"), validators=[MinValueValidator(1)])
    agencies = models.ManyToManyField(
        Agency, verbose_name=_("agencies"), related_name="milestones", blank=True
    )

    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="milestones", blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["program", "stage", "number"]
        constraints = [
            *subject_constraints(
                "milestone", "program", _("This program already has a milestone of this number.")
            ),
            models.CheckConstraint(
                name="milestone_stage_starts_at_one",
                condition=Q(stage__gte=1),
                violation_error_message=_("Stages start at 1."),
            ),
        ]

    @property
    def root(self) -> Program:
        """The record whose publication decides whether this one is seen."""
        return self.program

    def get_absolute_url(self) -> str:
        return reverse("milestone", args=[self.reference])


class Recognition(models.Model):
    """A prize or money a program was given."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="recognitions")
    title_ko = models.CharField(_("title (Korean)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    awarded_by = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("awarded by"), related_name="+")
    awarded = PartialDatePair(_("awarded"))
    amount_krw = models.PositiveBigIntegerField(_("amount in won"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="+", blank=True)

    objects = VisibleQuerySet.as_manager()
    title = in_language("title")

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["awarded_last", "pk"]
        constraints = [partial_date_is_whole("recognition", "awarded")]

    def __str__(self) -> str:
        return self.title
