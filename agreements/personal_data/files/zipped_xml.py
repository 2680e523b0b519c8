"""Read the text of XML in a zip archive: DOCX, HWPX, ODT, and the parts of an XLSX that are no cells.

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
    HEADER_LENGTH,
    PartKind,
    Reference,
    decode_plain_text,
    part_kind,
    read_reference,
    target_part,
)
from agreements.personal_data.files.pieces import (
    LARGEST_UNPACKED,
    MOST_PARTS,
    Notice,
    Piece,
    Place,
    Unreadable,
)

# A paragraph goes on across these; the end of any other element that holds text ends it.
INLINE = {"t", "r", "run", "span", "a", "instrText", "delText", "hyperlink"}
# Within a paragraph: a tab or a line's end.
SPACES = {"tab", "br", "cr", "lineBreak", "line-break", "s", "nbSpace", "fwSpace"}
HYPHENS = {"noBreakHyphen", "hyphen"}
# What people write into attributes: text drawn as a picture (VML, Hangul), choices, prompts, formats, fields.
TEXT_ATTRIBUTES = {
    "v", "Target", "descr", "href", "title", "alt", "string", "text", "instr", "displayText", "caption",
    "tooltip", "prompt", "promptTitle", "error", "errorTitle", "formatCode",
}  # fmt: skip
# Elements of Word whose ``val`` is such a text.
TEXT_VALUES = {"lvlText", "alias", "default", "docVar", "listEntry", "helpText", "statusText"}
PICTURE = re.compile(r"\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|svg|wdp)$", re.IGNORECASE)
COMMENTS = re.compile(r"comments?\d*\.xml$|threadedComment", re.IGNORECASE)
CHUNK = 64 * 1024
# Exceptions that a damaged, locked or hostile part makes the readers raise.
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


class TextCollector:
    """Target of an XML parser that collects paragraphs and references, outside of ``skipped`` elements.

    Text that stands in attributes and in comments of the XML is kept apart: it is no body of a document.
    """

    def __init__(self, *, skipped: str = "") -> None:
        self.skipped = skipped
        self.skipping = 0  # open elements, from the skipped one inwards
        self.references: list[Reference] = []
        self.paragraphs: list[str] = []
        self.asides: list[str] = []
        self.paragraph: list[str] = []  # texts of the one that is not yet ended
        self.texts_read = 0
        self.texts_read_before: list[int] = []  # each open element

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = local_name(tag)
        if self.skipping or element == self.skipped:
            self.skipping += 1
            return
        self.texts_read_before.append(self.texts_read)
        if element in SPACES:
            self.paragraph.append(" ")
        elif element in HYPHENS:
            self.paragraph.append("-")
        if reference := read_reference(element, attributes):
            self.references.append(reference)
        for name, value in attributes.items():
            attribute = local_name(name)
            if attribute in TEXT_ATTRIBUTES or (attribute == "val" and element in TEXT_VALUES):
                self.asides.append(value)

    def comment(self, text: str) -> None:
        self.asides.append(text)

    def data(self, text: str) -> None:
        if self.skipping:
            return
        self.paragraph.append(text)
        self.texts_read += 1

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        if self.texts_read > self.texts_read_before.pop() and local_name(tag) not in INLINE:
            self.paragraphs.append("".join(self.paragraph))
            self.paragraph = []

    def close(self) -> None:
        self.paragraphs.append("".join(self.paragraph))
        self.paragraph = []

    def take(self, place: Place) -> Iterator[Piece]:
        """Yield what ended since the last call: the paragraphs and what stands beside them, no empty ones."""
        paragraphs, self.paragraphs = self.paragraphs, []
        asides, self.asides = self.asides, []
        for texts, is_aside in ((paragraphs, False), (asides, True)):
            for text in texts:
                if text and not text.isspace():
                    yield Piece(text, [(0, place)], is_aside=is_aside)


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive after a look at what it declares.

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


def read_zipped_xml(file: IO[bytes]) -> Iterator[Piece | Notice]:
    """Yield the text of a document part by part.

    Raises:
        Unreadable: the document holds pictures and no text.
    """
    with open_archive(file) as archive:
        has_text = False
        for piece in archive_pieces(archive):
            has_text = has_text or (isinstance(piece, Piece) and is_body_text(piece))
            yield piece
        if not has_text and any(map(PICTURE.search, archive.namelist())):
            raise Unreadable("pictures")


def is_body_text(piece: Piece) -> bool:
    """Check that a text is no property or address: a document of nothing but pictures has those too."""
    if piece.is_aside:
        return False
    part = str(piece.places[0][1]["part"])
    return part.startswith(("word/", "Contents/section", "content.xml")) and not part.endswith(".rels")


def archive_pieces(
    archive: zipfile.ZipFile, *, without: dict[str, str] | None = None
) -> Iterator[Piece | Notice]:
    """Yield the text of each part, and a notice of each that is not read.

    ``without`` names the element of a part that was read elsewhere:
    ``{"xl/worksheets/sheet1.xml": "v"}``.
    """
    for part in archive.infolist():
        if not part.file_size:  # a folder, or an empty part
            continue
        name, part_place = part.filename, {"part": part.filename}
        if COMMENTS.search(name):
            yield Notice("comments", part_place, name)
        try:
            yield from part_pieces(archive, part, skipped=(without or {}).get(name, ""))
        except NOT_READ:
            yield Notice("unreadable", part_place, "broken")


def part_pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, skipped: str) -> Iterator[Piece | Notice]:
    """Yield the text of one part by its kind, without the elements named ``skipped``."""
    part_place = {"part": part.filename}
    with archive.open(part) as content:
        kind = part_kind(part.filename, content.read(HEADER_LENGTH))
    if kind is PartKind.XML:
        collector = TextCollector(skipped=skipped)
        yield from part_texts(archive, part, collector)
        yield from referred_notices(part.filename, collector.references)
    elif kind is PartKind.PLAIN_TEXT:
        plain = decode_plain_text(archive.read(part))
        if plain is None:
            yield Notice("unreadable", part_place, "letters")
        else:
            yield Piece(plain, [(0, part_place)])
    elif kind is PartKind.NOT_UNDERSTOOD:
        yield Notice("embedded", part_place, part.filename)


def referred_notices(name: str, references: list[Reference]) -> Iterator[Notice]:
    """Yield a notice of each file, in the package or outside, that the document shows as its own content."""
    for reference in references:
        if reference.leads_out:
            yield Notice("unreadable", {"address": reference.target}, "elsewhere")
        elif reference.shows_a_file:
            target = target_part(name, reference.target)
            yield Notice("embedded", {"part": target}, target)


def part_texts(archive: zipfile.ZipFile, part: zipfile.ZipInfo, collector: TextCollector) -> Iterator[Piece]:
    """Feed a part to the collector and yield its texts as they end."""
    part_place = {"part": part.filename}
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            parser.feed(chunk)
            yield from collector.take(part_place)
    parser.close()
    yield from collector.take(part_place)
