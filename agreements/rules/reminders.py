"""On which days a person is reminded of what: each is a function of two days."""

from datetime import date

DUE_IN = frozenset({30, 7, 1})  # days before the last day of a target
EXPIRING_IN = frozenset({90, 30})  # days before an agreement's last day
PAST_SINCE = frozenset({1, 7, 30})  # days after the last day of a target, and then every 30
AGAIN_EVERY = 30
ROUND_DUE_IN = frozenset({7, 1, 0})  # days before the day on which a round is due


def reminds_of_due(target_last: date, *, on: date) -> bool:
    return (target_last - on).days in DUE_IN


def reminds_of_past(target_last: date, *, on: date) -> bool:
    days = (on - target_last).days
    return days in PAST_SINCE or (days > 0 and days % AGAIN_EVERY == 0)


def reminds_of_round(due_on: date, *, on: date) -> bool:
    """A week and a day before an answer is due, on the day itself, and then as of what is past."""
    return (due_on - on).days in ROUND_DUE_IN or reminds_of_past(due_on, on=on)


def reminds_of_silence(heard_on: date, *, on: date, silent_days: int) -> bool:
    """On the first day on which nothing was heard for longer than ``silent_days``, and then every 30."""
    days = (on - heard_on).days - silent_days - 1
    return days >= 0 and days % AGAIN_EVERY == 0


def reminds_of_period(period_last: date, *, on: date) -> bool:
    """On the day after a period for which a report is expected, and then every 30."""
    days = (on - period_last).days - 1
    return days >= 0 and days % AGAIN_EVERY == 0


def reminds_of_expiry(expires_on: date, *, on: date) -> bool:
    return (expires_on - on).days in EXPIRING_IN
