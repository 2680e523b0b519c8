"""Documents: only the types an office uses, judged by name and content, and served by who may see."""

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.admin.records.file_faults import FAULTS, FileFault
from agreements.admin.records.uploads import examine_upload, stored_name
from agreements.models import Agreement, Document
from tests import factories, uploads
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db


def archive(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def chunk(kind, body=b""):
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def office(member, kind, **more):
    types = (
        f'<Override PartName="/{member}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
    )
    return archive(**{"[Content_Types]_dot_xml": types, member.replace("/", "__"): "<w/>"} | more)


PDF = b"%PDF-1.7 content %%EOF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", bytes(9)) + chunk(b"IEND")
APPENDED = b"what a telephone appends"
JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x07JFIF\x00"
JPEG = JPEG_HEAD + b"\xff\xda\x00\x02" + bytes(32) + b"\xff\xd9"
DOCX = office("word/document_dot_xml", "wordprocessingml.document.main+xml")
XLSX = office("xl/workbook_dot_xml", "spreadsheetml.sheet.main+xml")
GOOD = {
    "협약서.pdf": PDF,
    "채운 협약서.pdf": b"\xef\xbb\xbf\r\n" + PDF + b"\r\n" + bytes(4096),
    "협약서.hwp": OLE + b"HWP Document File" + bytes(32),
    "옛 협약서.hwp": b"HWP Document File V3.00",
    "협약서.hwpx": archive(mimetype="application/hwp+zip"),
    "협약서.docx": DOCX,
    "예산.xlsx": XLSX,
    "사진.PNG": PNG,
    "사진.jpg": JPEG,
    "전화기 사진.jpeg": JPEG + APPENDED,
}
BAD = {
    "page.html": b"<script>alert(1)</script>",
    "picture.svg": b"<svg/>",
    "tool.exe": b"MZ",
    "no ending": PDF,
    "page.pdf.html": PDF,
    "letter.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "\u202efdp.exe": b"MZ",
    "large.pdf": PDF + bytes(1024 * 1024),  # tests/settings.py: 1 MB
}
LOCKED_HWP = b"HWP Document File" + bytes(15) + b"\0\0\0\5"  # signature and version, then the flags
# Each file with the reason for which it is refused.
FAULTY = {
    "empty.pdf": (b"", "other"),
    "a page.pdf": (b"<script>alert(1)</script>", "other"),
    "a picture.pdf": (PNG, "renamed"),
    "behind a page.pdf": (b"<script>alert(1)</script>" + PDF, "in_front"),
    "before a page.pdf": (PDF + b"<script>alert(1)</script>", "behind"),
    "cut off.pdf": (b"%PDF-1.7 content", "cut_off"),
    "and an archive.pdf": (PDF + archive(a="b") + b"%%EOF", "attachment"),
    "secured.pdf": (b"\x9b DRMONE  This Document is encrypted" + bytes(99), "drm"),
    "a document.png": (PDF, "renamed"),
    "cut off.png": (PNG[:-6], "cut_off"),
    "and an archive.png": (PNG + archive(a="b"), "attachment"),
    "broken.jpg": (JPEG_HEAD + b"no segment" + JPEG[-2:], "broken"),
    "cut off.jpg": (JPEG[:-2], "cut_off"),
    "no picture.jpg": (JPEG_HEAD, "cut_off"),
    "and an archive.jpg": (JPEG + archive(a="b"), "attachment"),
    "a container.hwp": (OLE, "other"),
    "locked.hwp": (OLE + LOCKED_HWP + b"\2\0\0\0", "locked"),
    "secured.hwp": (OLE + LOCKED_HWP + b"\x10\0\0\0", "drm"),
    "another archive.hwpx": (archive(mimetype="application/zip"), "other"),
    "behind junk.hwpx": (b"MZ" + archive(mimetype="application/hwp+zip"), "in_front"),
    "locked.hwpx": (
        archive(mimetype="application/hwp+zip", **{"META-INF__manifest_dot_xml": "<odf:encryption-data/>"}),
        "locked",
    ),
    "a table.docx": (XLSX, "other"),
    "bare.docx": (archive(word__document_dot_xml="<w/>"), "other"),
    "hangul.docx": (OLE + b"HWP Document File" + bytes(32), "renamed"),
    "old.docx": (OLE + "WordDocument".encode("utf-16-le"), "old"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "secured.docx": (
        OLE + "DRMEncryptedDataSpace EncryptedPackage".encode("utf-16-le"),
        "drm",
    ),
    "macros.docx": (
        office(
            "word/document_dot_xml", "wordprocessingml.document.main+xml", word__vbaProject_dot_bin="macro"
        ),
        "macros",
    ),
    "called harmless.docx": (
        office("word/document_dot_xml", "wordprocessingml.document.macroEnabled.main+xml"),
        "macros",
    ),
    "leads out.docx": (
        office(
            "word/document_dot_xml",
            "wordprocessingml.document.main+xml",
            **{"word__..__..__a_dot_xml": "<a/>"},
        ),
        "members",
    ),
    "macros.xlsx": (
        office("xl/workbook_dot_xml", "spreadsheetml.sheet.main+xml", xl__macrosheets__1="macro"),
        "macros",
    ),
    "bomb.xlsx": (
        office("xl/workbook_dot_xml", "spreadsheetml.sheet.main+xml", xl__zeros="0" * 21 * 1024 * 1024),
        "size",
    ),
    "cut off.xlsx": (XLSX[:-30], "cut_off"),
    "broken.xlsx": (XLSX.replace(b"[Content_Types].xml", b"[Content_Types].xmx", 1), "broken"),
    "and more.xlsx": (XLSX + b"MZ", "behind"),
}
BAD |= {name: content for name, (content, _reason) in FAULTY.items()}


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


@pytest.mark.parametrize("name", FAULTY)
def test_a_file_is_refused_with_its_own_reason_and_what_to_do(name):
    content, reason = FAULTY[name]
    with pytest.raises(FileFault) as refused:
        examine_upload(SimpleUploadedFile(name, content))
    assert refused.value.reason == reason
    (sentence,) = refused.value.messages
    assert re.search(r"세요\.$", sentence), "it says what to do"


def test_every_reason_is_tried():
    assert {reason for _content, reason in FAULTY.values()} == FAULTS.keys()


def test_a_member_that_links_elsewhere_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        link = zipfile.ZipInfo("word/a.xml")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    with pytest.raises(FileFault) as refused:
        examine_upload(SimpleUploadedFile("a.docx", file.getvalue()))
    assert refused.value.reason == "members"


@pytest.mark.usefixtures("files_read_in_own_process")
def test_a_pdf_that_is_locked_is_refused(editor):
    draft = factories.agreement()
    locked = uploads.pdf("text", password="secret")
    refused = uploaded(editor, draft, "잠긴 협약서.pdf", locked)
    assert "암호" in text(refused)
    assert list(errors(refused)) == ["documents-0-file"]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (unicodedata.normalize("NFD", "연락처 목록.pdf"), "연락처 목록.pdf"),
        ("계약서\u202efdp.pdf", "계약서fdp.pdf"),
        ("협\u200b약\u200d서\ufeff.pdf", "협약서.pdf"),
        ("협약서\r\n 1부 .pdf", "협약서 1부 .pdf"),
        (unicodedata.normalize("NFD", "가" * 250) + ".pdf", "가" * 250 + ".pdf"),
        ("가" * 300 + ".pdf", "가" * 251 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_stored_composed_and_without_what_nobody_sees(sent, stored):
    assert stored_name(sent) == stored


@pytest.mark.parametrize("name", GOOD)
def test_the_types_of_an_office_are_accepted(name):
    found = examine_upload(SimpleUploadedFile(name, GOOD[name]))
    stored = GOOD[name].removesuffix(APPENDED)
    assert (found.name, found.size, found.file.read()) == (name, len(stored), stored)


def test_a_photo_is_stored_without_the_place_where_it_was_taken(editor):
    draft = factories.agreement()
    exif = b"\xff\xe1\x00\x1eExif\0\0GPS 37 45 126 46 ....."
    uploaded(editor, draft, "사진.jpg", JPEG[:2] + exif + JPEG[2:])
    stored = Document.objects.get()
    assert stored.file.read() == JPEG
    assert (stored.size, stored.sha256) == (len(JPEG), hashlib.sha256(JPEG).hexdigest())


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_not(name):
    with pytest.raises(ValidationError):
        examine_upload(SimpleUploadedFile(name, BAD[name]))


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
    assert re.fullmatch(r"documents/([0-9a-f]{2})/\1[0-9a-f]{30}\.(hwp|png)", str(stored.file.name))


@pytest.mark.parametrize("name", ["page.html", "a page.pdf", "macros.docx", "large.pdf", "empty.pdf"])
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
    assert f"저장된 파일: 협약서.pdf SHA-256 {hashlib.sha256(PDF).hexdigest()}" in text(shown)
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


def test_a_record_that_cannot_be_changed_links_its_files_with_their_digest(editor):
    draft = factories.agreement()
    uploaded(editor, draft, "협약서.pdf", PDF)
    Agreement.objects.update(state="submitted")
    page = editor.get(change(draft))
    stored = Document.objects.get()
    assert f"협약서.pdf SHA-256 {stored.sha256}" in text(page)
    assert f'href="/admin/documents/{stored.pk}/"' in page.content.decode()
    assert str(stored.file.name) not in page.content.decode(), "no address leads into the store"


def test_a_file_that_changed_in_the_store_is_not_handed_to_staff_either(editor):
    draft = factories.agreement()
    uploaded(editor, draft, "협약서.pdf", PDF)
    stored = Document.objects.get()
    with stored.file.storage.open(str(stored.file.name), "wb") as file:
        file.write(b"%PDF-1.7 another %%EOF")
    refused = editor.get(f"/admin/documents/{stored.pk}/")
    assert refused.status_code == 409
    assert "SHA-256" in text(refused)


def test_a_form_larger_than_its_files_may_be_is_refused_before_it_is_read(editor):
    draft = factories.agreement()
    page = form(editor.get(change(draft)))
    files = {f"file-{number}": SimpleUploadedFile("a.pdf", PDF + bytes(1024 * 1024)) for number in range(6)}
    refused = editor.post(change(draft), page | files | {"place": "시청"})
    assert refused.status_code == 413
    assert "1.0 MB" in text(refused)
    assert Agreement.objects.get().place == ""
