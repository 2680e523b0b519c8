"""Compare a stale save field by field: as it was read, as it is stored now, as it would have been saved."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.db import DatabaseError, models, transaction

from agreements.actions import traces
from agreements.actions.refusals import ActRefused
from agreements.models import Trace

type Facts = traces.Facts


@dataclass(frozen=True)
class SaveConflict:
    """Facts by path, as traces name them.  ``yours`` is None where the form could not be tried out."""

    before: Facts
    theirs: Facts
    yours: Facts | None

    @property
    def paths(self) -> list[str]:
        """Return where somebody changed something, or the form says something else than was read."""
        versions = [self.before, self.theirs]
        if self.yours is not None:
            versions.append(self.yours)

        paths = dict.fromkeys(chain.from_iterable(versions))
        return [path for path in paths if _differs(path, versions)]


def _differs(path: str, versions: list[Facts]) -> bool:
    return len({str(facts.get(path)) for facts in versions}) > 1


def find_conflict(
    record: models.Model, *, read: int, write: Callable[[], None] | None = None
) -> SaveConflict:
    """Compare a record as it was at version ``read`` with the one that is stored now.

    With ``write`` (a form's saves) also with what that would make of it; nothing stays written.
    """
    current = type(record)._default_manager.get(pk=record.pk)
    theirs = traces.record_facts(current)
    yours = _try_write(record, write) if write else None
    return SaveConflict(_as_of(current, theirs, read), theirs, yours)


def _as_of(current: models.Model, facts: Facts, version: int) -> Facts:
    """Return the facts as of a version: undo, from the latest on, what traces say was changed after it."""
    before = dict(facts)
    since = Trace.objects.filter(
        subject_kind=current._meta.model_name, subject_id=str(current.pk), version__gt=version
    )

    for trace in since.order_by("-pk"):
        for path, (earlier, _later) in trace.changes.items():
            before[path] = earlier

    return before


def _try_write(record: models.Model, write: Callable[[], None]) -> Facts | None:
    """Return the facts that ``write`` would leave; None if it does not fit what is stored now."""
    try:
        with transaction.atomic():
            write()
            facts = traces.record_facts(type(record)._default_manager.get(pk=record.pk))
            transaction.set_rollback(True)
    except (ActRefused, DatabaseError):
        return None
    return facts
