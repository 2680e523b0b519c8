"""Whether an uploaded file is what its name says, whole, and nothing else besides.

Each check reads a file from its beginning, and raises the ``FileFault`` that names what is wrong.
"""

import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from django.conf import settings

from agreements.admin.records.file_faults import FileFault
from agreements.personal_data.files.package_parts import leads_out

type ContentCheck = Callable[[IO[bytes], str], None]  # the file, and the ending of its name
type MemberCheck = Callable[[zipfile.ZipInfo], bool]

PDF, PDF_END = b"%PDF-", b"%%EOF"
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"  # the last chunk with its checksum
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Hangul 5 documents, and of locked Office files
HWP = b"HWP Document File"
ZIP = b"PK\x03\x04"
ZIP_END, ZIP_END_LENGTH = b"PK\x05\x06", 22  # without its comment
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PADDING = b"\0\t\n\f\r "  # some systems fill a file up with these
# How the content of a file is named to a person who gave it another ending.
BEGINNINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", HWP: ".hwp"}
# Words that document security of Korean offices (Fasoo, SoftCamp, NASCA, MarkAny) writes at the beginning.
SECURED = (b"DRMONE", b"Fasoo", b"SCDSA", b"NASCA DRM", b"MarkAny", b"DOCUMENT SAFER")
SECURED_WITHIN = 512  # bytes
CONTENT_TYPES = "[Content_Types].xml"
MACROS = ("vbaproject.bin", "macrosheets/", "macroenabled")
LOCKED_MEMBER = 1 << 0  # of a member's flags
MOST_MEMBERS = 5_000
MOST_UNPACKED = 20  # times the largest upload: what a document of pictures and text may hold
LARGEST_TYPES = 1024 * 1024


def refuse_other_content(content: bytes, ending: str) -> None:
    """Say what a file is that does not begin as one of its ending does."""
    if any(word in content[:SECURED_WITHIN] for word in SECURED):
        raise FileFault("drm", ending=ending)
    for beginning, real_ending in BEGINNINGS.items():
        if content.startswith(beginning) and real_ending != ending:
            raise FileFault("renamed", ending=ending, content=real_ending)
    raise FileFault("other", ending=ending)


def check_pdf(file: IO[bytes], ending: str) -> None:
    """Check for a whole PDF that begins and ends with itself; only padding may stand around it."""
    content = file.read()
    document = content.removeprefix(BYTE_ORDER_MARK).strip(PADDING)
    if not document.startswith(PDF):
        if PDF in document[:1024]:
            raise FileFault("in_front", ending=ending)
        refuse_other_content(content, ending)
    end = document.rfind(PDF_END)
    if end < 0:
        raise FileFault("cut_off", ending=ending)
    refuse_archive(file, ending)
    if document[end + len(PDF_END) :].strip(PADDING):
        raise FileFault("behind", ending=ending)


def picture_check(*, begins: bytes, ends: bytes) -> ContentCheck:
    """Return a check for a whole picture; telephones append data of their own behind its end."""

    def check_picture(file: IO[bytes], ending: str) -> None:
        content = file.read()
        if not content.startswith(begins):
            refuse_other_content(content, ending)
        if ends not in content:
            raise FileFault("cut_off", ending=ending)
        refuse_archive(file, ending)

    return check_picture


def refuse_archive(file: IO[bytes], ending: str) -> None:
    """Refuse what is a zip archive at the same time, as no picture and no PDF of an office is."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise FileFault("attachment", ending=ending)


# ---- Hangul 5 -----------------------------------------------------------------------------------------

HWP_FLAGS = 36  # bytes from the signature to the flags: signature and version
HWP_LOCKED = 1 << 1
HWP_SECURED = 1 << 4 | 1 << 8 | 1 << 10  # document security, encrypted with a certificate, both


def check_hwp(file: IO[bytes], ending: str) -> None:
    content = file.read()
    if content.startswith(HWP):  # Hangul 3
        return
    signature = content.find(HWP)
    if not content.startswith(OLE) or signature < 0:
        refuse_other_content(content, ending)
    flags = int.from_bytes(content[signature + HWP_FLAGS : signature + HWP_FLAGS + 4], "little")
    if flags & HWP_LOCKED:
        raise FileFault("locked", ending=ending)
    if flags & HWP_SECURED:
        raise FileFault("drm", ending=ending)


# ---- zipped documents -----------------------------------------------------------------------------------

# Exceptions that a damaged archive makes ``zipfile`` raise.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    ValueError,
    EOFError,
)


def check_hwpx(file: IO[bytes], ending: str) -> None:
    with _opened_archive(file, ending) as archive:
        if not _first_bytes(archive, "mimetype").startswith(b"application/hwp+zip"):
            raise FileFault("other", ending=ending)
        if b"encryption-data" in _first_bytes(archive, "META-INF/manifest.xml"):
            raise FileFault("locked", ending=ending)


def office_check(*, kind: bytes) -> ContentCheck:
    """Return a check for an Office document that declares a part of this ``kind``."""

    def check_office(file: IO[bytes], ending: str) -> None:
        with _opened_archive(file, ending) as archive:
            types = _first_bytes(archive, CONTENT_TYPES).lower()
            if b"macroenabled" in types:
                raise FileFault("macros", ending=ending)
            if kind.lower() not in types:
                raise FileFault("other", ending=ending)

    return check_office


def _opened_archive(file: IO[bytes], ending: str) -> zipfile.ZipFile:
    """Open an archive that begins with itself, is whole, and unpacks to a bounded size without macros."""
    beginning = file.read(SECURED_WITHIN)
    if beginning.startswith(OLE):
        file.seek(0)
        _refuse_container(file.read(), ending)
    if not beginning.startswith(ZIP):
        if zipfile.is_zipfile(file):
            raise FileFault("in_front", ending=ending)
        refuse_other_content(beginning, ending)
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGES as error:
        raise FileFault("cut_off", ending=ending) from error
    _check_members(archive.infolist(), ending)
    _refuse_what_follows(file, archive, ending)
    return archive


def _refuse_what_follows(file: IO[bytes], archive: zipfile.ZipFile, ending: str) -> None:
    """Refuse bytes behind the end of an archive, which zip programs skip."""
    file.seek(0)
    content = file.read()
    end = content.rfind(ZIP_END) + ZIP_END_LENGTH + len(archive.comment)
    if content[end:].strip(PADDING):
        raise FileFault("behind", ending=ending)


def _refuse_container(content: bytes, ending: str) -> None:
    """Say what an OLE container is that has the ending of an archive."""
    if HWP in content:
        raise FileFault("renamed", ending=ending, content=".hwp")
    if _stream_name("DRMEncrypted") in content:
        raise FileFault("drm", ending=ending)
    if _stream_name("EncryptedPackage") in content:
        raise FileFault("locked", ending=ending)
    raise FileFault("old", ending=ending)


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def _check_members(members: list[zipfile.ZipInfo], ending: str) -> None:
    for reason, has_fault in MEMBER_FAULTS:
        if any(map(has_fault, members)):
            raise FileFault(reason, ending=ending)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED * settings.MAX_UPLOAD_BYTES:
        raise FileFault("size", ending=ending)


def _is_locked(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & LOCKED_MEMBER)


def _holds_macros(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return any(macro in name for macro in MACROS)


# What is wrong with an archive of which one member is such, in the order in which it is said.
MEMBER_FAULTS: tuple[tuple[str, MemberCheck], ...] = (
    ("locked", _is_locked),
    ("macros", _holds_macros),
    ("members", leads_out),
)


def _first_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of a member; nothing if there is none."""
    try:
        with archive.open(name) as content:
            return content.read(LARGEST_TYPES)
    except KeyError:
        return b""
    except DAMAGES as error:
        raise FileFault("broken") from error
