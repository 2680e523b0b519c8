"""Collect the findings of one file: each different match once, with its first place."""

from typing import Any

from agreements.personal_data.detectors import Hit, mask_personal_data
from agreements.personal_data.files.pieces import (
    MOST_FINDINGS,
    NOTICES,
    SHOWN_ABOUT,
    Notice,
    Place,
    Unreadable,
)

SECONDS = 30  # of processor time that reading one file may take

# kind, severity, excerpt (masked; of what is unreadable the reason), match (the data itself), place
type Finding = dict[str, Any]


class Findings:
    def __init__(self) -> None:
        self._by_match: dict[tuple[str, str], Finding] = {}

    def hit(self, hit: Hit, place: Place) -> None:
        self._add(hit.kind, hit.severity.value, excerpt=hit.excerpt, match=hit.match, place=place)

    def notice(self, notice: Notice) -> None:
        excerpt, match = "", notice.about
        if notice.kind in SHOWN_ABOUT:
            excerpt = notice.about
        if notice.kind == "unreadable":  # ``about`` is the reason, which many places may share
            excerpt, match = notice.about, f"{notice.about} {notice.place}"
        _label, severity = NOTICES[notice.kind]
        self._add(notice.kind, severity.value, excerpt=excerpt, match=match, place=notice.place)

    def _add(self, kind: str, severity: str, *, excerpt: str, match: str, place: Place) -> None:
        if (kind, match) in self._by_match:
            return
        if len(self._by_match) >= MOST_FINDINGS:
            raise Unreadable("many")
        masked_place = {
            name: mask_personal_data(value) if isinstance(value, str) else value
            for name, value in place.items()
        }
        self._by_match[kind, match] = {
            "kind": kind, "severity": severity, "excerpt": excerpt, "match": match, "place": masked_place,
        }  # fmt: skip

    def as_list(self) -> list[Finding]:
        return list(self._by_match.values())

    def unread(self, reason: str) -> None:
        """Say of the whole file, or of the rest of it, why it was not read."""
        self._by_match["unreadable", reason] = {
            "kind": "unreadable", "severity": NOTICES["unreadable"][1].value, "excerpt": reason,
            "match": reason, "place": {},
        }  # fmt: skip
