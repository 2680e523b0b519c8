"""Text of a PDF: its pages with what is written over them, its properties, and the files it carries."""

import unicodedata
from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader
from pypdf.errors import DependencyError

from agreements.personal_data.files.pieces import MOST_PAGES, Notice, Piece, Unreadable
from agreements.personal_data.files.places import PROPERTIES

DRAWN = 1000  # bytes of content; an empty page has fewer
GARBLED = 0.3  # of a page's letters


def read(file: IO[bytes]) -> Iterator[Piece | Notice]:
    reader = PdfReader(file)
    open_up(reader)
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable("pages")
    yield from properties(reader)
    for number, page in enumerate(reader.pages, start=1):
        place = {"page": number}
        text = page.extract_text()
        if not text.strip() and drawn(page):
            yield Notice("unreadable", place, "pictures")
        elif garbled(text):
            yield Notice("unreadable", place, "letters")
        yield Piece(text, [(0, place)])
        for note in written_over(page):
            yield Piece(note, [(0, place)])
    for attached in reader.attachment_list:
        yield Notice("embedded", {"attachment": attached.name}, attached.name)


def open_up(reader: PdfReader) -> None:
    """A file that only forbids printing opens without a password."""
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
    except (DependencyError, NotImplementedError) as error:
        raise Unreadable("encrypted") from error


def properties(reader: PdfReader) -> Iterator[Piece]:
    for value in (reader.metadata or {}).values():
        yield Piece(str(value), [(0, {"part": PROPERTIES})])


def drawn(page: Any) -> bool:
    """Whether the page shows anything at all."""
    resources = page.get("/Resources")
    if resources is not None and resources.get_object().get("/XObject"):
        return True
    contents = page.get_contents()
    return contents is not None and len(contents.get_data()) > DRAWN


def garbled(text: str) -> bool:
    letters = [letter for letter in text if not letter.isspace()]
    lost = sum(letter == "\ufffd" or unicodedata.category(letter) in {"Co", "Cn", "Cc"} for letter in letters)
    return lost > GARBLED * len(letters)


def written_over(page: Any) -> Iterator[str]:
    """Notes, what was filled into forms, and the addresses of links."""
    for reference in page.get("/Annots", ()) or ():
        note = reference.get_object()
        for name in ("/Contents", "/V"):
            if name in note:
                yield str(note[name])
        action = note.get("/A")
        if action is not None and "/URI" in (target := action.get_object()):
            yield str(target["/URI"])
