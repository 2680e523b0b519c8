"""Showing where a query was found: texts cut into pieces that are hits and pieces that are not."""

from dataclasses import dataclass

from agreements.rules.search_text import Query, letters


def spans(original: str, sought: Query) -> list[tuple[int, int]]:
    """Where words of the query stand in a text, in order and apart."""
    text = letters(original)
    found: set[tuple[int, int]] = set()
    for word in sought.words:
        for needles in word.options:
            if all(text.has(needle) for needle in needles):
                found |= {text.span(*place) for needle in needles for place in text.occurrences(needle)}
                break
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


@dataclass(frozen=True)
class Piece:
    text: str
    hit: bool


def pieces(original: str, found: list[tuple[int, int]]) -> list[Piece]:
    """A text cut where hits begin and end."""
    cut, done = [], 0
    for start, end in found:
        cut += [Piece(original[done:start], hit=False), Piece(original[start:end], hit=True)]
        done = end
    cut.append(Piece(original[done:], hit=False))
    return [piece for piece in cut if piece.text]


EXCERPT = 110  # characters
BEFORE_HIT = 30


def excerpt(original: str, sought: Query) -> list[Piece]:
    """The part of a text around the first hit, cut at spaces; its beginning where there is none."""
    text = " ".join(original.split())
    found = spans(text, sought)
    if len(text) <= EXCERPT:
        return pieces(text, found)
    first = found[0][0] if found else 0
    start = 0 if first <= BEFORE_HIT else text.rfind(" ", 0, first - BEFORE_HIT // 2) + 1
    start = max(start, first - EXCERPT // 2)
    end = start + EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1, start + EXCERPT // 2)
    shown = text[start:end]
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in found if a < end and b > start]
    cut = pieces(shown, inside)
    return [
        *([Piece("… ", hit=False)] if start else []),
        *cut,
        *([Piece(" …", hit=False)] if end < len(text) else []),
    ]
