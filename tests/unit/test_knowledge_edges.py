"""Edges of the rules on what is known, found by the properties in ``test_knowledge_properties.py``."""

from datetime import date
from typing import Any

from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import UNREPORTED, UNSEARCHED, Reported
from agreements.rules.outcome import Verdict, days_after, outcome_of, verdict_on
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, Standing, standing, state_on, states
from agreements.rules.targets import target_history

P = PartialDate.parse
CITY, COMMISSION, POLICE = 1, 2, 3


def report(seq: int, said_on: str, status: str, by: int = CITY, **facts: Any) -> Reported:
    """Build a report published on the last day on which it can have been said."""
    for name in ("happened", "target"):
        if name in facts:
            facts[name] = P(facts[name])
    said = P(said_on)
    facts.setdefault("published_on", said.last)
    return Reported(seq, seq, said_on=said, status=status, stated_by=by, **facts)


def completed(seq: int, said_on: str, by: int = CITY, *, on: str) -> Reported:
    return report(seq, said_on, "completed", by, happened=on, happened_as="on")


# ---- the outcome -------------------------------------------------------------------------------------


def test_of_equal_claims_the_first_said_counts_whatever_was_published_first():
    first, later = (
        completed(1, "2023-06-15", on="2023-06-15"),
        completed(2, "2024-03-01", COMMISSION, on="2023-06-15"),
    )
    denial = report(3, "2023-09-01", "not_started", POLICE)
    for reports in ([first, later, denial], [later, first, denial]):
        summer = outcome_of(reports, on=date(2023, 7, 1))
        assert summer is not None
        assert not summer.disputed


def test_a_period_cut_to_the_day_it_was_said_names_no_day():
    in_december = completed(1, "2023-12-01", on="2023-12")
    outcome = outcome_of([in_december], on=date(2024, 1, 1))
    assert outcome is not None
    assert (outcome.earliest, outcome.latest) == (date(2023, 12, 1), date(2023, 12, 1))
    assert (outcome.day, outcome.happened_as) == (None, "by")
    assert (
        verdict_on(P("2023-06"), named=report(2, "2023-01-01", "on_track"), outcome=outcome) == Verdict.AFTER
    )
    assert days_after(P("2023-06"), outcome) is None


# ---- inquiries ---------------------------------------------------------------------------------------


def test_a_search_of_time_before_the_promise_found_nothing_out_about_it():
    older = Inquired(date(2026, 11, 30), P("2020"), P("2021"), nothing_found=True)
    begins = date(2022, 12, 13)
    assert state_on(Promise(begins, [], [older]), date(2026, 12, 1)).status == UNSEARCHED
    of_the_day = older._replace(covers_to=PartialDate.day(begins))
    assert state_on(Promise(begins, [], [of_the_day]), date(2026, 12, 1)).status == UNREPORTED


# ---- targets -----------------------------------------------------------------------------------------


def test_taking_back_a_date_that_another_agency_shares_turns_nothing_late():
    """Whichever of the two takes it back: saying "no date" is more lenient than any date (R22)."""
    on = date(2024, 3, 1)
    shared = [
        report(1, "2022-12-13", "on_track", CITY, target="2023"),
        report(2, "2022-12-13", "on_track", COMMISSION, target="2023"),
    ]
    for speaker in (CITY, COMMISSION):
        taken_back = report(3, "2024-02-01", "on_track", speaker, target_undated=True)
        row = state_on(Promise(date(2022, 12, 13), [*shared, taken_back]), on)
        assert standing(row, on=on, due_soon_days=30) == Standing.UNDATED


def test_the_first_published_of_equal_announcements_is_the_one_named_on_both_pages():
    own, other_side = (
        report(1, "2023-05-01", "on_track", target="2023-06"),
        report(2, "2023-05-01", "planned", target="2023-06"),
    )
    for reports in ([own, other_side], [other_side, own]):
        first, second = target_history(reports)
        assert (first.report, first.present, second.report, second.repeats) == (own, True, other_side, True)


# ---- two subjects, one promise ------------------------------------------------------------------------


def test_a_promise_begins_for_both_pages_with_the_earliest_of_what_it_joins():
    decided, signed, looked_on = date(2021, 9, 1), date(2022, 12, 13), date(2023, 12, 1)
    since_the_signing = Inquired(looked_on, P("2022-12"), P("2023-12"), nothing_found=True)
    milestone = Promise(decided, [], [since_the_signing], joined=True)
    commitment = milestone._replace(rows_from=signed)
    assert state_on(commitment, looked_on) == state_on(milestone, looked_on)
    assert state_on(commitment, looked_on).status == UNSEARCHED  # nobody looked at the first fifteen months
    assert (states(commitment)[0].day_from, states(milestone)[0].day_from) == (signed, decided)


# ---- what stopped or ended ---------------------------------------------------------------------------


def test_what_stopped_or_was_given_up_was_not_done_until_then():
    announced = report(1, "2022-12-13", "not_started", target="2023-03")
    done_by = report(3, "2023-12-27", "completed", happened="2023-12-27", happened_as="by")
    for status in ("on_hold", "dropped"):
        outcome = outcome_of([announced, report(2, "2023-06-01", status), done_by], on=date(2024, 1, 1))
        assert outcome is not None
        assert outcome.earliest == date(2023, 6, 1)
        assert verdict_on(P("2023-03"), named=announced, outcome=outcome) == Verdict.AFTER


def test_what_stopped_after_it_was_done_contradicts_only_where_the_source_says_that_it_is_not_done():
    done = report(1, "2023-02-10", "completed", happened="2023-02-10", happened_as="on")
    for says_so in (False, True):
        stopped = report(2, "2023-06-01", "on_hold", by=2, says_not_done=says_so)
        outcome = outcome_of([done, stopped], on=date(2024, 1, 1))
        assert outcome is not None
        assert outcome.disputed is says_so


def test_a_wider_period_that_ends_on_the_same_day_is_no_move():
    narrow, wide = (
        report(1, "2023-01-10", "not_started", target="2023-06"),
        report(2, "2023-07-20", "on_track", target="2023-H1"),
    )
    assert [entry.change.value for entry in target_history([narrow, wide])] == ["first", "widened"]


def test_a_search_from_the_beginning_counts_beside_a_word_from_before_it():
    said_before = report(1, "2021-09-03", "not_started", target="2023")
    inquiry = Inquired(date(2024, 2, 1), P("2022-12"), P("2024-01"), nothing_found=True)
    row = state_on(Promise(date(2022, 12, 13), [said_before], [inquiry]), date(2024, 2, 1))
    assert standing(row, on=date(2024, 2, 1), due_soon_days=30) == Standing.UNCONFIRMED
