"""When a report was said and when it happened: what the database holds the two to."""

from datetime import date

import pytest
from django.db import IntegrityError

from agreements.actions import drafts
from agreements.actions.refusals import Incomplete
from agreements.models import StatusReport
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, author, published

pytestmark = pytest.mark.django_db
# From the meaning of each status, not from the sets by which the code tells them apart.
FULFILLED, CLOSED = ("completed", "continuing"), ("completed", "continuing", "dropped")
OPEN = ("not_started", "on_track", "partial", "on_hold")


@pytest.fixture
def commitment(db):
    return published(factories.agreement()).commitments.get()


def refused(commitment, constraint, status, **fields):
    with pytest.raises(IntegrityError, match=constraint):
        factories.report(commitment, status, "2023-09-04", **fields)


@pytest.mark.parametrize("status", FULFILLED)
def test_a_fulfilment_says_when_it_happened(commitment, status):
    refused(commitment, "report_of_a_fulfilment_says_when", status, happened=None)


@pytest.mark.parametrize("status", ["not_started", "on_track", "on_hold"])
def test_what_claims_no_outcome_says_none(commitment, status):
    refused(commitment, "report_happened_only_where_its_status_claims_it", status, happened="2023-09-04")


@pytest.mark.parametrize("status", ["partial", "dropped"])
def test_what_was_partly_done_or_dropped_may_say_when(commitment, status):
    factories.report(commitment, status, "2023-09-04")
    factories.report(commitment, status, "2023-09-04", happened="2023-08")


@pytest.mark.parametrize(("happened", "happened_as"), [(None, "on"), ("2023-08", ""), ("2023-08", "at")])
def test_how_exactly_is_said_where_something_happened_and_only_there(commitment, happened, happened_as):
    constraint = "report_says_how_exactly_it_tells_when"
    refused(commitment, constraint, "partial", happened=happened, happened_as=happened_as)


def test_what_happened_does_not_begin_after_it_was_said(commitment):
    refused(commitment, "report_says_what_had_happened", "completed", happened="2023-09-05")


def test_what_happened_within_a_period_may_be_said_while_it_runs(commitment):
    assert factories.report(commitment, "completed", "2023-09-04", happened="2023").pk


@pytest.mark.parametrize("status", CLOSED)
@pytest.mark.parametrize("fields", [{"target": "2024"}, {"target_undated": True}])
def test_what_is_closed_announces_no_date(commitment, status, fields):
    refused(commitment, "report_of_what_is_closed_names_no_target", status, **fields)


@pytest.mark.parametrize("status", CLOSED)
def test_what_is_closed_does_not_say_that_it_is_not_done(commitment, status):
    refused(commitment, "report_of_what_is_closed_does_not_say_not_done", status, says_not_done=True)


@pytest.mark.parametrize("status", OPEN)
def test_what_is_open_may_say_that_it_is_not_done(commitment, status):
    assert factories.report(commitment, status, "2023-09-04", says_not_done=True).says_not_done


@pytest.mark.parametrize(
    ("said_on", "happened", "field"), [("2026-03-03", None, "said_on"), ("2026", "2026-03-03", "happened")]
)
def test_neither_day_begins_after_today(commitment, said_on, happened, field):
    status = "partial" if happened else "on_track"
    draft = factories.report(commitment, status, said_on, happened=happened)
    with pytest.raises(Incomplete) as refusal:
        drafts.submit_draft(draft, actor=author(), now=NOON)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("said_on", "happened", "known_from"),
    [
        ("2023-09-04", "2023-08", date(2023, 8, 31)),  # on the last day of when it happened
        ("2023-09-04", "2023", date(2023, 9, 4)),  # on the day it was said
        ("2026", "2026", date(2026, 3, 2)),  # on the day of its publication
    ],
)
def test_a_report_is_known_from_the_earliest_of_its_days_on(commitment, said_on, happened, known_from):
    published(
        factories.report(
            commitment, "completed", said_on, happened=PartialDate.parse(happened), happened_as="by"
        )
    )
    before = known_from.replace(day=known_from.day - 1)
    assert StatusReport.objects.known_by(known_from).exists()
    assert not StatusReport.objects.known_by(before).exists()


def test_months_that_are_counted_out_end_by_when_it_was_said(commitment):
    months = PartialDate.parse("2023-05/2023-08")
    draft = factories.report(commitment, "completed", "2023-06-20", happened=months, happened_as="on")
    with pytest.raises(Incomplete) as refusal:
        published(draft)
    assert refusal.value.field == "happened"


def test_a_year_that_still_runs_may_be_given_and_published(commitment):
    year = PartialDate.parse("2023")
    report = factories.report(commitment, "completed", "2023-06-20", happened=year, happened_as="on")
    assert published(report).is_public
