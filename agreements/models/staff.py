from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import STAFF, days_are_sensible
from agreements.rules.publication import Act
from agreements.rules.roles import COORDINATOR, MAY


class Membership(models.Model):
    """A member of staff works for an agency over a span of days."""

    user = models.ForeignKey(STAFF, models.PROTECT, verbose_name=_("person"), related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="members")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["agency", "user", "from_on"]
        constraints = [
            *days_are_sensible("membership", "from_on", "until_on"),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                name="membership_begins_once",
                fields=["user", "agency", "from_on"],
                violation_error_message=_("This membership is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.agency}"


def acts_of(user: Any) -> frozenset[Act]:
    """Give every act that the roles (groups) of ``user`` include; none for who is not active."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return MAY[COORDINATOR]
    groups = user.groups.values_list("name", flat=True)
    return frozenset(act for name in groups for act in MAY.get(name, ()))
