"""Text the way it is stored, however it was typed, pasted or imported."""

import unicodedata


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
