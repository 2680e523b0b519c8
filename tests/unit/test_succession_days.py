"""A body speaks for the one that it follows from the day after that ended: before, each spoke for itself."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.states import Promise, state_on
from agreements.rules.succession import successors_of, with_predecessors, with_predecessors_of
from tests.unit.drawn_promises import DAYS, days_that_matter, promises
from tests.unit.test_succession_rules import (
    FEW,
    GWANGJU,
    OTHER,
    SINCE,
    followed_from,
    known,
    successions,
    word,
)


def succeeding(promise: Promise, last_day: date, pairs: list[tuple[int, int]]) -> Promise:
    """Return the promise as it stands where those that are followed ended on a day."""
    predecessors = followed_from(last_day, pairs)
    reports = with_predecessors(promise.reports, predecessors)
    if promise.agencies is None:
        return promise._replace(reports=reports)
    return promise._replace(
        reports=reports,
        agencies=with_predecessors_of(promise.agencies, predecessors),
        successors=successors_of(promise.agencies, predecessors),
    )


@FEW
@given(promises(), successions, st.sampled_from(DAYS))
def test_a_succession_makes_no_day_worse_on_which_the_bodies_that_are_followed_stood(
    promise: Promise, pairs: list[tuple[int, int]], last_day: date
):
    succeeded = succeeding(promise, last_day, pairs)
    named_before = succeeded._replace(successors={}, agencies=promise.agencies)
    for day in days_that_matter(promise):
        if day <= last_day:
            assert state_on(named_before, day) == state_on(promise, day)
            without = named_before._replace(agencies=succeeded.agencies)
            assert state_on(succeeded, day) == state_on(without, day)


def test_what_a_body_said_while_the_one_it_was_to_follow_stood_was_its_own_word():
    done = word("2025-03-01", GWANGJU, status="completed", happened="2025-02", happened_as="on")
    denied = word("2025-09-01", OTHER, "2025-10", says_not_done=True)
    for last_day, status, disputed in (("2025-08-31", "on_track", False), ("2026-06-30", "completed", True)):
        promise = Promise(SINCE, known(done, denied, successions=[]), agencies={GWANGJU})
        absorbed = succeeding(promise, date.fromisoformat(last_day), [(GWANGJU, OTHER)])
        row = state_on(absorbed, date(2026, 9, 1))
        assert (row.status, row.disputed) == (status, disputed)
        assert (row.target is None) == disputed, "it was no word on what others promised"
