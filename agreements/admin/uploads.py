"""Which files staff may upload: the name's ending and the content must both say the same."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from agreements.actions.screening import screen_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Hangul 5 documents
HWP = b"HWP Document File"


def begins_with(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda file: file.read(16).startswith(signatures)


def is_hwp(file: IO[bytes]) -> bool:
    content = file.read()
    return content.startswith(HWP) or (content.startswith(OLE) and HWP in content)


def zip_with(member: str, says: bytes = b"") -> Callable[[IO[bytes]], bool]:
    """A zip archive that holds ``member``, beginning with ``says``."""

    def matches(file: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(file) as archive, archive.open(member) as found:
                return found.read(len(says)) == says
        except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, ValueError):
            return False

    return matches


OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, tuple[str, Callable[[IO[bytes]], bool]]] = {
    ".pdf": ("application/pdf", begins_with(b"%PDF-")),
    ".hwp": ("application/x-hwp", is_hwp),
    ".hwpx": ("application/hwp+zip", zip_with("mimetype", b"application/hwp+zip")),
    ".docx": (f"{OFFICE}.wordprocessingml.document", zip_with("word/document.xml")),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", zip_with("xl/workbook.xml")),
    ".odt": (
        "application/vnd.oasis.opendocument.text",
        zip_with("mimetype", b"application/vnd.oasis.opendocument.text"),
    ),
    ".png": ("image/png", begins_with(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", begins_with(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", begins_with(b"\xff\xd8\xff")),
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
    """What the personal-data guard finds in an uploaded file; read once a request, and left rewound."""
    if not hasattr(file, "findings"):
        file.seek(0)
        file.findings = screen_file(file, name=upload.name, sha256=upload.sha256)
        file.seek(0)
    found: list[dict[str, Any]] = file.findings
    return found


def read_ahead(files: Iterable[Any]) -> None:
    """Read uploads before a form's transaction: on SQLite that keeps every other writer waiting."""
    for file in files:
        try:
            findings_of(file, examined(file))
        except ValidationError:
            continue  # the form says so


def examined(file: Any) -> Upload:
    """Look at an uploaded file; leaves it rewound.

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
            _("The content is not that of a “%(ending)s” file, whatever its name says."),
            params={"ending": ending},
        )
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return Upload(name=name[:255], content_type=content_type, size=file.size, sha256=sha256)
