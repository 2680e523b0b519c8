"""Listing agencies: what is named in something public has to be listed first."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions.drafts import editing_record
from agreements.actions.publication import lock_publications
from agreements.actions.refusals import WrongState
from agreements.models import Agency
from agreements.models.base import Publishable


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


@transaction.atomic
def publish_with_agencies(
    record: Publishable,
    agencies: Iterable[Agency],
    *,
    publish: Callable[..., Any],
    actor: Any,
    now: datetime,
    **confirmations: bool,
) -> None:
    """List the agencies that a record names and publish it by ``publish``: both or neither.

    Raises:
        ActRefused: as :func:`list_agency` and ``publish``.
    """
    lock_publications()
    for agency in agencies:
        list_agency(agency, actor=actor, now=now)
    publish(record, actor=actor, now=now, **confirmations)
