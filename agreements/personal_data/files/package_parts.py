"""Classify the parts of a zipped document (DOCX, XLSX, HWPX, ODT): the one list of what needs no reading.

A part is read as text, is a picture (of which nobody reads the letters), or stands in ``NO_TEXT``.  Whatever
else a package holds is not understood.  A coordinator has to look at both.  A name decides nothing that the
first bytes can decide: a part called ``image1.png`` is a picture only if it begins like one.
"""

import posixpath
import re
import stat
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote
from zipfile import ZipInfo

XML = re.compile(r"\.(xml|rels|hpf|rdf|vml|svg)$", re.IGNORECASE)
# Hangul keeps its scripts, and every HWPX and ODT its type, without an ending.
PLAIN_TEXT = re.compile(r"\.(txt|js)$|^Scripts/[^/.]+$|^mimetype$", re.IGNORECASE)
BYTE_ORDER_MARK, XML_DECLARATION = b"\xef\xbb\xbf", b"<?xml "
# How pictures begin.
PICTURE_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF8",
    b"BM",
    b"II*\0",  # TIFF, and its other byte order
    b"MM\0*",
    b"II\xbc\x01",  # JPEG XR, which Office names .wdp
    b"\x01\0\0\0",  # EMF
    b"\xd7\xcd\xc6\x9a",  # WMF, with and without a header of its own
    b"\x01\0\x09\0",
    b"RIFF",  # WebP
)
# Each of these formats has a zero byte in its header, which no text has: “BM” alone could begin a sentence.
HEADER_LENGTH = 32
# Parts that are neither, in which no program keeps text of the document.
NO_TEXT = re.compile(
    r"^(word|xl)/printerSettings/[^/]+\.bin$"  # what the printer's driver remembers
    r"|^word/printerSettings\d*\.bin$"
    r"|^word/fonts/[^/]+\.(odttf|ttf)$"  # embedded fonts
)
# The picture of the first page that a program makes of what it has read itself.
PREVIEW = re.compile(
    r"^docProps/thumbnail\.(jpe?g|png|emf|wmf)$|^Preview/PrvImage\.(png|jpe?g|bmp|gif)$"
    r"|^Thumbnails/thumbnail\.png$",
    re.IGNORECASE,
)


CONTROL_CODES = re.compile(rb"[\0-\x08\x0e-\x1f]")


class PartKind(Enum):
    XML = auto()
    PLAIN_TEXT = auto()
    PICTURE = auto()
    NO_TEXT = auto()
    NOT_UNDERSTOOD = auto()


def part_kind(name: str, first_bytes: bytes) -> PartKind:
    """Classify one part by its name and its first ``HEADER_LENGTH`` bytes."""
    if XML.search(name) or begins_like_xml(first_bytes):
        return PartKind.XML
    if PLAIN_TEXT.search(name):
        return PartKind.PLAIN_TEXT
    if begins_like_a_picture(first_bytes):
        return PartKind.NO_TEXT if PREVIEW.search(name) else PartKind.PICTURE
    if NO_TEXT.search(name) and not begins_like_text(first_bytes):
        return PartKind.NO_TEXT
    return PartKind.NOT_UNDERSTOOD


def begins_like_xml(first_bytes: bytes) -> bool:
    return first_bytes.removeprefix(BYTE_ORDER_MARK).startswith(XML_DECLARATION)


def begins_like_a_picture(first_bytes: bytes) -> bool:
    return first_bytes.startswith(PICTURE_SIGNATURES) and b"\0" in first_bytes


def begins_like_text(first_bytes: bytes) -> bool:
    """Check for letters without control codes, in which no font and no setting begins."""
    if CONTROL_CODES.search(first_bytes):
        return False
    return decode_plain_text(first_bytes) is not None


def decode_plain_text(content: bytes) -> str | None:
    """Decode a text without markup (UTF-8, UTF-16 or CP949); None if it is none of these.

    UTF-16 that does not say its byte order is given in both, one after the other.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = [in_encoding(content, "utf-16")]
    elif b"\0" in content:  # as in every digit of UTF-16
        candidates = [in_encoding(content, "utf-16-le"), in_encoding(content, "utf-16-be")]
    else:
        candidates = [in_encoding(content, "utf-8-sig") or in_encoding(content, "cp949")]
    texts = [text for text in candidates if text is not None]
    if not texts:
        return None
    return "\n".join(texts)


def in_encoding(content: bytes, encoding: str) -> str | None:
    """Decode a text; None if it is not in this encoding, or if it holds a zero, which no text does."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def leads_out(part: ZipInfo) -> bool:
    """Say whether a part lies outside of its package or is a link, so that other programs read another."""
    name = part.orig_filename.replace("\\", "/")
    is_outside = ".." in name.split("/") or name.startswith("/") or name[1:2] == ":"
    return is_outside or stat.S_ISLNK(part.external_attr >> 16)


# ---- what a part refers to ---------------------------------------------------------------------------

# Relationships that show the content of another file, by the last word of their type.
SHOWS_A_FILE = {"afchunk", "subdocument", "oleobject", "package", "frame"}
# Relationships that may lead out of the package: an address to follow, or a file of which nothing is shown.
MAY_LEAD_OUT = {"hyperlink", "attachedtemplate", "externallinkpath", "xlpathmissing"}


@dataclass(frozen=True)
class Reference:
    """What one element of ``.rels`` or ``.hpf`` refers to."""

    kind: str  # last word of the relationship's type, lower case
    target: str
    external: bool

    @property
    def leads_out(self) -> bool:
        """Whether content that the document shows lies outside of the file."""
        return self.external and self.kind not in MAY_LEAD_OUT

    @property
    def shows_a_file(self) -> bool:
        return not self.external and self.kind in SHOWS_A_FILE


def read_reference(element: str, attributes: dict[str, str]) -> Reference | None:
    """Read an element: ``Relationship`` of Office, ``item`` of Hangul's list of contents (its spelling)."""
    if element == "Relationship":
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        external = attributes.get("TargetMode", "").lower() == "external"
        return Reference(kind, attributes.get("Target", ""), external)
    if element == "item" and attributes.get("isEmbeded") == "0":
        return Reference("item", attributes.get("href", ""), external=True)
    return None


def target_part(relationships: str, target: str) -> str:
    """Return the part that a target in ``word/_rels/document.xml.rels`` names relative to ``word/``."""
    folder = posixpath.dirname(posixpath.dirname(relationships))
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
