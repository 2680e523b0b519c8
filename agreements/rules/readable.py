"""Text as a reader sees it, for detectors, with the way back to where each piece stands in the original.

Full-width signs become ASCII, every dash and space one dash and one space, Korean typed in pieces (NFD)
is composed, and what nobody sees (marks of direction, spaces without width) is left out.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

DASHES = "‐‑‒–—―⁃−─━ーㅡ﹘﹣－"
SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u3164"
)
POINTS = "•‧∙⋅・ㆍ･"
FULL_WIDTH = range(0xFF01, 0xFF5F)
MATHEMATICAL_DIGITS = range(0x1D7CE, 0x1D800)  # bold, double-struck …: five times 0 to 9
ALIKE = (
    {code: code - 0xFEE0 for code in FULL_WIDTH}
    | {code: str((code - 0x1D7CE) % 10) for code in MATHEMATICAL_DIGITS}
    | dict.fromkeys(map(ord, DASHES), "-")
    | dict.fromkeys(map(ord, SPACES), " ")
    | dict.fromkeys(map(ord, POINTS), "·")
    | dict.fromkeys(map(ord, "〜∼∽"), "~")
)
UNLIKE = re.compile("[" + "".join(re.escape(chr(code)) for code in ALIKE) + "]")

# Among them what turns a digit into an emoji.
UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20e3\ufe00-\ufe0f\ufeff"
)
# A run of Korean in pieces, perhaps begun by a whole syllable that lacks its last; or of unseen signs.
PIECES = re.compile(f"[가-힣]?[\u1100-\u11ff]+|[{UNSEEN}]+")


@dataclass(frozen=True)
class ReadableText:
    """A text as it is read.

    From ``starts[i]`` on, ``text`` runs parallel to the original from ``origins[i]``.
    """

    text: str
    starts: list[int]
    origins: list[int]
    length: int  # of the original

    def origin(self, position: int) -> int:
        """Return where the character at ``position`` stands in the original."""
        if position >= len(self.text):
            return self.length
        run = bisect_right(self.starts, position) - 1
        return self.origins[run] + position - self.starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters ``start`` to ``end`` (exclusive) stand in the original."""
        # Unseen signs after the last character belong to the span, as do all pieces of a composed one.
        end_in_original = max(self.origin(end), self.origin(end - 1) + 1)
        return self.origin(start), end_in_original


def readable_text(original: str) -> ReadableText:
    """Compose a text, map look-alike signs to ASCII and drop what nobody sees."""
    text = original.translate(ALIKE) if UNLIKE.search(original) else original
    if text.isascii() or not PIECES.search(text):
        return ReadableText(text, [0], [0], len(original))

    parts, starts, origins, length = [], [], [], 0
    for part, origin in _runs_of_text(text):
        parts.append(part)
        starts.append(length)
        origins.append(origin)
        length += len(part)

    return ReadableText("".join(parts), starts, origins, len(original))


def _runs_of_text(text: str) -> Iterator[tuple[str, int]]:
    """Yield each unchanged run and each composed syllable with its position in the original."""
    copied_to = 0
    for piece in PIECES.finditer(text):
        if piece.start() > copied_to:
            yield text[copied_to : piece.start()], copied_to
        copied_to = piece.end()
        if piece[0][0] not in _UNSEEN:
            yield from _composed_syllables(piece[0], origin=piece.start())

    if copied_to < len(text):
        yield text[copied_to:], copied_to


def _composed_syllables(jamo: str, *, origin: int) -> Iterator[tuple[str, int]]:
    """Yield the syllables that ``jamo`` composes to, each with the position of its first piece."""
    # A first syllable that was composed already was one character, not the two or three of its pieces.
    already_composed = len(unicodedata.normalize("NFD", jamo[0])) - 1
    for syllable in unicodedata.normalize("NFC", jamo):
        yield syllable, origin
        origin += len(unicodedata.normalize("NFD", syllable)) - already_composed
        already_composed = 0


_UNSEEN = frozenset(chr(code) for code in range(0x10000) if re.fullmatch(f"[{UNSEEN}]", chr(code)))
