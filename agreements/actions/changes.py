"""Changing what is published: an amendment the parties signed, or the correction of a mistake."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import agreements, programs, screening, search_index, traces
from agreements.actions.checks import locked, require, require_reason
from agreements.actions.public_facts import PublicFacts, public_facts
from agreements.actions.publication import EntryText, append_entry, lock_publications
from agreements.actions.refusals import Incomplete, WrongState
from agreements.actions.states import keep_dates, subjects_of, update_states
from agreements.models import Agreement, EntryKind, LedgerEntry, Program
from agreements.rules.ledger import FactDifference, fact_differences
from agreements.rules.publication import Act, ChangeKind


@dataclass(frozen=True)
class Change:
    """Why a published record changes.  ``amendment`` is the number of the one the parties signed;
    ``clearance`` says why what looks like personal data in it is none."""

    kind: ChangeKind
    reason: str
    amendment: int | None = None
    clearance: str = ""

    @property
    def grounds(self) -> dict[str, Any]:
        """What the ledger tells of it."""
        return {"kind": self.kind.value, "reason": self.reason, "amendment": self.amendment}


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
        WrongState: it is not published, or a published commitment or milestone would go.
        Incomplete: the reason or the amendment is missing, a number changes, or something that the
            public needs is missing.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    written = _written(record, write=write, actor=actor, now=now)
    found = written.record
    if changed := traces.changes(written.before, traces.facts(found)):
        traces.leave(found, Act.CHANGE, actor=actor, now=now, reason=change.reason, changed=changed)
    if not fact_differences(written.shown_before, written.shown):
        return None
    _require_grounds(found, change)
    _require_clean(found, change, actor=actor, now=now)
    facts = {"facts": written.shown, "change": change.grounds}
    text = EntryText(found, EntryKind.CHANGE, found.public_reference, facts, reason=change.reason)
    entry = append_entry(text, now=now)
    keep_dates(found, seq=entry.seq)
    for subject in subjects_of(found):
        update_states(subject, seq=entry.seq)
    search_index.keep(found)
    return entry


@dataclass(frozen=True)
class Preview:
    """What the public would see change, and what of it would have to be cleared as no personal data."""

    differences: list[FactDifference]
    hits: list[screening.Found]


def preview_change(
    record: Agreement | Program, *, write: Callable[[], None], actor: Any, now: datetime
) -> Preview:
    """Say what the public would see change, without changing it.

    Raises:
        as :func:`change_published`, but for what a :class:`Change` lacks.
    """
    read = record.version
    try:
        with transaction.atomic():
            written = _written(record, write=write, actor=actor, now=now)
            hits = screening.found_in(written.record)
            screening.refuse([hit for hit in hits if not hit.clearable])
            transaction.set_rollback(True)
    finally:
        record.version = read
    return Preview(
        fact_differences(written.shown_before, written.shown), [hit for hit in hits if hit.clearable]
    )


def _require_grounds(record: Agreement | Program, change: Change) -> None:
    """
    Raises:
        Incomplete: the reason is missing, or the amendment of an agreement that was changed by one.
    """
    require_reason(change.reason)
    if change.kind != ChangeKind.AMENDMENT or not isinstance(record, Agreement):
        return
    if change.amendment is None or not record.amendments.filter(number=change.amendment).exists():
        raise Incomplete(_("Enter the amendment the parties signed, and name its number."), field="amendment")


def _require_clean(record: Agreement | Program, change: Change, *, actor: Any, now: datetime) -> None:
    """Clear, on the word of whoever changes it, what a coordinator may clear.

    Raises:
        PersonalData: something cannot be cleared, or the reason why it is no personal data is missing.
    """
    screening.require_clean_reason(record, change.reason)
    screening.screen_documents(record, now=now)
    hits = screening.found_in(record)
    screening.refuse([hit for hit in hits if not hit.clearable])
    if uncleared := [hit for hit in hits if hit.clearable]:
        if not change.clearance.strip():
            screening.refuse(uncleared, field="clearance")
        screening.leave_clearance(record, uncleared, change.clearance, actor=actor, now=now)


@dataclass(frozen=True)
class _Written:
    """A record as it was and as ``write`` left it: what the public sees, and all its facts before."""

    record: Agreement | Program
    before: traces.Facts
    shown_before: PublicFacts
    shown: PublicFacts


def _written(
    record: Agreement | Program, *, write: Callable[[], None], actor: Any, now: datetime
) -> _Written:
    """Write, under the publish lock, and hold the record to what was published once."""
    lock_publications()
    require(actor, Act.CHANGE, record, now=now)
    stored = locked(record)
    if not stored.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": stored})
    before, shown_before = traces.facts(stored), public_facts(stored)
    permanent = set(subjects_of(stored).values_list("pk", "reference"))
    record.version = stored.version + 1
    try:
        write()
    except ProtectedError as error:
        raise WrongState(KEPT) from error
    found = type(record)._default_manager.get(pk=record.pk)
    if not found.is_public or found.public_reference != stored.public_reference:
        raise WrongState(KEPT)
    if not permanent <= set(subjects_of(found).values_list("pk", "reference")):
        raise WrongState(KEPT)
    if found.version == stored.version:  # ``write`` saved only what belongs to the record
        found.version += 1
        found.save(update_fields=["version"])
    if isinstance(found, Agreement):
        agreements.check_agreement(found)
        agreements.give_references(found)
    else:
        programs.check_program(found)
        programs.give_references(found)
    return _Written(found, before, shown_before, public_facts(found))


KEPT = gettext_lazy("What was published once keeps its reference and cannot be removed.")
