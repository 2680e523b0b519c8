"""Read the text of XML in a zip archive: DOCX, HWPX, ODT, and the parts of an XLSX that are no cells.

Each part is read as a stream, in which no DTD, entity or outside address is followed; only text and a few
attributes are kept, whatever else the format says.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from agreements.personal_data.files.package_parts import (
    HEADER_LENGTH,
    PartKind,
    Reference,
    decode_plain_text,
    leads_out,
    part_kind,
    read_reference,
    target_part,
)
from agreements.personal_data.files.pieces import (
    LARGEST_UNPACKED,
    MOST_PARTS,
    PROPERTIES,
    SEPARATOR,
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
# Every attribute is read but those whose value no person wrote: identities, colours and measures of programs.
MADE_BY_PROGRAMS = re.compile(
    r"[0-9A-Fa-f]{1,12}"  # a number shorter than that of a person, a colour, an identity of a paragraph
    r"|\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?"
    r"|-?\d*\.\d+(?:[A-Za-z]{1,2}|%)?"  # a measure
    r"|[A-Z]{1,3}\d{1,7}|\d{1,5}:\d{1,5}"  # cells and columns of a sheet
    r"|[A-Za-z]*"
)
EMPTY_PART = 2  # bytes of nothing, compressed
MOST_KNOWN_VALUES = 50_000
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

    Text that stands in attributes and in comments of the XML is no part of a paragraph: ``asides``.
    """

    def __init__(self, *, skipped: str = "") -> None:
        self.skipped = skipped
        self.skipping = 0  # open elements, from the skipped one inwards
        self.references: list[Reference] = []
        self.paragraphs: list[str] = []
        self.asides: list[str] = []
        self.known_values: set[str] = set()  # of attributes, already kept
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
        for value in attributes.values():
            if value not in self.known_values:
                self.add_value(value)

    def add_value(self, value: str) -> None:
        """Keep the value of an attribute, which stands beside the text: each different one once."""
        if len(self.known_values) < MOST_KNOWN_VALUES:
            self.known_values.add(value)
        if not MADE_BY_PROGRAMS.fullmatch(value):
            self.asides.append(value)

    def comment(self, text: str) -> None:
        self.asides.append(text)

    def pi(self, target: str, text: str | None = None) -> None:
        self.asides.append(f"{target} {text}")

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
        texts = [*self.paragraphs, SEPARATOR.join(self.asides)]
        self.paragraphs, self.asides = [], []
        for text in texts:
            if text and not text.isspace():
                yield Piece(text, [(0, place)])


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
    """Yield the text of a document part by part."""
    with open_archive(file) as archive:
        yield from archive_pieces(archive, {})
    yield from bytes_beside_parts(file)


def archive_pieces(
    archive: zipfile.ZipFile, collectors: Mapping[str, TextCollector]
) -> Iterator[Piece | Notice]:
    """Yield the text of each part and of its name, a notice of each that is not read, one of the pictures.

    ``collectors`` are those of parts of which something was read elsewhere, by the name of the part.
    """
    pictures = 0
    for part in archive.infolist():
        name, part_place = part.filename, {"part": part.filename}
        yield Piece(name, [(0, part_place)])
        if not part.file_size and part.compress_size <= EMPTY_PART:  # a folder, or an empty part
            continue
        if COMMENTS.search(name):
            yield Notice("comments", part_place, name)
        if leads_out(part):
            yield Notice("embedded", part_place, name)
        try:
            kind = kind_of_part(archive, part)
            if kind is PartKind.PICTURE:
                pictures += 1
            collector = collectors.get(name) or TextCollector()
            yield from part_pieces(archive, part, kind, collector)
        except NOT_READ:
            yield Notice("unreadable", part_place, "broken")
    if pictures:
        yield Notice("pictures", {}, str(pictures))


def kind_of_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> PartKind:
    with archive.open(part) as content:
        return part_kind(part.filename, content.read(HEADER_LENGTH))


def part_pieces(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: PartKind, collector: TextCollector
) -> Iterator[Piece | Notice]:
    """Yield the text of one part by its kind."""
    part_place = {"part": part.filename}
    if kind is PartKind.XML:
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


# ---- bytes that belong to no part -------------------------------------------------------------------

LOCAL_HEADER = struct.Struct("<4s5H3I2H")
DESCRIPTOR_LENGTH = 24  # of what may follow the content of a part: its checksum and sizes


def bytes_beside_parts(file: IO[bytes]) -> Iterator[Piece | Notice]:
    """Yield what an archive holds besides its parts: comments, and bytes between them that nobody unpacks."""
    content = file_content(file)
    with open_archive(file) as archive:
        comments = [archive.comment, *(part.comment for part in archive.infolist())]
        for comment in filter(None, comments):
            yield Piece(decode_plain_text(comment) or repr(comment), [(0, {"part": PROPERTIES})])
        position = 0
        for part in sorted(archive.infolist(), key=lambda part: part.header_offset):
            if has_remains(content[position : part.header_offset]):
                yield Notice("remains", {}, str(position))
            header = LOCAL_HEADER.unpack_from(content, part.header_offset)
            position = part.header_offset + LOCAL_HEADER.size + header[9] + header[10] + part.compress_size
        if has_remains(content[position : archive.start_dir]):
            yield Notice("remains", {}, str(position))


def has_remains(between: bytes) -> bool:
    return len(between.rstrip(b"\0")) > DESCRIPTOR_LENGTH


def file_content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
