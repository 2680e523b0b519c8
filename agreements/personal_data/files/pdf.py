"""Read the text of a PDF: properties, pages with their annotations; attached files are only named."""

import unicodedata
from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from agreements.personal_data.files.pieces import MOST_PAGES, Notice, Piece, Unreadable
from agreements.personal_data.files.places import PROPERTIES

EMPTY_PAGE_BYTES = 1000  # of content, at most
GARBLED_SHARE = 0.3  # of a page's letters


def read_pdf(file: IO[bytes]) -> Iterator[Piece | Notice]:
    reader = PdfReader(file)
    unlock_without_password(reader)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable("pages")
    yield from property_pieces(reader)
    for number, page in enumerate(reader.pages, start=1):
        page_place = {"page": number}
        text = page.extract_text()
        if not text.strip() and has_drawing(page):
            yield Notice("unreadable", page_place, "pictures")
        elif is_garbled(text):
            yield Notice("unreadable", page_place, "letters")
        yield Piece(text, [(0, page_place)])
        for note in annotation_texts(page):
            yield Piece(note, [(0, page_place)])
    for attached in reader.attachment_list:
        yield Notice("embedded", {"attachment": attached.name}, attached.name)


def unlock_without_password(reader: PdfReader) -> None:
    """Open a file that only forbids printing.

    Raises:
        Unreadable: it has a password, or a cipher that is not installed.
    """
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable("encrypted") from error


def property_pieces(reader: PdfReader) -> Iterator[Piece]:
    for value in (reader.metadata or {}).values():
        yield Piece(str(value), [(0, {"part": PROPERTIES})])


def has_drawing(page: Any) -> bool:
    """Check whether a page without text shows anything: a picture, or more content than an empty page has."""
    resources = page.get("/Resources")
    if resources is not None and resources.get_object().get("/XObject"):
        return True
    contents = page.get_contents()
    return contents is not None and len(contents.get_data()) > EMPTY_PAGE_BYTES


def is_garbled(text: str) -> bool:
    """Check whether the letters are stored as numbers of a font's own, which mean nothing as text."""
    letters = [letter for letter in text if not letter.isspace()]
    lost = sum(map(is_no_letter, letters))
    return lost > GARBLED_SHARE * len(letters)


def is_no_letter(sign: str) -> bool:
    """Check for a replacement sign, a private or unassigned code, or a control code."""
    return sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cn", "Cc"}


def annotation_texts(page: Any) -> Iterator[str]:
    """Yield notes, what was filled into forms, and the addresses of links."""
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        for name in ("/Contents", "/V"):
            if name in annotation:
                yield str(annotation[name])
        if "/A" in annotation:
            action = annotation["/A"].get_object()
            if "/URI" in action:
                yield str(action["/URI"])
