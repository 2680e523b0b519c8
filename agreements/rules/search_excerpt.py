"""Showing where a query was found: texts cut into pieces that are hits and pieces that are not."""

from dataclasses import dataclass
from itertools import starmap

from agreements.rules.search_text import QueryWord, SearchLetters, SearchNeedle, SearchQuery, read_letters


def hit_spans(original: str, query: SearchQuery) -> list[tuple[int, int]]:
    """Return where words of the query stand in a text: spans in order, touching ones joined."""
    letters = read_letters(original)
    hits: set[tuple[int, int]] = set()
    for word in query.words:
        for needle in _needles_that_hit(letters, word):
            hits.update(starmap(letters.span, letters.occurrences(needle)))

    joined: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))

    return joined


def _needles_that_hit(letters: SearchLetters, word: QueryWord) -> tuple[SearchNeedle, ...]:
    """Return the needles of the first reading of a word that is wholly in the text."""
    for needles in word.options:
        if all(map(letters.has, needles)):
            return needles

    return ()


@dataclass(frozen=True)
class ExcerptPiece:
    text: str
    hit: bool


def cut_at_hits(original: str, hits: list[tuple[int, int]]) -> list[ExcerptPiece]:
    """Cut a text where hits begin and end; empty pieces are left out."""
    pieces, cut_to = [], 0
    for start, end in hits:
        pieces.append(ExcerptPiece(original[cut_to:start], hit=False))
        pieces.append(ExcerptPiece(original[start:end], hit=True))
        cut_to = end

    pieces.append(ExcerptPiece(original[cut_to:], hit=False))
    return [piece for piece in pieces if piece.text]


EXCERPT = 110  # characters
BEFORE_HIT = 30
ELLIPSIS_BEFORE, ELLIPSIS_AFTER = ExcerptPiece("… ", hit=False), ExcerptPiece(" …", hit=False)


def excerpt_around_hit(original: str, query: SearchQuery) -> list[ExcerptPiece]:
    """Return the part of a text around the first hit, cut at spaces; its beginning where there is none."""
    text = " ".join(original.split())
    hits = hit_spans(text, query)
    if len(text) <= EXCERPT:
        return cut_at_hits(text, hits)

    first_hit, _ = min(hits, default=(0, 0))
    start, end = _excerpt_bounds(text, first_hit)
    clipped = [(max(first, start) - start, min(last, end) - start) for first, last in hits]
    inside = [(first, last) for first, last in clipped if first < last]

    pieces = cut_at_hits(text[start:end], inside)
    if start:
        pieces.insert(0, ELLIPSIS_BEFORE)
    if end < len(text):
        pieces.append(ELLIPSIS_AFTER)

    return pieces


def _excerpt_bounds(text: str, first_hit: int) -> tuple[int, int]:
    """Return start and end of about ``EXCERPT`` characters that hold the first hit."""
    start = 0
    if first_hit > BEFORE_HIT:
        start = text.rfind(" ", 0, first_hit - BEFORE_HIT // 2) + 1
    start = max(start, first_hit - EXCERPT // 2)  # where the last space is far away, cut inside a word

    end = start + EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", start, end), first_hit + 1, start + EXCERPT // 2)

    return start, end
