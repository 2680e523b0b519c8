"""Changing what is published: an amendment the parties signed, or the correction of a mistake."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.actions import agreements, programs, traces
from agreements.actions.checks import locked, require_role
from agreements.actions.public_facts import PublicFacts, public_facts
from agreements.actions.publication import append, begins_on, lock_publications, project
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import Agreement, EntryKind, LedgerEntry, Program
from agreements.rules.ledger import Difference, differences
from agreements.rules.publication import Act, ChangeKind


@dataclass(frozen=True)
class Change:
    """Why a published record changes.  ``amendment`` is the number of the one the parties signed."""

    kind: ChangeKind
    reason: str
    amendment: int | None = None


@transaction.atomic
def change_published(
    record: Agreement | Program,
    change: Change,
    *,
    write: Callable[[], None],
    actor: Any,
    now: datetime,
) -> LedgerEntry | None:
    """Apply ``write`` (a form's saves) to a published record; None if nothing public changed by it.

    ``record`` carries the version that was read, and may carry the unsaved values that ``write`` saves.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: it is not published, or a published commitment or milestone is gone or renumbered.
        Incomplete: the reason is missing, or something the public needs is.
    """
    before, found, internal = _written(record, write=write, actor=actor)
    after = public_facts(found)
    changed = traces.changes(internal, traces.facts(found))
    entry = None
    if differences(before, after):
        if not change.reason.strip():
            raise Incomplete(_("Write down the reason."), field="reason")
        entry = append(
            found,
            EntryKind.CHANGE,
            reference=_reference(found),
            payload={
                "facts": after,
                "change": {
                    "kind": change.kind.value,
                    "reason": change.reason,
                    "amendment": change.amendment,
                },
            },
            reason=change.reason,
            now=now,
        )
        for subject in _subjects(found):
            project(subject, since=begins_on(subject), seq=entry.seq)
    if changed:
        traces.leave(found, Act.CHANGE, actor=actor, now=now, reason=change.reason, changed=changed)
    return entry


def preview_change(record: Agreement | Program, *, write: Callable[[], None], actor: Any) -> list[Difference]:
    """Say what the public would see change, without changing it.

    Raises:
        as :func:`change_published`.
    """
    with transaction.atomic():
        before, found, _internal = _written(record, write=write, actor=actor)
        seen = differences(before, public_facts(found))
        transaction.set_rollback(True)
    return seen


def _written(
    record: Agreement | Program, *, write: Callable[[], None], actor: Any
) -> tuple[PublicFacts, Agreement | Program, traces.Facts]:
    """Write, and give the public facts before, the record as it is now, and all its facts before."""
    lock_publications()
    require_role(actor, Act.CHANGE)
    stored = locked(record)
    if not stored.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": stored})
    before, internal = public_facts(stored), traces.facts(stored)
    permanent = {subject.reference for subject in _subjects(stored)}
    address = _reference(stored)
    record.version = stored.version + 1
    write()
    found = type(record)._default_manager.get(pk=record.pk)
    if isinstance(found, Agreement):
        agreements.check(found)
        agreements.give_references(found)
    else:
        programs.check(found)
        programs.give_references(found)
    kept = {subject.reference for subject in _subjects(found)}
    if not permanent <= kept or address != _reference(found):
        raise WrongState(_("What was published once keeps its reference and cannot be removed."))
    for subject in _subjects(found):
        if subject.reference != _expected_reference(found, subject.number):
            raise WrongState(_("What was published once keeps its number."), field="number")
    return before, found, internal


def _subjects(record: Agreement | Program) -> Any:
    return record.commitments.all() if isinstance(record, Agreement) else record.milestones.all()


def _reference(record: Agreement | Program) -> str:
    return str(record.reference if isinstance(record, Agreement) else record.slug)


def _expected_reference(record: Agreement | Program, number: int) -> str:
    if isinstance(record, Agreement):
        return agreements.commitment_reference(record.reference, number)
    return programs.milestone_reference(record.slug, number)
