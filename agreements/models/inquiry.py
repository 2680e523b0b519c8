"""That somebody looked for what became of promises, and what was found."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import (
    Blankable,
    PartialDatePair,
    Publishable,
    all_or_none,
    corrects_for_a_reason,
    days_are_sensible,
    in_language,
    numbered_once_published,
    partial_date_is_whole,
    publication_constraints,
)
from agreements.models.commitment import Commitment
from agreements.models.correctable import CorrectableQuerySet
from agreements.models.program import Milestone
from agreements.rules.inquiry import Inquired, InquiryResult
from agreements.rules.partial_date import PartialDate

# What a redaction blanks.
INQUIRY_TEXTS = (
    "department", "where_ko", "where_en", "words", "note_ko", "note_en", "answer_ko", "answer_en",
    "correction_reason_ko", "correction_reason_en",
)  # fmt: skip


class InquiryQuerySet(CorrectableQuerySet["Inquiry"]):
    texts = INQUIRY_TEXTS
    called = "inquiry"

    def known_by(self, on: date) -> Self:
        """Leave those made by day ``on``."""
        return self.filter(searched_on__lte=on)


class Inquiry(Publishable, Blankable):
    """One search for what became of one or many promises: who looked when, where, for what.

    It changes no status.  What an agency answers later is a statement on it.
    """

    commitments = models.ManyToManyField(
        Commitment, verbose_name=_("commitments"), related_name="inquiries", blank=True
    )
    milestones = models.ManyToManyField(
        Milestone, verbose_name=_("milestones"), related_name="inquiries", blank=True
    )
    number = models.PositiveIntegerField(_("number"), null=True, editable=False, unique=True)
    department = models.CharField(
        _("who looked"),
        max_length=100,
        help_text=_("The department or office, for example “자치경찰정책과”. Never a person's name."),
    )
    searched_on = models.DateField(_("day of the search"))
    where_ko = models.CharField(
        _("where (Korean)"),
        max_length=300,
        help_text=_("For example the agencies' web sites, the council's minutes, a press archive."),
    )
    where_en = models.CharField(_("where (English)"), max_length=300, blank=True)
    words = models.CharField(_("words that were typed"), max_length=300)
    covers_from = PartialDatePair(_("time covered, from"))
    covers_to = PartialDatePair(_("time covered, to"))
    result = models.CharField(_("result"), max_length=13, choices=InquiryResult.choices)
    note_ko = models.TextField(
        _("what came up (Korean)"), help_text=_("Where nothing was found: what only came up instead.")
    )
    note_en = models.TextField(_("what came up (English)"), blank=True)
    asked = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("agency that was asked"),
        related_name="inquiries_put_to_it",
        null=True,
        blank=True,
        help_text=_("Empty: no agency was asked. The page says so."),
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answer_by = models.DateField(_("to be answered by"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer_ko = models.TextField(_("answer of the agency (Korean)"), blank=True)
    answer_en = models.TextField(_("answer of the agency (English)"), blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("corrects"),
        related_name="correction",
        null=True,
        blank=True,
        help_text=_("The published inquiry that this one replaces."),
    )
    correction_reason_ko = models.TextField(_("reason of the correction (Korean)"), blank=True)
    correction_reason_en = models.TextField(_("reason of the correction (English)"), blank=True)

    objects = InquiryQuerySet.as_manager()
    hidden = False  # withdrawn since the sequence at which it is looked at
    where = in_language("where")
    note = in_language("note")
    answer = in_language("answer")
    correction_reason = in_language("correction_reason")

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-searched_on", "-pk"]
        indexes = [models.Index(fields=["state", "-searched_on", "-id"], name="inquiry_newest_first")]
        constraints = [
            *publication_constraints("inquiry"),
            *days_are_sensible("inquiry", "searched_on", "asked_on", "answer_by", "answered_on"),
            partial_date_is_whole("inquiry", "covers_from"),
            partial_date_is_whole("inquiry", "covers_to"),
            models.CheckConstraint(
                name="inquiry_covers_time_in_order",
                condition=Q(covers_to_last__gte=F("covers_from_first")),
                violation_error_message=_("The time covered ends before it begins."),
            ),
            all_or_none(
                "inquiry_asked_whom_and_when",
                "asked",
                "asked_on",
                message=_("A question needs both the agency and the day."),
            ),
            models.CheckConstraint(
                name="inquiry_answer_belongs_to_a_question",
                condition=Q(asked__isnull=False)
                | Q(answer_by__isnull=True, answered_on__isnull=True, answer_ko="", answer_en=""),
                violation_error_message=_("Without an agency that was asked there is no answer."),
            ),
            models.CheckConstraint(
                name="inquiry_answer_is_due_after_the_question",
                condition=Q(answer_by__isnull=True) | Q(answer_by__gte=F("asked_on")),
                violation_error_message=_("The answer would be due before the question."),
            ),
            models.CheckConstraint(
                name="inquiry_answer_follows_the_question",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                violation_error_message=_("The answer is older than the question."),
            ),
            corrects_for_a_reason("inquiry"),
            numbered_once_published("inquiry", _("A published inquiry has a number.")),
        ]

    def __str__(self) -> str:
        return f"{self.searched_on} {self.get_result_display()}: {self.words}"

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        day = PartialDate.day(self.searched_on).short()
        return gettext("Inquiry %(number)s (%(day)s)") % {"number": self.number, "day": day}

    title_en = title

    @property
    def promises(self) -> list[Commitment | Milestone]:
        """Everything that was looked for: the commitments, then the milestones."""
        return [*self.commitments.all(), *self.milestones.all()]

    @property
    def inquired(self) -> Inquired:
        """What a published inquiry says, as far as ``rules/states.py`` needs it."""
        return Inquired(
            searched_on=self.searched_on,
            covers_from=self.covers_from,
            covers_to=self.covers_to,
            nothing_found=self.result == InquiryResult.NOTHING_FOUND,
        )

    @property
    def public_reference(self) -> str:
        return f"inquiries/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("inquiry", args=[self.number])
