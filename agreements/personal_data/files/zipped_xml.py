"""Text of files that are XML in a zip archive: DOCX, HWPX, ODT, and what stands beside the cells of an XLSX.

Each part is read as a stream, in which no DTD, entity or outside address is followed; only text and a few
attributes are kept, whatever else the format says.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from agreements.personal_data.files.package_parts import (
    SIGNATURE_LENGTH,
    PartKind,
    Reference,
    decoded,
    part_kind,
    reference,
    target_part,
)
from agreements.personal_data.files.pieces import LARGEST_UNPACKED, MOST_PARTS, Notice, Piece, Unreadable

# A text goes on across these; the end of any other element that holds text ends it.
INLINE = {"t", "r", "run", "span", "a", "instrText", "delText", "hyperlink"}
# Within a text: a tab or a line's end.
SPACES = {"tab", "br", "cr", "lineBreak", "line-break", "s", "nbSpace", "fwSpace"}
TOLD = {"v", "Target", "descr", "href", "title"}  # attributes that people write
PICTURE = re.compile(r"\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|svg|wdp)$", re.IGNORECASE)
COMMENTS = re.compile(r"comments?\d*\.xml$|threadedComment", re.IGNORECASE)
CHUNK = 64 * 1024
# What a damaged, locked or hostile part makes the readers raise.
NOT_READ = (
    ParseError,
    ValueError,  # of defusedxml too
    LookupError,  # an unknown encoding
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
)


class Words:
    """Collects the text of one part, a paragraph a piece, but for what stands within ``skipped`` elements."""

    def __init__(self, *, skipped: str = "") -> None:
        self.skipped = skipped
        self.skipping = 0  # open elements, from the skipped one inwards
        self.references: list[Reference] = []
        self.done: list[str] = []
        self.now: list[str] = []
        self.heard = 0
        self.heard_before: list[int] = []  # each open element

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = local(tag)
        if self.skipping or element == self.skipped:
            self.skipping += 1
            return
        self.heard_before.append(self.heard)
        if element in SPACES:
            self.now.append(" ")
        if referred := reference(element, attributes):
            self.references.append(referred)
        for name, value in attributes.items():
            if local(name) in TOLD:
                self.done.append(value)

    def data(self, text: str) -> None:
        if self.skipping:
            return
        self.now.append(text)
        self.heard += 1

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
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


def parts(archive: zipfile.ZipFile, *, without: dict[str, str] | None = None) -> Iterator[Piece | Notice]:
    """Give the text of each part, and a notice of each that is not read.

    ``without`` names the element of a part that was read elsewhere:
    ``{"xl/worksheets/sheet1.xml": "sheetData"}``.
    """
    for part in archive.infolist():
        if not part.file_size:  # a folder, or an empty part
            continue
        name, place = part.filename, {"part": part.filename}
        if COMMENTS.search(name):
            yield Notice("comments", place, name)
        try:
            yield from part_pieces(archive, part, skipped=(without or {}).get(name, ""))
        except NOT_READ:
            yield Notice("unreadable", place, "broken")


def part_pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, skipped: str) -> Iterator[Piece | Notice]:
    place = {"part": part.filename}
    with archive.open(part) as content:
        kind = part_kind(part.filename, content.read(SIGNATURE_LENGTH))
    if kind is PartKind.XML:
        words = Words(skipped=skipped)
        for text in texts(archive, part, words):
            yield Piece(text, [(0, place)])
        yield from referred_notices(part.filename, words.references)
    elif kind is PartKind.PLAIN_TEXT:
        plain = decoded(archive.read(part))
        yield Notice("unreadable", place, "letters") if plain is None else Piece(plain, [(0, place)])
    elif kind is PartKind.NOT_UNDERSTOOD:
        yield Notice("embedded", place, part.filename)


def referred_notices(name: str, references: list[Reference]) -> Iterator[Notice]:
    """Tell of each file that the document shows as its own content, within the package or outside."""
    for referred in references:
        if referred.leads_out:
            yield Notice("unreadable", {"address": referred.target}, "elsewhere")
        elif referred.shows_a_file:
            target = target_part(name, referred.target)
            yield Notice("embedded", {"part": target}, target)


def texts(archive: zipfile.ZipFile, part: zipfile.ZipInfo, words: Words) -> Iterator[str]:
    parser = DefusedXMLParser(target=words, forbid_dtd=True)
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            parser.feed(chunk)
            yield from words.take()
    parser.close()
    yield from words.take()
