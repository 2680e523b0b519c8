"""Every part of a zipped document is read as text, known to hold none, or a finding that names it."""

import struct
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from agreements.personal_data.files import child
from tests import uploads
from tests.uploads import findings_in_words

RESIDENT, MOBILE = "900101-1234567", "010-1234-5678"


def docx_with(name: str, content: bytes, relationships: str = "") -> bytes:
    parts = {name: content}
    if relationships:
        parts["word/_rels/document.xml.rels"] = f"<Relationships>{relationships}</Relationships>".encode()
    return uploads.zipped(parts, uploads.docx("본문"))


RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    "name",
    [
        "word/afchunk.mht",
        "word/afchunk.html",
        "word/afchunk.rtf",
        "word/list.docx",
        "word/a.zip",
        "word/anything.bin",
        "word/media/picture.emf",
        "word/media/image1.png",
        "customXml/item",
        "[Content_Types].xml.mht",
    ],
)
def test_a_part_that_no_reader_understands_is_named(name):
    for base, ending in (
        (uploads.docx("본문"), ".docx"),
        (uploads.xlsx({"A1": 1}), ".xlsx"),
        (uploads.hwpx("본문"), ".hwpx"),
    ):
        content = uploads.zipped({name: f"주민등록번호 {RESIDENT}".encode()}, base)
        assert findings_in_words(content, ending) == [("embedded", name)]


def test_a_part_is_a_picture_only_if_it_begins_like_one():
    for name in ("word/media/image1.png", "word/media/image1.tmp"):
        assert findings_in_words(docx_with(name, uploads.PNG), ".docx") == [("pictures", "1")]
    emf = b"\1\0\0\0" + bytes(36) + b" EMF"
    assert findings_in_words(docx_with("word/media/image1.emf", emf), ".docx") == [("pictures", "1")]
    assert findings_in_words(docx_with("word/media/image1.gif", b"MIME-Version: 1.0"), ".docx") == [
        ("embedded", "word/media/image1.gif")
    ]


def test_pictures_are_one_finding_a_file_and_the_preview_of_a_program_is_none():
    pictures = {f"Bin{number}.png": uploads.PNG for number in range(3)}
    preview = {"Preview/PrvImage.png": uploads.PNG, "docProps/thumbnail.jpeg": b"\xff\xd8\xff\0"}
    assert findings_in_words(uploads.zipped(preview, uploads.hwpx("본문")), ".hwpx") == []
    assert findings_in_words(uploads.zipped(pictures | preview, uploads.hwpx("본문")), ".hwpx") == [
        ("pictures", "3")
    ]
    assert findings_in_words(docx_with("docProps/thumbnail.jpeg", RESIDENT.encode()), ".docx") == [
        ("embedded", "docProps/thumbnail.jpeg")
    ]


@pytest.mark.parametrize("signature", ["BM", "GIF8"])
def test_a_text_that_begins_like_a_picture_is_none(signature):
    content = docx_with("word/media/image1.bmp", f"{signature} 주민등록번호 {RESIDENT}".encode())
    assert findings_in_words(content, ".docx") == [("embedded", "word/media/image1.bmp")]


@pytest.mark.parametrize("name", ["xl/printerSettings/printerSettings1.bin", "word/fonts/font1.odttf"])
def test_a_part_in_which_no_program_keeps_text_is_no_finding(name):
    assert findings_in_words(docx_with(name, b"\1\2\3"), ".docx") == []
    assert findings_in_words(docx_with(name, RESIDENT.encode()), ".docx") == [("embedded", name)]


def test_a_part_that_the_document_takes_in_is_a_finding_whatever_it_is_called():
    chunk = f'<Relationship Type="{RELATIONSHIP}/aFChunk" Target="/word/fonts/font1.odttf"/>'
    assert findings_in_words(docx_with("word/fonts/font1.odttf", b"MIME-Version: 1.0", chunk), ".docx") == [
        ("embedded", "word/fonts/font1.odttf")
    ]
    chunk = f'<Relationship Type="{RELATIONSHIP}/aFChunk" Target="chunk%201.mht"/>'
    assert findings_in_words(docx_with("word/chunk 1.mht", b"MIME-Version: 1.0", chunk), ".docx") == [
        ("embedded", "word/chunk 1.mht")
    ]


@pytest.mark.parametrize(
    ("kind", "findings"),
    [
        ("image", [("unreadable", "https://a.example/list.html")]),
        ("aFChunk", [("unreadable", "https://a.example/list.html")]),
        ("subDocument", [("unreadable", "https://a.example/list.html")]),
        ("hyperlink", []),
        ("attachedTemplate", []),
    ],
)
def test_what_a_document_shows_from_outside_is_a_finding_and_a_link_is_none(kind, findings):
    target = f'Type="{RELATIONSHIP}/{kind}" Target="https://a.example/list.html" TargetMode="External"'
    assert (
        findings_in_words(docx_with("word/empty.xml", b"", f"<Relationship {target}/>"), ".docx") == findings
    )


def test_a_picture_that_a_hwpx_shows_from_outside_is_a_finding():
    contents = b'<package><manifest><item href="C:/list.png" isEmbeded="0"/></manifest></package>'
    content = uploads.zipped({"Contents/content.hpf": contents}, uploads.hwpx("본문"))
    assert findings_in_words(content, ".hwpx") == [("unreadable", "C:/list.png")]


def test_drawings_scripts_and_texts_of_any_encoding_are_read():
    drawing = f"<xml><textbox>{MOBILE}</textbox></xml>".encode()
    assert findings_in_words(docx_with("word/drawing1.vml", drawing), ".docx") == [("mobile", "그림 속 글")]
    assert findings_in_words(docx_with("word/media/a.svg", drawing), ".docx") == [
        ("mobile", "word/media/a.svg")
    ]
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp949"):
        script = uploads.zipped(
            {"Scripts/headerScripts": f"전화 {MOBILE}".encode(encoding)}, uploads.hwpx("본문")
        )
        assert findings_in_words(script, ".hwpx") == [("mobile", "Scripts/headerScripts")], encoding
    no_text = docx_with("word/a.txt", b"\xff\x80\xff")
    assert [one["excerpt"] for one in child.examine_file(BytesIO(no_text), ".docx")] == ["letters"]


@pytest.mark.parametrize(
    "element", ['<hp:btn anything="{}"/>', "<?page {}?>", '<a xmlns:b="c"><b:d b:e="{}"/></a>']
)
def test_no_attribute_and_no_instruction_is_left_unread(element):
    xml = f"<root xmlns:hp='p'>{element.format(MOBILE)}</root>".encode()
    content = uploads.zipped({"Contents/section0.xml": xml}, uploads.hwpx("본문"))
    assert findings_in_words(content, ".hwpx") == [("mobile", "본문")]


def test_numbers_of_programs_in_attributes_are_no_finding():
    made = '<a id="1012345678" b="{28A0092B-C50C-407E-A947-70E740481C1C}" c="010A1234" d="104.2234567pt"/>'
    assert findings_in_words(docx_with("word/other.xml", made.encode()), ".docx") == []


def test_an_xml_part_is_read_whatever_it_is_called():
    content = docx_with("package/core.psmdcp", f'<?xml version="1.0"?><a>{MOBILE}</a>'.encode())
    assert findings_in_words(content, ".docx") == [("mobile", "package/core.psmdcp")]


def test_names_comments_and_bytes_between_parts_are_no_place_to_hide():
    base = uploads.docx("본문")
    assert [
        kind for kind, _place in findings_in_words(docx_with(f"word/{MOBILE}.xml", b"<a/>"), ".docx")
    ] == ["mobile"]
    assert findings_in_words(docx_with("word/../../a.xml", b"<a/>"), ".docx") == [
        ("embedded", "word/../../a.xml")
    ]
    with zipfile.ZipFile(commented := BytesIO(base), "a") as archive:
        archive.comment = MOBILE.encode()
    assert findings_in_words(commented.getvalue(), ".docx") == [("mobile", "파일 속성")]
    with zipfile.ZipFile(BytesIO(base)) as archive:
        directory = archive.start_dir
    hidden = f"주민등록번호 {RESIDENT} 이 부분은 어떤 프로그램도 열지 않는다".encode()
    end = base.rfind(b"PK\5\6")
    moved = struct.pack("<I", directory + len(hidden))
    between = base[:directory] + hidden + base[directory : end + 16] + moved + base[end + 20 :]
    assert [kind for kind, _place in findings_in_words(between, ".docx")] == ["remains"]


@pytest.mark.parametrize(
    "broken",
    [
        b"<a>",
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
)
def test_a_part_that_is_broken_is_named_and_the_others_are_read(broken):
    content = uploads.zipped({"word/glossary.xml": broken, "word/other.xml": f"<a>{RESIDENT}</a>".encode()})
    assert findings_in_words(content, ".docx") == [
        ("unreadable", "word/glossary.xml"),
        ("resident", "word/other.xml"),
    ]


def test_page_headers_of_a_sheet_are_read_and_its_numbers_are_not_read_twice():
    workbook = Workbook()
    workbook.active["A1"] = 0.4111111111111111  # in full it looks like a card's number
    workbook.active.oddHeader.center.text = MOBILE
    assert findings_in_words(uploads.saved(workbook.save), ".xlsx") == [
        ("mobile", "xl/worksheets/sheet1.xml")
    ]


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="v"'
VISIBLE_IN_WORD = {
    "hyphens that do not break": (
        "<w:r><w:t>900101</w:t><w:noBreakHyphen/></w:r><w:r><w:t>1234567</w:t></w:r>"
    ),
    "text drawn as a picture": f'<w:pict><v:textpath string="{RESIDENT}"/></w:pict>',
    "a field": f'<w:fldSimple w:instr=" QUOTE {RESIDENT} "/>',
    "a choice": f'<w:listItem w:displayText="{RESIDENT}" w:value="1"/>',
    "a form field": f'<w:textInput><w:default w:val="{RESIDENT}"/></w:textInput>',
    "a comment of the file": f"<!-- {RESIDENT} -->",
}


@pytest.mark.parametrize("xml", VISIBLE_IN_WORD.values(), ids=VISIBLE_IN_WORD)
def test_what_a_word_document_says_beside_its_runs_is_read(xml):
    document = f"<w:document {WORD}><w:t>본문</w:t><w:p>{xml}</w:p></w:document>"
    content = uploads.zipped({"word/document.xml": document.encode()}, uploads.docx("본문"))
    assert findings_in_words(content, ".docx") == [("resident", "본문")]


def test_the_numbers_of_a_list_are_read():
    numbering = f'<w:numbering {WORD}><w:lvl><w:lvlText w:val="{RESIDENT} %1."/></w:lvl></w:numbering>'
    content = uploads.zipped({"word/numbering.xml": numbering.encode()}, uploads.docx("본문"))
    assert [kind for kind, _place in findings_in_words(content, ".docx")] == ["resident"]


@pytest.mark.parametrize(
    "xml",
    [f'<hp:textart text="{RESIDENT}"/>', "<hp:t>900101<hp:hyphen/>1234567</hp:t>"],
    ids=["text drawn as a picture", "a hyphen that does not break"],
)
def test_what_a_hangul_document_says_beside_its_runs_is_read(xml):
    section = (
        f'<hs:sec xmlns:hs="s" xmlns:hp="p"><hp:p>본문</hp:p><hp:p><hp:run>{xml}</hp:run></hp:p></hs:sec>'
    )
    content = uploads.zipped({"Contents/section0.xml": section.encode()}, uploads.hwpx("본문"))
    assert findings_in_words(content, ".hwpx") == [("resident", "본문")]


def test_a_formula_is_read_where_no_value_is_stored():
    content = uploads.xlsx({"A1": f'="{RESIDENT}"', "A2": "=SUM(B1:B9)"})
    assert findings_in_words(content, ".xlsx") == [
        ("resident", "xl/worksheets/sheet1.xml"),
        ("uncalculated", "2"),
    ]


def test_a_formula_that_was_calculated_is_no_finding():
    parts = {
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>0</v></c>'
        b'<c r="B1" t="str"><f>IF(A1,A1,"")</f><v></v></c></row></sheetData></worksheet>'
    }
    assert findings_in_words(uploads.zipped(parts, uploads.xlsx({"A1": 1})), ".xlsx") == []


def test_a_number_that_lost_its_nought_is_known_by_its_label():
    cells = {
        "A1": "휴대전화",
        "A2": 1012345678,
        "B1": "예산",
        "B2": 1098765432,
        "C3": "연락처",
        "D3": 1023456789,
    }
    cells |= {"E1": "주민등록번호", "E2": 101233234563, "F1": "번호", "F2": 101233234563}
    assert sorted(findings_in_words(uploads.xlsx(cells), ".xlsx")) == [
        ("mobile", "시트 “공개” A2"),
        ("mobile", "시트 “공개” D3"),
        ("resident", "시트 “공개” E2"),
    ]


def test_prompts_and_formats_of_a_sheet_are_read():
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["A1"].number_format = "칸", f'"{RESIDENT}"'
    sheet.add_data_validation(DataValidation(sqref="A1", type="list", formula1='"a,b"', prompt=MOBILE))
    assert sorted(kind for kind, _place in findings_in_words(uploads.saved(workbook.save), ".xlsx")) == [
        "mobile",
        "resident",
    ]


def test_a_sheet_that_the_library_does_not_see_is_read_from_its_part():
    strict = uploads.renamed(
        uploads.xlsx({"A1": RESIDENT}),
        {
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        },
    )
    assert [kind for kind, _place in findings_in_words(strict, ".xlsx")] == ["resident"]


def test_documents_as_programs_make_them_raise_no_needless_finding():
    assert findings_in_words(uploads.docx("본문", header="머리글", cell="칸"), ".docx") == []
    assert findings_in_words(uploads.xlsx({"A1": "칸"}), ".xlsx") == []
    assert findings_in_words(uploads.hwpx("본문"), ".hwpx") == []
