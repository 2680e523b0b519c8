"""The state table: what holds for each commitment and milestone, on any day, at any sequence."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import (
    PUBLIC,
    QUANTITY,
    PartialDatePair,
    Sequenced,
    VisibleQuerySet,
    exactly_one,
    partial_date_is_whole,
)
from agreements.models.commitment import Commitment
from agreements.models.presence import valid_at
from agreements.models.program import Milestone
from agreements.models.promise_link import PromiseLink
from agreements.models.report import StatusReport
from agreements.rules.lifecycle import CLOSED, STATUSES, HappenedAs
from agreements.rules.outcome import Outcome
from agreements.rules.rhythm import Rhythm
from agreements.rules.states import Standing


def standing_sql(on: date) -> Case:
    """``rules.states.standing`` for rows of the state table."""
    soon = on + timedelta(days=settings.DUE_SOON_DAYS)
    return Case(
        When(status__in=sorted(CLOSED), then=Value(Standing.CLOSED.value)),
        When(target_last__isnull=True, then=Value(Standing.UNDATED.value)),
        When(target_last__gt=soon, then=Value(Standing.ON_TIME.value)),
        When(target_last__gte=on, then=Value(Standing.DUE_SOON.value)),
        When(not_yet_on__gt=F("target_last"), then=Value(Standing.LATE.value)),
        When(looked_until__gt=F("target_last"), then=Value(Standing.UNCONFIRMED.value)),
        default=Value(Standing.UNCHECKED.value),
        output_field=models.CharField(),
    )


def silent_sql(on: date) -> Q:
    """``rules.states.is_silent`` for rows of the state table."""
    is_open = ~Q(status__in=sorted(CLOSED)) & Q(repeats="")
    return is_open & Q(heard_on__lt=on - timedelta(days=settings.SILENT_DAYS))


class StateQuerySet(VisibleQuerySet["State"]):
    def of_commitments(self) -> Self:
        return self.filter(commitment__isnull=False)

    def of_milestones(self) -> Self:
        return self.filter(milestone__isnull=False)

    def at(self, on: date, *, seq: int | None = None) -> Self:
        """Leave one row a subject: what held on day ``on``, as the site knew it at ``seq`` (None: now)."""
        return self.filter(valid_at(seq), day_from__lte=on, day_to__gt=on)

    def once_a_promise(self, on: date, *, seq: int | None = None) -> Self:
        """Leave of rows :meth:`at` a day one for each promise.

        Of a milestone that carries out a commitment it is the commitment's row, as soon as that has begun.
        """
        begun = State.objects.visible_to(PUBLIC).at(on, seq=seq).filter(commitment=OuterRef("commitment"))
        links = PromiseLink.objects.linked_at(seq).filter(milestone=OuterRef("milestone"))
        told_as_commitment = links.filter(Exists(begun))
        # Of a commitment's row nothing needs to be looked up.
        return self.filter(Q(milestone__isnull=True) | ~Exists(told_as_commitment))

    def with_standing(self, *, on: date) -> Self:
        """Add ``standing`` (a :class:`Standing` value) and ``silent`` as of day ``on``."""
        return self.annotate(
            standing=standing_sql(on),
            silent=Case(When(silent_sql(on), then=True), default=False, output_field=models.BooleanField()),
        )


class State(Sequenced):
    """One row of ``rules.states.states``, valid for the publication sequences ``[seq_from, seq_to)``."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="states", null=True)
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="states", null=True)
    day_from = models.DateField(_("from day"))
    day_to = models.DateField(_("to before day"))
    status = models.CharField(_("status"), max_length=12, choices=STATUSES)
    progress = models.PositiveSmallIntegerField(_("progress in percent"), null=True)
    quantity_done = models.DecimalField(_("quantity done so far"), **QUANTITY, null=True)
    first_target = PartialDatePair(_("first announced date"), null=True)
    first_target_by = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True)
    target = PartialDatePair(_("announced date that counts"), null=True)
    target_by = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True)
    times_moved = models.PositiveSmallIntegerField(_("times moved"), default=0)
    completed_from = models.DateField(_("fulfilled at the earliest on"), null=True)
    completed_to = models.DateField(_("fulfilled at the latest on"), null=True)
    completed_as = models.CharField(
        _("how the fulfilment is dated"), max_length=2, choices=HappenedAs.choices, blank=True
    )
    disputed = models.BooleanField(_("disputed"), default=False)
    not_yet_on = models.DateField(_("last said not to be fulfilled on"), null=True)
    looked_until = models.DateField(_("looked until"), null=True)
    searched_on = models.DateField(_("looked on"), null=True)
    heard_on = models.DateField(_("last heard of on"))
    report = models.ForeignKey(StatusReport, models.PROTECT, related_name="+", null=True)
    repeats = models.CharField(_("repeats"), max_length=11, choices=Rhythm, blank=True)

    objects = StateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state")
        verbose_name_plural = _("states")
        ordering = ["pk"]
        # A list reads `seq_to = LATEST and day_from <= d < day_to`, nearly always the rows without end.
        indexes = [
            models.Index(fields=["seq_to", "day_to", "status"], name="state_by_status"),
            models.Index(fields=["seq_to", "day_to", "target_last"], name="state_by_target"),
            models.Index(fields=["seq_to", "day_to", "heard_on"], name="state_by_silence"),
        ]
        constraints = [
            exactly_one(
                "state_has_one_subject",
                "commitment",
                "milestone",
                message=_("A state is of exactly one commitment or one milestone."),
            ),
            models.CheckConstraint(name="state_days_in_order", condition=Q(day_from__lt=F("day_to"))),
            models.CheckConstraint(name="state_sequences_in_order", condition=Q(seq_from__lt=F("seq_to"))),
            *(partial_date_is_whole("state", name) for name in ("first_target", "target")),
            # One row at a time begins on a day, whether open or closed.
            models.UniqueConstraint(
                name="state_of_commitment_is_one", fields=["commitment", "day_from", "seq_to"]
            ),
            models.UniqueConstraint(
                name="state_of_milestone_is_one", fields=["milestone", "day_from", "seq_to"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.day_from}"

    @property
    def subject(self) -> Commitment | Milestone:
        return self.commitment or self.milestone  # type: ignore[return-value]  # one of them, by constraint

    @property
    def outcome(self) -> Outcome | None:
        """When it was fulfilled, as far as the reports tell; None while nobody says that it was."""
        if not self.completed_as:
            return None
        return Outcome(self.completed_from, self.completed_to, self.completed_as, self.disputed)


def first_recorded_day() -> date | None:
    """Return the day on which the register begins; rows are closed and never removed."""
    return State.objects.aggregate(first=models.Min("day_from"))["first"]
