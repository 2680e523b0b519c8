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
def claim_digest(
    person: Any, kinds: dict[str, int], *, on: date, now: datetime, unfinished: bool = False
) -> Reminder | None:
    """Record that a digest (number of items by kind) is about to be sent.

    Args:
        unfinished: also take over what an earlier run left between the record and the mail.

    Returns:
        None if it was sent, or another run is at it.
    """
    values = {
        "items": sum(kinds.values()),
        "kinds": kinds,
        "outcome": ReminderOutcome.SENDING,
        "begun_at": now,
    }
    rows = Reminder.objects.select_for_update()
    reminder, is_new = rows.get_or_create(person=person, on=on, defaults=values)
    if is_new:
        return reminder

    taken_over = {ReminderOutcome.FAILED}
    if unfinished:
        taken_over.add(ReminderOutcome.SENDING)

    if reminder.outcome not in taken_over:
        return None

    for name, value in values.items():
        setattr(reminder, name, value)
    reminder.save()
    return reminder


@transaction.atomic
def record_outcome(reminder: Reminder, *, sent: bool, now: datetime) -> None:
    """Record whether the mail was sent."""
    reminder.outcome, reminder.sent_at = ReminderOutcome.FAILED, None
    if sent:
        reminder.outcome, reminder.sent_at = ReminderOutcome.SENT, now
    reminder.save()
