"""The phase of an agreement on a day (design.md §2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agreements.rules.phase import Phase, TermDates, agreement_phase

ON = date(2024, 6, 1)
BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)
IN_FORCE = TermDates(signed_on=date(2022, 12, 13))


def phase_of(**changes):
    return agreement_phase(replace(IN_FORCE, **changes), on=ON, default_notice_days=90)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Phase.IN_FORCE),
        ({"signed_on": None}, Phase.NEGOTIATING),
        ({"signed_on": AFTER}, Phase.NEGOTIATING),
        ({"signed_on": ON}, Phase.IN_FORCE),
        ({"effective_on": AFTER}, Phase.SIGNED),
        ({"effective_on": ON}, Phase.IN_FORCE),
        ({"ended_on": AFTER}, Phase.IN_FORCE),
        ({"ended_on": ON}, Phase.ENDED),
        ({"succeeded_on": AFTER}, Phase.IN_FORCE),
        ({"succeeded_on": ON}, Phase.SUPERSEDED),
        ({"expires_on": BEFORE}, Phase.EXPIRED),
        ({"expires_on": ON}, Phase.EXPIRING),  # the last day of the term is part of it
        ({"expires_on": ON + timedelta(days=90)}, Phase.EXPIRING),
        ({"expires_on": ON + timedelta(days=91)}, Phase.IN_FORCE),
        ({"expires_on": ON + timedelta(days=30), "notice_days": 30}, Phase.EXPIRING),
        ({"expires_on": ON + timedelta(days=31), "notice_days": 30}, Phase.IN_FORCE),
        ({"expires_on": AFTER, "notice_days": 0}, Phase.IN_FORCE),
        ({"expires_on": ON, "notice_days": 0}, Phase.EXPIRING),
        ({"expires_on": BEFORE, "renews": True}, Phase.IN_FORCE),
        ({"expires_on": AFTER, "renews": True}, Phase.IN_FORCE),
    ],
)
def test_each_phase_begins_and_ends_on_its_day(changes, expected):
    assert phase_of(**changes) == expected


def test_the_first_phase_that_holds_is_the_one():
    everything = {"succeeded_on": BEFORE, "ended_on": BEFORE, "expires_on": BEFORE}
    expected = [Phase.SUPERSEDED, Phase.ENDED, Phase.EXPIRED, Phase.IN_FORCE]
    for without, name in zip([None, *everything], expected, strict=True):
        if without:
            everything[without] = None  # type: ignore[assignment]
        assert phase_of(**everything) == name


def test_what_is_not_in_force_yet_is_not_expiring():
    assert phase_of(effective_on=AFTER, expires_on=ON + timedelta(days=60)) == Phase.SIGNED
    assert phase_of(signed_on=None, expires_on=ON + timedelta(days=60)) == Phase.NEGOTIATING
