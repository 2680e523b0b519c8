"""Read the text of a PDF: properties, pages with their annotations, and whatever else it holds."""

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import IO, Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from agreements.personal_data.files.pdf_fonts import FontLetters, without_spaces
from agreements.personal_data.files.pdf_objects import UNRESOLVED, PdfObjects, walk_objects, word_pieces
from agreements.personal_data.files.pieces import MOST_PAGES, PROPERTIES, Notice, Piece, Place, Unreadable

EMPTY_PAGE_BYTES = 1000  # of content, at most
MOST_VERSIONS = 5
END_OF_VERSION = re.compile(rb"startxref\s+\d+\s+%%EOF")
LINEARIZED, LINEARIZED_WITHIN = b"/Linearized", 1024
GARBLED_SHARE = 0.3  # of a page's letters
MOST_NAMED = 20  # pages in one finding


def read_pdf(file: IO[bytes]) -> Iterator[Piece | Notice]:
    """Yield the text of a PDF, then that of each earlier version of it that the file still holds."""
    yield from read_version(file)
    file.seek(0)
    content = file.read()
    versions = earlier_versions(content)
    if len(versions) > MOST_VERSIONS:
        yield Notice("remains", {})
    for end in versions[-MOST_VERSIONS:]:
        try:
            yield from read_version(BytesIO(content[:end]))
        except UNRESOLVED:
            yield Notice("remains", {})


def earlier_versions(content: bytes) -> list[int]:
    """Return where earlier versions end: programs that save quickly only append what they changed.

    What a person removed then stays in the file.  A file made for the web has one end in front.
    """
    ends = [match.end() for match in END_OF_VERSION.finditer(content)]
    is_made_for_web = LINEARIZED in content[:LINEARIZED_WITHIN]
    return ends[is_made_for_web:-1]


def read_version(file: IO[bytes]) -> Iterator[Piece | Notice]:
    reader = opened_pdf(file)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable("pages")
    yield from property_pieces(reader)
    drawn_pages, garbled_pages = [], []
    for number, page in enumerate(reader.pages, start=1):
        letters = FontLetters()
        text = page.extract_text(visitor_text=letters.visit)
        if not text.strip() and has_drawing(page):
            drawn_pages.append(number)
        elif is_garbled(text) or letters.has_unreadable_text():
            garbled_pages.append(number)
        for page_text in chain([text], annotation_texts(page)):
            yield Piece(page_text, [(0, {"page": number})])
    if garbled_pages:
        yield Notice("unreadable", {"pages": garbled_pages[:MOST_NAMED]}, "letters")
    yield from pieces_beside_pages(reader, drawn_pages)


def pieces_beside_pages(reader: PdfReader, drawn_pages: list[int]) -> Iterator[Piece | Notice]:
    """Yield what the document holds besides the text of its pages, and one notice of all its pictures."""
    objects = PdfObjects()
    for item in walk_objects(reader):
        objects.add(item)
    yield from word_pieces(objects.words)
    letters = FontLetters()
    for drawing in objects.drawings:
        yield Piece(drawing_text(reader, drawing, letters), [(0, {"part": PROPERTIES})])
    if letters.has_unreadable_text():
        yield Notice("unreadable", {"part": PROPERTIES}, "letters")
    yield from objects.notices
    picture_place: Place = {}
    if drawn_pages:
        picture_place["pages"] = drawn_pages[:MOST_NAMED]
    pictures = objects.pictures or len(drawn_pages)
    if pictures:
        yield Notice("pictures", picture_place, str(pictures))


def drawing_text(reader: PdfReader, drawing: Any, letters: FontLetters) -> str:
    """Return the text of a drawing that no page names as its content, such as the look of a form's field."""
    if not reader.pages:
        return ""
    return reader.pages[0].extract_xform_text(drawing, visitor_text=letters.visit)


def opened_pdf(file: IO[bytes]) -> PdfReader:
    """Open a file; one that only forbids printing is no locked one.

    Raises:
        Unreadable: it has a password; or a cipher that is not installed, which may only forbid printing.
    """
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable("cipher") from error
    return reader


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
    letters = without_spaces(text)
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
