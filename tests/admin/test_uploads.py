"""Documents: only the types an office uses, judged by name and content, and served by who may see."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.admin.uploads import examined
from agreements.models import Agreement, Document
from tests import factories
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db


def archive(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


PDF = b"%PDF-1.7 content"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
GOOD = {
    "협약서.pdf": PDF,
    "협약서.hwp": OLE + b"HWP Document File" + bytes(32),
    "협약서.hwpx": archive(mimetype="application/hwp+zip"),
    "협약서.docx": archive(word__document_dot_xml="<w/>"),
    "예산.xlsx": archive(xl__workbook_dot_xml="<w/>"),
    "협약서.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "사진.PNG": b"\x89PNG\r\n\x1a\n" + bytes(16),
    "사진.jpg": b"\xff\xd8\xff\xe0" + bytes(16),
}
BAD = {
    "page.html": b"<script>alert(1)</script>",
    "picture.svg": b"<svg/>",
    "tool.exe": b"MZ",
    "no ending": PDF,
    "page.pdf.html": PDF,
    "renamed.pdf": b"<script>alert(1)</script>",
    "renamed.png": PDF,
    "renamed.hwp": OLE,
    "renamed.docx": archive(xl__workbook_dot_xml="<w/>"),
    "broken.xlsx": b"PK\x03\x04 broken",
    "renamed.odt": archive(mimetype="application/zip"),
    "large.pdf": PDF + bytes(1024 * 1024),  # tests/settings.py: 1 MB
    "empty.pdf": b"",
}


def uploaded(client, draft, name, content, **more):
    page = form(client.get(change(draft)))
    return client.post(
        change(draft),
        page
        | {
            "documents-TOTAL_FORMS": "1",
            "documents-0-kind": "agreement",
            "documents-0-title_ko": "협약서",
            "documents-0-file": SimpleUploadedFile(name, content),
        }
        | more,
    )


@pytest.mark.parametrize("name", GOOD)
def test_the_types_of_an_office_are_accepted(name):
    found = examined(SimpleUploadedFile(name, GOOD[name]))
    assert (found.name, found.size) == (name, len(GOOD[name]))


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_not(name):
    with pytest.raises(ValidationError):
        examined(SimpleUploadedFile(name, BAD[name]))


@pytest.mark.parametrize("name", ["협약서.hwp", "사진.PNG"])
def test_a_document_is_stored_with_its_digest_and_handed_to_staff(editor, name):
    draft = factories.agreement()
    uploaded(editor, draft, name, GOOD[name])
    stored = Document.objects.get()
    assert (stored.name, stored.size) == (name, len(GOOD[name]))
    assert stored.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert stored.file.read() == GOOD[name]
    answer = editor.get(f"/admin/documents/{stored.pk}/")
    assert b"".join(answer.streaming_content) == GOOD[name]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["page.html", "renamed.pdf", "large.pdf", "empty.pdf"])
def test_a_forbidden_file_is_refused_at_its_field_and_nothing_is_saved(editor, media, name):
    draft = factories.agreement()
    refused = uploaded(editor, draft, name, BAD[name], place="시청")
    assert list(errors(refused)) == ["documents-0-file"]
    assert not Document.objects.exists()
    assert Agreement.objects.get().place == ""
    assert not list(media.rglob("*.*"))


def test_a_stored_document_is_linked_and_replaced_only_by_another(editor):
    draft = factories.agreement()
    uploaded(editor, draft, "협약서.pdf", PDF)
    shown = editor.get(change(draft))
    assert "저장된 파일: 협약서.pdf" in text(shown)
    editor.post(change(draft), form(shown) | {"documents-0-title_ko": "새 제목"})
    stored = Document.objects.get()
    assert (stored.title_ko, stored.sha256) == ("새 제목", hashlib.sha256(PDF).hexdigest())


def test_the_stored_copy_of_a_source_is_for_staff_only(editor, client):
    source = factories.source()
    factories.agreement().sources.add(source)
    page = form(editor.get(change(source)))
    editor.post(change(source), page | {"stored_copy": SimpleUploadedFile("기사.pdf", PDF)})
    source.refresh_from_db()
    assert source.sha256 == hashlib.sha256(PDF).hexdigest()
    assert b"".join(editor.get(f"/admin/copies/{source.pk}/").streaming_content) == PDF
    assert client.get(f"/admin/copies/{source.pk}/")["Location"].startswith("/admin/login/")


def test_a_file_that_is_gone_from_the_store_is_not_found(editor):
    draft = factories.agreement()
    uploaded(editor, draft, "협약서.pdf", PDF)
    stored = Document.objects.get()
    stored.file.storage.delete(str(stored.file.name))
    assert editor.get(f"/admin/documents/{stored.pk}/").status_code == 404
