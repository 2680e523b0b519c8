from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency, predecessors_of_agencies
from agreements.models.base import STAFF, days_are_sensible
from agreements.rules.roles import COORDINATOR, SUPERUSER, Person, Whose
from agreements.rules.scope import granted_rows
from agreements.rules.succession import with_predecessors_of


class Membership(models.Model):
    """A member of staff works for an agency over a span of days."""

    user = models.ForeignKey(STAFF, models.PROTECT, verbose_name=_("person"), related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="members")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))
    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)

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


def staff_name(user: Any) -> str:
    """Return the full name of a member of staff or, if there is none, that of the account."""
    return str(user.get_full_name() or user.get_username())


def roles_of(user: Any) -> frozenset[str]:
    """Return the roles of an account; none if it is not active."""
    if not user.is_active or user.pk is None:
        return frozenset()

    groups = frozenset(user.groups.values_list("name", flat=True))
    if user.is_superuser:
        return groups | {COORDINATOR, SUPERUSER}
    return groups


def person_of(user: Any, *, on: date) -> Person:
    """Return roles and agencies of ``user`` on a day; without a role there are no agencies either.

    Whoever works for a body looks after what those that it follows left as well.
    """
    roles = roles_of(user)
    if not roles:
        return Person(0, roles, frozenset())

    not_ended = Q(until_on__isnull=True) | Q(until_on__gte=on)
    memberships = Membership.objects.filter(not_ended, user=user, from_on__lte=on)
    agencies = frozenset(memberships.values_list("agency", flat=True))
    if agencies:
        agencies = with_predecessors_of(agencies, predecessors_of_agencies())
    return Person(user.pk, roles, agencies)


def may_do(person: Person, doing: str, record: models.Model, *, any_state: bool = False) -> bool:
    """Say whether the person may do it with this record, as it is stored."""
    model = str(record._meta.model_name)
    grants = person.grants(doing, model)
    if not grants:
        return False

    for grant in grants:
        in_this_state = any_state or grant.states is None
        if grant.whose == Whose.ALL and in_this_state:
            return True  # whatever the row holds

    rows = granted_rows(model, doing, person, any_state=any_state)
    return type(record)._default_manager.filter(rows, pk=record.pk).exists()
