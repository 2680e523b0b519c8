"""Standing and silence exist in Python and as SQL; here both answer, on every edge."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import settings

from agreements.models import State
from agreements.rules.lifecycle import FOREVER, STATUSES
from agreements.rules.partial_date import PartialDate
from agreements.rules.rhythm import Rhythm
from agreements.rules.states import Standing, is_silent, standing
from tests import factories
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

ON = date(2024, 6, 1)
PAST = date(2024, 3, 31)  # the last day of a target that has passed


# What the annotations add, mypy cannot know.
STATES: Any = State.objects


def around(*days_from_on):
    """The day before, on and after each edge."""
    return [ON + timedelta(days=edge + near) for edge in days_from_on for near in (-1, 0, 1)]


@shared_register
def every_state():
    """A row for each status with each target, days of the last "not yet", search and report."""
    commitment = factories.agreement().commitments.get()
    targets = [None, *map(PartialDate.day, around(0, settings.DUE_SOON_DAYS)), PartialDate.parse("2024-06")]
    targets.append(PartialDate.day(PAST))
    heard = around(0, -settings.SILENT_DAYS)
    around_past = [None, *(PAST + timedelta(days=near) for near in (-1, 0, 1))]
    statuses = [status for status, _ in STATUSES]
    combinations = [
        *product(statuses, targets, heard, [None], [None], [""]),
        *product(statuses, [PartialDate.day(PAST)], heard[:1], around_past, around_past, [""]),
        *product(statuses, [None], heard, [None], [None], Rhythm.values),
    ]
    STATES.bulk_create(
        State(
            commitment=commitment,
            day_from=date(2000, 1, 1),
            day_to=FOREVER,
            seq_from=number,
            seq_to=number + 1,
            status=status,
            target_first=target.first if target else None,
            target_last=target.last if target else None,
            heard_on=heard_on,
            not_yet_on=not_yet_on,
            looked_until=looked_until,
            repeats=repeats,
        )
        for number, row in enumerate(combinations, start=1)
        for status, target, heard_on, not_yet_on, looked_until, repeats in [row]
    )


def test_standing_is_the_same_in_python_and_sql(every_state):
    seen = set()
    for row in STATES.with_standing(on=ON):
        expected = standing(row, on=ON, due_soon_days=settings.DUE_SOON_DAYS)
        assert row.standing == expected, (row.status, row.target, row.not_yet_on, row.looked_until)
        seen.add(row.standing)
    assert seen == set(Standing.values)


def test_silence_is_the_same_in_python_and_sql(every_state):
    seen = set()
    for row in STATES.with_standing(on=ON):
        expected = is_silent(row, on=ON, silent_days=settings.SILENT_DAYS)
        assert row.silent is expected, (row.status, row.heard_on, row.repeats)
        seen.add(row.silent)
    assert seen == {True, False}
