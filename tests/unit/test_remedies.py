"""What may follow a published report: correction, withdrawal, redaction, an agency's own word.

Over 400 lines: one list of what remedies do, beside what it refuses.
"""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.refusals import (
    ActRefused,
    EvidenceMissing,
    FourEyes,
    Incomplete,
    NotAllowed,
    StaleVersion,
    WrongState,
)
from agreements.actions.remedies import publish_withdrawal
from agreements.actions.reports import publish_report, require_timely_evidence
from agreements.actions.statements import publish_statement
from agreements.lists.parameters import Clock
from agreements.lists.targets import announced_targets, with_change_at
from agreements.models import (
    Agreement,
    Commitment,
    LedgerEntry,
    State,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, PUBLISH, TODAY, author, published, reviewer, submitted
from tests.registers import shared_register
from tests.stored import assert_everything_follows, everything_stored, head

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
PERSONAL = "홍길동, 새꽃로 12"


@shared_register
def commitment() -> Commitment:
    return published(factories.agreement()).commitments.get()


@pytest.fixture
def report(commitment) -> StatusReport:
    """Entry 2 of the ledger: done on 2023-12-27, wrongly."""
    return published(factories.report(commitment, "completed", "2023-12-27", note_ko=PERSONAL))


def status(seq: int | None = None, on: date = TODAY) -> str:
    return State.objects.visible_to(PUBLIC).at(on, seq=seq).get().status


# ---- corrections -----------------------------------------------------------------------------------


def test_a_correction_replaces_the_report_from_its_sequence_on(report):
    corrected = published(factories.correction(report, "on_track", "2023-12-27"))
    entry = head()
    assert (entry.seq, entry.kind, entry.reason) == (3, "correction", "날짜를 잘못 옮김")
    assert (status(), status(seq=3), status(seq=2)) == ("on_track", "on_track", "completed")
    assert set(StatusReport.objects.visible_to(PUBLIC)) == {report, corrected}, "both stay readable"
    assert corrected.corrects == report
    assert_everything_follows()


def test_a_correction_names_what_it_corrects_and_why_in_the_ledger(report):
    published(factories.correction(report, "on_track", "2023-12-27"))
    facts = json.loads(head().payload)["facts"]
    assert (facts["corrects"], facts["correction_reason_ko"]) == (report.number, "날짜를 잘못 옮김")


def test_a_moved_target_that_is_corrected_does_not_count_as_a_move(commitment):
    published(factories.report(commitment, "on_track", "2023-01-01", target="2023-06"))
    moved = published(factories.report(commitment, "on_track", "2023-02-01", target="2023-09"))
    assert State.objects.at(TODAY).get().times_moved == 1
    published(factories.correction(moved, "on_track", "2023-02-01", target="2023-06"))
    row = State.objects.at(TODAY).get()
    assert (row.times_moved, str(row.target)) == (0, "2023-06")
    assert State.objects.at(TODAY, seq=3).get().times_moved == 1
    assert_everything_follows()


def test_a_correction_without_a_reason_is_refused(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.correction(report, "on_track", "2023-12-27", correction_reason_ko="")
    blank = factories.correction(report, "on_track", "2023-12-27", correction_reason_ko="  ")
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(blank, actor=author(), now=NOON)
    assert refused.value.field == "correction_reason_ko"


def drafted(commitment, report):
    return factories.report(commitment, "on_track", "2023-01-01")


def of_another_subject(commitment, report):
    other = published(factories.agreement()).commitments.get()
    return published(factories.report(other, "on_track", "2023-01-01"))


def withdrawn(commitment, report):
    published(factories.withdrawal(report))
    return report


@pytest.mark.parametrize("wrong", [drafted, of_another_subject, withdrawn])
def test_only_a_counting_report_of_the_same_subject_is_corrected(commitment, report, wrong):
    correction = factories.report(
        commitment, "on_track", "2023-12-27", corrects=wrong(commitment, report), correction_reason_ko="오류"
    )
    with pytest.raises(WrongState) as refused:
        drafts.submit_draft(correction, actor=author(), now=NOON)
    assert refused.value.field == "corrects"


def test_a_report_is_corrected_once(commitment, report):
    published(factories.correction(report, "on_track", "2023-12-27"))
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.correction(report, "partial", "2023-12-27")
    last = StatusReport.objects.get(corrects=report)
    published(factories.correction(last, "partial", "2023-12-27"))
    assert status() == "partial"


def test_a_report_withdrawn_while_its_correction_waits_is_not_corrected(report):
    waiting = submitted(factories.correction(report, "on_track", "2023-12-27"))
    published(factories.withdrawal(report))
    with pytest.raises(WrongState):
        publish_report(waiting, actor=reviewer(), now=NOON)
    assert_everything_follows()


def test_a_withdrawn_correction_does_not_bring_the_wrong_report_back(report):
    corrected = published(factories.correction(report, "on_track", "2023-12-27"))
    published(factories.withdrawal(corrected))
    assert (status(), status(seq=3), status(seq=2)) == ("unsearched", "on_track", "completed")
    assert_everything_follows()


# ---- withdrawals -----------------------------------------------------------------------------------


def test_a_withdrawn_report_is_hidden_but_its_going_stays_public(report):
    going = published(factories.withdrawal(report))
    assert not StatusReport.objects.visible_to(PUBLIC).exists()
    assert Withdrawal.objects.visible_to(PUBLIC).get() == going
    entry = LedgerEntry.objects.visible_to(PUBLIC).get(seq=3)
    assert (entry.kind, entry.report, entry.reason) == ("withdrawal", report, "다른 과제의 자료")
    assert entry.reference == f"{report.subject.reference}#1"


def test_a_withdrawn_report_counts_again_at_an_older_sequence(report):
    published(factories.withdrawal(report))
    assert (status(), status(seq=3), status(seq=2), status(seq=1)) == (
        "unsearched", "unsearched", "completed", "unsearched",
    )  # fmt: skip
    assert_everything_follows()


def test_the_evidence_of_a_withdrawn_report_is_hidden_with_it(report):
    assert report.sources.visible_to(PUBLIC).exists()
    published(factories.withdrawal(report))
    assert not report.sources.visible_to(PUBLIC).exists()


def test_a_withdrawal_needs_a_reason(report):
    blank = factories.withdrawal(report, reason_ko=" ")
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(blank, actor=author(), now=NOON)
    assert refused.value.field == "reason_ko"


def test_a_withdrawn_agreement_hides_the_withdrawals_of_its_reports(report):
    published(factories.withdrawal(report))
    withdraw_agreement(Agreement.objects.get(), reason="오류", actor=reviewer(), now=NOON)
    assert not Withdrawal.objects.visible_to(PUBLIC).exists()
    assert_everything_follows()


def test_the_withdrawal_of_what_no_longer_counts_is_refused(report):
    published(factories.correction(report, "on_track", "2023-12-27"))
    with pytest.raises(WrongState, match="2번으로 이미 정정한 이행상황 보고"):
        drafts.submit_draft(factories.withdrawal(report), actor=author(), now=NOON)


def test_a_correction_of_words_leaves_the_order_of_announced_dates(commitment):
    """Two announcements of one day: the corrected one is not said after the other."""
    published(factories.report(commitment, "on_track", "2022-12-13", target="2023", target_reason_ko=""))
    published(factories.report(commitment, "on_track", "2022-12-13", target="2023-06"))
    wrong = commitment.reports.get(number=1)
    for number, text in enumerate(("글을 고침", "또 고침"), start=3):
        # No reason for a target: nothing moves by it.
        published(
            factories.correction(
                wrong, "on_track", "2022-12-13", target="2023", target_reason_ko="", note_ko=text
            )
        )
        wrong = commitment.reports.get(number=number)
    row = State.objects.visible_to(PUBLIC).at(TODAY).get()
    assert (str(row.first_target), str(row.target), row.times_moved) == ("2023", "2023-06", 0)
    changes = with_change_at(announced_targets(Clock(TODAY)), Clock(TODAY))
    assert list(changes.order_by("place").values_list("number", "change")) == [(4, "first"), (2, "refined")]
    assert_everything_follows()


def test_a_correction_of_words_leaves_what_was_dated_coarsely_where_it_was(commitment):
    """A report about a year counts from its publication; so does what corrects it later."""
    march, may, june = (datetime(2023, month, 1, 3, tzinfo=UTC) for month in (3, 5, 6))
    first = published(factories.report(commitment, "on_track", "2023"), now=march)
    published(factories.report(commitment, "completed", "2023-05-01"), now=may)
    days = [date(2023, month, 2) for month in (2, 3, 4, 5, 7)]
    before = [status(on=day) for day in days]
    assert before == ["unsearched", "on_track", "on_track", "completed", "completed"]
    published(factories.correction(first, "on_track", "2023", note_ko="글을 고침"), now=june)
    assert [status(on=day) for day in days] == before
    assert_everything_follows()


def test_a_correction_that_changes_nothing_is_refused(report):
    same = factories.correction(report, "completed", "2023-12-27", note_ko=report.note_ko)
    same.sources.set(report.sources.all())
    same.stated_by = report.stated_by
    same.save()
    with pytest.raises(Incomplete, match="달라진 내용이 없습니다"):
        drafts.submit_draft(same, actor=author(), now=NOON)


def test_a_statement_does_not_answer_what_had_not_been_said(report):
    early = factories.statement(report, party(report), stated_on=date(2023, 12, 26))
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(early, actor=author(), now=NOON)
    assert refused.value.field == "stated_on"


def test_a_report_is_not_withdrawn_under_a_withdrawn_agreement(report):
    waiting = submitted(factories.withdrawal(report))
    withdraw_agreement(Agreement.objects.get(), reason="오류", actor=reviewer(), now=NOON)
    with pytest.raises(WrongState):
        publish_withdrawal(waiting, actor=reviewer(), now=NOON)
    assert_everything_follows()


# ---- two people, one time -----------------------------------------------------------------------------

REMEDIES = {
    "correction": lambda report: factories.correction(report, "on_track", "2023-12-27"),
    "withdrawal": factories.withdrawal,
    "redaction": factories.redaction,
    "statement": lambda report: factories.statement(report, party(report)),
}


def party(report: StatusReport):
    return report.subject.agreement.parties.first().agency


@pytest.mark.parametrize("remedy", REMEDIES)
def test_whoever_wrote_a_remedy_does_not_publish_it(report, remedy):
    made = REMEDIES[remedy](report)
    type(made).objects.filter(pk=made.pk).update(created_by=reviewer())
    waiting = submitted(made)
    with pytest.raises(FourEyes):
        PUBLISH[type(made)](waiting, actor=reviewer(), now=NOON)
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize("remedy", REMEDIES)
def test_an_editor_does_not_publish_a_remedy(report, remedy):
    waiting = submitted(REMEDIES[remedy](report))
    with pytest.raises(NotAllowed):
        PUBLISH[type(waiting)](waiting, actor=author(), now=NOON)


@pytest.mark.parametrize("remedy", REMEDIES)
def test_a_remedy_is_published_from_its_review_only_and_once(report, remedy):
    draft = REMEDIES[remedy](report)
    with pytest.raises(WrongState):
        PUBLISH[type(draft)](draft, actor=reviewer(), now=NOON)
    waiting = submitted(draft)
    read_before = type(draft).objects.get(pk=draft.pk)
    PUBLISH[type(draft)](waiting, actor=reviewer(), now=NOON)
    with pytest.raises(StaleVersion):
        PUBLISH[type(draft)](read_before, actor=reviewer(), now=NOON)
    draft.refresh_from_db()
    with pytest.raises(WrongState):
        PUBLISH[type(draft)](draft, actor=reviewer(), now=NOON)
    assert LedgerEntry.objects.count() == 3
    assert Trace.objects.filter(subject_kind=draft._meta.model_name, act="publish").count() == (
        2 if remedy == "correction" else 1  # a correction is a report, and the first one was published too
    )
    assert_everything_follows()


@pytest.mark.parametrize("remedy", REMEDIES)
def test_a_published_remedy_is_neither_edited_nor_deleted(report, remedy):
    done = published(REMEDIES[remedy](report))
    with pytest.raises(WrongState), drafts.editing_record(done, actor=reviewer(), now=NOON):
        done.save()
    done.refresh_from_db()
    with pytest.raises(WrongState):
        drafts.delete_draft(done, actor=reviewer(), now=NOON)


def test_a_published_report_is_not_published_again(report):
    with pytest.raises(WrongState):
        publish_report(report, actor=reviewer(), now=NOON)
    assert (LedgerEntry.objects.count(), StatusReport.objects.get().number) == (2, 1)


# ---- an agency's own word -----------------------------------------------------------------------------


def test_a_party_adds_its_word_to_a_report_about_it(report):
    spoken = published(factories.statement(report, party(report)))
    assert Statement.objects.visible_to(PUBLIC).get() == spoken
    entry = head()
    assert (entry.kind, entry.report) == ("statement", report)
    assert json.loads(entry.payload)["statement"]["agency"] == party(report).slug
    assert_everything_follows()


def test_the_agency_in_charge_of_a_milestone_adds_its_word():
    milestone = published(factories.program()).milestones.get()
    report = published(factories.report(milestone, "planned", "2023-01-01"))
    published(factories.statement(report, milestone.agencies.get()))
    assert Statement.objects.visible_to(PUBLIC).count() == 1


def refused_statement(report, **fields) -> ActRefused:
    statement = factories.statement(report, fields.pop("agency", party(report)), **fields)
    with pytest.raises(ActRefused) as refused:
        drafts.submit_draft(statement, actor=author(), now=NOON)
    return refused.value


def test_an_agency_that_is_not_concerned_has_no_word(report):
    assert refused_statement(report, agency=factories.agency()).field == "agency"


def test_a_statement_has_text_and_is_not_of_a_future_day(report):
    assert refused_statement(report, text_ko="\n").field == "text_ko"
    Statement.objects.all().delete()
    assert refused_statement(report, stated_on=TODAY + timedelta(days=1)).field == "stated_on"


def test_a_statement_concerns_a_report_that_counts(commitment, report):
    unpublished = factories.report(commitment, "completed", "2024-01-01")
    assert refused_statement(unpublished).field == "report"
    published(factories.withdrawal(report))
    assert refused_statement(report).field == "report"


def test_an_agency_has_one_word_on_a_report(report):
    published(factories.statement(report, party(report)))
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.statement(report, party(report))


def test_a_statement_goes_out_of_sight_with_its_report(report):
    published(factories.statement(report, party(report)))
    published(factories.withdrawal(report))
    assert not Statement.objects.visible_to(PUBLIC).exists()


def test_a_statement_of_an_unlisted_agency_is_refused_and_hidden(report):
    agency = party(report)
    waiting = submitted(factories.statement(report, agency))
    type(agency).objects.filter(pk=agency.pk).update(listed=False)
    with pytest.raises(Incomplete):
        publish_statement(waiting, actor=reviewer(), now=NOON)


@pytest.mark.parametrize("remedy", ["statement", "withdrawal", "redaction"])
def test_a_draft_of_a_remedy_is_seen_by_nobody(report, remedy):
    made = REMEDIES[remedy](report)
    assert not type(made).objects.visible_to(PUBLIC).exists()
    submitted(made)
    assert not type(made).objects.visible_to(PUBLIC).exists()


# ---- bad input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "progress"), [("completed", 40), ("continuing", 99), ("not_started", 10), ("completed", 0)]
)
def test_status_and_progress_do_not_contradict(commitment, status, progress):
    draft = factories.report(commitment, status, "2023-12-27", progress=progress)
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(draft, actor=author(), now=NOON)
    assert refused.value.field == "progress"


@pytest.mark.parametrize(("status", "progress"), [("completed", 100), ("not_started", 0), ("dropped", 40)])
def test_status_and_progress_that_agree_are_published(commitment, status, progress):
    assert published(factories.report(commitment, status, "2023-12-27", progress=progress)).is_public


@pytest.mark.parametrize(
    ("appeared", "said_on", "proves"),
    [
        ("2023-12-26", "2023-12-27", False),
        ("2023-12", "2023-12-27", True),  # it may have appeared after
        ("2023-12-27", "2023-12", True),
        ("2023", "2024-H1", False),
        ("2024-01-02", "2023-12-27", True),
    ],
)
def test_evidence_is_not_older_than_what_it_proves(commitment, appeared, said_on, proves):
    draft = factories.report(commitment, "on_track", said_on)
    draft.sources.set([factories.source(published=PartialDate.parse(appeared))])
    if proves:
        assert published(draft).is_public
        return
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(draft, actor=author(), now=NOON)
    assert refused.value.field == "sources"


def test_one_source_that_is_young_enough_proves_it(commitment):
    draft = factories.report(commitment, "on_track", "2023-12-27")
    older = factories.source(published=PartialDate.parse("2022-12-13"))
    draft.sources.add(older)
    assert published(draft).is_public

    draft = factories.report(commitment, "on_track", "2023-12-28")
    draft.sources.set([older, factories.source(published=PartialDate.parse("2023"), label_ko="연감")])
    assert published(draft).is_public  # it may have appeared after

    draft = factories.report(commitment, "on_track", "2024-01-03")
    draft.sources.set([older, factories.source(published=PartialDate.parse("2023"))])
    with pytest.raises(Incomplete) as refused:
        drafts.submit_draft(draft, actor=author(), now=NOON)
    assert refused.value.field == "sources"
    assert "2022. 12. 13." in str(refused.value)


def test_a_public_document_of_no_date_proves_it(commitment):
    draft = factories.report(commitment, "on_track", "2023-12-27")
    draft.sources.set([factories.source(published=PartialDate.parse("2022-12-13"))])
    document = factories.document({"report": draft}, b"%PDF-1.4")
    require_timely_evidence(draft)
    document.public = False
    document.save()
    with pytest.raises(Incomplete):
        require_timely_evidence(draft)


def test_no_evidence_no_status(commitment):
    draft = factories.report(commitment, "on_track", "2023-01-01")
    draft.sources.clear()
    with pytest.raises(EvidenceMissing):
        drafts.submit_draft(draft, actor=author(), now=NOON)


def test_a_refused_publication_leaves_nothing_half_written(report):
    waiting = submitted(factories.withdrawal(report))
    published(factories.correction(report, "on_track", "2023-12-27"))
    before = everything_stored(), list(State.objects.order_by("pk").values())
    with pytest.raises(WrongState):
        publish_withdrawal(waiting, actor=reviewer(), now=NOON)
    assert (everything_stored(), list(State.objects.order_by("pk").values())) == before
