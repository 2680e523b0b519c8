"""Text of files that are XML in a zip archive: DOCX, HWPX, ODT, and what stands beside the cells of an XLSX.

Each part is read as a stream, in which no DTD, entity or outside address is followed; only text and a few
attributes are kept, whatever else the format says.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from defusedxml.ElementTree import DefusedXMLParser

from agreements.personal_data.files.pieces import LARGEST_UNPACKED, MOST_PARTS, Notice, Piece, Unreadable

# A text goes on across these; the end of any other element that holds text ends it.
INLINE = {"t", "r", "run", "span", "a", "instrText", "delText", "hyperlink"}
# Within a text: a tab or a line's end.
SPACES = {"tab", "br", "cr", "lineBreak", "line-break", "s", "nbSpace", "fwSpace"}
TOLD = {"v", "Target", "descr", "href", "title"}  # attributes that people write
PICTURE = re.compile(r"\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|svg|wdp)$", re.IGNORECASE)
EMBEDDED = re.compile(r"(?:^|/)(embeddings|BinData|activeX|vbaProject|Object \d+)(?:/|\b)", re.IGNORECASE)
COMMENTS = re.compile(r"comments?\d*\.xml$|threadedComment", re.IGNORECASE)
XML = re.compile(r"\.(xml|rels|hpf)$", re.IGNORECASE)
CHUNK = 64 * 1024


class Words:
    """Collects the text of one part, a paragraph a piece."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.now: list[str] = []
        self.heard = 0
        self.heard_before: list[int] = []  # each open element

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.heard_before.append(self.heard)
        if local(tag) in SPACES:
            self.now.append(" ")
        for name, value in attributes.items():
            if local(name) in TOLD:
                self.done.append(value)

    def data(self, text: str) -> None:
        self.now.append(text)
        self.heard += 1

    def end(self, tag: str) -> None:
        if self.heard > self.heard_before.pop() and local(tag) not in INLINE:
            self.done.append("".join(self.now))
            self.now = []

    def close(self) -> None:
        self.done.append("".join(self.now))
        self.now = []

    def take(self) -> list[str]:
        taken, self.done = [text for text in self.done if not text.isspace() and text], []
        return taken


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """
    Raises:
        Unreadable: no archive, locked, or one that unpacks to more than anybody reads.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("broken") from error
    parts = archive.infolist()
    # A part never unpacks to more than it declares: zipfile stops reading there.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("size")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted")
    return archive


def read(file: IO[bytes]) -> Iterator[Piece | Notice]:
    """Give the text of a document part by part."""
    with opened(file) as archive:
        words = pictures = 0
        for piece in parts(archive):
            words += isinstance(piece, Piece) and body(piece)
            yield piece
        pictures = sum(bool(PICTURE.search(name)) for name in archive.namelist())
        if pictures and not words:
            raise Unreadable("pictures")


def body(piece: Piece) -> bool:
    """Not a property or an address, of which a document of nothing but pictures has some too."""
    part = str(piece.places[0][1]["part"])
    return part.startswith(("word/", "Contents/section", "content.xml")) and not part.endswith(".rels")


def parts(archive: zipfile.ZipFile, *, but: re.Pattern[str] | None = None) -> Iterator[Piece | Notice]:
    """Give the text of each part whose name does not match ``but``."""
    for part in archive.infolist():
        name, place = part.filename, {"part": part.filename}
        if part.is_dir() or (but and but.search(name)):
            continue
        if COMMENTS.search(name):
            yield Notice("comments", place, name)
        if XML.search(name):
            for text in texts(archive, name):
                yield Piece(text, [(0, place)])
        elif name.lower().endswith(".txt"):
            yield Piece(archive.read(name).decode("utf-8", "replace"), [(0, place)])
        elif EMBEDDED.search(name) and not PICTURE.search(name):
            yield Notice("embedded", place, name)


def texts(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    words = Words()
    parser = DefusedXMLParser(target=words, forbid_dtd=True)
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            parser.feed(chunk)
            yield from words.take()
    parser.close()
    yield from words.take()
