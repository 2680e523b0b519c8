"""Filters for what was public at an older publication sequence."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

LATEST = 2**62  # the open end of a sequence range


def valid_at(seq: int | None, prefix: str = "") -> Q:
    """Return the filter of rows ``[seq_from, seq_to)`` that hold at ``seq`` (None: now), under ``prefix``."""
    if seq is None:
        return Q(**{f"{prefix}seq_to": LATEST})
    return Q(**{f"{prefix}seq_from__lte": seq, f"{prefix}seq_to__gt": seq})


def published_by(seq: int | None, column: str = "published_seq") -> Q:
    """Return the filter of rows published by ``seq`` (None: by now), which ``column`` holds."""
    return Q() if seq is None else Q(**{f"{column}__lte": seq})


def end_of_day(on: date) -> datetime:
    """Return the first moment after day ``on`` in Seoul."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))


def has_states(subject: str, *, seq: int) -> Q:
    """Return the filter of commitments or milestones (``subject``) that were public at ``seq``."""
    states: Any = apps.get_model("agreements", "State")._base_manager
    states_then = states.filter(valid_at(seq), **{f"{subject}__isnull": False})
    return Q(pk__in=states_then.values(subject))
