"""What the personal-data guard keeps of uploaded files, and what of them waits for a coordinator."""

import json
from typing import Any

import pytest

from agreements.actions import drafts, screening
from agreements.actions.refusals import PersonalData
from agreements.actions.reports import publish_report
from agreements.models import Document
from tests import factories, uploads
from tests.factories import NOON, author, published, reviewer

pytestmark = pytest.mark.django_db
RESIDENT, MOBILE = "900101-1234567", "010-1234-5678"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def submit(record: Any) -> None:
    drafts.submit_draft(record, actor=author(), now=NOON)


def clear(record: Any, *, reason: str) -> None:
    marks = [hit.fingerprint for hit in screening.hits_in_public_record(record) if hit.clearable]
    screening.clear_hits(record, marks, reason, actor=reviewer(), now=NOON)


@pytest.mark.usefixtures("files_read_in_own_process")
def test_a_file_stored_before_the_guard_is_read_at_submit_and_kept():
    draft = factories.agreement()
    stored = factories.document({"agreement": draft}, uploads.pdf(RESIDENT))
    with pytest.raises(PersonalData, match=r"a.+pdf”.+1쪽.+주민등록번호"):
        submit(draft)
    screening.screen_documents(draft, now=NOON)
    stored.refresh_from_db()
    assert stored.screened_at == NOON
    (finding,) = stored.findings
    assert (finding["kind"], finding["place"]) == ("resident", {"page": 1})
    assert RESIDENT not in json.dumps(stored.findings)
    assert "9001011234567" not in json.dumps(stored.findings)


def test_a_file_whose_findings_are_kept_is_not_read_again(monkeypatch):
    draft = factories.agreement()
    factories.document({"agreement": draft}, uploads.pdf(RESIDENT), screened_at=NOON)
    monkeypatch.setattr(
        "agreements.personal_data.files.reading.findings_of_file", lambda *_: pytest.fail("it was read again")
    )
    assert published(draft).state == "published"


@pytest.mark.parametrize(("name", "content"), [("a.hwp", b"x"), ("a.png", b"x"), ("a.pdf", b"broken")])
def test_a_file_that_cannot_be_read_waits_for_a_coordinator(name, content):
    draft = factories.agreement()
    stored = factories.document({"agreement": draft}, content, name=name)
    with pytest.raises(PersonalData, match="읽을 수 없음"):
        submit(draft)
    screening.screen_documents(draft, now=NOON)
    clear(draft, reason="직접 열어 확인함")
    submit(draft)
    other = factories.agreement()
    factories.document({"agreement": other}, content, name=name, sha256="b" * 64)
    with pytest.raises(PersonalData):
        submit(other)
    assert stored.name == name


def test_a_part_that_nobody_read_waits_for_a_coordinator_of_this_very_file():
    draft = factories.agreement()
    content = uploads.zipped({"word/afchunk.mht": RESIDENT.encode()}, uploads.docx("본문"))
    factories.document({"agreement": draft}, content, name="a.docx")
    with pytest.raises(PersonalData, match=r"word/afchunk\.mht.+읽지 않음"):
        submit(draft)
    screening.screen_documents(draft, now=NOON)
    clear(draft, reason="직접 열어 확인함")
    submit(draft)
    other = factories.agreement()
    factories.document({"agreement": other}, content, name="a.docx", sha256="b" * 64)
    with pytest.raises(PersonalData):
        submit(other)


def test_a_file_that_is_missing_waits_too():
    draft = factories.agreement()
    Document.objects.create(
        agreement=draft, kind="result", title_ko="결과", file="gone.pdf", name="gone.pdf", size=1, public=True
    )
    with pytest.raises(PersonalData, match="저장소에 파일이 없음"):
        submit(draft)


def test_a_redaction_blanks_what_was_found_in_the_files():
    draft = factories.report(
        published(factories.agreement()).commitments.get(), "on_track", "2023", note_ko="자택은 새꽃로 12"
    )
    stored = factories.document({"report": draft}, uploads.pdf(MOBILE))
    screening.screen_documents(draft, now=NOON)
    clear(draft, reason="공용 전화")
    submit(draft)
    draft.refresh_from_db()
    publish_report(draft, actor=reviewer(), now=NOON)
    published(factories.redaction(draft))
    stored.refresh_from_db()
    assert (stored.name, stored.findings) == ("", [])
