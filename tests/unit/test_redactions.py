"""Personal data is blanked everywhere it is stored; that it was, when and why, stays."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import CommandError

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.refusals import Incomplete, WrongState
from agreements.actions.remedies import publish_withdrawal
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Document,
    LedgerEntry,
    Redaction,
    State,
    StatusReport,
    Trace,
    Withdrawal,
)
from tests import factories
from tests.factories import NOON, TODAY, author, changed, published, reviewer, submitted
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
    """Entry 2 of the ledger."""
    return published(factories.report(commitment, "completed", "2023-12-27", note_ko=PERSONAL))


def party(report: StatusReport) -> Agency:
    return report.subject.agreement.parties.order_by("order")[0].agency


def test_a_redaction_blanks_a_report_everywhere_and_keeps_its_entries(commitment):
    draft = factories.report(commitment, "on_track", "2023-04-24", target="2023")
    with drafts.editing_record(draft, actor=author(), now=NOON):
        draft.note_ko = draft.note_en = draft.target_reason_ko = draft.target_procedure_ko = PERSONAL
        draft.save()
    report = published(draft)
    assert everything_stored().count(PERSONAL) > 4
    before = LedgerEntry.objects.values_list("seq", "digest", "payload_digest", "recorded_at")
    kept = list(before.order_by("seq"))

    done = published(factories.redaction(report))
    report.refresh_from_db()
    assert PERSONAL not in everything_stored()
    assert list(before.filter(seq__lte=2).order_by("seq")) == kept
    assert (report.status, str(report.target), report.redacted_by) == ("on_track", "2023", head())
    assert (head().kind, head().reason) == ("redaction", "전화번호")
    assert json.loads(head().payload)["redacts"] == [2]
    assert LedgerEntry.objects.get(seq=2).redacted_by == head()
    assert Redaction.objects.visible_to(PUBLIC).get() == done
    assert State.objects.visible_to(PUBLIC).at(TODAY).get().status == "on_track", "what it moved stays moved"
    assert_everything_follows()


def test_a_redaction_removes_a_reports_files_once_it_holds(
    commitment, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    draft = factories.report(commitment, "on_track", "2023-04-24")
    document = Document(
        screened_at=factories.NOON,
        report=draft,
        kind="result",
        title_ko=PERSONAL,
        name="a.pdf",
        size=1,
        sha256="a" * 64,
        public=True,
    )
    document.file.save("a.pdf", ContentFile(b"x"))
    report = published(draft)
    stored = tmp_path / document.file.name
    with django_capture_on_commit_callbacks() as after:
        published(factories.redaction(report))
    assert stored.exists(), "a transaction that fails must leave the file"
    for callback in after:
        callback()
    assert not stored.exists()
    document.refresh_from_db()
    assert (document.file.name, document.title_ko, document.sha256) == ("", "", "a" * 64)
    assert not Document.objects.visible_to(PUBLIC).exists()
    assert_everything_follows()


def test_a_report_is_redacted_once(report):
    published(factories.redaction(report))
    with pytest.raises(WrongState, match="가릴 것이 없습니다"):
        drafts.submit_draft(factories.redaction(report), actor=author(), now=NOON)
    assert_everything_follows()


def test_what_was_never_published_is_not_redacted(commitment):
    public = published(factories.report(commitment, "on_track", "2023-04-24"))
    for record in (
        factories.report(commitment, "on_track", "2023-04-24"),
        factories.agreement(),
        factories.statement(public, party(public)),
    ):
        with pytest.raises(WrongState, match="가릴 것이 없습니다"):
            drafts.submit_draft(factories.redaction(record), actor=author(), now=NOON)


def test_a_redaction_needs_its_reason(report):
    with pytest.raises(Incomplete):
        drafts.submit_draft(factories.redaction(report, reason_ko=""), actor=author(), now=NOON)


def test_a_statement_is_redacted_without_the_report_it_stands_beside(report):
    spoken = published(factories.statement(report, party(report), text_ko="담당 홍길순"))
    published(factories.redaction(spoken))
    spoken.refresh_from_db()
    report.refresh_from_db()
    assert (spoken.text_ko, report.note_ko) == ("", PERSONAL)
    assert "홍길순" not in everything_stored()
    published(factories.redaction(report))
    assert PERSONAL not in everything_stored()
    assert_everything_follows()


def test_a_withdrawn_report_can_still_be_redacted(report):
    published(factories.withdrawal(report))
    published(factories.redaction(report))
    assert PERSONAL not in everything_stored()
    assert_everything_follows()


def test_a_corrected_report_stays_valid_after_the_redaction_of_its_correction(report):
    corrected = published(
        factories.correction(report, "on_track", "2023-12-27", correction_reason_ko="홍길순")
    )
    published(factories.redaction(corrected))
    assert "홍길순" not in everything_stored()
    assert_everything_follows()


def test_an_agreement_is_redacted_again_and_the_chain_still_holds():
    agreement = published(factories.agreement(purpose_ko=PERSONAL))
    published(factories.redaction(agreement))
    assert PERSONAL in everything_stored(), "its present text is changed, not redacted"
    Agreement.objects.update(purpose_ko="")
    published(factories.redaction(agreement))
    assert PERSONAL not in everything_stored()
    assert json.loads(head().payload)["redacts"] == [1, 2]
    assert_everything_follows()


def test_a_redaction_tells_nothing_of_an_agreement_that_is_not_public():
    agreement = published(factories.agreement())
    withdraw_agreement(agreement, reason=PERSONAL, actor=reviewer(), now=NOON)
    Agreement.objects.update(title_ko="아직 공개하지 않은 초안")
    published(factories.redaction(Agreement.objects.get()))
    assert "facts" not in json.loads(head().payload)
    assert "초안" not in "".join(entry.payload or "" for entry in LedgerEntry.objects.all())
    assert_everything_follows()


def test_with_a_report_goes_the_reason_of_its_withdrawal(report):
    published(factories.redaction(report))
    published(factories.withdrawal(report, reason_ko=f"{PERSONAL}의 전화번호"))
    assert PERSONAL in everything_stored()
    published(factories.redaction(report))
    assert PERSONAL not in everything_stored()
    assert json.loads(head().payload or "")["redacts"] == [4]
    assert_everything_follows()
    Withdrawal.objects.update(reason_ko="다시 적은 사유")
    with pytest.raises(CommandError, match="the reason of its withdrawal was blanked"):
        assert_everything_follows()


def test_with_a_report_goes_what_a_draft_of_its_correction_copied(report):
    draft = factories.correction(report, "on_track", "2023-04-24", note_ko=PERSONAL, note_en="New words")
    with drafts.editing_record(draft, actor=author(), now=NOON):
        draft.save()
    version = draft.version
    published(factories.redaction(report))
    assert PERSONAL not in everything_stored()
    draft.refresh_from_db()
    assert (draft.note_ko, draft.note_en, draft.version) == ("", "New words", version + 1)


def test_stock_phrases_in_other_traces_stay(commitment):
    draft = factories.report(commitment, "on_track", "2023-05-01", target_reason_ko="자료에 없음")
    drafts.delete_draft(draft, actor=author(), now=NOON)
    published(factories.redaction(published(factories.report(commitment, "on_track", "2023", target="2024"))))
    title, agreement = commitment.title_ko, commitment.agreement
    published(factories.agreement())  # whose commitment is called the same
    changed(agreement, write=lambda found: found.commitments.update(title_ko="다른 이름"))
    published(factories.redaction(agreement))
    deleted = Trace.objects.get(subject_kind="statusreport", act="delete")
    assert deleted.changes["target_reason_ko"] == ["자료에 없음", None]
    assert title in deleted.changes["commitment"][0]


def test_what_waits_for_review_keeps_its_own_words(report):
    waiting = submitted(factories.withdrawal(report))
    other = factories.correction(report, "on_track", "2023-04-24", note_ko="다른 글")
    published(factories.redaction(report))
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.reason_ko, other.note_ko, other.version) == ("다른 과제의 자료", "다른 글", 0)
    publish_withdrawal(waiting, actor=reviewer(), now=NOON)
    assert_everything_follows()


def test_traces_of_other_records_lose_the_title_that_went(commitment):
    agreement = commitment.agreement
    changed(agreement, write=lambda found: found.commitments.update(title_ko=f"{PERSONAL} 아동 보호"))
    draft = factories.report(Commitment.objects.get(), "on_track", "2023-04-24", note_ko="남는 글")
    drafts.delete_draft(draft, actor=author(), now=NOON)
    changed(agreement, write=lambda found: found.commitments.update(title_ko="아동 보호"))
    published(factories.redaction(agreement))
    assert PERSONAL not in everything_stored()
    (trace,) = Trace.objects.filter(subject_kind="statusreport")
    assert trace.changes["commitment"] == [None, None]
    assert trace.changes["note_ko"] == ["남는 글", None], "what else it says stays"
    assert_everything_follows()


def test_a_file_that_a_change_took_away_is_deleted(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    agreement = factories.agreement()
    for name in ("taken.pdf", "kept.pdf"):
        document = Document(
            screened_at=factories.NOON,
            agreement=agreement,
            kind="agreement",
            title_ko=name,
            name=name,
            size=1,
            public=True,
        )
        document.sha256 = name.ljust(64, "0")
        document.file.save(name, ContentFile(b"x"))
    published(agreement)
    changed(agreement, write=lambda found: found.documents.get(title_ko="taken.pdf").delete())
    assert len(list(tmp_path.rglob("*.pdf"))) == 2, "a change alone deletes nothing that was published"
    with django_capture_on_commit_callbacks(execute=True):
        published(factories.redaction(agreement))
    assert list(tmp_path.rglob("*.pdf")) == [
        tmp_path / agreement.documents.get(title_ko="kept.pdf").file.name
    ]
    assert_everything_follows()


def test_a_withdrawn_agreements_reason_goes_with_its_redaction():
    agreement = published(factories.agreement())
    withdraw_agreement(agreement, reason=PERSONAL, actor=reviewer(), now=NOON)
    agreement.refresh_from_db()
    published(factories.redaction(agreement))
    assert PERSONAL not in everything_stored()
