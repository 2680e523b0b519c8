"""Which files staff may upload: the name's ending and the content must both say the same."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from agreements.actions.screening import screen_file
from agreements.models.source import file_digest

PIECE = 64 * 1024  # bytes read at a time
PDF, PDF_END, PDF_TAIL = b"%PDF-", b"%%EOF", 2048
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"  # the last chunk with its checksum
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Hangul 5 documents
HWP = b"HWP Document File"
ZIP = b"PK\x03\x04"
CONTENT_TYPES = "[Content_Types].xml"
MACROS = ("vbaproject.bin", "macrosheets/", "macroenabled")
MOST_MEMBERS = 5_000
MOST_UNPACKED = 20  # times the largest upload: what a document of pictures and text may hold


def is_pdf(file: IO[bytes]) -> bool:
    """Say whether it is a whole PDF: one from its first byte on, not cut off, and no archive besides."""
    begins = file.read(len(PDF)) == PDF
    file.seek(max(_file_size(file) - PDF_TAIL, 0))
    return begins and PDF_END in file.read() and not _is_archive(file)


def picture_matcher(*, begins: bytes, ends: bytes) -> Callable[[IO[bytes]], bool]:
    """Return a test for a whole picture; telephones append data of their own behind its end."""

    def matches(file: IO[bytes]) -> bool:
        return file.read(len(begins)) == begins and _contains_bytes(file, ends) and not _is_archive(file)

    return matches


def is_hwp(file: IO[bytes]) -> bool:
    begins = file.read(len(HWP))
    return begins == HWP or (begins.startswith(OLE) and _contains_bytes(file, HWP))


def archive_matcher(*, member: str, says: bytes = b"", kind: bytes = b"") -> Callable[[IO[bytes]], bool]:
    """Return a test for a zip archive.

    It holds ``member``, which begins with ``says``; an Office document also declares its ``kind``.
    """

    def matches(file: IO[bytes]) -> bool:
        if file.read(len(ZIP)) != ZIP:
            return False
        try:
            with zipfile.ZipFile(file) as opened:
                if not _is_harmless(opened):
                    return False
                with opened.open(member) as content:
                    if content.read(len(says)) != says:
                        return False
                return not kind or _is_of_kind(opened, kind)
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            RuntimeError,
            NotImplementedError,
            OSError,
            ValueError,
            EOFError,
        ):
            return False

    return matches


def _is_harmless(opened: zipfile.ZipFile) -> bool:
    """Say whether an archive unpacks to a bounded size and holds no macros."""
    members = opened.infolist()
    unpacked = sum(member.file_size for member in members)
    return (
        len(members) <= MOST_MEMBERS
        and unpacked <= MOST_UNPACKED * settings.MAX_UPLOAD_BYTES
        and not any(macro in member.filename.lower() for member in members for macro in MACROS)
    )


def _is_of_kind(opened: zipfile.ZipFile, kind: bytes) -> bool:
    with opened.open(CONTENT_TYPES) as content:
        types = content.read(PIECE * 16).lower()
    return kind.lower() in types and b"macroenabled" not in types


def _is_archive(file: IO[bytes]) -> bool:
    """Say whether it is a zip archive at the same time, as no picture and no PDF of an office is."""
    file.seek(0)
    return zipfile.is_zipfile(file)


def _contains_bytes(file: IO[bytes], needle: bytes) -> bool:
    tail = b""
    for piece in _read_pieces(file):
        if needle in tail + piece:
            return True
        tail = piece[-len(needle) :]
    return False


def _read_pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _file_size(file: IO[bytes]) -> int:
    return file.seek(0, 2)


OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = b"wordprocessingml.document.main+xml"
XLSX = b"spreadsheetml.sheet.main+xml"
TYPES: dict[str, tuple[str, Callable[[IO[bytes]], bool]]] = {
    ".pdf": ("application/pdf", is_pdf),
    ".hwp": ("application/x-hwp", is_hwp),
    ".hwpx": ("application/hwp+zip", archive_matcher(member="mimetype", says=b"application/hwp+zip")),
    ".docx": (f"{OFFICE}.wordprocessingml.document", archive_matcher(member="word/document.xml", kind=DOCX)),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", archive_matcher(member="xl/workbook.xml", kind=XLSX)),
    ".png": ("image/png", picture_matcher(begins=PNG, ends=PNG_END)),
    ".jpg": ("image/jpeg", picture_matcher(begins=JPEG, ends=JPEG_END)),
    ".jpeg": ("image/jpeg", picture_matcher(begins=JPEG, ends=JPEG_END)),
}
ALLOWED = ", ".join(ending.removeprefix(".") for ending in TYPES if ending != ".jpeg")
ACCEPT = ",".join(TYPES)


@dataclass(frozen=True)
class Upload:
    name: str
    content_type: str
    size: int  # bytes
    sha256: str


def findings_of(file: Any, upload: Upload) -> list[dict[str, Any]]:
    """Return what the personal-data guard finds in an uploaded file; reads it once, and rewinds it."""
    if not hasattr(file, "findings"):
        file.seek(0)
        file.findings = screen_file(file, name=upload.name, sha256=upload.sha256)
        file.seek(0)
    findings: list[dict[str, Any]] = file.findings
    return findings


def examine_upload(file: Any) -> Upload:
    """Check an uploaded file and return its facts; rewinds it.

    Raises:
        ValidationError: too large, empty, of a type that is not allowed, or not what its name says.
    """
    if file.size > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(
            _("The file has %(size)s; at most %(most)s can be uploaded."),
            params={
                "size": filesizeformat(file.size),
                "most": filesizeformat(settings.MAX_UPLOAD_BYTES),
            },
        )
    name = PurePath(file.name).name
    ending = PurePath(name).suffix.lower()
    if ending not in TYPES:
        raise ValidationError(
            _("Files of the type “%(ending)s” are not accepted. Allowed are: %(allowed)s."),
            params={"ending": ending or name, "allowed": ALLOWED},
        )
    content_type, matches = TYPES[ending]
    file.seek(0)
    if not matches(file):
        raise ValidationError(
            _(
                "The content is not that of a “%(ending)s” file, or it is cut off, holds macros, "
                "or unpacks to far more than it seems."
            ),
            params={"ending": ending},
        )
    return Upload(name=name[:255], content_type=content_type, size=file.size, sha256=file_digest(file))
