"""Which files staff may upload: the name's ending and the content must both say the same."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from agreements.actions.screening import screen_file
from agreements.admin.records.file_contents import (
    JPEG,
    JPEG_END,
    PNG,
    PNG_END,
    ContentCheck,
    check_hwp,
    check_hwpx,
    check_pdf,
    office_check,
    picture_check,
)
from agreements.admin.records.file_faults import FileFault
from agreements.models.source import file_digest
from agreements.personal_data.picture_places import BrokenPicture, without_capture_notes
from agreements.rules.typed_text import as_stored

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = b"wordprocessingml.document.main+xml"
XLSX = b"spreadsheetml.sheet.main+xml"
TYPES: dict[str, tuple[str, ContentCheck]] = {
    ".pdf": ("application/pdf", check_pdf),
    ".hwp": ("application/x-hwp", check_hwp),
    ".hwpx": ("application/hwp+zip", check_hwpx),
    ".docx": (f"{OFFICE}.wordprocessingml.document", office_check(kind=DOCX)),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", office_check(kind=XLSX)),
    ".png": ("image/png", picture_check(begins=PNG, ends=PNG_END)),
    ".jpg": ("image/jpeg", picture_check(begins=JPEG, ends=JPEG_END)),
    ".jpeg": ("image/jpeg", picture_check(begins=JPEG, ends=JPEG_END)),
}
ALLOWED = ", ".join(ending.removeprefix(".") for ending in TYPES if ending != ".jpeg")
ACCEPT = ",".join(TYPES)


@dataclass(frozen=True)
class Upload:
    name: str
    content_type: str
    size: int  # bytes
    sha256: str
    file: Any  # as it is stored


def findings_of(upload: Upload) -> list[dict[str, Any]]:
    """Return what the personal-data guard finds in an uploaded file; reads it once, and rewinds it.

    Raises:
        FileFault: it is locked with a password, so that nobody could read it.
    """
    file = upload.file
    if not hasattr(file, "findings"):
        file.seek(0)
        file.findings = screen_file(file, name=upload.name, sha256=upload.sha256)
        file.seek(0)
    findings: list[dict[str, Any]] = file.findings
    if any(finding["excerpt"] == "encrypted" for finding in findings):
        raise FileFault("locked")
    return findings


LONGEST_NAME = 255
JOINERS = str.maketrans("", "", "\0\u200d")  # a text may hold them, the name of a file none


def stored_name(name: str) -> str:
    """Return the name of a file as it is stored: composed, on one line, without letters nobody sees."""
    visible = as_stored(name).translate(JOINERS)
    path = PurePath(" ".join(visible.split()))
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"


def examine_upload(file: Any) -> Upload:
    """Check an uploaded file and return its facts, and the file as it is stored, rewound.

    Raises:
        ValidationError: too large, empty, or of a type that is not allowed.
        FileFault: not what its name says, not whole, or something else besides.
    """
    if file.size > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(
            _("The file has %(size)s; at most %(most)s can be uploaded."),
            params={
                "size": filesizeformat(file.size),
                "most": filesizeformat(settings.MAX_UPLOAD_BYTES),
            },
        )
    name = stored_name(file.name)
    ending = PurePath(name).suffix.lower()
    if ending not in TYPES:
        raise ValidationError(
            _("Files of the type “%(ending)s” are not accepted. Allowed are: %(allowed)s."),
            params={"ending": ending or name, "allowed": ALLOWED},
        )
    content_type, check_content = TYPES[ending]
    file.seek(0)
    check_content(file, ending)
    if content_type == "image/jpeg":
        file = without_places(file)
    return Upload(name, content_type, file.size, file_digest(file), file)


def without_places(photo: Any) -> Any:
    """Return a JPEG without the place where it was taken; the same for the same upload.

    Raises:
        FileFault: it is no whole JPEG.
    """
    if not hasattr(photo, "without_places"):
        photo.seek(0)
        try:
            content = without_capture_notes(photo.read())
        except BrokenPicture as error:
            raise FileFault("broken") from error
        photo.without_places = SimpleUploadedFile(photo.name, content, "image/jpeg")
    return photo.without_places
