"""Facts on promises for the tests of the rules on what is known: any that the forms accept, and true ones."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import (
    AS_COMMITMENT,
    CLOSED,
    FULFILLED,
    CommitmentStatus,
    MilestoneStatus,
    Reported,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.rhythm import Rhythm
from agreements.rules.states import Promise

SINCE, END = date(2022, 12, 13), date(2024, 6, 30)
SPEAKERS = (1, 2, 3)

# Few days, where periods begin and end, so that dates meet.
DAYS = [
    date(2022, 12, 1) + timedelta(days=days)
    for days in (0, 12, 30, 31, 61, 62, 150, 180, 210, 211, 212, 300, 395, 396)
]
days = st.sampled_from(DAYS)
delays = st.sampled_from((0, 0, 1, 20, 100, 400))  # days from a word to its publication
speakers = st.sampled_from(SPEAKERS)
agencies_of_promise = st.sampled_from((None, {1, 2}))
OPEN = sorted({*CommitmentStatus} - CLOSED)


def periods_around(day: date) -> list[PartialDate]:
    """Return the periods, from the day to the year, that contain a day."""
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    texts = (f"{day:%Y-%m}", f"{day.year}-Q{quarter}", f"{day.year}-H{half}", f"{day.year}")
    return [PartialDate.day(day), *map(PartialDate.parse, texts)]


@st.composite
def periods(draw: DrawFn, around: st.SearchStrategy[date] = days) -> PartialDate:
    return draw(st.sampled_from(periods_around(draw(around))))


# ---- reports and inquiries as the forms accept them, true or not -----------------------------------


@st.composite
def any_report(
    draw: DrawFn, statuses: Iterable[str] = tuple(CommitmentStatus), said_on: st.SearchStrategy[date] = days
) -> Reported:
    """Draw a report without its sequence: nothing in it begins after it was said or published."""
    said = draw(said_on)
    status = draw(st.sampled_from(list(statuses)))
    happened, happened_as = None, ""
    if status in FULFILLED or draw(st.booleans()):
        happened = draw(periods(st.sampled_from([day for day in DAYS if day <= said])))
        happened_as = draw(st.sampled_from(("on", "by")))
    progress = draw(st.sampled_from((None, 0, 40, 100)))
    target = draw(st.none() | periods()) if status not in CLOSED else None
    return Reported(
        id=0,
        seq=0,
        published_on=said + timedelta(days=draw(delays)),
        said_on=draw(st.sampled_from(periods_around(said))),
        status=status,
        stated_by=draw(speakers),
        happened=happened,
        happened_as=happened_as,
        says_not_done=status not in CLOSED and draw(st.booleans()),
        submitted=draw(st.booleans()),
        progress=progress,
        quantity_done=None if progress is None else Decimal(progress * 10),
        target=target,
        target_undated=target is None and status not in CLOSED and draw(st.booleans()),
    )


def numbered(reports: Iterable[Reported]) -> list[Reported]:
    """Number reports in the order of their publication."""
    published = sorted(reports, key=lambda report: report.published_on)
    return [report._replace(id=seq, seq=seq) for seq, report in enumerate(published, 1)]


@st.composite
def any_inquiry(draw: DrawFn) -> Inquired:
    covered = sorted(draw(st.tuples(days, days)))
    searched_on = covered[0] + timedelta(days=draw(st.integers(0, 600)))
    first, last = (draw(st.sampled_from(periods_around(day))) for day in covered)
    return Inquired(searched_on, first, last, nothing_found=draw(st.integers(0, 3)) > 0)


inquiries = st.lists(any_inquiry(), max_size=3)


@st.composite
def promises(draw: DrawFn, most: int = 5) -> Promise:
    few_days = st.sampled_from(draw(st.lists(days, min_size=2, max_size=3)))
    return Promise(
        since=SINCE,
        reports=numbered(draw(st.lists(any_report(said_on=few_days), max_size=most))),
        inquiries=draw(inquiries),
        agencies=draw(agencies_of_promise),
    )


@st.composite
def repeating(draw: DrawFn) -> Promise:
    """Draw a promise that repeats: none of its reports names a date."""
    promise = draw(promises())
    undated = [report._replace(target=None, target_undated=False) for report in promise.reports]
    return promise._replace(reports=undated, repeats=draw(st.sampled_from(Rhythm.values)))


@st.composite
def looked_for(draw: DrawFn) -> Promise:
    """Draw a promise of which one report names a date, and which somebody looked for."""
    report = draw(any_report(OPEN))._replace(target=draw(periods()), target_undated=False)
    return Promise(
        since=SINCE,
        reports=numbered([report]),
        inquiries=draw(st.lists(any_inquiry(), min_size=1, max_size=3)),
        agencies=draw(agencies_of_promise),
    )


def days_that_matter(promise: Promise) -> list[date]:
    """Return the days around each date in the facts, from the beginning of the promise on."""
    named: set[date] = {promise.since, END}
    for report in promise.reports:
        named.add(report.published_on)
        for period in (report.said_on, report.happened, report.target):
            if period:
                named |= {period.first, period.last}
    for inquiry in promise.inquiries:
        named |= {inquiry.searched_on, inquiry.covers_to.last}

    around = {day + timedelta(days=shift) for day in named for shift in (-1, 0, 1)}
    return sorted(day for day in around if day >= promise.since)


# ---- two subjects, one promise ---------------------------------------------------------------------


@st.composite
def linked(draw: DrawFn) -> tuple[Promise, Promise]:
    """Draw a commitment and the milestone that carries it out."""
    commitment = draw(st.lists(any_report(), max_size=3))
    milestone = draw(st.lists(any_report(tuple(MilestoneStatus)), max_size=3))
    recorded_twice = draw(st.booleans())
    if milestone and recorded_twice:  # the same words recorded on both
        report = milestone[0]
        commitment.append(report._replace(status=AS_COMMITMENT[report.status]))
    reports = numbered([*commitment, *milestone])
    agencies = draw(agencies_of_promise)
    found = draw(inquiries)
    of_milestone = [report for report in reports if report.status in MilestoneStatus.values]
    of_commitment = [report for report in reports if report.status not in MilestoneStatus.values]
    return (
        Promise(SINCE, of_commitment, found[:1], agencies),
        Promise(draw(st.dates(date(2021, 9, 1), END)), of_milestone, found[1:], agencies),
    )


def joined(side: Promise, other: Promise) -> Promise:
    """Return what the page of ``side`` says once both are known to be the same promise."""
    return Promise(
        since=min(side.since, other.since),
        reports=[*side.reports, *other.reports],
        inquiries=[*side.inquiries, *other.inquiries],
        agencies=side.agencies,
        joined=True,
        rows_from=side.since,
    )


# ---- true stories ------------------------------------------------------------------------------------


class TrueStory(NamedTuple):
    """The day on which a promise was really fulfilled, and true reports of it."""

    fulfilled_on: date | None
    promise: Promise

    def is_done(self, day: date) -> bool:
        return self.fulfilled_on is not None and self.fulfilled_on <= day


@st.composite
def true_stories(draw: DrawFn) -> TrueStory:
    fulfilled_on = draw(st.none() | days | days)
    reports = [draw(_true_report(fulfilled_on)) for _ in range(draw(st.integers(2, 6)))]
    promise = Promise(SINCE, numbered(reports), draw(inquiries), draw(agencies_of_promise))
    return TrueStory(fulfilled_on, promise)


@st.composite
def _true_report(draw: DrawFn, fulfilled_on: date | None) -> Reported:
    """Draw a report of which every word is true: said on a day of its period, of what was so on that day."""
    said = draw(days)
    report = Reported(
        id=0,
        seq=0,
        published_on=said + timedelta(days=draw(delays)),
        said_on=draw(st.sampled_from(periods_around(said))),
        status=draw(st.sampled_from((CommitmentStatus.ON_TRACK, CommitmentStatus.PARTIAL))),
        stated_by=draw(speakers),
    )
    if fulfilled_on is None or said < fulfilled_on:
        return draw(_said_before(report, said))
    if draw(st.booleans()):  # an article on work going on, which may recall a date gone by
        recalled = draw(st.none() | periods(st.dates(date(2022, 11, 1), said)))
        if recalled and recalled.last > report.said_day:
            recalled = None
        return report._replace(target=recalled)

    happened = draw(st.sampled_from(periods_around(fulfilled_on)))
    happened_as = draw(st.sampled_from(("on", "by")))
    if happened_as == "by":
        happened = draw(periods(st.dates(fulfilled_on, said)))
    status = draw(st.sampled_from(sorted(FULFILLED & {*CommitmentStatus})))
    return report._replace(status=status, happened=happened, happened_as=happened_as)


@st.composite
def _said_before(draw: DrawFn, report: Reported, said: date) -> Reported:
    """Say of an open promise how it stands, perhaps of an earlier day (기준일) and with a date."""
    target = draw(st.none() | periods() | periods())
    happened = draw(st.none() | periods(st.dates(said - timedelta(days=100), said)))
    return report._replace(
        status=draw(st.sampled_from(OPEN)),
        happened=happened,
        happened_as="on" if happened else "",
        says_not_done=draw(st.booleans()),
        submitted=draw(st.booleans()),
        target=target,
        target_undated=target is None and draw(st.booleans()),
    )
