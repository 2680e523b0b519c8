"""Made-up personal data in every place where a file can hide it, which the guard has to find or to name."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from random import Random

from openpyxl import Workbook

from tests import uploads
from tests.corpus import DRAWN

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    MAIN.encode(): b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONSHIP.encode(): b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


LETTER = {"word/document.xml": f"<w:document {W}><w:p><w:t>본문</w:t></w:p></w:document>".encode()}
LETTER_FILE = uploads.zipped(LETTER)
TABLE_FILE = uploads.xlsx({"A1": 1})


def docx_part(
    name: str, before: str = "", after: str = "", encoding: str = "utf-8"
) -> Callable[[str], bytes]:
    """A letter that holds one part more."""
    return lambda text: uploads.zipped({name: f"{before}{text}{after}".encode(encoding)}, LETTER_FILE)


def docx_text(before: str, after: str) -> Callable[[str], bytes]:
    return docx_part("word/document.xml", f"<w:document {W}><w:p>{before}", f"{after}</w:p></w:document>")


def hwpx_text(before: str, after: str) -> Callable[[str], bytes]:
    start, end = '<hs:sec xmlns:hs="s" xmlns:hp="p"><hp:p><hp:run>', "</hp:run></hp:p></hs:sec>"
    return lambda text: uploads.zipped(
        {
            "mimetype": b"application/hwp+zip",
            "Contents/section0.xml": f"{start}{before}{text}{after}{end}".encode(),
        }
    )


def xlsx_sheet(before: str, after: str) -> Callable[[str], bytes]:
    start, end = f'<worksheet xmlns="{MAIN}">', "</worksheet>"
    return lambda text: uploads.zipped(
        {"xl/worksheets/sheet1.xml": f"{start}{before}{text}{after}{end}".encode()}, TABLE_FILE
    )


def sheet_header(text: str) -> bytes:
    workbook = Workbook()
    workbook.active.oddHeader.center.text = text
    return uploads.saved(workbook.save)


def archive_comment(text: str) -> bytes:
    content = BytesIO(LETTER_FILE)
    with zipfile.ZipFile(content, "a") as archive:
        archive.comment = text.encode()
    return content.getvalue()


def composite_font(encoding: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Batang /Encoding /{encoding} /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Batang /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >> >>] >>"
    ).encode()


def pdf_in_font(font: bytes, encoding: str) -> Callable[[str], bytes]:
    return lambda text: uploads.written_pdf(
        b"BT /F 12 Tf 9 9 Td <%s> Tj ET" % text.encode(encoding).hex().encode(), font=font
    )


# Each letter is drawn, and its name says nothing.
DRAWN_FONT = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0]"
    b" /FirstChar 0 /LastChar 255 "
    b"/CharProcs << >> /Encoding << /Type /Encoding /Differences [32 %s] >> >>"
    % b" ".join(b"/gD%X" % code for code in range(32, 127))
)


def pdf_catalog(before: bytes, after: bytes) -> Callable[[str], bytes]:
    return lambda text: uploads.written_pdf(catalog=before + in_hex(text) + after)


def pdf_object(
    before: bytes = b"", after: bytes = b"", *, catalog: bytes = b"", page: bytes = b""
) -> Callable[[str], bytes]:
    """Object 6 holds the text, and the catalog or the page leads to it."""
    return lambda text: uploads.written_pdf(catalog=catalog, page=page, more=(before + in_hex(text) + after,))


def pdf_stream(
    dictionary: bytes = b"", *, catalog: bytes = b"", page: bytes = b"", drawn: bool = False
) -> Callable[[str], bytes]:
    """Object 6 is a stream of the text, and the catalog or the page leads to it."""

    def built(text: str) -> bytes:
        content = b"BT /F 12 Tf (%s) Tj ET" % text.encode() if drawn else text.encode()
        return uploads.written_pdf(
            catalog=catalog, page=page, more=(uploads.pdf_stream(content, dictionary),)
        )

    return built


def pdf_with_earlier_text(text: str) -> bytes:
    """A page whose text was replaced by a program that only appends what it changed."""
    first = uploads.written_pdf(b"BT /F 12 Tf 9 9 Td (%s) Tj ET" % text.encode())
    changed = b"4 0 obj\n%s\nendobj\n" % uploads.pdf_stream(b"BT /F 12 Tf 9 9 Td (removed) Tj ET")
    start = first.rpartition(b"startxref\n")[2].removesuffix(b"\n%%EOF")
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %s >>\n" % (
        len(first) + 1,
        start,
    )
    place = len(first) + 1 + len(changed)
    return first + b"\n" + changed + table + b"startxref\n%d\n%%%%EOF" % place


def in_hex(text: str) -> bytes:
    return b"<%s>" % text.encode("utf-16").hex().encode()


# Where each file hides a text: the ending, and how it is made.
HIDING_PLACES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "a letter": (".docx", uploads.docx),
    "a mail taken in": (".docx", docx_part("word/afchunk.mht", "MIME-Version: 1.0\r\n\r\n")),
    "a page taken in": (".docx", docx_part("word/afchunk.html", "<html>", "</html>")),
    "rich text taken in": (".docx", docx_part("word/afchunk.rtf", "{\\rtf1 ", "}")),
    "a part of no known kind": (".docx", docx_part("word/anything.bin")),
    "a part without an ending": (".docx", docx_part("customXml/item")),
    "what only calls itself a font": (".docx", docx_part("word/fonts/font1.odttf")),
    "what only calls itself a picture": (".docx", docx_part("word/media/image1.png")),
    "what only calls itself a preview": (".docx", docx_part("docProps/thumbnail.jpeg")),
    "a picture": (".docx", lambda text: uploads.zipped({"a.png": uploads.PNG + text.encode()}, LETTER_FILE)),
    "an archive in the archive": (
        ".docx",
        lambda text: uploads.zipped({"word/a.zip": uploads.zipped({"a.txt": text.encode()})}, LETTER_FILE),
    ),
    "a letter in the letter": (
        ".docx",
        lambda text: uploads.zipped({"word/embeddings/a.docx": uploads.docx(text)}, LETTER_FILE),
    ),
    "a part outside of the archive": (".docx", docx_part("word/../../a.xml", "<a>", "</a>")),
    "the comment of the archive": (".docx", archive_comment),
    "the name of a part": (
        ".docx",
        lambda text: uploads.zipped({f"word/{text.replace('/', ' ')}.xml": b"<a/>"}, LETTER_FILE),
    ),
    "broken XML": (".docx", docx_part("word/other.xml", "<a>", "<b>")),
    "XML of another encoding": (
        ".docx", docx_part("word/other.xml", '<?xml version="1.0" encoding="utf-16"?><a>', "</a>", "utf-16")
    ),
    "an attribute nobody listed": (".docx", docx_text('<w:any w:thing="', '"/>')),
    "a comment of the XML": (".docx", docx_text("<!--", "-->")),
    "an instruction of the XML": (".docx", docx_text("<?any ", "?>")),
    "deleted text": (".docx", docx_text("<w:del><w:r><w:delText>", "</w:delText></w:r></w:del>")),
    "alternative text": (".docx", docx_text('<w:docPr descr="', '"/>')),
    "a field": (".docx", docx_text('<w:fldSimple w:instr=" QUOTE ', ' "/>')),
    "a Hangul document": (".hwpx", uploads.hwpx),
    "drawn letters": (".hwpx", hwpx_text('<hp:textart text="', '"/>')),
    "the caption of a button": (".hwpx", hwpx_text('<hp:btn caption="', '"/>')),
    "a choice": (".hwpx", hwpx_text('<hp:listItem displayText="', '" value="1"/>')),
    "letters put together": (".hwpx", hwpx_text('<hp:compose composeText="', '"/>')),
    "a cell": (".xlsx", lambda text: uploads.xlsx({"B7": text})),
    "a hidden sheet": (".xlsx", lambda text: uploads.xlsx({"A1": 1}, hidden={"C3": text})),
    "a comment of a cell": (".xlsx", lambda text: uploads.xlsx({"A1": 1}, comment=text)),
    "the name of a sheet": (".xlsx", lambda text: uploads.xlsx({"A1": 1}, title=text.replace("/", " ")[:31])),
    "a strict table": (".xlsx", lambda text: uploads.renamed(uploads.xlsx({"A1": text}), STRICT)),
    "the header of a sheet": (".xlsx", sheet_header),
    "a formula that was never calculated": (
        ".xlsx", lambda text: uploads.xlsx({"A1": f'="{text[:4]}"&"{text[4:]}"'})
    ),
    "a format of numbers": (".xlsx", lambda text: uploads.xlsx({"A1": (1, f'"{text}"')})),
    "a prompt": (".xlsx", xlsx_sheet('<dataValidations><dataValidation prompt="', '"/></dataValidations>')),
    "a page": (".pdf", uploads.pdf),
    "a second page": (".pdf", lambda text: uploads.pdf("text", text)),
    "a property": (".pdf", lambda text: uploads.pdf("text", title=text)),
    "a note": (".pdf", lambda text: uploads.with_note(uploads.pdf("text"), text)),
    "a font without a table": (".pdf", pdf_in_font(composite_font("Identity-H"), "utf-16-be")),
    "Korean letters of Windows": (".pdf", pdf_in_font(composite_font("KSCms-UHC-H"), "cp949")),
    "Korean letters of Unix": (".pdf", pdf_in_font(composite_font("KSC-EUC-H"), "euc-kr")),
    "drawn letters of a page": (".pdf", pdf_in_font(DRAWN_FONT, "ascii")),
    "an attached file": (".pdf", lambda text: uploads.pdf("text", attached=f"{text}.hwp")),
    "a script at opening": (
        ".pdf", pdf_catalog(b"/OpenAction << /S /JavaScript /JS ", b" >>")
    ),
    "a long script": (
        ".pdf", pdf_stream(catalog=b"/OpenAction << /S /JavaScript /JS 6 0 R >>")
    ),
    "a program to start": (".pdf", pdf_catalog(b"/OpenAction << /S /Launch /F ", b" >>")),
    "a bookmark": (
        ".pdf", pdf_object(b"<< /Title ", b" >>", catalog=b"/Outlines << /First 6 0 R /Count 1 >>")
    ),
    "a damaged bookmark": (
        ".pdf", pdf_object(b"<< /Title ", b" /A", catalog=b"/Outlines << /First 6 0 R /Count 1 >>")
    ),
    "a field of a form": (
        ".pdf", pdf_object(b"<< /FT /Tx /T (a) /V ", b" >>", catalog=b"/AcroForm << /Fields [6 0 R] >>")
    ),
    "the look of a field": (
        ".pdf",
        pdf_stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 3 0 R >> >>",
            page=b"/Annots [<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 6 0 R >> >>]",
            drawn=True,
        ),
    ),
    "an earlier version of a page": (".pdf", pdf_with_earlier_text),
    "a form of XML": (".pdf", pdf_stream(catalog=b"/AcroForm << /Fields [] /XFA 6 0 R >>")),
    "the description of a picture": (
        ".pdf", pdf_object(b"<< /S /Figure /Alt ", b" >>", catalog=b"/StructTreeRoot << /K 6 0 R >>")
    ),
    "properties in XML": (".pdf", pdf_stream(b"/Type /Metadata /Subtype /XML", catalog=b"/Metadata 6 0 R")),
    "private data of a program": (".pdf", pdf_stream(catalog=b"/PieceInfo << /Any << /Private 6 0 R >> >>")),
}  # fmt: skip
# Those that nobody can read: a finding whatever they hold.
UNREAD_PLACES = {
    "a mail taken in", "a page taken in", "rich text taken in", "a part of no known kind",
    "a part without an ending", "what only calls itself a font", "what only calls itself a picture",
    "what only calls itself a preview", "a picture", "an archive in the archive", "a letter in the letter",
    "a part outside of the archive", "broken XML", "a formula that was never calculated",
    "a font without a table", "Korean letters of Windows", "Korean letters of Unix",
    "drawn letters of a page", "an attached file", "a script at opening", "a long script",
    "a program to start", "private data of a program", "a damaged bookmark",
}  # fmt: skip
HIDDEN_KINDS = ("resident", "mobile", "email")


@dataclass(frozen=True)
class FileSample:
    place: str
    kind: str
    ending: str
    content: bytes


def files_with_personal_data(seed: int = 20221213) -> Iterator[FileSample]:
    """A number of each kind in each of the places."""
    draw = Random(seed)
    for place, (ending, build) in HIDING_PLACES.items():
        for kind in HIDDEN_KINDS:
            yield FileSample(place, kind, ending, build(DRAWN[kind](draw)))
