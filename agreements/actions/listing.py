"""Listing agencies: what is named in something public has to be listed first."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions.drafts import editing_record
from agreements.actions.refusals import WrongState
from agreements.models import Agency


def list_agency(agency: Agency, *, actor: Any, now: datetime) -> None:
    """Show an agency to everyone.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: it is listed already.
        PersonalData: its name or address looks like it.
    """
    if agency.listed:
        raise WrongState(_("“%(record)s” is listed already.") % {"record": agency})
    with editing_record(agency, actor=actor, now=now):
        agency.listed = True
        agency.save()
