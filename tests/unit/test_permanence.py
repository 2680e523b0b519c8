"""What was public once stays findable: numbers are never reused, evidence never goes."""

import pytest

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.programs import publish_program, withdraw_program
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import Agreement, Commitment, Program, Source
from tests import factories
from tests.factories import NOON, author, published, reviewer

pytestmark = pytest.mark.django_db


def withdrawn(record):
    withdraw = withdraw_agreement if isinstance(record, Agreement) else withdraw_program
    withdraw(record, reason="오류", actor=reviewer(), now=NOON)
    record.refresh_from_db()
    return record


def publish_again(record):
    drafts.submit_draft(record, actor=author(), now=NOON)
    record.refresh_from_db()
    publish = publish_agreement if isinstance(record, Agreement) else publish_program
    publish(record, actor=reviewer(), now=NOON)


def test_a_reference_is_not_given_to_another_commitment_after_renumbering():
    agreement = withdrawn(published(factories.agreement()))
    with drafts.editing_record(agreement, actor=author(), now=NOON):
        agreement.save()
        agreement.commitments.update(number=2)
        Commitment.objects.create(agreement=agreement, number=1, title_ko="새 이행과제")
    with pytest.raises(Incomplete, match="2022-0001-01"):
        publish_again(agreement)
    assert Agreement.objects.get().state == "submitted"
    assert list(Commitment.objects.values_list("number", "reference").order_by("number")) == [
        (1, None),
        (2, "2022-0001-01"),
    ]


def test_a_commitment_added_under_a_free_number_is_published_with_the_others():
    agreement = withdrawn(published(factories.agreement()))
    with drafts.editing_record(agreement, actor=author(), now=NOON):
        agreement.save()
        Commitment.objects.create(agreement=agreement, number=2, title_ko="새 이행과제")
    publish_again(agreement)
    references = Commitment.objects.order_by("number").values_list("reference", flat=True)
    assert list(references) == ["2022-0001-01", "2022-0001-02"]


@pytest.mark.parametrize("change", [{"slug": "another-name"}, {"number": 7}])
def test_a_programs_address_and_its_milestones_numbers_stay(change):
    program = withdrawn(published(factories.program()))
    with drafts.editing_record(program, actor=author(), now=NOON):
        program.slug = change.get("slug", program.slug)
        program.save()
        program.milestones.update(number=change.get("number", 1))
    with pytest.raises(Incomplete):
        publish_again(program)
    assert Program.objects.get().state == "submitted"


def test_a_source_that_something_rests_on_is_not_deleted():
    report = factories.report(published(factories.agreement()).commitments.get(), "on_track", "2023-01-01")
    published(report)
    for source in Source.objects.all():
        with pytest.raises(WrongState):
            drafts.delete_draft(source, actor=reviewer(), now=NOON)
    assert report.sources.exists()


def test_a_source_that_nothing_cites_may_go():
    drafts.delete_draft(factories.source(), actor=reviewer(), now=NOON)
    assert not Source.objects.exists()
