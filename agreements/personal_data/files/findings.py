"""What was found in a file: each different thing once, with its first place."""

from typing import Any

from agreements.personal_data.detectors import Hit, masked
from agreements.personal_data.files.pieces import MOST_FINDINGS, NOTICES, Notice, Place, Unreadable

SECONDS = 30  # of processor time that reading one file may take

# kind, severity, excerpt (masked; of what is unreadable the reason), match (the data itself), place
type Finding = dict[str, Any]


class Findings:
    def __init__(self) -> None:
        self.found: dict[tuple[str, str], Finding] = {}

    def hit(self, hit: Hit, place: Place) -> None:
        self._add(hit.kind, hit.severity.value, excerpt=hit.excerpt, match=hit.match, place=place)

    def notice(self, notice: Notice) -> None:
        unreadable = notice.kind == "unreadable"
        self._add(
            notice.kind,
            NOTICES[notice.kind][1].value,
            excerpt=notice.about if unreadable else "",
            match=f"{notice.about} {notice.place}" if unreadable else notice.about,
            place=notice.place,
        )

    def _add(self, kind: str, severity: str, *, excerpt: str, match: str, place: Place) -> None:
        if (kind, match) in self.found:
            return
        if len(self.found) >= MOST_FINDINGS:
            raise Unreadable("many")
        place = {name: masked(value) if isinstance(value, str) else value for name, value in place.items()}
        self.found[kind, match] = {
            "kind": kind, "severity": severity, "excerpt": excerpt, "match": match, "place": place,
        }  # fmt: skip

    def unread(self, reason: str) -> None:
        """Say of the whole file, or of the rest of it, why it was not read."""
        self.found["unreadable", reason] = {
            "kind": "unreadable", "severity": NOTICES["unreadable"][1].value, "excerpt": reason,
            "match": reason, "place": {},
        }  # fmt: skip
