"""What holds of the rules on what is known, whatever was reported and looked for (design.md §2, §3.4)."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import (
    CLOSED,
    FOREVER,
    FULFILLED,
    GIVEN_UP,
    PERIOD_DONE,
    UNREPORTED,
    UNSEARCHED,
    Reported,
    in_order,
)
from agreements.rules.outcome import (
    Outcome,
    Verdict,
    days_after,
    outcome_of,
    standing_claims,
    takes_back,
    verdict_on,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, Standing, StateRow, standing, state_on, states
from agreements.rules.targets import Announcement, counting_announcement, target_history
from tests.unit.drawn_promises import (
    END,
    OPEN,
    SINCE,
    SPEAKERS,
    TrueStory,
    any_inquiry,
    days_that_matter,
    joined,
    linked,
    looked_for,
    periods,
    promises,
    repeating,
    true_stories,
)

DUE_SOON_DAYS = 30
FEW = settings(max_examples=50, derandomize=True, deadline=None)


def standing_of(promise: Promise, day: date) -> Standing:
    return standing(state_on(promise, day), on=day, due_soon_days=DUE_SOON_DAYS)


# ---- red, and what nobody looked for ---------------------------------------------------------------


@FEW
@given(promises())
def test_nothing_is_late_without_a_word_from_after_its_date(promise: Promise):
    for day in days_that_matter(promise):
        row = state_on(promise, day)
        if standing(row, on=day, due_soon_days=DUE_SOON_DAYS) != Standing.LATE:
            continue
        assert row.target is not None
        assert row.target.last < day
        assert any(
            min(report.said_on.last, report.published_on) > row.target.last and report.effective_on <= day
            for report in promise.reports
            if report.status not in FULFILLED
        )


@FEW
@given(promises() | looked_for(), any_inquiry())
def test_an_inquiry_turns_nothing_red_and_changes_no_status(promise: Promise, inquiry: Inquired):
    with_it = promise._replace(inquiries=[*promise.inquiries, inquiry])
    for day in days_that_matter(with_it):
        before, after = state_on(promise, day), state_on(with_it, day)
        if before.status != after.status:
            assert (before.status, after.status) == (UNSEARCHED, UNREPORTED)
        assert _but_inquiry(before) == _but_inquiry(after)
        if standing_of(with_it, day) == Standing.LATE:
            assert standing_of(promise, day) == Standing.LATE


def _but_inquiry(row: StateRow) -> StateRow:
    return row._replace(status="", looked_until=None, searched_on=None)


def test_unreported_and_unconfirmed_rest_on_a_search_of_the_promises_own_time():
    seen = set()

    @FEW
    @given(promises(most=1) | looked_for())
    def holds(promise: Promise) -> None:
        for day in days_that_matter(promise):
            row, stands = state_on(promise, day), standing_of(promise, day)
            if row.status != UNREPORTED and stands != Standing.UNCONFIRMED:
                continue
            seen.update({row.status, stands})
            assert row.looked_until is not None
            assert promise.since <= row.looked_until
            assert stands != Standing.UNCONFIRMED or (row.target and row.target.last < row.looked_until)
            open_since = max(promise.since, row.not_yet_on or promise.since)
            assert any(
                inquiry.nothing_found
                and inquiry.covers_from.first <= open_since
                and row.looked_until <= inquiry.searched_on == row.searched_on <= day
                for inquiry in promise.inquiries
            )

    holds()
    assert seen >= {UNREPORTED, Standing.UNCONFIRMED}, "promises of neither kind were drawn"


# ---- two subjects, one promise -----------------------------------------------------------------------


@FEW
@given(linked())
def test_joining_loses_no_report(sides: tuple[Promise, Promise]):
    one = joined(*sides)
    told = {_words(entry) for entry in target_history(one.reports)}
    ordered = in_order(one.reports)
    for side in sides:
        assert {_words(entry) for entry in target_history(side.reports)} <= told
        assert [report for report in ordered if report in side.reports] == in_order(side.reports)
        for day in days_that_matter(one):
            claims = standing_claims(one.reports, on=day)
            for claim in standing_claims(side.reports, on=day):
                assert claim in claims or any(takes_back(word, claim) for word in one.reports)
            if side.reports and state_on(side, day).status not in (UNSEARCHED, UNREPORTED):
                assert state_on(one, day).status not in (UNSEARCHED, UNREPORTED)


def _words(entry: Announcement) -> tuple[int, PartialDate, PartialDate | None]:
    return entry.speaker, entry.report.said_on, entry.target


@FEW
@given(linked())
def test_both_pages_of_one_promise_say_the_same(sides: tuple[Promise, Promise]):
    commitment, milestone = joined(*sides), joined(*reversed(sides))
    for day in days_that_matter(commitment):
        assert state_on(commitment, day) == state_on(milestone, day)
        assert target_history(commitment.reports, on=day) == target_history(milestone.reports, on=day)
        assert outcome_of(commitment.reports, on=day) == outcome_of(milestone.reports, on=day)


# ---- the order of publication ------------------------------------------------------------------------


@FEW
@given(promises(), st.data())
def test_the_order_of_publication_decides_nothing_but_progress(promise: Promise, data: st.DataObject):
    reports = promise.reports
    order = data.draw(st.permutations(range(1, len(reports) + 1)))
    shuffled = [report._replace(seq=seq) for report, seq in zip(reports, order, strict=True)]
    other = promise._replace(reports=sorted(shuffled, key=lambda report: report.seq))
    for day in days_that_matter(promise):
        assert _but_progress(state_on(promise, day)) == _but_progress(state_on(other, day))
        assert _history(promise, day) == _history(other, day)


def _but_progress(row: StateRow) -> StateRow:
    return row._replace(progress=None, quantity_done=None, report_id=None)


def _history(promise: Promise, day: date) -> list[tuple[object, ...]]:
    outcome = outcome_of(promise.reports, on=day)
    history = target_history(promise.reports, on=day)
    return [
        (*_words(entry), entry.change, entry.days_moved, entry.present, _verdict(entry, outcome))
        for entry in history
    ]


def _verdict(entry: Announcement, outcome: Outcome | None) -> Verdict | None:
    if entry.target is None or outcome is None:
        return None
    return verdict_on(entry.target, named=entry.report, outcome=outcome)


# ---- leniency ----------------------------------------------------------------------------------------

HOW_BAD = {Standing.LATE: 2, Standing.UNCONFIRMED: 1, Standing.UNCHECKED: 1}  # else 0


@FEW
@given(promises(most=4), st.data())
def test_a_later_and_more_lenient_word_makes_no_standing_worse(promise: Promise, data: st.DataObject):
    last_word = max((report.said_day for report in promise.reports), default=SINCE)
    said = last_word + timedelta(days=data.draw(st.integers(1, 200)))
    counting = counting_announcement(
        entry for entry in target_history(promise.reports) if promise.has_a_say(entry.report)
    )
    assume(counting is not None and counting.target is not None)
    assert counting is not None
    assert counting.target is not None
    word = Reported(
        id=99,
        seq=99,
        published_on=said,
        said_on=PartialDate.day(said),
        status=data.draw(st.sampled_from(OPEN)),
        stated_by=counting.stated_by,
        submitted=data.draw(st.booleans()),
        target_undated=True,
    )
    if data.draw(st.booleans()):  # not taken back but set to a later day, by its speaker or another agency
        target = data.draw(periods(st.dates(counting.target.last, END + timedelta(days=400))))
        assume(target.last > max(counting.target.last, said))
        speaker = data.draw(st.sampled_from(sorted(promise.agencies or SPEAKERS)))
        word = word._replace(stated_by=speaker, target=target, target_undated=False)

    more_lenient = promise._replace(reports=[*promise.reports, word])
    for day in days_that_matter(more_lenient):
        if state_on(promise, day).status in CLOSED:
            continue
        before, after = standing_of(promise, day), standing_of(more_lenient, day)
        assert HOW_BAD.get(after, 0) <= HOW_BAD.get(before, 0)


# ---- true stories ------------------------------------------------------------------------------------


@settings(FEW, max_examples=200)
@given(true_stories())
def test_no_verdict_is_false_where_every_report_is_true(story: TrueStory):
    reports = story.promise.reports
    for day in {report.said_day for report in reports}:
        outcome = outcome_of(reports, on=day)
        if outcome is None:
            continue
        assert story.fulfilled_on is not None
        assert (outcome.earliest or date.min) <= story.fulfilled_on
        assert outcome.latest is not None
        assert story.fulfilled_on <= outcome.latest
        assert not outcome.disputed
        assert outcome.day in (
            None,
            *(report.happened and report.happened.first for report in reports if _names_a_day(report)),
        )
        for entry in target_history(reports, on=day):
            if entry.target is None:
                continue
            late_by = (story.fulfilled_on - entry.target.last).days
            verdict = verdict_on(entry.target, named=entry.report, outcome=outcome)
            assert verdict != Verdict.WITHIN or late_by <= 0
            assert verdict != Verdict.AFTER or late_by > 0
            assert verdict != Verdict.AFTERWARDS or story.is_done(entry.report.said_day)
            assert days_after(entry.target, outcome) in (None, late_by)


def _names_a_day(report: Reported) -> bool:
    return report.happened is not None and report.happened.first == report.happened.last


@FEW
@given(true_stories())
def test_what_is_called_late_or_done_truly_is(story: TrueStory):
    for day in days_that_matter(story.promise):
        row = state_on(story.promise, day)
        if row.status in FULFILLED:
            assert story.is_done(day)
        if standing(row, on=day, due_soon_days=DUE_SOON_DAYS) == Standing.LATE:
            assert row.target is not None
            # A word of the very day leaves open whether it came true later on that day.
            assert not story.is_done(row.target.last)


# ---- what repeats --------------------------------------------------------------------------------------


@FEW
@given(repeating())
def test_of_what_repeats_the_newest_report_stands_alone_and_no_date_passes(promise: Promise):
    for day in days_that_matter(promise):
        row = state_on(promise, day)
        in_effect = in_order(report for report in promise.reports if report.effective_on <= day)
        if in_effect:
            newest = in_effect[-1]
            alone = promise._replace(reports=[newest])
            assert row._replace(heard_on=day) == state_on(alone, day)._replace(heard_on=day)
            assert row.status == (PERIOD_DONE if newest.status in FULFILLED else newest.status)
        assert standing_of(promise, day) == (Standing.CLOSED if row.status in GIVEN_UP else Standing.UNDATED)
        assert (row.disputed, row.not_yet_on, row.times_moved, row.progress) == (False, None, 0, None)


# ---- rows --------------------------------------------------------------------------------------------


@FEW
@given(promises() | repeating())
def test_rows_leave_no_gap_and_say_what_each_day_by_itself_does(promise: Promise):
    rows = states(promise)
    assert (rows[0].day_from, rows[-1].day_to) == (promise.since, FOREVER)
    assert all(row.day_to == later.day_from > row.day_from for row, later in pairwise(rows))
    for day in days_that_matter(promise):
        (row,) = (row for row in rows if row.day_from <= day < row.day_to)
        assert row._replace(day_from=day, day_to=FOREVER) == state_on(promise, day)
