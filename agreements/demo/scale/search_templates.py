"""What of a copied record can be filling: two letters that all copies have, and those around its holes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from agreements.models import SearchKind
from agreements.rules.search_text import read_letters


@dataclass(frozen=True)
class Edge:
    """Where a text meets what fills a hole: of that only the digit next to the text counts.

    ``window`` is the text from its nearest letter on, with ``%s`` for the digit.
    """

    hole: str
    index: int  # of the digit: 0, the first, or -1, the last
    window: str


@dataclass(frozen=True)
class SearchTemplate:
    """
    Attributes:
        key: name of the hole for the key of the index entry.
        line: its row.
        numbers: of the two letters that every copy has.
        lines: the rows of these, with ``@`` for the key.
    """

    kind: SearchKind
    key: str
    line: str
    numbers: frozenset[int]
    lines: str
    holes: tuple[str, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def of(
        cls, kind: SearchKind, texts: Iterable[str], holes: Mapping[str, str], *, key: str, line: str
    ) -> "SearchTemplate":
        """Take texts apart at their ``holes``: {name: pattern of the digits that fill it in the mould}."""
        bigrams: set[int] = set()
        filling: set[str] = set()
        edges: set[Edge] = set()
        for text in texts:
            pieces = split_at_holes(text, holes)
            for piece, name in pieces:
                if name:
                    filling.add(name)
                else:
                    bigrams |= read_letters(piece).bigrams
            edges |= set(edges_of(pieces))
        numbers = frozenset(map(kind.number, bigrams))
        lines = "".join(f"{number}\t@\n" for number in sorted(numbers))
        in_order = tuple(sorted(edges, key=lambda edge: (edge.hole, edge.index, edge.window)))
        return cls(kind, key, line, numbers, lines, tuple(sorted(filling)), in_order)

    def rows(self, filled: Mapping[str, str], key: int) -> str:
        """Return the rows of one copy, of which ``filled`` says what stands in its holes."""
        own_numbers: set[int] = set()
        for name in self.holes:
            own_numbers |= bigram_numbers(self.kind, filled[name])
        for edge in self.edges:
            own_numbers |= bigram_numbers(self.kind, edge.window % filled[edge.hole][edge.index])
        lines = "".join([f"{number}\t{key}\n" for number in own_numbers - self.numbers])
        return self.lines.replace("@", str(key)) + lines


@lru_cache(maxsize=10_000)
def bigram_numbers(kind: SearchKind, text: str) -> frozenset[int]:
    return frozenset(map(kind.number, read_letters(text).bigrams))


type Piece = tuple[str, str]  # a text, and the name of the hole that it fills, if any


def split_at_holes(text: str, holes: Mapping[str, str]) -> list[Piece]:
    """Split a text so that what fills a hole stands by itself."""
    pattern = "|".join(f"(?P<{name}>{filling})" for name, filling in holes.items())
    pieces: list[Piece] = []
    done = 0
    for match in re.finditer(pattern, text):
        pieces += [(text[done : match.start()], ""), (match[0], str(match.lastgroup))]
        done = match.end()
    return [piece for piece in (*pieces, (text[done:], "")) if piece[0]]


def edges_of(pieces: list[Piece]) -> Iterator[Edge]:
    for (before, hole_before), (after, hole_after) in pairwise(pieces):
        if hole_after:
            start = max(index for index in range(len(before)) if read_letters(before[index]).text)
            yield Edge(hole_after, 0, escaped(before[start:]) + "%s")
        if hole_before:
            end = min(index for index in range(len(after)) if read_letters(after[index]).text)
            yield Edge(hole_before, -1, "%s" + escaped(after[: end + 1]))


def escaped(text: str) -> str:
    return text.replace("%", "%%")
