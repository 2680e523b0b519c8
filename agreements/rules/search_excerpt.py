"""Showing where a query was found: texts cut into pieces that are hits and pieces that are not."""

from dataclasses import dataclass

from agreements.rules.search_text import SearchQuery, read_letters


def hit_spans(original: str, sought: SearchQuery) -> list[tuple[int, int]]:
    """Where words of the query stand in a text, in order and apart."""
    text = read_letters(original)
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
class ExcerptPiece:
    text: str
    hit: bool


def cut_at_hits(original: str, found: list[tuple[int, int]]) -> list[ExcerptPiece]:
    """A text cut where hits begin and end."""
    cut, done = [], 0
    for start, end in found:
        cut += [ExcerptPiece(original[done:start], hit=False), ExcerptPiece(original[start:end], hit=True)]
        done = end
    cut.append(ExcerptPiece(original[done:], hit=False))
    return [piece for piece in cut if piece.text]


EXCERPT = 110  # characters
BEFORE_HIT = 30


def excerpt_around_hit(original: str, sought: SearchQuery) -> list[ExcerptPiece]:
    """The part of a text around the first hit, cut at spaces; its beginning where there is none."""
    text = " ".join(original.split())
    found = hit_spans(text, sought)
    if len(text) <= EXCERPT:
        return cut_at_hits(text, found)
    first = found[0][0] if found else 0
    start = 0 if first <= BEFORE_HIT else text.rfind(" ", 0, first - BEFORE_HIT // 2) + 1
    start = max(start, first - EXCERPT // 2)
    end = start + EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1, start + EXCERPT // 2)
    shown = text[start:end]
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in found if a < end and b > start]
    cut = cut_at_hits(shown, inside)
    return [
        *([ExcerptPiece("… ", hit=False)] if start else []),
        *cut,
        *([ExcerptPiece(" …", hit=False)] if end < len(text) else []),
    ]
