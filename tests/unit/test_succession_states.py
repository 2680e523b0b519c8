"""States of promises where a body continues the history of another: kept by the acts, at every sequence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions.drafts import editing_record
from agreements.models import Agency, AgencySuccession, Agreement, Commitment, Milestone, State
from tests import factories
from tests.factories import NOON, changed, published, reviewer
from tests.registers import shared_register
from tests.stored import assert_everything_follows, head

pytestmark = pytest.mark.django_db

ON = date(2025, 11, 1)


@shared_register
def register() -> Agreement:
    """A commitment of two bodies, and a milestone of the first of them; each said a date of it."""
    east, west = factories.agency("east"), factories.agency("west")
    program = published(factories.program(owner=east))
    agreement = published(factories.agreement(parties=[east, west], signed="2024-01-10"))
    announce(agreement.commitments.get(), "2024-03-01", "2025-12", "east")
    announce(agreement.commitments.get(), "2024-04-01", "2025-06", "west")
    announce(program.milestones.get(), "2024-03-01", "2025-12", "east")
    return agreement


@pytest.fixture
def commitment(register: Agreement) -> Commitment:
    return register.commitments.get()


@pytest.fixture
def milestone(register: Agreement) -> Milestone:
    return Milestone.objects.get()


def announce(subject: Commitment | Milestone, said_on: str, target: str | None, speaker: str) -> None:
    status = "on_track" if isinstance(subject, Commitment) else "under_way"
    date_or_none = (
        {"target": target} if target else {"target_undated": True, "target_reason_ko": "자료에 없음"}
    )
    published(factories.report(subject, status, said_on, stated_by=factories.agency(speaker), **date_or_none))


def followed(agency: str, successors: Iterable[str]) -> None:
    """Edit an agency so that these follow it, and no others."""
    record = Agency.objects.get(slug=agency)
    with editing_record(record, actor=reviewer(), now=NOON):
        record.dissolved_on = date(2025, 6, 30)
        record.save()
        record.successions.all().delete()
        for successor in successors:
            AgencySuccession.objects.create(agency=record, successor=factories.agency(successor))


def merged() -> None:
    for agency in ("east", "west"):
        followed(agency, ["merged"])


def said_of(subject: Commitment | Milestone, seq: int | None = None) -> tuple[str | None, int, str | None]:
    """Return the date that counts, how often it was moved, and who named it."""
    row: Any = State.objects.at(ON, seq=seq).get(**{str(subject._meta.model_name): subject})
    by = row.target_by.slug if row.target_by else None
    return (str(row.target) if row.target else None, row.times_moved, by)


def all_rows() -> set[tuple[Any, ...]]:
    columns = [field.attname for field in State._meta.concrete_fields if field.name != "id"]
    return set(State.objects.values_list(*columns))


# ---- the acts ----------------------------------------------------------------------------------------


def test_a_merged_body_moves_the_date_that_counts_of_a_promise_of_those_it_follows(commitment, milestone):
    merged()
    assert said_of(commitment) == ("2025-12", 0, "east")
    announce(commitment, "2025-08-01", "2026-06", "merged")
    announce(milestone, "2025-08-01", "2026-03", "merged")
    assert said_of(commitment) == ("2026-06", 1, "merged")
    assert said_of(milestone) == ("2026-03", 1, "merged")
    assert_everything_follows()


def test_a_merged_body_takes_back_the_date_of_one_that_it_follows(commitment):
    merged()
    announce(commitment, "2025-08-01", None, "merged")
    assert said_of(commitment) == (None, 1, None)
    assert_everything_follows()


def test_the_date_of_a_body_whose_successor_was_named_later_still_counts(milestone):
    """A program passes to the new body; what the old one announced is its history."""
    merged()
    changed(milestone.program, owner=factories.agency("merged"))
    milestone.agencies.set([])
    assert said_of(milestone) == ("2025-12", 0, "east")


def test_what_a_body_said_before_the_one_it_follows_ended_moves_nothing_once_the_day_is_known(commitment):
    merged()
    announce(commitment, "2025-08-01", "2026-06", "merged")
    for agency in ("east", "west"):
        record = Agency.objects.get(slug=agency)
        with editing_record(record, actor=reviewer(), now=NOON):
            record.dissolved_on = date(2025, 9, 30)
            record.save()
    assert said_of(commitment) == ("2025-12", 0, "east")
    assert_everything_follows()
    announce(commitment, "2025-10-01", "2026-09", "merged")
    assert said_of(commitment)[::2] == ("2026-09", "merged")
    assert_everything_follows()


# ---- what is learned later ---------------------------------------------------------------------------


def test_a_succession_entered_later_holds_at_every_sequence_and_is_gone_once_removed(commitment, milestone):
    announce(commitment, "2025-08-01", "2026-06", "merged")
    spoken = head().seq
    announce(commitment, "2025-09-01", "2025-12", "west")
    before = all_rows()
    assert said_of(commitment, spoken) == ("2025-12", 0, "east"), "a date of some other body"

    merged()
    assert said_of(commitment, spoken) == ("2026-06", 1, "merged")
    assert said_of(milestone) == ("2025-12", 0, "east")
    assert_everything_follows()

    for agency in ("east", "west"):
        followed(agency, [])
    assert all_rows() == before
    assert_everything_follows()


def test_it_holds_on_the_other_side_of_the_same_promise_too(commitment, milestone):
    announce(commitment, "2025-08-01", "2026-06", "merged")
    commitment.carried_out_by = milestone
    changed(commitment.agreement, write=lambda _record: commitment.save(update_fields=["carried_out_by"]))
    assert said_of(milestone) == ("2025-12", 0, "east")
    merged()
    assert said_of(milestone) == said_of(commitment) == ("2026-06", 1, "merged")
    assert_everything_follows()


def test_it_passes_through_a_silent_body_in_between(commitment):
    followed("east", ["interim"])
    followed("interim", ["merged"])
    announce(commitment, "2025-08-01", "2026-06", "merged")
    assert said_of(commitment) == ("2026-06", 1, "merged")
    followed("interim", [])
    assert said_of(commitment) == ("2025-12", 0, "east")
    assert_everything_follows()


def test_whose_dates_counted_is_still_known_where_the_entries_that_said_so_were_blanked(commitment):
    announce(commitment, "2025-08-01", "2026-06", "merged")
    published(factories.redaction(commitment.agreement))
    assert said_of(commitment) == ("2025-12", 0, "east")
    merged()
    assert said_of(commitment) == ("2026-06", 1, "merged")
    assert_everything_follows()


def test_the_verification_names_a_state_that_was_not_made_again(commitment):
    announce(commitment, "2025-08-01", "2026-06", "merged")
    AgencySuccession.objects.create(
        agency=factories.agency("east"), successor=factories.agency("merged")
    )  # past the actions
    with pytest.raises(CommandError, match="target is 2025-12, computed 2026-06"):
        assert_everything_follows()


# ---- what it costs -----------------------------------------------------------------------------------


def test_an_agency_edited_without_its_successors_makes_no_state_again(commitment):
    merged()
    announce(commitment, "2025-08-01", "2026-06", "merged")
    keys = set(State.objects.values_list("pk", flat=True))
    record = Agency.objects.get(slug="east")
    with CaptureQueriesContext(connection) as queries, editing_record(record, actor=reviewer(), now=NOON):
        record.name_en = "East"
        record.save()
    assert set(State.objects.values_list("pk", flat=True)) == keys
    assert not any("agreements_state" in query["sql"] for query in queries.captured_queries)
