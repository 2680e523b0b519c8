"""One act with many records: all of them or none, and what stands against it is named."""

import pytest

from agreements.actions.batches import BatchRefused, do_with_all, try_with_all
from agreements.actions.refusals import FourEyes
from agreements.models import LedgerEntry, StatusReport, Trace
from agreements.models.base import PUBLIC
from agreements.rules.publication import Act, PublicationState
from tests import factories
from tests.factories import NOON, published, reviewer, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitments(db):
    return list(published(factories.agreement(commitments=2)).commitments.all())


def waiting(commitment, **fields):
    return submitted(factories.report(commitment, "on_track", "2026-02-01", **fields))


def waiting_of_the_reviewer(commitment):
    """The reviewer wrote it, so somebody else has to publish it."""
    return waiting(commitment, created_by=reviewer())


def test_reports_of_several_promises_become_public_in_their_order(commitments):
    records = [waiting(commitments[1]), waiting(commitments[0])]
    do_with_all(Act.PUBLISH, records, actor=reviewer(), now=NOON)
    seen = StatusReport.objects.visible_to(PUBLIC).order_by("published_seq")
    assert list(seen) == records


def test_one_that_cannot_be_published_keeps_all_from_it_and_is_named(commitments):
    refused = waiting_of_the_reviewer(commitments[1])
    records = [waiting(commitments[0]), refused]
    ledger, traces = LedgerEntry.objects.count(), Trace.objects.count()

    with pytest.raises(BatchRefused) as caught:
        do_with_all(Act.PUBLISH, records, actor=reviewer(), now=NOON)

    ((record, refusal),) = caught.value.refused
    assert (record, type(refusal)) == (refused, FourEyes)
    assert not StatusReport.objects.visible_to(PUBLIC).exists()
    assert (LedgerEntry.objects.count(), Trace.objects.count()) == (ledger, traces)


def test_trying_names_the_same_refusals_and_writes_nothing(commitments):
    fit, refused = waiting(commitments[0]), waiting_of_the_reviewer(commitments[1])
    tried = try_with_all(Act.PUBLISH, [fit, refused], actor=reviewer(), now=NOON)
    assert [one.record for one in tried] == [refused]
    fit.refresh_from_db()
    assert fit.state == PublicationState.SUBMITTED


def test_several_are_returned_with_one_note(commitments):
    records = [waiting(commitment) for commitment in commitments]
    do_with_all(Act.RETURN, records, actor=reviewer(), now=NOON, note="날짜를 확인하세요.")
    notes = StatusReport.objects.values_list("state", "return_note")
    assert set(notes) == {(PublicationState.RETURNED, "날짜를 확인하세요.")}
