from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import STAFF, days_are_sensible


class ReminderOutcome(models.TextChoices):
    SENDING = "sending", _("Handed to the mail server, or about to be")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Reminder(models.Model):
    """That a person was mailed the digest of a day: how much of what, and what came of it; no content."""

    person = models.ForeignKey(STAFF, models.PROTECT, verbose_name=_("person"), related_name="reminders")
    on = models.DateField(_("day"))
    items = models.PositiveSmallIntegerField(_("number of items"))
    kinds = models.JSONField(_("number by kind"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=ReminderOutcome.choices)
    begun_at = models.DateTimeField(_("begun at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-on", "person"]
        constraints = [
            *days_are_sensible("reminder", "on"),
            models.UniqueConstraint(
                name="reminder_is_one_a_person_and_day",
                fields=["person", "on"],
                violation_error_message=_("This person was reminded on this day already."),
            ),
            models.CheckConstraint(
                name="reminder_sent_has_its_time",
                condition=Q(outcome=ReminderOutcome.SENT, sent_at__isnull=False)
                | ~Q(outcome=ReminderOutcome.SENT) & Q(sent_at__isnull=True),
                violation_error_message=_("What was sent has its time, and nothing else has."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.on}"
