"""Staff say that a milestone is the same promise as a commitment: picked, previewed, refused at its field."""

from datetime import date
from typing import Any

import pytest

from agreements.models import Agreement, Commitment, Milestone, Program
from agreements.models.promise_link import carried_by
from tests import factories
from tests.admin.page import change, errors, form, text
from tests.factories import published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
WHY = {"change-kind": "correction", "change-reason": "같은 약속을 이음"}
FIELD = "commitments-{}-carried_out_by"


@shared_register
def unlinked() -> tuple[Agreement, Program]:
    """A public agreement with two commitments, a public program with two milestones, each with a report."""
    program = published(factories.program(milestones=2))
    agreement = published(factories.agreement(commitments=2))
    city = factories.agency("paju", name_ko="파주시")
    published(factories.report(program.milestones.get(number=1), "planned", "2023-02-13", target="2023-H2"))
    report = factories.report(agreement.commitments.get(number=1), "on_track", "2023-01-05", stated_by=city)
    published(report)
    return agreement, program


@pytest.fixture
def agreement(unlinked: tuple[Agreement, Program]) -> Agreement:
    return unlinked[0]


@pytest.fixture
def milestone(unlinked: tuple[Agreement, Program]) -> Milestone:
    return unlinked[1].milestones.get(number=1)


def sent(client: Any, record: Any, **given: Any) -> Any:
    """Save the form with something changed in it."""
    return client.post(change(record), form(client.get(change(record))) | given)


def test_a_link_is_published_only_after_both_histories_were_shown_beside_each_other(
    coordinator, agreement, milestone
):
    question = sent(coordinator, agreement, **{FIELD.format(0): milestone.pk})
    shown = text(question)
    assert "같은 약속이 됩니다" in shown
    assert "2023년 하반기 (최초 기한)" in shown
    assert "하나의 약속으로" in shown
    first = agreement.commitments.get(number=1)
    assert carried_by(first) is None
    coordinator.post(change(agreement), form(question) | WHY)
    assert carried_by(first) == milestone

    question = sent(coordinator, agreement, **{FIELD.format(0): ""})
    assert "더 이상 같은 약속이 아닙니다" in text(question)
    coordinator.post(change(agreement), form(question) | WHY)
    assert carried_by(first) is None


def test_it_is_also_picked_on_the_page_of_the_commitment(coordinator, agreement, milestone):
    first = agreement.commitments.get(number=1)
    question = sent(coordinator, first, carried_out_by=milestone.pk)
    assert "같은 약속이 됩니다" in text(question)
    coordinator.post(change(first), form(question) | WHY)
    assert carried_by(first) == milestone


def test_who_reviews_a_draft_sees_the_histories_too(coordinator, milestone):
    draft = factories.agreement()
    draft.commitments.update(carried_out_by=milestone)
    factories.submitted(draft)
    shown = text(coordinator.get(change(draft, "publish")))
    assert "같은 약속이 됩니다" in shown
    assert f"같은 약속인 추진과제: {milestone}" in shown
    assert "2023년 하반기 (최초 기한)" in shown


# ---- refused at its field, with nothing saved -----------------------------------------------------------


def refused(client: Any, record: Any, field: str, **given: Any) -> str:
    (complaint,) = errors(sent(client, record, **given))[field]
    assert not Commitment.objects.filter(carried_out_by__isnull=False, agreement=record).exists()
    return complaint


def test_a_second_commitment_for_one_milestone_is_refused(coordinator, agreement, milestone):
    twice = {FIELD.format(0): milestone.pk, FIELD.format(1): milestone.pk}
    assert "이미" in refused(coordinator, agreement, FIELD.format(1), **twice)
    other = factories.agreement()
    other.commitments.update(carried_out_by=milestone)
    complaint = refused(coordinator, agreement, FIELD.format(0), **{FIELD.format(0): milestone.pk})
    assert complaint == "이 추진과제와 같은 약속으로 연결된 이행과제가 이미 있습니다."


def test_a_milestone_that_is_not_public_may_be_named_by_drafts_only(coordinator, editor, agreement):
    hidden = factories.program().milestones.get()
    given = {FIELD.format(0): hidden.pk}
    assert "공개되어 있지 않습니다" in refused(coordinator, agreement, FIELD.format(0), **given)
    draft = factories.agreement()
    sent(editor, draft, **given)
    assert draft.commitments.get().carried_out_by == hidden


def test_an_agreement_signed_after_the_outcome_is_refused_in_a_draft_already(editor, agreement, milestone):
    published(factories.report(milestone, "reached", "2023-06"))
    draft = factories.agreement(signed=date(2023, 6, 30))
    given = {FIELD.format(0): milestone.pk}
    late = given | {"signed": "2023-07-01"}
    assert "다른 약속" in refused(editor, draft, FIELD.format(0), **late)
    sent(editor, draft, **given)
    assert draft.commitments.get().carried_out_by == milestone


def test_a_save_that_comes_too_late_shows_the_link_that_somebody_else_made(coordinator, agreement, milestone):
    opened = form(coordinator.get(change(agreement)))
    question = sent(coordinator, agreement, **{FIELD.format(0): milestone.pk})
    coordinator.post(change(agreement), form(question) | WHY)
    late = text(coordinator.post(change(agreement), opened | {"place": "파주시청"}))
    assert "같은 약속인 추진과제" in late
    assert str(milestone) in late
    history = text(coordinator.get(f"/admin/agreements/agreement/{agreement.pk}/history/"))
    assert "같은 약속인 추진과제" in history
