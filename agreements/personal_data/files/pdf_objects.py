"""Everything of a PDF that is no text of a page: walked from its trailer, each object once.

Strings are read wherever they stand: notes, fields, bookmarks, names, descriptions, scripts.  A stream is
the content of a page, is read here, is a picture, stands in ``NO_TEXT``, or is not understood.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, IndirectObject, StreamObject

from agreements.personal_data.files.package_parts import decode_plain_text
from agreements.personal_data.files.pieces import PROPERTIES, SEPARATOR, Notice, Piece
from agreements.personal_data.files.zipped_xml import TextCollector

# Strings that no person wrote, by their key: identities, keys of a cipher, what a signature consists of.
NO_WORDS = {"/ID", "/O", "/U", "/OE", "/UE", "/Perms", "/Cert", "/CheckSum"}
# Marks of streams that compute colours and grey tones.
STREAM_MARKS = {"/FunctionType", "/ShadingType", "/HalftoneType"}
# Streams without text, by the key under which they stand, by their type, and by their marks.
NO_TEXT = STREAM_MARKS | {
    "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet", "/Encoding", "/UseCMap",
    "/CharProcs", "/DestOutputProfile", "/Function", "/Functions", "/TR", "/TR2", "/BG", "/BG2", "/UCR",
    "/UCR2", "/HT", "/ColorSpace", "/DefaultRGB", "/DefaultGray", "/DefaultCMYK", "/Shading", "/Thumb",
    "/SMask", "/Mask", "/CS", "/TintTransform", "/Alternate", "/Prev", "/XRefStm",
    "/XRef", "/ObjStm", "/CMap", "/Halftone",
    "/Contents",  # of a page: read with it
}  # fmt: skip
# What holds such streams by names of its own: signs of a font, colours; an attached file has its own finding.
NO_TEXT_HOLDERS = {"/CharProcs", "/EF", "/ColorSpace", "/Shading", "/Function", "/Functions"}
# Actions that do more than show a place of the document or an address.
RUNS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute",
}  # fmt: skip
DRAWINGS = {"/Form", "/PS"}
LONG_TEXTS = {"/JS", "/V", "/RV"}  # scripts, and what is filled into fields: a string or a stream
LEGIBLE = re.compile(r"[\w@]{2}")
MANY_WORDS = 200  # joined into one text: a detector begins anew with each
LEAST_HEIGHT = 6  # dots: a picture that is lower or narrower holds no letters
UNRESOLVED = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
BROKEN = object()  # what no reader understood, though another program may show it


@dataclass
class PdfObject:
    value: Any
    key: str  # under which it stands in what holds it
    holder: str  # the key under which that stands


@dataclass
class PdfObjects:
    """Collects what the objects of a document hold besides the text of its pages."""

    words: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    drawings: list[Any] = field(default_factory=list)  # such as the look of a form's field
    pictures: int = 0

    def add(self, item: PdfObject) -> None:
        if item.value is BROKEN:
            self.notices.append(Notice("unreadable", {"part": PROPERTIES}, "broken"))
        if isinstance(item.value, StreamObject):
            self.add_stream(item)
        if isinstance(item.value, DictionaryObject):
            self.add_dictionary(item.value)
        elif isinstance(item.value, str | bytes) and item.key not in NO_WORDS:
            self.words.append(text_of_string(item.value))

    def add_dictionary(self, dictionary: Any) -> None:
        kind = dictionary.get("/S")
        if isinstance(kind, str) and kind in RUNS:
            self.notices.append(Notice("action", {"part": PROPERTIES}, kind.lstrip("/")))
        if "/EF" in dictionary:
            name = str(dictionary.get("/UF") or dictionary.get("/F") or "")
            self.notices.append(Notice("embedded", {"attachment": name}, name))

    def add_stream(self, item: PdfObject) -> None:
        stream = item.value
        if stream.get("/Subtype") == "/Image":
            self.pictures += is_legible_picture(stream, item)
        elif is_drawing(stream):
            if item.holder != "/XObject":  # those are read with the page that shows them
                self.drawings.append(stream)
        elif is_xml(item):
            self.words += texts_of_xml(stream.get_data())
        elif item.key in LONG_TEXTS:
            self.words.append(text_of_string(stream.get_data()))
        elif not has_no_text(item):
            name = item.key.lstrip("/")
            self.notices.append(Notice("embedded", {"part": name}, name))


def is_drawing(stream: Any) -> bool:
    return stream.get("/Subtype") in DRAWINGS or "/PatternType" in stream


def is_xml(item: PdfObject) -> bool:
    """Check for the document's metadata, an attached XML, or the form that XML describes."""
    stream = item.value
    return stream.get("/Type") == "/Metadata" or stream.get("/Subtype") == "/XML" or item.key == "/XFA"


def has_no_text(item: PdfObject) -> bool:
    """Check a stream by the key under which it stands, its type, and what it says of itself."""
    signs = {item.key, str(item.value.get("/Type")), *STREAM_MARKS.intersection(item.value)}
    return not signs.isdisjoint(NO_TEXT) or item.holder in NO_TEXT_HOLDERS


def is_legible_picture(stream: Any, item: PdfObject) -> bool:
    sides = [int(stream.get(side, LEAST_HEIGHT)) for side in ("/Width", "/Height")]
    return item.key not in NO_TEXT and min(sides) >= LEAST_HEIGHT


def walk_objects(reader: Any) -> Iterator[PdfObject]:
    """Yield every object that the trailer leads to, each once; the value of a damaged one is ``BROKEN``."""
    waiting = [PdfObject(reader.trailer, "/Trailer", "")]
    visited: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item.value, IndirectObject):
            identity = (item.value.idnum, item.value.generation)
            if identity in visited:
                continue
            visited.add(identity)
            item.value = resolved_object(item.value)
        yield item
        waiting += members_of(item)


def resolved_object(reference: IndirectObject) -> Any:
    try:
        return reference.get_object()
    except UNRESOLVED:
        return BROKEN


def members_of(item: PdfObject) -> list[PdfObject]:
    """Return what a dictionary or an array holds, each member as it is stored: most are references."""
    container = item.value
    if isinstance(container, DictionaryObject):
        return [PdfObject(container.raw_get(key), str(key), item.key) for key in container]
    if isinstance(container, ArrayObject):
        # The list's own iteration, for an array resolves what it is asked for.
        return [PdfObject(member, item.key, item.holder) for member in list.__iter__(container)]
    return []


def text_of_string(value: str | bytes) -> str:
    if isinstance(value, ByteStringObject | bytes):
        return decode_plain_text(bytes(value)) or ""
    return str(value)


def texts_of_xml(content: bytes) -> list[str]:
    """Return the texts of XML, or the XML itself where it is none."""
    collector = TextCollector()
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    try:
        parser.feed(content.strip(b"\0 \r\n\t"))
        parser.close()
    except (ParseError, ValueError, LookupError):
        return [decode_plain_text(content) or content.decode("latin-1")]
    return [piece.text for piece in collector.take({})]


def word_pieces(words: list[str]) -> Iterator[Piece]:
    legible_words = filter(LEGIBLE.search, words)
    for joined_words in batched(legible_words, MANY_WORDS):
        yield Piece(SEPARATOR.join(joined_words), [(0, {"part": PROPERTIES})])
