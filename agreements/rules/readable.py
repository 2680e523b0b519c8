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
    """``text`` as it is read.  From ``starts[i]`` on it runs parallel to the original from ``origins[i]``."""

    text: str
    starts: list[int]
    origins: list[int]
    length: int  # of the original

    def origin(self, position: int) -> int:
        """Where the character at ``position`` stands in the original."""
        if position >= len(self.text):
            return self.length
        run = bisect_right(self.starts, position) - 1
        return self.origins[run] + position - self.starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        last = self.origin(end - 1)
        following = self.origin(end)
        # Between the last character and the next, unseen signs may stand; of a composed one all pieces count.
        return self.origin(start), following if following > last else last + 1


def readable_text(original: str) -> ReadableText:
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
    """Give the runs that stay as they are, and each composed syllable, with where they began."""
    done = 0
    for piece in PIECES.finditer(text):
        if piece.start() > done:
            yield text[done : piece.start()], done
        done = piece.end()
        origin = piece.start()
        composed = unicodedata.normalize("NFC", piece[0]) if piece[0][0] not in _UNSEEN else ""
        whole = len(unicodedata.normalize("NFD", piece[0][0])) - 1  # a first syllable was one character
        for syllable in composed:
            yield syllable, origin
            origin += len(unicodedata.normalize("NFD", syllable)) - whole
            whole = 0
    if done < len(text):
        yield text[done:], done


_UNSEEN = frozenset(chr(code) for code in range(0x10000) if re.fullmatch(f"[{UNSEEN}]", chr(code)))
