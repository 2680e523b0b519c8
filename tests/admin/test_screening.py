"""The personal-data check through its pages: the refusal, the clearing, and who may do it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.actions import screening
from agreements.models import Agreement, Document, Trace
from tests import factories, uploads
from tests.admin.page import change, form, text

pytestmark = pytest.mark.django_db
RESIDENT, MOBILE, OTHER = "900101-1234567", "010-1234-5678", "010-8765-4321"
REASON = "협약서에 적힌 공용 업무전화"


def marks(record):
    return [hit.fingerprint for hit in screening.hits_in_public_record(record) if hit.clearable]


def test_a_refusal_names_the_hit_and_leads_to_the_check(editor):
    draft = factories.agreement(place=MOBILE)
    refused = editor.get(change(draft, "submit"))
    assert "체결 장소: 휴대전화 번호 010-****-****" in text(refused)
    assert change(draft, "screening") in refused.content.decode()
    forged = editor.post(change(draft, "submit"), {"version": draft.version})
    assert "휴대전화 번호 010-****-****" in text(forged)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_editor_sees_the_hits_and_cannot_clear_them(editor):
    draft = factories.agreement(place=f"{MOBILE} {RESIDENT}")
    page = editor.get(change(draft, "screening"))
    for told in ("010-****-****", "9001**-*******", "반드시 지워야 하는 내용", "체결 장소"):
        assert told in text(page)
    assert MOBILE not in page.content.decode()
    assert "<textarea" not in page.content.decode()
    (mark,) = marks(draft)
    forged = editor.post(change(draft, "screening"), {mark: REASON})
    assert "권한" in text(forged) or forged.status_code == 403
    assert not Trace.objects.filter(act="clear").exists()
    assert marks(draft) == [mark]


def test_a_coordinator_clears_each_hit_with_its_reason_and_the_record_goes_on(editor, coordinator):
    draft = factories.agreement(place=MOBILE, document_number=OTHER)
    page = change(draft, "screening")
    assert change(draft, "screening") in coordinator.get(change(draft)).content.decode()
    first, second = marks(draft)
    answers = form(coordinator.get(page)) | {first: REASON, second: " "}
    done = coordinator.post(page, answers, follow=True)
    assert "개인정보가 아님을 확인했습니다" in text(done)
    assert marks(draft) == [second]
    coordinator.post(page, {second: "문서번호임"})
    kept = Trace.objects.filter(act="clear").order_by("pk").values_list("reason", flat=True)
    assert list(kept) == [REASON, "문서번호임"]
    history = text(coordinator.get(change(draft, "history")))
    assert REASON in history
    assert "휴대전화 번호 010-****-****" in history

    editor.post(change(draft, "submit"), form(editor.get(change(draft, "submit"))))
    coordinator.post(change(draft, "publish"), form(coordinator.get(change(draft, "publish"))))
    assert Agreement.objects.visible_to(AnonymousUser()).exists()


def test_what_was_cleared_is_not_held_against_a_record_that_lacks_something_else(coordinator):
    draft = factories.agreement(place=MOBILE, signed=None)
    assert change(draft, "screening") in coordinator.get(change(draft, "submit")).content.decode()
    coordinator.post(change(draft, "screening"), dict.fromkeys(marks(draft), REASON))
    shown = coordinator.get(change(factories.submitted(draft), "publish"))
    assert "체결일이 없습니다" in text(shown)
    assert change(draft, "screening") not in shown.content.decode()


def test_clearing_without_a_reason_or_of_what_has_gone_is_refused_on_the_page(coordinator):
    draft = factories.agreement(place=MOBILE)
    (mark,) = marks(draft)
    page = change(draft, "screening")
    assert "사유를 적으세요" in text(coordinator.post(page, {mark: " "}))
    assert "개인정보를 다시 적지 마세요" in text(coordinator.post(page, {mark: f"{OTHER}로 확인"}))
    Agreement.objects.filter(pk=draft.pk).update(place=OTHER)
    assert "사유를 적으세요" in text(coordinator.post(page, {mark: REASON}))
    assert not Trace.objects.filter(act="clear").exists()


def test_whoever_wrote_it_is_told_that_another_coordinator_clears(coordinator):
    draft = factories.agreement(place=MOBILE, created_by=factories.reviewer())
    (mark,) = marks(draft)
    refused = coordinator.post(change(draft, "screening"), {mark: REASON})
    assert "다른 총괄 담당자" in text(refused)
    assert REASON in refused.content.decode(), "what was typed stays in the field"
    assert not Trace.objects.filter(act="clear").exists()


def test_a_warning_is_shown_before_submitting_and_does_not_block(editor):
    draft = factories.agreement(purpose_ko="김○○(9세)의 사례")
    question = editor.get(change(draft, "submit"))
    assert "진행하기 전에 확인하세요" in text(question)
    assert "아동의 이름과 나이 김○○(**" in text(question)
    assert "9세" not in text(question)
    editor.post(change(draft, "submit"), form(question))
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_an_upload_is_read_when_it_is_stored(editor):
    draft = factories.agreement()
    answers = form(editor.get(change(draft))) | {
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "agreement",
        "documents-0-title_ko": "명단",
        "documents-0-public": "on",
        "documents-0-file": SimpleUploadedFile(
            "명단.xlsx", uploads.xlsx({"A1": "x"}, hidden={"B7": RESIDENT})
        ),
    }
    editor.post(change(draft), answers)
    stored = Document.objects.get()
    assert stored.screened_at is not None
    assert [one["kind"] for one in stored.findings] == ["hidden", "resident"]
    with stored.file.open() as file:
        assert file.read(2) == b"PK", "the file itself is stored whole"
    said = text(editor.get(change(draft, "screening")))
    assert "파일 “명단.xlsx” · 시트 “명단”(숨김) B7" in said
    assert "주민등록번호 9001**-*******" in said


def test_a_change_asks_why_a_hit_is_no_personal_data(coordinator):
    public = factories.published(factories.agreement())
    given = form(coordinator.get(change(public))) | {"place": MOBILE}
    question = coordinator.post(change(public), given)
    assert "010-****-****" in text(question)
    grounds = form(question) | {"change-kind": "correction", "change-reason": "잘못 옮김"}
    refused = coordinator.post(change(public), grounds)
    assert "휴대전화 번호 010-****-****" in text(refused)
    public.refresh_from_db()
    assert public.place == ""
    coordinator.post(change(public), grounds | {"change-clearance": REASON})
    public.refresh_from_db()
    assert public.place == MOBILE
    assert Trace.objects.get(act="clear").reason == REASON


def test_a_change_to_a_registration_number_is_refused_at_its_field(coordinator):
    public = factories.published(factories.agreement())
    given = form(coordinator.get(change(public))) | {"place": RESIDENT}
    refused = coordinator.post(change(public), given)
    assert "place" in refused.context["adminform"].form.errors
    public.refresh_from_db()
    assert public.place == ""


def test_a_change_without_hits_asks_nothing_more(coordinator):
    public = factories.published(factories.agreement())
    question = coordinator.post(change(public), form(coordinator.get(change(public))) | {"place": "시청"})
    assert "change-clearance" not in question.content.decode()
