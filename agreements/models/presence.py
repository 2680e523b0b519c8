"""What was there at an older publication sequence, and by the end of a day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import In
from django.utils import timezone

PUBLISHING = ("publication", "adopted")  # kinds of ledger entries; a withdrawal ends what they begin


def end_of_day(on: date) -> datetime:
    """The first moment after ``on`` in Seoul."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))


def was_public(root: str, *, seq: int) -> In:
    """Say of a row of agreements or programs whether its last publication or withdrawal by ``seq`` was
    a publication."""
    entries: Any = apps.get_model("agreements", "LedgerEntry")._base_manager
    told = entries.filter(**{root: OuterRef("pk")}, seq__lte=seq, kind__in=(*PUBLISHING, "withdrawal"))
    return In(Subquery(told.order_by("-seq").values("kind")[:1]), PUBLISHING)


def has_states(subject: str, *, seq: int) -> Q:
    """Say of a row of commitments or milestones whether it was known at ``seq``."""
    states: Any = apps.get_model("agreements", "State")._base_manager
    known = states.filter(**{f"{subject}__isnull": False}, seq_from__lte=seq, seq_to__gt=seq)
    return Q(pk__in=known.values(subject))
