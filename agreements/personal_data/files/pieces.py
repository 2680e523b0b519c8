"""The results of reading a file: texts with their places, and notices for a coordinator."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.personal_data.detectors import Severity

# Such as {"page": 3}, {"sheet": "명단", "hidden": True, "cell": "B7"}, {"part": "word/…"}
type Place = dict[str, Any]
PROPERTIES = "properties"  # the part of a place for what a file says of itself

SEPARATOR = " | "  # of texts that stand side by side: no detector matches across it

MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 400 * MEGABYTE  # of all parts of a zipped file
MOST_PARTS = 5_000
MOST_PAGES = 3_000
MOST_CHARACTERS = 40_000_000
MOST_FINDINGS = 200  # different ones; whoever has more lists them better elsewhere


@dataclass(frozen=True)
class Piece:
    """A text.  ``places`` pairs the position of a character with the place that begins there, in order."""

    text: str
    places: list[tuple[int, Place]]

    def place(self, position: int) -> Place:
        """Return the place of the character at ``position``."""
        following = bisect_right(self.places, position, key=lambda start_and_place: start_and_place[0])
        return self.places[following - 1][1]


@dataclass(frozen=True)
class Notice:
    """What a coordinator has to know of a file besides its text.  ``kind`` is one of ``NOTICES``.

    ``about`` tells notices of one kind apart: a reason, or the name of a sheet, part or attachment.
    """

    kind: str
    place: Place
    about: str = ""


class Unreadable(Exception):
    """``reason`` is one of ``REASONS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Kind of notice: its label, and whether it waits for a coordinator.
NOTICES: dict[str, tuple[Any, Severity]] = {
    "unreadable": (_("cannot be read"), Severity.CLEAR),
    "embedded": (_("embedded file, not read"), Severity.CLEAR),
    "pictures": (_("pictures, whose letters nobody read"), Severity.CLEAR),
    "uncalculated": (_("formulas without a stored value"), Severity.CLEAR),
    "remains": (_("bytes that belong to no part of the file"), Severity.CLEAR),
    "action": (_("something that runs when the file is opened"), Severity.CLEAR),
    "hidden": (_("hidden sheet"), Severity.WARN),
    "comments": (_("comments"), Severity.WARN),
}
SHOWN_ABOUT = {
    "pictures",
    "uncalculated",
    "action",
}  # notices that show how many, or what, they are ``about``
REASONS: dict[str, Any] = {
    "type": _("no program here reads text of this type"),
    "broken": _("the file is broken or not what its name says"),
    "encrypted": _("the file is locked with a password"),
    "cipher": _("it is protected in a way that is not read here: save it without protection"),
    "size": _("unpacked, the file is too large"),
    "time": _("reading it takes too long"),
    "pages": _("it has too many pages"),
    "letters": _("its letters are not stored as text"),
    "many": _("it holds more than can be listed"),
    "elsewhere": _("what it shows lies outside of this file"),
    "missing": _("the file is missing in the store"),
}
