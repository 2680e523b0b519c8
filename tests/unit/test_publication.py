"""Publishing moves the state table, gives references, and is refused where a rule says so."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.refusals import (
    EvidenceMissing,
    FourEyes,
    Incomplete,
    NotAllowed,
    StaleVersion,
    WrongState,
)
from agreements.actions.reports import publish_report
from agreements.models import (
    Agreement,
    BudgetShare,
    Commitment,
    LedgerEntry,
    Milestone,
    State,
    StatusReport,
    Trace,
)
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, TODAY, author, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()

# The Paju center: what was announced, by whom, for when, and what happened.
PAJU_CENTER = [
    ("planned", "2021-09-03", "2022"),
    ("planned", "2022-12-13", "2023"),
    ("planned", "2022-12-13", "2023-06"),
    ("planned", "2023-02-13", "2023-H2"),
    ("reached", "2023-12-27", None),
]


@shared_register
def paju_center() -> Milestone:
    milestone = published(factories.program()).milestones.get()
    for status, happened, target in PAJU_CENTER:
        published(factories.report(milestone, status, happened, target=target))
    return milestone


@pytest.mark.parametrize(
    ("day", "status", "target", "standing"),
    [
        ("2021-09-02", "unsearched", None, "undated"),
        ("2022-06-30", "planned", "2022", "on_time"),
        ("2022-12-31", "planned", "2023-06", "on_time"),
        ("2023-02-12", "planned", "2023-06", "on_time"),
        ("2023-07-15", "planned", "2023-H2", "on_time"),
        ("2023-12-26", "planned", "2023-H2", "due_soon"),
        ("2023-12-27", "reached", "2023-H2", "closed"),
        ("2026-01-01", "reached", "2023-H2", "closed"),
    ],
)
def test_any_past_day_shows_what_held_then(paju_center, day, status, target, standing):
    on = date.fromisoformat(day)
    row = State.objects.visible_to(PUBLIC).of_milestones().at(on).with_standing(on=on).get()
    assert row.milestone == paju_center
    assert (row.status, str(row.target) if row.target else None, row.standing) == (status, target, standing)


def test_the_center_moved_twice_and_opened_361_days_after_its_first_target(paju_center):
    row = State.objects.at(date(2024, 1, 1)).get()
    assert (str(row.first_target), str(row.target), row.times_moved) == ("2022", "2023-H2", 2)
    assert (row.completed_to - row.first_target.last).days == 361


def test_the_day_before_signing_knows_no_commitment():
    published(factories.agreement(signed=date(2022, 12, 13)))
    assert not State.objects.at(date(2022, 12, 12)).exists()
    assert State.objects.at(date(2022, 12, 13)).get().status == "unsearched"


def test_an_older_sequence_still_shows_what_the_site_knew(paju_center):
    known_before_the_opening = paju_center.reports.get(status="reached").published_seq - 1
    row = State.objects.at(date(2024, 1, 1), seq=known_before_the_opening).get()
    assert row.status == "planned"


def test_references_count_up_within_the_year_of_signing():
    for year in (2022, 2022, 2023):
        published(factories.agreement(signed=date(year, 4, 6), commitments=2))
    assert list(Agreement.objects.order_by("pk").values_list("reference", flat=True)) == [
        "2022-0001",
        "2022-0002",
        "2023-0001",
    ]
    assert Commitment.objects.order_by("pk").last().reference == "2023-0001-02"


def test_a_withdrawn_agreement_is_gone_from_view_and_keeps_its_reference():
    agreement = published(factories.agreement())
    withdraw_agreement(agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    assert not Agreement.objects.visible_to(PUBLIC).exists()
    assert not State.objects.at(date(2026, 1, 1)).exists()
    again = published(Agreement.objects.get())
    assert again.reference == agreement.reference == "2022-0001"
    assert State.objects.at(date(2026, 1, 1)).count() == 1
    assert list(LedgerEntry.objects.order_by("seq").values_list("seq", "kind")) == [
        (1, "publication"),
        (2, "withdrawal"),
        (3, "publication"),
    ]


def test_a_withdrawal_needs_its_reason():
    agreement = published(factories.agreement())
    with pytest.raises(Incomplete):
        withdraw_agreement(agreement, reason="  ", actor=reviewer(), now=NOON)
    assert Agreement.objects.visible_to(PUBLIC).exists()


def submitted(record):
    drafts.submit_draft(record, actor=author(), now=NOON)
    record.refresh_from_db()
    return record


@shared_register
def report() -> StatusReport:
    commitment = published(factories.agreement()).commitments.get()
    return factories.report(commitment, "on_track", "2023-04-24")


def test_a_report_is_not_published_by_whoever_wrote_it(report):
    coordinator = factories.staff("coordinator", username="writing coordinator")
    with drafts.editing_record(report, actor=coordinator, now=NOON):
        report.save()
    submitted(report)
    with pytest.raises(FourEyes):
        publish_report(report, actor=coordinator, now=NOON)
    assert not StatusReport.objects.visible_to(PUBLIC).exists()


def test_a_one_person_office_publishes_its_own_and_the_record_says_so(report, settings):
    settings.ONE_PERSON_OFFICE = True
    coordinator = factories.staff("coordinator")
    drafts.submit_draft(report, actor=coordinator, now=NOON)
    report.refresh_from_db()
    publish_report(report, actor=coordinator, now=NOON)
    report.refresh_from_db()
    assert report.review == "one_person"


def test_an_editor_does_not_publish(report):
    with pytest.raises(NotAllowed):
        publish_report(submitted(report), actor=factories.staff("editor", username="other"), now=NOON)


def test_a_draft_is_published_only_after_it_was_submitted(report):
    with pytest.raises(WrongState):
        publish_report(report, actor=reviewer(), now=NOON)


def test_a_report_without_evidence_is_refused(report):
    report.sources.clear()
    with pytest.raises(EvidenceMissing):
        drafts.submit_draft(report, actor=author(), now=NOON)


def test_a_submitted_draft_is_frozen(report):
    submitted(report)
    with pytest.raises(WrongState), drafts.editing_record(report, actor=author(), now=NOON):
        report.note_ko = "바뀐 글"
        report.save()
    assert StatusReport.objects.get().note_ko == "추진 상황"


@pytest.mark.parametrize("status", ["on_track", "on_hold", "dropped", "not_started"])
@pytest.mark.parametrize("before", ["completed", "dropped"])
def test_no_report_is_refused_for_its_status(report, before, status):
    published(factories.report(report.commitment, before, "2023-12-27"))
    later = published(factories.report(report.commitment, status, "2024-02-01"))
    assert (later.is_public, later.number) == (True, 2)


def test_a_moved_target_needs_a_reason_but_a_refined_one_does_not(report):
    report.target = PartialDate.parse("2023")
    report.save()
    published(report)
    refined = factories.report(report.commitment, "on_track", "2023-05-01")
    refined.target = PartialDate.parse("2023-06")
    refined.save()
    published(refined)
    moved = factories.report(report.commitment, "on_track", "2023-06-01")
    moved.target = PartialDate.parse("2023-H2")
    moved.save()
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(moved, actor=author(), now=NOON)
    assert refused.value.field == "target_reason_ko"


def test_a_stale_save_is_refused(report):
    stale = StatusReport.objects.get()
    with drafts.editing_record(report, actor=author(), now=NOON):
        report.note_ko = "먼저 저장한 글"
        report.save()
    with pytest.raises(StaleVersion), drafts.editing_record(stale, actor=author(), now=NOON):
        stale.save()
    assert StatusReport.objects.get().note_ko == "먼저 저장한 글"


def test_an_edit_leaves_one_trace_that_says_from_what_to_what(report):
    with drafts.editing_record(report, actor=author(), now=NOON):
        report.note_ko = "바뀐 글"
        report.save()
    trace = Trace.objects.filter(subject_kind="statusreport").get()
    assert (trace.actor, trace.act, trace.at) == (author(), "edit", NOON)
    assert trace.changes == {"note_ko": ["추진 상황", "바뀐 글"]}


def test_an_unlisted_agency_cannot_stand_in_a_published_agreement():
    agreement = submitted(factories.agreement(parties=[factories.agency(), factories.agency(listed=False)]))
    with pytest.raises(Incomplete):
        publish_agreement(agreement, actor=reviewer(), now=NOON)


def test_a_draft_that_was_public_once_is_never_deleted():
    agreement = published(factories.agreement())
    withdraw_agreement(agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    with pytest.raises(WrongState):
        drafts.delete_draft(Agreement.objects.get(), actor=reviewer(), now=NOON)


def test_an_older_statement_that_makes_a_later_one_a_move_gives_the_reason_itself(report):
    commitment = report.commitment
    published(factories.report(commitment, "on_track", "2024-06-01", target="2025", target_reason_ko=""))
    older = factories.report(commitment, "on_track", "2024-01-01", target="2024", target_reason_ko="")
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(older, actor=author(), now=NOON)
    assert refused.value.field == "target_reason_ko"
    older.target_reason_ko = "자료에 없음"
    older.save()
    published(older)
    assert State.objects.at(TODAY).get(commitment=commitment).times_moved == 1


def test_an_unlisted_payer_cannot_stand_in_a_published_agreement():
    agreement = factories.agreement()
    BudgetShare.objects.create(agreement=agreement, payer=factories.agency(listed=False), amount=1)
    with pytest.raises(Incomplete):
        publish_agreement(submitted(agreement), actor=reviewer(), now=NOON)


def test_the_source_of_what_waits_for_review_says_what_the_reviewer_reads(report):
    submitted(report)
    source = report.sources.get()
    with pytest.raises(WrongState), drafts.editing_record(source, actor=author(), now=NOON):
        source.url = "https://other.example/1"
        source.save()
    assert report.sources.get().url != "https://other.example/1"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(226, 11, 22), date(1799, 12, 31), date(9999, 12, 31)])
def test_a_day_that_no_agreement_has_is_refused_by_the_database(day):
    for field in ("effective_on", "expires_on", "ended_on"):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.agreement(**{"signed": None, field: day})
