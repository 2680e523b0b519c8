"""Which fonts of a PDF say what letters their signs are.

A PDF stores numbers of signs.  Where neither the font nor a table beside it says what letter a number is, a
person sees text that no program can read, and what a library then gives is some other text, or none.
"""

import re
from collections.abc import Iterable
from typing import Any

# Names of signs that say their letter: “/uni0031”, “/A”, “/one”, but not “/g31” or “/C0_2”.
TELLING_NAME = re.compile(r"/(uni[0-9A-Fa-f]{4}|u[0-9A-Fa-f]{4,6}|[A-Za-z]|[A-Za-z]{2,}(\.\w+)?)")
# Encodings of composite fonts in which pypdf knows the letters; the old Korean ones are not among them.
KNOWN_ENCODING = re.compile(r"/(Uni\w+-(UCS2|UTF16)|(GBK?|GBpc)-EUC|GBK2K|90ms-RKSJ|ETen(ms)?-B5)-[HV]")
COMPOSITE = "/Type0"
SYMBOLIC = 1 << 2  # of a font's flags: its signs are not those of the Latin alphabet
LEAST_LETTERS = 8  # of a page in such fonts: fewer make no number; formulas and list marks have some


class FontLetters:
    """Remembers of each font whether its letters are known, and counts the letters of those that are not."""

    def __init__(self) -> None:
        self.unknown_letters = 0
        self._is_legible: dict[int, bool] = {}  # by the identity of the font
        self._fonts: list[Any] = []  # kept, so that no other font gets the identity of one

    def visit(self, text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
        """Take a text in one font, as pypdf gives it to a ``visitor_text``."""
        letters = without_spaces(text)
        if font is None or not letters:
            return
        if not self.is_legible(font):
            self.unknown_letters += len(letters)
            # Where the encoding is not known either, each may be two that were taken for one.
            if font.get("/Subtype") == COMPOSITE:
                self.unknown_letters += len(letters)

    def is_legible(self, font: Any) -> bool:
        if id(font) not in self._is_legible:
            self._fonts.append(font)
            self._is_legible[id(font)] = says_its_letters(font)
        return self._is_legible[id(font)]

    def has_unreadable_text(self) -> bool:
        return self.unknown_letters >= LEAST_LETTERS


def says_its_letters(font: Any) -> bool:
    """Check whether the letters of a font are known from the file."""
    table = resolved(font.get("/ToUnicode"))
    if hasattr(table, "get_data"):
        return True
    encoding = resolved(font.get("/Encoding"))
    kind = font.get("/Subtype")
    if kind == COMPOSITE:
        return isinstance(encoding, str) and bool(KNOWN_ENCODING.fullmatch(encoding))
    if isinstance(encoding, dict) and "/Differences" in encoding:
        return names_tell_letters(resolved(encoding["/Differences"]))
    if kind == "/Type3":
        return False
    descriptor = resolved(font.get("/FontDescriptor")) or {}
    is_symbolic_truetype = kind == "/TrueType" and descriptor.get("/Flags", 0) & SYMBOLIC
    return encoding is not None or not is_symbolic_truetype


def names_tell_letters(differences: Iterable[Any]) -> bool:
    """Check that most signs of a font have names that say what letter they are."""
    names = [name for name in differences if isinstance(name, str)]
    telling = list(filter(TELLING_NAME.fullmatch, names))
    return len(telling) * 2 >= len(names)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
