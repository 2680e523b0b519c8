"""Changing what is published: an amendment the parties signed, or the correction of a mistake."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import agreements, programs, screening, search_index, traces
from agreements.actions.checks import lock_current, require_grant, require_reason
from agreements.actions.links import keep_links_and_states
from agreements.actions.public_facts import PublicFacts, public_facts
from agreements.actions.publication import EntryContent, append_entry, lock_publications
from agreements.actions.refusals import Incomplete, SimilarAgreements, WrongState
from agreements.actions.similar_agreements import asked_about, similar_keys
from agreements.actions.states import keep_dates, subjects_of
from agreements.models import Agreement, EntryKind, LedgerEntry, Program
from agreements.models.staff import person_of
from agreements.rules.ledger import FactDifference, fact_differences
from agreements.rules.publication import Act, ChangeKind


@dataclass(frozen=True)
class PublishedChange:
    """Why a published record changes.

    ``amendment`` is the number of the one the parties signed; ``clearance`` says why what looks like
    personal data in it is none.  ``different_from_similar`` says that it is no other agreement recorded.
    """

    kind: ChangeKind
    reason: str
    amendment: int | None = None
    clearance: str = ""
    different_from_similar: bool = False

    @property
    def grounds(self) -> dict[str, Any]:
        """Return what the ledger keeps of it."""
        return {"kind": self.kind.value, "reason": self.reason, "amendment": self.amendment}


@transaction.atomic
def change_published(
    record: Agreement | Program,
    change: PublishedChange,
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
        SimilarAgreements: it has become an agreement that may be recorded already.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    result = _write_held(record, write=write, actor=actor, now=now)
    changed_record = result.record
    changed = traces.fact_changes(result.facts_before, traces.record_facts(changed_record))
    if changed:
        traces.leave_trace(
            changed_record, Act.CHANGE, actor=actor, now=now, reason=change.reason, changed=changed
        )

    # What only staff see, such as a document that is not public, changes without a ledger entry.
    if not fact_differences(result.public_before, result.public_after):
        return None

    _require_grounds(changed_record, change)
    if result.similar and not change.different_from_similar:
        raise asked_about(result.similar, person=person_of(actor, on=timezone.localdate(now)))
    _require_clean_change(changed_record, change, actor=actor, now=now)
    text = EntryContent(
        changed_record,
        EntryKind.CHANGE,
        changed_record.public_reference,
        {"facts": result.public_after, "change": change.grounds},
        reason=change.reason,
    )
    entry = append_entry(text, now=now)

    keep_dates(changed_record, seq=entry.seq)
    keep_links_and_states(changed_record, seq=entry.seq)
    search_index.update_index_for(changed_record)
    return entry


@dataclass(frozen=True)
class ChangePreview:
    """What the public would see change, and what of it would have to be cleared as no personal data."""

    differences: list[FactDifference]
    hits: list[screening.PersonalDataHit]
    similar: SimilarAgreements | None = None  # what it may be the same as by the change


def preview_change(
    record: Agreement | Program, *, write: Callable[[], None], actor: Any, now: datetime
) -> ChangePreview:
    """Return what the public would see change, without changing it.

    Raises:
        as :func:`change_published`, but for what a :class:`PublishedChange` lacks.
    """
    version_read = record.version
    try:
        with transaction.atomic():
            result = _write_held(record, write=write, actor=actor, now=now)
            uncleared = screening.require_clearable(result.record)
            transaction.set_rollback(True)
    finally:
        record.version = version_read

    differences = fact_differences(result.public_before, result.public_after)
    similar = None
    if result.similar:
        similar = asked_about(result.similar, person=person_of(actor, on=timezone.localdate(now)))
    return ChangePreview(differences, uncleared, similar)


def _require_grounds(record: Agreement | Program, change: PublishedChange) -> None:
    """Demand the reason and, of an agreement that was changed by one, the amendment.

    Raises:
        Incomplete: one is missing.
    """
    require_reason(change.reason)

    if change.kind != ChangeKind.AMENDMENT or not isinstance(record, Agreement):
        return
    if change.amendment is None or not record.amendments.filter(number=change.amendment).exists():
        raise Incomplete(_("Enter the amendment the parties signed, and name its number."), field="amendment")


def _require_clean_change(
    record: Agreement | Program, change: PublishedChange, *, actor: Any, now: datetime
) -> None:
    """Clear, on the word of whoever changes it, what a coordinator may clear.

    Raises:
        PersonalData: something cannot be cleared, or the reason why it is no personal data is missing.
    """
    screening.require_clean_reason(record, change.reason)
    screening.screen_documents(record, now=now)
    uncleared = screening.require_clearable(record)
    if not uncleared:
        return

    if not change.clearance.strip():
        screening.refuse_hits(uncleared, field="clearance")
    screening.leave_clearance(record, uncleared, change.clearance, actor=actor, now=now)


@dataclass(frozen=True)
class _WrittenChange:
    """A record as ``write`` left it, with its facts before and what the public sees before and after."""

    record: Agreement | Program
    facts_before: traces.Facts
    public_before: PublicFacts
    public_after: PublicFacts
    similar: set[int]  # keys of what it may be the same as, and was not before


def _write_held(
    record: Agreement | Program, *, write: Callable[[], None], actor: Any, now: datetime
) -> _WrittenChange:
    """Write under the publish lock; refuse what would take back something that was published once."""
    lock_publications()
    require_grant(actor, Act.CHANGE, record, now=now)
    current = lock_current(record)
    if not current.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": current})

    facts_before, public_before = traces.record_facts(current), public_facts(current)
    similar_before = similar_keys(current)
    permanent = _permanent_names(current)

    record.version = current.version + 1
    try:
        write()
    except ProtectedError as error:
        raise WrongState(KEPT) from error

    changed = type(record)._default_manager.get(pk=record.pk)
    if not changed.is_public or not permanent <= _permanent_names(changed):
        raise WrongState(KEPT)

    if changed.version == current.version:  # ``write`` saved only what belongs to the record
        changed.version += 1
        changed.save(update_fields=["version"])

    if isinstance(changed, Agreement):
        agreements.check_agreement(changed)
        agreements.give_commitment_references(changed)
    else:
        programs.check_program(changed)
        programs.give_milestone_references(changed)

    similar = similar_keys(changed) - similar_before
    return _WrittenChange(changed, facts_before, public_before, public_facts(changed), similar)


def _permanent_names(record: Agreement | Program) -> set[tuple[int, str | None]]:
    """Return (key, reference) of the record and of its subjects: none of them may go or change."""
    subjects = set(subjects_of(record).values_list("pk", "reference"))
    return subjects | {(0, record.public_reference)}


KEPT = gettext_lazy("What was published once keeps its reference and cannot be removed.")
