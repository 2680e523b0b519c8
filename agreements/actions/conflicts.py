"""A stale save, field by field: what was read, what somebody stored since, what would have been saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, models, transaction

from agreements.actions import traces
from agreements.actions.refusals import Refused
from agreements.models import Trace

type Facts = traces.Facts


@dataclass(frozen=True)
class Conflict:
    """Facts by path, as traces name them.  ``yours`` is None where the form could not be tried out."""

    before: Facts
    theirs: Facts
    yours: Facts | None

    @property
    def paths(self) -> list[str]:
        """Where somebody changed something, and where the form says something else than was read."""
        found = [self.before, self.theirs, *([self.yours] if self.yours is not None else [])]
        names = dict.fromkeys(name for facts in found for name in facts)
        return [name for name in names if len({str(facts.get(name)) for facts in found}) > 1]


def conflict(record: models.Model, *, read: int, write: Callable[[], None] | None = None) -> Conflict:
    """Compare a record as it was at version ``read`` with the stored one and, if ``write`` (a form's saves)
    is given, with what that would make of it; nothing stays written."""
    stored = type(record)._default_manager.get(pk=record.pk)
    theirs = traces.facts(stored)
    return Conflict(_as_of(stored, theirs, read), theirs, _tried(record, write) if write else None)


def _as_of(stored: models.Model, facts: Facts, version: int) -> Facts:
    """Take back, from the latest on, what the traces say was changed after a version."""
    before = dict(facts)
    since = Trace.objects.filter(
        subject_kind=stored._meta.model_name, subject_id=str(stored.pk), version__gt=version
    )
    for trace in since.order_by("-pk"):
        for path, (earlier, _later) in trace.changes.items():
            before[path] = earlier
    return before


def _tried(record: models.Model, write: Callable[[], None]) -> Facts | None:
    found: Any = None
    try:
        with transaction.atomic():
            write()
            found = traces.facts(type(record)._default_manager.get(pk=record.pk))
            transaction.set_rollback(True)
    except (Refused, DatabaseError):
        return None  # it does not fit what is stored now: their side is all that can be shown
    return found
