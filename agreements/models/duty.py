"""What agencies did of what an ordinance asks of them."""

from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.agreement import Agreement
from agreements.models.base import (
    Blankable,
    PartialDatePair,
    Publishable,
    VisibleQuerySet,
    days_are_sensible,
    in_language,
    numbered_once_published,
    partial_date_is_whole,
    publication_constraints,
    without_hidden,
)
from agreements.models.source import Source
from agreements.rules import visibility
from agreements.rules.duties import DutyOutcome, RecordedDuty
from agreements.rules.duty_words import duty_name
from agreements.rules.ordinance import DutyKind
from agreements.rules.publication import EDITABLE, PublicationState

# What a redaction blanks.
DUTY_TEXTS = ("result_ko", "result_en", "improvement_ko", "improvement_en")


class DutyRecordQuerySet(VisibleQuerySet["DutyRecord"]):
    def visible_to(self, user: Any, *, seq: int | None = None) -> Self:
        """Leave the records ``user`` may see, as the site showed them at ``seq`` (None: now).

        At a sequence, what was withdrawn since is there again, ``hidden``: that a duty was met and when,
        without text.  Nobody shows the evidence of a hidden record.
        """
        if seq is None:
            return super().visible_to(user)

        withdrawn = Case(
            When(state=PublicationState.WITHDRAWN, then=True),
            default=False,
            output_field=models.BooleanField(),
        )
        rows = self.filter(visibility.duty_record_then(seq), published_seq__lte=seq).annotate(
            hidden=withdrawn
        )
        rows._iterable_class = without_hidden(DUTY_TEXTS)
        return rows


class DutyRecord(Publishable, Blankable):
    """That an agency met a duty, or says that it did not.  Once published it stays or is withdrawn."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="duty_records"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="duty_records")
    kind = models.CharField(_("duty under an ordinance"), max_length=20, choices=DutyKind.choices)
    period = PartialDatePair(_("period"), null=True)
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=DutyOutcome.choices,
        default=DutyOutcome.DONE,
        help_text=_("“Not carried out” only if the agency itself says so."),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result_ko = models.TextField(_("result (Korean)"), blank=True)
    result_en = models.TextField(_("result (English)"), blank=True)
    improvement_ko = models.TextField(_("plan for improvement (Korean)"), blank=True)
    improvement_en = models.TextField(_("plan for improvement (English)"), blank=True)
    withdrawn_seq = models.PositiveBigIntegerField(_("sequence of the withdrawal"), null=True, editable=False)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), related_name="duty_records", blank=True
    )

    objects = DutyRecordQuerySet.as_manager()
    hidden = False  # withdrawn since the sequence at which it is looked at
    result = in_language("result")
    improvement = in_language("improvement")

    class Meta:
        verbose_name = _("duty record")
        verbose_name_plural = _("duty records")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "agreement"], name="duty_record_by_agreement")]
        constraints = [
            *publication_constraints("duty_record"),
            *days_are_sensible("duty_record", "done_on"),
            partial_date_is_whole("duty_record", "period"),
            models.CheckConstraint(
                name="duty_record_done_means_on_a_day",
                condition=Q(outcome=DutyOutcome.DONE, done_on__isnull=False)
                | Q(outcome=DutyOutcome.NOT_DONE, done_on__isnull=True),
                violation_error_message=_("What was done was done on a day; what was not has none."),
            ),
            numbered_once_published("duty_record", _("A published duty record has a number.")),
            models.UniqueConstraint(
                name="duty_record_number_is_unique_in_its_agreement", fields=["agreement", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} – {self.title}"

    @property
    def title(self) -> str:
        return duty_name(self.kind, self.period)

    @property
    def is_editable(self) -> bool:
        """What was published once is never changed, withdrawn or not: a new record is filed."""
        return self.state in EDITABLE and self.first_published_at is None

    @property
    def record(self) -> RecordedDuty:
        """What it says, as ``rules/duties.py`` reads it; what was not done counts from its publication."""
        day = self.done_on or timezone.localdate(self.published_at)
        return RecordedDuty(
            self.pk, self.agency_id, self.kind, self.period, self.outcome == DutyOutcome.DONE, day
        )

    @property
    def root(self) -> Agreement:
        """The record whose publication decides whether this one is seen."""
        return self.agreement

    @property
    def public_reference(self) -> str:
        return f"{self.agreement.reference}/duty-{self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('agreement', args=[self.agreement.reference])}#duty-{self.number}"
