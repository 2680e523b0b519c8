"""What holds of records that follow each other or stand below each other, beside that there is no circle."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.actions.refusals import ActRefused
from agreements.models import Agency, Region

LAST_DAYS: dict[type[models.Model], str] = {Agency: "dissolved_on", Region: "valid_to"}
PROVINCE_DIGITS = 2
LEVELS = 3  # of regions

LAST_DAY_MISSING = _("Write until when it existed: something succeeds it.")
BELOW_THE_LEVELS = _(
    "A region would stand at a fourth level. There are three: province, city, district of a city."
)

# By whether it is a province and whether it stands below another region.
MISPLACED = {
    (True, True): _("A province stands below no other region."),
    (False, False): _("Choose the region above it: a code of five digits is no province."),
}


class WrongLineage(ActRefused):
    """Something is succeeded without an end, or a region stands at a level where none can."""


def misplaced(code: str, parent: str | None) -> str:
    """Say why the region of a code cannot stand below ``parent``, or below none; "" where it can."""
    is_province = len(code) == PROVINCE_DIGITS
    return str(MISPLACED.get((is_province, bool(parent)), ""))


def require_sound_lineage(record: models.Model) -> None:
    """
    Raises:
        WrongLineage: a saved agency or region has successors and no last day; a province has a parent, or
            another region none; the region, or one below it, stands below the third level.
    """
    for require in REQUIREMENTS.get(type(record), ()):
        require(record)


def _require_last_day(record: Any) -> None:
    last_day = LAST_DAYS[type(record)]
    followed = type(record).objects.filter(pk=record.pk, successions__isnull=False)
    if followed.filter(**{f"{last_day}__isnull": True}).exists():
        raise WrongLineage(LAST_DAY_MISSING, field=last_day)


def _require_level(region: Region) -> None:
    complaint = misplaced(region.code, region.parent_id)
    if complaint:
        raise WrongLineage(complaint, field="parent")
    too_deep = Region.objects.filter(parent__parent__parent__isnull=False)
    if too_deep.filter(Q(pk=region.pk) | Q(parent=region) | Q(parent__parent=region)).exists():
        raise WrongLineage(BELOW_THE_LEVELS, field="parent")


REQUIREMENTS: dict[type[models.Model], tuple[Callable[[Any], None], ...]] = {
    Agency: (_require_last_day,),
    Region: (_require_last_day, _require_level),
}
