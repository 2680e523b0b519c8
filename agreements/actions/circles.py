"""Refusing circles: nothing stands above itself and nothing succeeds itself, by however many steps."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from agreements.actions.refusals import ActRefused
from agreements.models import Agency, AgencySuccession, Region, RegionSuccession, Theme
from agreements.rules.succession import all_reached, steps_by_start

HAVE_PARENTS = (Agency, Region, Theme)
SUCCESSIONS: dict[type[models.Model], tuple[Any, str]] = {
    Agency: (AgencySuccession, "agency"),
    Region: (RegionSuccession, "region"),
}


class InCircle(ActRefused):
    """Something would stand above itself, or succeed itself."""


def stands_below(above: Any) -> str:
    return _("“%(above)s” stands below this one, so it cannot stand above it too.") % {"above": above}


def is_followed_by_this(successor: Any) -> str:
    return _("This one follows “%(successor)s” already, so the two would follow each other.") % {
        "successor": successor
    }


def require_parent_above(record: Any, parent: Any) -> None:
    """
    Raises:
        InCircle: ``parent`` is ``record`` or stands below it.
    """
    parents = type(record)._default_manager.filter(parent__isnull=False).values_list("pk", "parent")
    if parent == record:
        raise InCircle(_("It cannot stand above itself."), field="parent")
    if record.pk in all_reached([parent.pk], steps_by_start(parents.order_by())):
        raise InCircle(stands_below(parent), field="parent")


def require_successor_after(record: Any, successor: Any) -> None:
    """
    Raises:
        InCircle: ``record`` follows ``successor``.
    """
    table, column = SUCCESSIONS[type(record)]
    steps = steps_by_start(table.objects.order_by().values_list(column, "successor"))
    if successor != record and record.pk in all_reached([successor.pk], steps):
        raise InCircle(is_followed_by_this(successor), field="successor")


def require_no_circle(record: Any) -> None:
    """Hold a saved record to what its form was held to, for what others saved meanwhile.

    Raises:
        InCircle: it stands above itself, or succeeds itself.
    """
    if isinstance(record, HAVE_PARENTS) and record.parent:
        require_parent_above(record, record.parent)
    if type(record) in SUCCESSIONS:
        for successor in record.successors.all():
            require_successor_after(record, successor)
