"""Standing and silence exist in Python and as SQL; here both answer, on every edge."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import settings

from agreements.models import State
from agreements.rules.lifecycle import FOREVER, STATUSES
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Standing, is_silent, standing
from tests import factories
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

ON = date(2024, 6, 1)


# What the annotations add, mypy cannot know.
STATES: Any = State.objects


def around(*days_from_on):
    """The day before, on and after each edge."""
    return [ON + timedelta(days=edge + near) for edge in days_from_on for near in (-1, 0, 1)]


# ---- standing and silence -------------------------------------------------------------------------


@shared_register
def every_state():
    """A row for each status with each target, and with each day it was last heard of."""
    commitment = factories.agreement().commitments.get()
    targets = [None, *map(PartialDate.day, around(0, settings.DUE_SOON_DAYS)), PartialDate.parse("2024-06")]
    heard = around(0, -settings.SILENT_DAYS)
    combinations = product([status for status, _ in STATUSES], targets, heard)
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
        )
        for number, (status, target, heard_on) in enumerate(combinations, start=1)
    )


def test_standing_is_the_same_in_python_and_sql(every_state):
    seen = set()
    for row in STATES.with_standing(on=ON):
        expected = standing(row.status, row.target, on=ON, due_soon_days=settings.DUE_SOON_DAYS)
        assert row.standing == expected, (row.status, row.target)
        seen.add(row.standing)
    assert seen == set(Standing.values)


def test_silence_is_the_same_in_python_and_sql(every_state):
    seen = set()
    for row in STATES.with_standing(on=ON):
        expected = is_silent(row.status, row.heard_on, on=ON, silent_days=settings.SILENT_DAYS)
        assert row.silent is expected, (row.status, row.heard_on)
        seen.add(row.silent)
    assert seen == {True, False}
