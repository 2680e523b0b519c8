"""What public agencies are called on a day: the one place from which pages, files and pickers have it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Agency
from agreements.models.base import PUBLIC


def agencies_named_on(day: date) -> Any:
    """The public agencies under their names of a day."""
    return Agency.objects.visible_to(PUBLIC).named_on(day)


def agency_names(day: date) -> dict[int, str]:
    """Return {primary key: name of a day} of all public agencies, in the language of the request."""
    return {agency.pk: agency.name for agency in agencies_named_on(day).order_by()}


def public_name(agency: Agency | None) -> str:
    """Name an agency; None: one that the public does not see."""
    if agency is None:
        return _("an agency that is not listed")
    return agency.name
