"""The phase of an agreement on a day (design.md §2)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import Phase, TermDates, agreement_phase, renewal_text

ON = date(2024, 6, 1)
BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)
DAY = PartialDate.day
P = PartialDate.parse
IN_FORCE = TermDates(P("2022-12-13"), open_ended=True)


def phase_of(**changes):
    return agreement_phase(replace(IN_FORCE, **changes), on=ON, default_notice_days=90)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Phase.IN_FORCE),
        ({"signed": None}, Phase.UNCONFIRMED),
        ({"signed": DAY(AFTER)}, Phase.NOT_SIGNED),
        ({"signed": DAY(ON)}, Phase.IN_FORCE),
        ({"effective_on": AFTER}, Phase.SIGNED),
        ({"effective_on": ON}, Phase.IN_FORCE),
        ({"ended_on": AFTER}, Phase.IN_FORCE),
        ({"ended_on": ON}, Phase.ENDED),
        ({"succeeded": DAY(AFTER)}, Phase.IN_FORCE),
        ({"succeeded": DAY(ON)}, Phase.SUPERSEDED),
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
    if "expires_on" in changes:
        changes = {"open_ended": False, **changes}
    assert phase_of(**changes) == expected


@pytest.mark.parametrize("renews", [True, False])
def test_of_a_term_that_nobody_knows_nobody_says_that_it_is_in_force(renews):
    of_2016 = TermDates(P("2016"), renews=renews)
    assert agreement_phase(of_2016, on=ON, default_notice_days=90) == Phase.UNKNOWN_TERM
    assert agreement_phase(of_2016, on=date(2015, 12, 31), default_notice_days=90) == Phase.NOT_SIGNED


def test_a_partial_date_counts_from_its_first_day():
    assert phase_of(signed=P("2024-06")) == Phase.IN_FORCE
    assert phase_of(signed=P("2024-H2")) == Phase.NOT_SIGNED
    assert phase_of(succeeded=P("2024")) == Phase.SUPERSEDED


def test_the_first_phase_that_holds_is_the_one():
    everything: dict[str, Any] = {"succeeded": DAY(BEFORE), "ended_on": BEFORE, "expires_on": BEFORE}
    expected = [Phase.SUPERSEDED, Phase.ENDED, Phase.EXPIRED, Phase.UNKNOWN_TERM]
    for without, name in zip([None, *everything], expected, strict=True):
        if without:
            everything[without] = None
        assert phase_of(open_ended=False, **everything) == name


def test_what_is_not_in_force_yet_is_not_expiring():
    soon = {"open_ended": False, "expires_on": ON + timedelta(days=60)}
    assert phase_of(effective_on=AFTER, **soon) == Phase.SIGNED
    assert phase_of(signed=None, **soon) == Phase.UNCONFIRMED


def test_the_renewal_is_said_as_far_as_it_is_known():
    assert renewal_text(None, "") == "자동 연장"
    assert renewal_text(2, "year") == "2년씩 자동 연장"
    assert renewal_text(6, "month") == "6개월씩 자동 연장"
