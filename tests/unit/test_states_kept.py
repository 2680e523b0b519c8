"""The rows of the state table that each act keeps: from which sequence on they say something else."""

from datetime import date
from typing import Any

import pytest

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.programs import withdraw_program
from agreements.models import Agency, Agreement, Commitment, Milestone, Party, Program, State
from tests import factories
from tests.factories import NOON, changed, published, reviewer
from tests.registers import shared_register
from tests.stored import assert_everything_follows, head

pytestmark = pytest.mark.django_db

ON = date(2024, 6, 1)


@shared_register
def register() -> tuple[Agreement, Program]:
    """A commitment whose program a ministry owns, and a milestone of that program; nothing reported."""
    program = published(factories.program(owner=factories.agency("ministry")))
    parties = [factories.agency("commission"), factories.agency("city")]
    return published(factories.agreement(parties=parties, program=program)), program


@pytest.fixture
def commitment(register: tuple[Agreement, Program]) -> Commitment:
    return register[0].commitments.get()


@pytest.fixture
def milestone(register: tuple[Agreement, Program]) -> Milestone:
    return register[1].milestones.get()


@pytest.fixture
def program(register: tuple[Agreement, Program]) -> Program:
    return register[1]


def announce(subject: Commitment | Milestone, said_on: str, target: str, speaker: str) -> None:
    status = "on_track" if isinstance(subject, Commitment) else "under_way"
    by = factories.agency(speaker)
    published(factories.report(subject, status, said_on, target=target, stated_by=by))


def row_at(subject: Commitment | Milestone, seq: int | None = None) -> Any:
    return State.objects.at(ON, seq=seq).get(**{str(subject._meta.model_name): subject})


def target_at(subject: Commitment | Milestone, seq: int | None = None) -> str | None:
    target = row_at(subject, seq).target
    return str(target) if target else None


def withdrawn(record: Agreement | Program) -> None:
    record.refresh_from_db()
    withdraw = withdraw_agreement if isinstance(record, Agreement) else withdraw_program
    withdraw(record, reason="오류", actor=reviewer(), now=NOON)


def published_again(record: Agreement | Program) -> None:
    record.refresh_from_db()
    published(record)


def linked(commitment: Commitment, milestone: Milestone | None) -> None:
    commitment.carried_out_by = milestone
    changed(commitment.agreement, write=lambda _record: commitment.save(update_fields=["carried_out_by"]))


# ---- the same promise -------------------------------------------------------------------------------


def test_both_sides_say_what_either_has_while_they_are_the_same_promise(commitment, milestone):
    announce(commitment, "2023-01-02", "2025", "city")
    announce(milestone, "2023-02-03", "2026", "ministry")
    apart = head().seq
    linked(commitment, milestone)
    joined = head().seq
    linked(commitment, None)
    assert [target_at(side, apart) for side in (commitment, milestone)] == ["2025", "2026"]
    assert [target_at(side, joined) for side in (commitment, milestone)] == ["2026", "2026"]
    assert row_at(milestone, joined).status == "on_track"  # the commitment's word
    assert [target_at(side) for side in (commitment, milestone)] == ["2025", "2026"]
    assert row_at(milestone).status == "under_way"
    assert_everything_follows()


@pytest.mark.parametrize("side", ["agreement", "program"])
def test_what_is_left_of_a_withdrawn_side_stands_alone_until_it_is_published_again(
    commitment, milestone, side
):
    announce(commitment, "2023-01-02", "2025", "city")
    announce(milestone, "2023-02-03", "2026", "ministry")
    linked(commitment, milestone)
    record = commitment.agreement if side == "agreement" else milestone.program
    left, alone = (milestone, "2026") if side == "agreement" else (commitment, "2025")
    withdrawn(record)
    assert target_at(left) == alone
    assert_everything_follows()
    published_again(record)
    assert [target_at(each) for each in (commitment, milestone)] == ["2026", "2026"]
    assert_everything_follows()


def test_a_report_withdrawn_from_one_side_is_gone_from_both(commitment, milestone):
    linked(commitment, milestone)
    reached = published(factories.report(milestone, "reached", "2023-05-01"))
    assert row_at(commitment).completed_to == date(2023, 5, 1)
    published(factories.withdrawal(reached))
    assert row_at(commitment).status == "unsearched"
    assert_everything_follows()


# ---- inquiries --------------------------------------------------------------------------------------


def test_an_inquiry_counts_for_both_sides_until_it_is_corrected_or_withdrawn(commitment, milestone):
    linked(commitment, milestone)
    looked = published(factories.inquiry(commitment, searched_on=date(2024, 3, 1), covers_from="2021"))
    assert [row_at(side).searched_on for side in (commitment, milestone)] == [date(2024, 3, 1)] * 2
    assert row_at(milestone).status == "unreported"
    correction = factories.inquiry(
        milestone,
        searched_on=date(2024, 4, 1),
        covers_from="2021",
        corrects=looked,
        correction_reason_ko="날짜를 잘못 옮김",
    )
    published(correction)
    assert [row_at(side).searched_on for side in (commitment, milestone)] == [date(2024, 4, 1)] * 2
    published(factories.withdrawal(correction))
    assert [row_at(side).status for side in (commitment, milestone)] == ["unsearched"] * 2
    assert_everything_follows()


def test_an_inquiry_corrected_to_be_about_another_promise_is_gone_from_the_first(commitment, milestone):
    looked = published(factories.inquiry(commitment, searched_on=date(2024, 3, 1), covers_from="2021"))
    fields = {"corrects": looked, "correction_reason_ko": "다른 과제를 조사함", "covers_from": "2021"}
    published(factories.inquiry(milestone, searched_on=date(2024, 3, 1), **fields))
    assert row_at(commitment, looked.published_seq).status == "unreported"
    assert row_at(commitment).status == "unsearched"
    assert row_at(milestone).status == "unreported"
    assert_everything_follows()


# ---- whose dates count ------------------------------------------------------------------------------


def test_an_agency_that_becomes_a_party_has_a_say_from_that_sequence_on(commitment):
    announce(commitment, "2023-01-02", "2025", "city")
    announce(commitment, "2023-02-03", "2027", "police")
    before = head().seq
    joins = factories.agency("police")
    changed(
        commitment.agreement,
        write=lambda record: Party.objects.create(agreement=record, agency=joins, order=3),
    )
    assert target_at(commitment, before) == "2025"
    assert target_at(commitment) == "2027"
    assert_everything_follows()


def test_a_new_owner_of_a_program_has_a_say_on_the_commitments_that_name_it(commitment, program):
    announce(commitment, "2023-01-02", "2025", "ministry")
    announce(commitment, "2023-02-03", "2024", "police")
    before = head().seq
    changed(program, owner=factories.agency("police"))
    assert target_at(commitment, before) == "2025"
    assert target_at(commitment) == "2024"
    assert_everything_follows()


def test_the_owner_of_a_program_has_a_say_only_while_the_program_is_public(commitment, program):
    announce(commitment, "2023-01-02", "2025", "ministry")
    public = head().seq
    withdrawn(program)
    assert target_at(commitment) is None
    assert target_at(commitment, public) == "2025"
    assert_everything_follows()
    published_again(program)
    assert target_at(commitment) == "2025"
    assert_everything_follows()


def test_a_program_published_after_the_agreement_gives_its_owner_a_say_from_then_on():
    program = factories.program(owner=factories.agency("ministry"))
    commitment = published(factories.agreement(program=program)).commitments.get()
    announce(commitment, "2023-01-02", "2025", "ministry")
    assert target_at(commitment) is None
    assert_everything_follows()
    published(program)
    assert target_at(commitment) == "2025"
    assert_everything_follows()


def test_blanked_entries_leave_open_who_had_a_say_and_nothing_else(commitment):
    announce(commitment, "2023-01-02", "2025", "city")
    announce(commitment, "2023-02-03", "2027", "police")
    joins = factories.agency("police")
    changed(
        commitment.agreement,
        write=lambda record: Party.objects.create(agreement=record, agency=joins, order=3),
    )
    changed(commitment.agreement, place="파주시청")
    published(factories.redaction(commitment.agreement))
    assert_everything_follows()
    State.objects.filter(commitment=commitment).update(target_by=Agency.objects.get(slug="commission"))
    with pytest.raises(Exception, match="BROKEN"):
        assert_everything_follows()
