"""A commitment and the milestone that carries it out are the same promise: the record of it, by sequence."""

import json
from datetime import date
from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.programs import withdraw_program
from agreements.actions.refusals import Incomplete
from agreements.models import Agreement, Commitment, LedgerEntry, Milestone, Program, PromiseLink
from agreements.models.labels import FactNames, fact_label, fact_text
from agreements.models.promise_link import carried_by, carries
from agreements.rules.ledger import fact_differences
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, published, reviewer
from tests.registers import shared_register
from tests.stored import assert_everything_follows, head

pytestmark = pytest.mark.django_db


@shared_register
def unlinked() -> tuple[Agreement, Program]:
    """An agreement with two commitments and a program with two milestones, all public."""
    program = published(factories.program(milestones=2))
    return published(factories.agreement(commitments=2)), program


@pytest.fixture
def commitment(unlinked: tuple[Agreement, Program]) -> Commitment:
    return unlinked[0].commitments.get(number=1)


@pytest.fixture
def milestone(unlinked: tuple[Agreement, Program]) -> Milestone:
    return unlinked[1].milestones.get(number=1)


def linked(commitment: Commitment, milestone: Milestone) -> None:
    """Make them the same promise, in a change of the public agreement."""
    relinked(commitment, milestone)


def relinked(commitment: Commitment, milestone: Milestone | None) -> None:
    commitment.carried_out_by = milestone
    factories.changed(
        commitment.agreement, write=lambda _agreement: commitment.save(update_fields=["carried_out_by"])
    )


def rows() -> list[tuple[int, int, int]]:
    return list(PromiseLink.objects.values_list("commitment", "seq_from", "seq_to"))


# ---- what is read of it ------------------------------------------------


def test_a_link_is_read_from_both_sides_at_the_sequences_for_which_it_holds(commitment, milestone):
    PromiseLink.objects.create(commitment=commitment, milestone=milestone, seq_from=5, seq_to=8)
    for seq, holds in ((4, False), (5, True), (7, True), (8, False), (None, False)):
        assert carried_by(commitment, seq=seq) == (milestone if holds else None), seq
        assert carries(milestone, seq=seq) == (commitment if holds else None), seq
        assert PromiseLink.objects.linked_at(seq).exists() is holds, seq


def test_a_milestone_is_counted_apart_unless_it_is_the_same_promise_as_a_public_commitment(
    commitment, milestone
):
    PromiseLink.objects.create(commitment=commitment, milestone=milestone, seq_from=5)
    everything = list(Milestone.objects.order_by("pk"))
    others = [one for one in everything if one != milestone]
    assert list(Milestone.objects.counted_apart().order_by("pk")) == others
    assert list(Milestone.objects.counted_apart(seq=5).order_by("pk")) == others
    assert list(Milestone.objects.counted_apart(seq=4).order_by("pk")) == everything
    Agreement.objects.update(state="draft")  # nothing public stands in its place
    assert list(Milestone.objects.counted_apart(seq=5).order_by("pk")) == everything


def test_the_database_refuses_a_second_commitment_for_one_milestone(commitment, milestone):
    other = commitment.agreement.commitments.get(number=2)
    Commitment.objects.filter(pk=commitment.pk).update(carried_out_by=milestone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=other.pk).update(carried_out_by=milestone)
    PromiseLink.objects.create(commitment=commitment, milestone=milestone, seq_from=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseLink.objects.create(commitment=other, milestone=milestone, seq_from=1)


# ---- kept by the acts ------------------------------------------------


def test_a_change_makes_them_the_same_promise_from_its_sequence_on_and_another_takes_it_back(
    commitment, milestone
):
    before = head().seq
    linked(commitment, milestone)
    since = head().seq
    relinked(commitment, None)
    until = head().seq
    assert [row[1:] for row in rows()] == [(since, until)]
    assert carries(milestone, seq=before) is None
    assert carries(milestone, seq=since) == commitment
    assert carries(milestone) is None
    assert_everything_follows()


def test_a_link_holds_only_while_both_sides_are_public(commitment, milestone):
    linked(commitment, milestone)
    agreement, program = commitment.agreement, milestone.program
    for record, withdraw in ((program, withdraw_program), (agreement, withdraw_agreement)):
        record.refresh_from_db()
        withdraw(record, reason="오류", actor=reviewer(), now=NOON)
        assert carried_by(commitment) is None
        assert_everything_follows()
        record.refresh_from_db()
        published(record)
        assert carried_by(commitment) == milestone
        assert_everything_follows()


def test_a_link_moves_to_another_milestone_of_another_commitment_in_one_change(unlinked):
    agreement, program = unlinked
    first, second = agreement.commitments.order_by("number")
    one, two = program.milestones.order_by("number")
    linked(first, one)

    def swap(_agreement: Agreement) -> None:
        Commitment.objects.filter(pk=first.pk).update(carried_out_by=None)
        Commitment.objects.filter(pk=second.pk).update(carried_out_by=one)
        Commitment.objects.filter(pk=first.pk).update(carried_out_by=two)

    factories.changed(agreement, write=swap)
    assert (carried_by(first), carried_by(second)) == (two, one)
    assert_everything_follows()


def test_the_ledger_names_the_milestone_and_what_changed(commitment, milestone):
    linked(commitment, milestone)
    facts = json.loads(head().payload)["facts"]["commitments"]
    assert [one["carried_out_by"] for one in facts] == [milestone.reference, None]
    before = json.loads(LedgerEntry.objects.get(seq=head().seq - 1).payload)["facts"]
    (difference,) = fact_differences(before, json.loads(head().payload)["facts"])
    assert fact_label(difference.path) == f"이행과제 {commitment.reference} · 같은 약속인 추진과제"
    names = FactNames.of({}, {milestone.program.slug: "시책"}, {})
    assert fact_text(difference.path, difference.after, names=names) == "시책, 추진과제 1"
    assert (
        fact_text(difference.path, difference.after, names=FactNames.of({}, {}, {}))
        == "공개되지 않은 추진과제"
    )


def test_the_states_of_both_sides_are_made_again_with_a_link_and_each_once(commitment, milestone):
    other_commitment = commitment.agreement.commitments.exclude(pk=commitment.pk).get()
    with mock.patch("agreements.actions.states.replace_open_rows") as replace_open_rows:
        linked(commitment, milestone)
        relinked(commitment, None)
    made_again = [(call.args[0], call.kwargs["seq"]) for call in replace_open_rows.call_args_list]
    each = (commitment, milestone, other_commitment)
    assert made_again == [(side, seq) for seq in (head().seq - 1, head().seq) for side in each]


# ---- what is refused ------------------------------------------------


def test_a_milestone_that_is_not_public_is_refused_at_publication():
    milestone = factories.program().milestones.get()
    agreement = factories.agreement()
    agreement.commitments.update(carried_out_by=milestone)
    with pytest.raises(Incomplete, match="공개되어 있지 않습니다") as refusal:
        published(agreement)
    assert refusal.value.field == "carried_out_by"
    published(milestone.program)
    agreement.refresh_from_db()
    publish_agreement(agreement, actor=reviewer(), now=NOON)
    assert carries(milestone) == agreement.commitments.get()
    assert_everything_follows()


def test_a_milestone_withdrawn_since_hinders_no_other_change_of_the_agreement(commitment, milestone):
    linked(commitment, milestone)
    milestone.program.refresh_from_db()
    withdraw_program(milestone.program, reason="오류", actor=reviewer(), now=NOON)
    factories.changed(commitment.agreement, place="파주시청")
    other = commitment.agreement.commitments.get(number=2)
    with pytest.raises(Incomplete, match="공개되어 있지 않습니다"):
        linked(other, milestone.program.milestones.get(number=2))
    assert_everything_follows()


@pytest.mark.parametrize(
    ("reached", "refused"),
    [("2022-12-12", True), ("2022-12-13", False), ("2022-12", False), ("2022-H1", True)],
)
def test_a_promise_made_after_the_outcome_is_another_promise(commitment, milestone, reached, refused):
    published(factories.report(milestone, "under_way", "2021-01-01"))  # no outcome
    published(factories.report(milestone, "reached", reached))
    published(factories.report(milestone, "reached", "2023-05-01"))  # a later ceremony moves nothing
    assert commitment.agreement.begins_on == date(2022, 12, 13)
    if refused:
        with pytest.raises(Incomplete, match="다른 약속") as refusal:
            linked(commitment, milestone)
        assert refusal.value.field == "carried_out_by"
    else:
        linked(commitment, milestone)
    assert (carries(milestone) is None) is refused
    assert_everything_follows()


def test_an_agreement_is_not_redated_to_after_the_outcome_of_what_it_is_linked_with(commitment, milestone):
    published(factories.report(milestone, "reached", "2022-12-20"))
    linked(commitment, milestone)
    with pytest.raises(Incomplete, match="다른 약속"):
        factories.changed(commitment.agreement, signed=PartialDate.parse("2022-12-21"))


# ---- held to the ledger ------------------------------------------------


@pytest.mark.parametrize(
    "tamper",
    [
        lambda commitment: PromiseLink.objects.all().delete(),
        lambda commitment: PromiseLink.objects.update(seq_from=1),
        lambda commitment: PromiseLink.objects.update(seq_to=F("seq_from") + 1),
        lambda commitment: PromiseLink.objects.update(milestone=Milestone.objects.get(number=2)),
        lambda commitment: Commitment.objects.update(carried_out_by=None),
        lambda commitment: PromiseLink.objects.create(
            commitment=Commitment.objects.get(number=2), milestone=Milestone.objects.get(number=2), seq_from=2
        ),
    ],
)
def test_a_row_that_is_not_as_the_ledger_says_is_named(commitment, milestone, tamper):
    linked(commitment, milestone)
    factories.changed(commitment.agreement, place="파주시청")
    tamper(commitment)
    found = StringIO()
    with pytest.raises(CommandError):
        call_command("check_data", stdout=found)
    assert " = " in found.getvalue(), found.getvalue()
    with pytest.raises(CommandError, match="BROKEN"):
        call_command("verify_ledger", processes=1)


def test_a_blanked_entry_is_no_difference(commitment, milestone):
    linked(commitment, milestone)
    agreement = commitment.agreement
    factories.changed(agreement, place="파주시청")
    published(factories.redaction(agreement))
    relinked(commitment, None)
    assert_everything_follows()


def test_an_agencys_word_on_a_linked_agreement_is_no_difference(commitment, milestone):
    linked(commitment, milestone)
    published(factories.statement(commitment.agreement, commitment.agencies.first()))
    published(factories.statement(milestone, milestone.agencies.first()))
    assert_everything_follows()
