"""An agency that was entered twice: one entry goes on, the other keeps its address and leads there."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.actions.drafts import editing_record
from agreements.actions.publication import lock_publications
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import Agency, AgencySuccession

FIELD = "same_as"


def close_duplicate(agency: Agency, *, same_as: Agency, actor: Any, now: datetime) -> None:
    """Say that ``agency`` is the same body as ``same_as``, which goes on; what names it stays as it was.

    It claims no end of the body: the dates of both entries stay as they are known.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: the two cannot be the same body, or the other entry does not go on by itself.
        Incomplete: everyone sees this entry and not the other one.
    """
    with editing_record(agency, actor=actor, now=now):
        lock_publications()  # else the other entry might become a duplicate meanwhile
        require_goes_on(agency, Agency.objects.get(pk=same_as.pk))
        agency.same_as = same_as
        agency.save()


def reopen_duplicate(agency: Agency, *, actor: Any, now: datetime) -> None:
    """Take back that ``agency`` is the same body as another.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: nobody said so.
    """
    if agency.same_as_id is None:
        raise WrongState(_("“%(agency)s” is recorded as a body of its own.") % {"agency": agency})
    with editing_record(agency, actor=actor, now=now):
        agency.same_as = None
        agency.save()


def require_goes_on(agency: Agency, other: Agency) -> None:
    """Demand that ``other`` can go on for ``agency``.

    Raises:
        WrongState, Incomplete: as :func:`close_duplicate`.
    """
    if other == agency:
        raise WrongState(_("Choose the other entry of this body, not this one."), field=FIELD)
    if other.same_as_id:
        raise WrongState(
            _("“%(agency)s” is itself entered twice: choose “%(other)s”.")
            % {"agency": other, "other": other.same_as},
            field=FIELD,
        )
    if agency.duplicates.exists():
        raise WrongState(
            _("Other entries lead to “%(agency)s”, so it goes on. Open the other one and choose this there.")
            % {"agency": agency},
            field=FIELD,
        )
    follow_each_other = Q(agency=agency, successor=other) | Q(agency=other, successor=agency)
    if AgencySuccession.objects.filter(follow_each_other).exists():
        raise WrongState(
            _("One of the two follows the other, so they are two bodies. Remove the successor first."),
            field=FIELD,
        )
    if agency.listed and not other.listed:
        raise Incomplete(
            _("Everyone sees “%(agency)s” and not “%(other)s”. List the other one first.")
            % {"agency": agency, "other": other},
            field=FIELD,
        )
