"""`check_data` is the proof that the state table says what the published reports say."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.drafts import editing_record, submit_draft
from agreements.models import (
    LATEST,
    Agency,
    Commitment,
    LedgerEntry,
    Milestone,
    State,
    StatusReport,
    guards,
)
from agreements.rules.lifecycle import FOREVER
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import StateRow
from tests import factories
from tests.factories import NOON, author, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db


@shared_register
def register():
    """A commitment that was announced, moved, looked for and completed; a milestone that nobody reported."""
    agreement = published(factories.agreement())
    published(factories.program())
    commitment = agreement.commitments.get()
    lead = commitment.agencies.first()
    published(
        factories.report(commitment, "on_track", "2022-12-13", target="2023", progress=10, stated_by=lead)
    )
    published(factories.report(commitment, "completed", "2023-12-27", stated_by=lead))
    # Known last, effective in between: closes rows that were right until then.
    published(factories.report(commitment, "on_track", "2023-02-13", target="2023-H2", stated_by=lead))
    published(factories.inquiry(commitment, searched_on=date(2023, 2, 13), covers_from="2022"))
    return agreement


def findings():
    """What the command names, a line each; nothing where it is content."""
    said = StringIO()
    try:
        call_command("check_data", stdout=said)
    except CommandError:
        return said.getvalue().splitlines()
    return []


def open_rows():
    return State.objects.filter(commitment__isnull=False, seq_to=LATEST)


def closed_rows():
    return State.objects.filter(commitment__isnull=False, seq_to__lt=LATEST)


def test_an_honest_register_has_no_difference_and_says_what_was_looked_at(register):
    said = StringIO()
    call_command("check_data", stdout=said)
    assert said.getvalue().strip() == "1 commitments and 1 milestones checked: no difference."


def test_an_empty_register_has_no_difference():
    assert findings() == []


TAMPERED: dict[str, dict[str, Any]] = {
    "status": {"status": "dropped"},
    "progress": {"progress": 77},
    "quantity_done": {"quantity_done": 77},
    "repeats": {"repeats": "yearly"},
    "first_target": {"first_target_first": date(2031, 1, 1), "first_target_last": date(2031, 12, 31)},
    "first_target_by_id": {"first_target_by": None},
    "target": {"target_first": date(2031, 1, 1), "target_last": date(2031, 12, 31)},
    "target_by_id": {"target_by": None},
    "times_moved": {"times_moved": 9},
    "completed_from": {"completed_from": date(2020, 1, 1)},
    "completed_to": {"completed_to": date(2020, 1, 1)},
    "completed_as": {"completed_as": "by"},
    "disputed": {"disputed": True},
    "not_yet_on": {"not_yet_on": date(2020, 1, 1)},
    "looked_until": {"looked_until": date(2020, 1, 1)},
    "searched_on": {"searched_on": date(2020, 1, 1)},
    "heard_on": {"heard_on": date(2020, 1, 1)},
    "report_id": {"report": None},
}


def test_every_column_of_a_row_is_tampered_with_below():
    assert {*TAMPERED, "day_from", "day_to"} == {*StateRow._fields}


@pytest.mark.parametrize("field", TAMPERED)
@pytest.mark.parametrize("rows", [open_rows, closed_rows])
def test_each_tampered_field_is_named_with_its_subject_and_days(register, rows, field):
    tampered = rows().filter(report__isnull=False).order_by("day_from").last()
    State.objects.filter(pk=tampered.pk).update(**TAMPERED[field])
    (line,) = findings()
    assert line.startswith(f"{register.reference}-01 from {tampered.day_from} ")
    assert f"{field} is " in line


def test_the_stored_and_the_computed_value_are_both_said(register):
    open_rows().filter(day_to=FOREVER).update(status="dropped")
    (line,) = findings()
    assert "status is dropped, computed completed" in line


def test_a_gap_between_two_rows_is_named(register):
    row = open_rows().exclude(day_to=FOREVER).order_by("day_from").last()
    State.objects.filter(pk=row.pk).update(day_to=date(2023, 6, 1))
    assert any("day_to is 2023-06-01, computed 2023-12-27" in line for line in findings())


def test_an_overlap_of_two_rows_is_named(register):
    row = open_rows().exclude(day_to=FOREVER).order_by("day_from").last()
    State.objects.filter(pk=row.pk).update(day_to=date(2024, 6, 1))
    assert any("day_to is 2024-06-01, computed 2023-12-27" in line for line in findings())


def test_a_second_row_for_the_same_days_is_named(register):
    row = closed_rows().order_by("day_from").last()
    State.objects.filter(pk=row.pk).update(seq_to=F("seq_to") + 1000)
    assert any("make no such row" in line for line in findings())


def test_a_row_that_began_too_late_in_the_sequence_is_named(register):
    row = closed_rows().order_by("day_from").last()
    State.objects.filter(pk=row.pk).update(seq_to=row.seq_from + 1, seq_from=0)
    assert findings() != []


def test_a_deleted_row_is_named(register):
    open_rows().filter(day_to=FOREVER).delete()
    assert any("missing" in line and "from 2023-12-27 on" in line for line in findings())


def test_a_row_of_something_never_published_is_named(register):
    commitment = factories.agreement().commitments.get()
    State.objects.create(
        commitment=commitment,
        day_from=date(2022, 1, 1),
        day_to=FOREVER,
        seq_from=1,
        status="on_track",
        heard_on=date(2022, 1, 1),
    )
    (line,) = findings()
    assert "make no such row" in line


def test_the_command_ends_with_an_error_that_counts_the_differences(register):
    open_rows().filter(day_to=FOREVER).update(status="dropped")
    with pytest.raises(CommandError, match="1 commitments and 1 milestones checked: 1 difference"):
        call_command("check_data", stdout=StringIO())


def test_withdrawing_editing_and_publishing_again_leaves_no_difference(register):
    register.refresh_from_db()
    withdraw_agreement(register, reason="오류", actor=reviewer(), now=NOON)
    assert findings() == []
    register.refresh_from_db()
    with editing_record(register, actor=author(), now=NOON):
        register.signed = PartialDate.parse("2022-11-30")
        register.save()
    submit_draft(register, actor=author(), now=NOON)
    register.refresh_from_db()
    publish_agreement(register, actor=reviewer(), now=NOON)
    assert findings() == []


def test_a_row_left_open_by_a_withdrawal_is_named(register):
    register.refresh_from_db()
    withdraw_agreement(register, reason="오류", actor=reviewer(), now=NOON)
    last = closed_rows().filter(day_to=FOREVER).order_by("seq_to", "day_from").last()
    State.objects.filter(pk=last.pk).update(seq_to=LATEST)
    assert any("to now: stored, but" in line for line in findings())


def test_a_report_changed_behind_the_actions_is_named(register):
    with guards.guards_lifted(connection):
        StatusReport.objects.filter(status="completed").update(status="continuing")
    assert any("status is completed, computed continuing" in line for line in findings())


def test_a_report_whose_days_are_no_period_is_named(register):
    with guards.guards_lifted(connection):
        StatusReport.objects.filter(status="completed").update(happened_first=date(2023, 3, 3))
    assert any("a published report cannot be read" in line for line in findings())


def test_a_report_without_the_day_from_which_it_counts_is_named(register):
    with guards.guards_lifted(connection):
        StatusReport.objects.filter(number=1).update(placed_on=None)
    assert "2022-0001-01: a published report has no day from which it counts" in findings()


def test_a_changed_signing_date_is_named(register):
    type(register).objects.filter(pk=register.pk).update(signed_first=date(2022, 11, 30))
    assert findings() != []


def test_a_published_subject_without_a_reference_is_named(register):
    Commitment.objects.update(reference=None)
    Milestone.objects.update(reference=None)
    assert sum("no reference" in line for line in findings()) == 2


def test_a_record_published_without_a_step_of_the_sequence_is_named(register):
    with guards.guards_lifted(connection):
        LedgerEntry.objects.filter(program__isnull=False).update(kind="withdrawal")
    lines = findings()
    assert any("is published, but its last entry is “withdrawal”" in line for line in lines)
    assert any("published_seq is " in line and "computed None" in line for line in lines)


def test_a_hole_in_the_publication_sequence_is_named(register):
    with guards.guards_lifted(connection):
        LedgerEntry.objects.filter(report__status="completed").delete()
    assert any(line.startswith("publication sequence: 5 steps") for line in findings())


def test_a_public_agency_that_is_not_listed_is_named(register):
    agency = register.parties.first().agency
    Agency.objects.filter(pk=agency.pk).update(listed=False)
    Agency.objects.create(slug="nowhere", name_ko="어디에도 없음", kind="other", listed=False)
    assert findings() == [
        f"{agency.slug}: stands in something published, but is not listed",
        f"search index, agency {agency.pk}: it is not public, but can be found; run manage.py reindex",
    ]


def test_a_published_report_that_lost_its_evidence_is_named(register):
    with guards.guards_lifted(connection):
        StatusReport.objects.get(status="completed").sources.clear()
    assert findings() == [f"{register.reference}-01#2: published without a source or public document"]


def test_the_number_of_queries_does_not_grow_with_the_register(register, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        assert findings() == []
    for _ in range(3):
        published(factories.agreement(commitments=5))
        published(factories.program(milestones=3))
    with django_assert_num_queries(len(few)):
        assert findings() == []
