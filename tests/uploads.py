"""Files as offices upload them, made here: each with text in the places where text hides."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx import Document as Docx
from hwpx import HwpxDocument
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from agreements.personal_data.files import child, places

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"  # how one begins


def pdf(*pages: str, pictures: int = 0, attached: str = "", password: str = "", title: str = "") -> bytes:
    """A PDF with a line of text on each page, and pages that show only a picture."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(plain_pdf([*pages, *[None] * pictures]))))
    if attached:
        writer.add_attachment(attached, b"x")
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return saved(writer.write)


def with_note(content: bytes, note: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    written = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Contents"): TextStringObject(note),
        }
    )
    writer.add_annotation(0, written)
    return saved(writer.write)


def plain_pdf(pages: list[str | None]) -> bytes:
    """Written by hand: one font, one line a page; None is a page that only shows an image."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = HELVETICA
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Length 1 >>\nstream\nx\nendstream"
    )
    objects += [font, image]
    kids = []
    for text in pages:
        drawing = (
            b"q 9 0 0 9 0 0 cm /I Do Q" if text is None else b"BT /F 12 Tf 9 9 Td (%s) Tj ET" % text.encode()
        )
        uses = b"/XObject << /I 4 0 R >>" if text is None else b"/Font << /F 3 0 R >>"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << %s >> /Contents %d 0 R >>"
            % (uses, len(objects))
        )
    named = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (named, len(kids))
    return numbered_pdf(objects)


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def written_pdf(
    drawing: bytes = b"BT /F 12 Tf 9 9 Td (text) Tj ET",
    *,
    font: bytes = HELVETICA,
    catalog: bytes = b"",
    page: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """One page with this drawing and font; what the catalog and the page hold besides; objects from 6 on."""
    return numbered_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            font,
            pdf_stream(drawing),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << /Font << /F 3 0 R >> >>"
            b" /Contents 4 0 R %s >>" % page,
            *more,
        ]
    )


def pdf_stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def numbered_pdf(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(body))
    )


def xlsx(
    cells: Mapping[str, Any],
    *,
    hidden: Mapping[str, Any] | None = None,
    comment: str = "",
    title: str = "공개",
) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for cell, value in cells.items():
        written, sheet[cell].number_format = value if isinstance(value, tuple) else (value, "General")
        sheet[cell] = written
    if comment:
        sheet["A1"].comment = Comment(comment, "작성자")
    if hidden is not None:
        second = workbook.create_sheet("명단")
        second.sheet_state = "veryHidden"
        for cell, value in hidden.items():
            second[cell] = value
    return saved(workbook.save)


def docx(
    text: str, *, header: str = "", cell: str = "", comment: str = "", halves: tuple[str, str] = ("", "")
) -> bytes:
    document = Docx()
    paragraph = document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    if comment:
        document.add_comment(paragraph.runs, text=comment, author="가", initials="가")
    if any(halves):
        split = document.add_paragraph(halves[0])
        split.add_run(halves[1]).bold = True
    return saved(document.save)


def hwpx(text: str) -> bytes:
    document = HwpxDocument.new()
    document.add_paragraph(text)
    return bytes(document.to_bytes())


def zipped(parts: Mapping[str, bytes], base: bytes | None = None) -> bytes:
    """An archive of these parts, beside (or instead of) those of ``base``."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if base is not None:
            with zipfile.ZipFile(BytesIO(base)) as source:
                for name in source.namelist():
                    if name not in parts:
                        archive.writestr(name, source.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def renamed(content: bytes, new_names: Mapping[bytes, bytes]) -> bytes:
    """The archive with these words replaced in each of its parts, as a namespace is."""
    parts = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
            for old, new in new_names.items():
                parts[name] = parts[name].replace(old, new)
    return zipped(parts)


def findings_in_words(content: bytes, ending: str) -> list[tuple[str, str]]:
    """Kind and place in words of each finding (of the whole file: the reason), read in this process."""
    return [
        (finding["kind"], places.place_in_words(finding["place"]) or finding["excerpt"])
        for finding in child.examine_file(BytesIO(content), ending)
    ]


def saved(write: Any) -> bytes:
    buffer = BytesIO()
    write(buffer)
    return buffer.getvalue()
