"""Why the content of an uploaded file is refused: one sentence a reason, each with what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FAULTS = {
    "other": _(
        "The content is not that of a “%(ending)s” file. "
        "Open it in its program and save it there as a “%(ending)s” file."
    ),
    "renamed": _(
        "The content is that of a “%(content)s” file, but the name ends in “%(ending)s”. "
        "Give the file its right ending, or choose another file."
    ),
    "old": _(
        "The file is of an old Office format (.doc, .xls). "
        "Open it in its program and save it there as a “%(ending)s” file."
    ),
    "locked": _(
        "The file is locked with a password. Remove the password in its program, save it and choose it again."
    ),
    "drm": _(
        "The file is encrypted by document security (DRM). "
        "Release it in the security program of your office and choose the released file."
    ),
    "macros": _(
        "The file holds macros. Save it in its program as a “%(ending)s” file, which has none, "
        "and choose that one."
    ),
    "cut_off": _(
        "The file is cut off: its end is missing. Copy or download it again, and open it once to check."
    ),
    "broken": _("The file is damaged. Open it in its program, save it again and choose the saved file."),
    "in_front": _(
        "Something that is no part of the document stands in front of it. "
        "Open it in its program, save it under a new name and choose that file."
    ),
    "behind": _(
        "Something that is no part of the document stands behind its end. "
        "Open it in its program, save it under a new name and choose that file."
    ),
    "attachment": _(
        "The file carries another file, such as an attachment. Take it out, or print the document into "
        "a new PDF, and upload the other file as a document of its own."
    ),
    "members": _(
        "The file holds parts that would lie outside of it, as no office program writes them. "
        "Open it in its program, save it under a new name and choose that file."
    ),
    "size": _(
        "Unpacked, the file is far larger than it seems. "
        "Make its pictures smaller, or divide it into several."
    ),
}


class FileFault(ValidationError):
    """An uploaded file that is refused; ``reason`` is one of ``FAULTS``."""

    def __init__(self, reason: str, *, ending: str = "", content: str = "") -> None:
        super().__init__(FAULTS[reason], params={"ending": ending, "content": content})
        self.reason = reason
