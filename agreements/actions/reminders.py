"""Recording which digest was sent to whom.

The record is committed before the mail goes, and settled after it: at most one digest a person and
day, whatever runs twice, side by side or dies in between.  The other order would send again what was
sent already.  What a run that died left unsettled is named by the next one, and sent again only when
somebody asks for it.  There is no trace: nobody acts, and the record is its own.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from agreements.models import Reminder
from agreements.models.reminder import ReminderOutcome


@transaction.atomic
def claim(
    person: Any, kinds: dict[str, int], *, on: date, now: datetime, unfinished: bool = False
) -> Reminder | None:
    """Note that a digest (items by kind) is about to be sent; None if it was, or another run is at it.

    ``unfinished``: also take over what an earlier run left between the note and the mail.
    """
    said = {"items": sum(kinds.values()), "kinds": kinds, "outcome": ReminderOutcome.SENDING, "begun_at": now}
    found, is_new = Reminder.objects.select_for_update().get_or_create(person=person, on=on, defaults=said)
    again = {ReminderOutcome.FAILED, *([ReminderOutcome.SENDING] if unfinished else [])}
    if not is_new:
        if found.outcome not in again:
            return None
        for name, value in said.items():
            setattr(found, name, value)
        found.save()
    return found


@transaction.atomic
def settle(reminder: Reminder, *, sent: bool, now: datetime) -> None:
    """Note what came of it."""
    reminder.outcome = ReminderOutcome.SENT if sent else ReminderOutcome.FAILED
    reminder.sent_at = now if sent else None
    reminder.save()
