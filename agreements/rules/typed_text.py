"""Text the way it is stored, however it was typed, pasted or imported."""

import re
import unicodedata

# In UTF-8: U+061C, U+200B, U+200E, U+200F, U+202A to 202E, U+2060 to 2064, U+2066 to 206F.  Joiners of emoji
# and the byte order mark of a CSV stay.
INVISIBLE = re.compile(rb"\xd8\x9c|\xe2\x80[\x8b\x8e\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4\xa6-\xaf]")


def without_marks(utf8: bytes) -> bytes:
    """Take out marks of direction and letters without width; ``utf8`` holds whole characters."""
    return INVISIBLE.sub(b"", utf8)


def as_stored(text: str) -> str:
    """Compose every syllable, end lines in one character, and drop what nobody sees: control characters,
    marks of direction, spaces without width.

    Macs paste Korean in pieces, and browsers end lines in two characters: neither is a change.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    if text.isprintable():
        return text

    # Categories Cc, Cf, Cs, Co, Cn.  The joiner in emoji stays, and NUL, which the form refuses.
    return "".join(
        letter
        for letter in text
        if letter in "\n\t\0\u200d" or not unicodedata.category(letter).startswith("C")
    ).strip("\u200d")
