"""What is found in uploaded files, where, and what is said of a file that nobody can read."""

from io import BytesIO

import pytest
from pypdf.errors import DependencyError

from agreements.personal_data.detectors import Severity
from agreements.personal_data.files import child, findings, pieces, reading, spreadsheet
from tests import corpus_files, uploads
from tests.uploads import findings_in_words

RESIDENT, MOBILE = "900101-1234567", "010-1234-5678"


# ---- each format, with its places


def test_a_pdf_is_read_page_by_page():
    content = uploads.pdf("nothing", f"call {MOBILE}", title="hong@korea.kr")
    assert findings_in_words(uploads.with_note(content, RESIDENT), ".pdf") == [
        ("email", "파일 속성"),
        ("resident", "1쪽"),
        ("mobile", "2쪽"),
    ]


def test_a_pdf_that_is_partly_pictures_says_which_pages_nobody_read():
    assert findings_in_words(uploads.pdf(MOBILE, pictures=2), ".pdf") == [
        ("mobile", "1쪽"),
        ("pictures", "2, 3쪽"),
    ]


def test_files_within_a_pdf_are_reported():
    assert findings_in_words(uploads.pdf("text", attached="list.xlsx"), ".pdf") == [
        ("embedded", "첨부 파일 “list.xlsx”")
    ]


def test_a_pdf_that_only_restricts_printing_is_read_and_a_locked_one_is_not():
    assert findings_in_words(uploads.pdf(MOBILE, password="secret"), ".pdf") == [("unreadable", "encrypted")]
    assert findings_in_words(uploads.pdf(MOBILE), ".pdf") == [("mobile", "1쪽")]


def test_a_pdf_in_a_cipher_that_is_not_installed_is_not_called_locked(monkeypatch):
    def decrypt(*_args):
        raise DependencyError

    content = uploads.pdf(MOBILE, password="secret")
    monkeypatch.setattr("pypdf.PdfReader.decrypt", decrypt)
    assert findings_in_words(content, ".pdf") == [("unreadable", "cipher")]


def test_a_spreadsheet_is_read_cell_by_cell_hidden_sheets_and_comments_too():
    content = uploads.xlsx({"B7": MOBILE, "A1": "x"}, hidden={"C3": RESIDENT}, comment="hong@korea.kr")
    assert findings_in_words(content, ".xlsx") == [
        ("mobile", "시트 “공개” B7"),
        ("hidden", "시트 “명단”(숨김)"),
        ("resident", "시트 “명단”(숨김) C3"),
        ("comments", "메모·주석"),
        ("email", "메모·주석"),
    ]


def test_a_number_is_read_as_its_cell_shows_it():
    shown = {
        "A1": (1012345678, "000-0000-0000"),
        "A2": (9001011234567, "000000-0000000"),
        "A3": (1098765432, "General"),
    }
    assert findings_in_words(uploads.xlsx(shown), ".xlsx") == [
        ("mobile", "시트 “공개” A1"),
        ("resident", "시트 “공개” A2"),
    ]
    assert (
        spreadsheet.formatted_value(319401234, '[<=9999999]###"-"####;(0##) ###"-"####') == "(031) 940-1234"
    )
    assert spreadsheet.formatted_value(1234.0, "#,##0") == "1234"
    assert spreadsheet.formatted_value(0.4111111111111111, "General") == "0.4111111111"


def test_a_bank_in_the_next_cell_tells_an_account():
    assert findings_in_words(uploads.xlsx({"A1": "국민은행", "B1": "123456-01-123456"}), ".xlsx") == [
        ("account", "시트 “공개” B1")
    ]


def test_a_word_document_is_read_with_headers_tables_comments_and_split_runs():
    content = uploads.docx(
        "본문", header="031-940-1234", cell=RESIDENT, comment="hong@korea.kr", halves=("010-12", "34-5678")
    )
    assert sorted(findings_in_words(content, ".docx")) == [
        ("comments", "메모·주석"),
        ("email", "메모·주석"),
        ("mobile", "본문"),
        ("phone", "머리글"),
        ("resident", "본문"),
    ]


def test_text_boxes_footnotes_and_links_of_a_word_document_are_read():
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note, link = f"<w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p>", '<Relationship Target="mailto:hong@korea.kr"/>'
    parts = {
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{w}">{note}</w:footnotes>',
        "word/_rels/document.xml.rels": f"<Relationships>{link}</Relationships>",
    }
    content = uploads.zipped({name: text.encode() for name, text in parts.items()}, uploads.docx("본문"))
    assert sorted(findings_in_words(content, ".docx")) == [("email", "연결 주소"), ("mobile", "각주·미주")]


def test_an_object_within_a_document_is_reported():
    content = uploads.zipped({"word/embeddings/list.xlsx": b"x"}, uploads.docx("본문"))
    assert [kind for kind, _place in findings_in_words(content, ".docx")] == ["embedded"]


def test_a_hwpx_and_an_odt_are_read():
    assert findings_in_words(uploads.hwpx(f"전화 {MOBILE}"), ".hwpx") == [("mobile", "본문")]
    text = '<office xmlns:text="t"><text:p>전화 <text:span>010-12</text:span>34-5678</text:p></office>'
    assert findings_in_words(uploads.zipped({"content.xml": text.encode()}), ".odt") == [("mobile", "본문")]


# ---- the corpus of files


def blocking_kinds(content: bytes, ending: str) -> set[str]:
    found = child.examine_file(BytesIO(content), ending)
    return {finding["kind"] for finding in found if finding["severity"] != Severity.WARN}


def test_ninety_nine_of_a_hundred_are_found_wherever_a_file_hides_them():
    samples = list(corpus_files.files_with_personal_data())
    missed = [
        (sample.place, sample.kind) for sample in samples if not blocking_kinds(sample.content, sample.ending)
    ]
    assert len(missed) <= 0.01 * len(samples), missed


def test_the_same_files_are_clean_where_there_is_nothing_and_all_was_read():
    alarming = {
        place
        for place, (ending, build) in corpus_files.HIDING_PLACES.items()
        if blocking_kinds(build("nothing to find"), ending)
    }
    assert alarming == corpus_files.UNREAD_PLACES


# ---- what nobody can read


@pytest.mark.parametrize(
    ("content", "ending", "reason"),
    [
        (b"\xd0\xcf\x11\xe0", ".hwp", "type"),
        (b"\x89PNG", ".png", "type"),
        (b"%PDF-1.4 and nothing else", ".pdf", "broken"),
        (b"", ".pdf", "broken"),
        (b"no archive", ".xlsx", "broken"),
        (uploads.zipped({f"{number}.xml": b"" for number in range(5_001)}), ".docx", "size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_says_why(content, ending, reason):
    assert findings_in_words(content, ending) == [("unreadable", reason)]


def test_an_archive_that_unpacks_to_more_than_anybody_reads_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("agreements.personal_data.files.zipped_xml.LARGEST_UNPACKED", 1000)
    bomb = uploads.zipped({"word/document.xml": b"<a>" + b"0" * 2000 + b"</a>"})
    assert findings_in_words(bomb, ".docx") == [("unreadable", "size")]
    assert findings_in_words(bomb, ".xlsx") == [("unreadable", "size")]


def test_what_was_found_before_the_time_or_the_list_was_full_is_kept(monkeypatch):
    monkeypatch.setattr(findings, "MOST_FINDINGS", 2)
    content = uploads.xlsx({f"A{row}": f"010-1234-567{row}" for row in range(1, 5)})
    assert findings_in_words(content, ".xlsx") == [
        ("mobile", "시트 “공개” A1"),
        ("mobile", "시트 “공개” A2"),
        ("unreadable", "many"),
    ]
    late = child.examine_file(BytesIO(content), ".xlsx", seconds=-1)
    assert [one["excerpt"] for one in late] == ["time"]


def test_every_reason_and_notice_has_its_words():
    reasons = {
        "type",
        "broken",
        "encrypted",
        "cipher",
        "size",
        "time",
        "pages",
        "letters",
        "many",
        "elsewhere",
        "missing",
    }
    assert pieces.REASONS.keys() == reasons
    assert pieces.NOTICES.keys() == {
        "unreadable",
        "embedded",
        "pictures",
        "uncalculated",
        "remains",
        "action",
        "hidden",
        "comments",
    }


def test_a_place_never_repeats_the_data():
    named = child.examine_file(BytesIO(uploads.xlsx({"A1": RESIDENT}, title=MOBILE)), ".xlsx")
    assert [one["place"] for one in named] == [
        {"sheet": "010-****-****"},
        {"sheet": "010-****-****", "cell": "A1"},
    ]
    attached = uploads.pdf("text", attached=f"{MOBILE}.pdf")
    assert [one["place"] for one in child.examine_file(BytesIO(attached), ".pdf")] == [
        {"part": "properties"},
        {"attachment": "010-****-****.pdf"},
    ]


# ---- in a process of its own


@pytest.mark.usefixtures("files_read_in_own_process")
def test_a_file_is_read_in_a_process_without_secrets(monkeypatch):
    seen = {}
    real = reading.subprocess.run
    monkeypatch.setattr(
        reading.subprocess, "run", lambda *args, **given: seen.update(given) or real(*args, **given)
    )
    (one,) = reading.findings_of_file(BytesIO(uploads.pdf(MOBILE)), ".pdf")
    assert (one["kind"], one["place"], one["match"]) == ("mobile", {"page": 1}, "01012345678")
    assert "SECRET_KEY" not in seen["env"]


@pytest.mark.usefixtures("files_read_in_own_process")
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (reading.subprocess.TimeoutExpired("child", 1), "time"),
        (reading.subprocess.CalledProcessError(-9, "child"), "broken"),
        (OSError(), "missing"),
    ],
)
def test_whatever_happens_to_that_process_the_file_waits_for_a_coordinator(monkeypatch, error, reason):
    def run(*_args, **_given):
        raise error

    monkeypatch.setattr(reading.subprocess, "run", run)
    (one,) = reading.findings_of_file(BytesIO(b""), ".pdf")
    assert (one["kind"], one["excerpt"]) == ("unreadable", reason)
