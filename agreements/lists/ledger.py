"""The ledger, and of it what became of records after they were published; files without filters."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.lists.filters import ChoiceFilter, ListFilters
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.models import EntryKind, LedgerEntry
from agreements.models.base import PUBLIC
from agreements.models.presence import end_of_day

NEWEST_FIRST = {"-seq": Sort(_("Newest first"), ("-seq",))}
AFTERWARDS = (EntryKind.CORRECTION, EntryKind.CHANGE, EntryKind.WITHDRAWAL, EntryKind.REDACTION)


def entries_at(clock: Clock) -> Any:
    """The ledger as it was at the end of the clock's day and at its sequence, newest first."""
    entries = LedgerEntry.objects.visible_to(PUBLIC)
    if clock.seq is not None:
        entries = entries.filter(seq__lte=clock.seq)
    if clock.on != clock.today:
        entries = entries.filter(recorded_at__lt=end_of_day(clock.on))
    return entries


def newest_entry_known(clock: Clock) -> LedgerEntry | None:
    """Return the last step of what a clock knows, whatever day it looks at."""
    entry: LedgerEntry | None = entries_at(Clock(clock.on, clock.seq, today=clock.on)).first()
    return entry


def entries_afterwards(clock: Clock) -> Any:
    return entries_at(clock).filter(kind__in=AFTERWARDS)


# How the payload of a change begins that corrects a mistake in the record.
CORRECTS_A_RECORD = '{"change":{"amendment":null,"kind":"correction"'


def entries_of_kind(kind: str) -> Q:
    """Entries of one kind.  Corrections are those of reports and those of published records alike."""
    if kind != EntryKind.CORRECTION:
        return Q(kind=kind) if kind else Q()
    return Q(kind=kind) | Q(kind=EntryKind.CHANGE, payload__startswith=CORRECTS_A_RECORD)


class EntryKindFilter(ChoiceFilter):
    def __init__(self) -> None:
        super().__init__(label=_("Kind"), choices=EntryKind.choices)

    def condition(self, value: str) -> Q:
        return entries_of_kind(value)


class ChangeFilters(ListFilters):
    kind = EntryKindFilter()


CHANGES = Listing(
    name="changes",
    title=_("Changes"),
    lead=_("Everything that was published, changed, corrected, withdrawn or blanked, newest first."),
    rows=entries_at,
    filters=ChangeFilters,
    sorts=NEWEST_FIRST,
)

LEDGER = Listing(
    name="ledger",
    title=_("Ledger"),
    lead=_("Every step of what became public, chained so that nobody can change one unseen."),
    rows=entries_at,
    filters=ListFilters,
    sorts=NEWEST_FIRST,
)

CORRECTIONS = Listing(
    name="corrections",
    title=_("Corrections and withdrawals"),
    lead=_("What was corrected, changed, withdrawn or blanked after it had been published, and why."),
    rows=entries_afterwards,
    filters=ListFilters,
    sorts=NEWEST_FIRST,
)
