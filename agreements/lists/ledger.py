"""The ledger, and of it what became of records after they were published; files without filters."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.filters import ListFilters
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


def entries_afterwards(clock: Clock) -> Any:
    return entries_at(clock).filter(kind__in=AFTERWARDS)


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
