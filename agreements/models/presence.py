"""What was there at an older publication sequence, and by the end of a day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

LATEST = 2**62  # the open end of a sequence range


def valid_at(seq: int | None, way: str = "") -> Q:
    """Rows of ``[seq_from, seq_to)`` that hold at ``seq`` (None: now); ``way`` leads to them."""
    if seq is None:
        return Q(**{f"{way}seq_to": LATEST})
    return Q(**{f"{way}seq_from__lte": seq, f"{way}seq_to__gt": seq})


def end_of_day(on: date) -> datetime:
    """The first moment after ``on`` in Seoul."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))


def has_states(subject: str, *, seq: int) -> Q:
    """Say of a row of commitments or milestones whether it was known at ``seq``."""
    states: Any = apps.get_model("agreements", "State")._base_manager
    known = states.filter(valid_at(seq), **{f"{subject}__isnull": False})
    return Q(pk__in=known.values(subject))
