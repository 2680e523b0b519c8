"""Find public records by what people type, through the index of bigrams, the same on both databases.

A record matches where each word of the query stands: in its own text, in the name of an agency that stands
in it, or in the title of what it belongs to; a commitment also by the title of the milestone that is the same
promise, which has no row of its own.  Pages and files narrow down with :meth:`Search.condition` the
rows that are public at their clock, so nothing else can match; :func:`rank_records` puts matches in order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan

from agreements.models import Agency, Inquiry, PromiseLink, SearchBigram, SearchKind, SearchText
from agreements.models.base import PUBLIC
from agreements.models.search import KIND_BITS
from agreements.rules.search_text import (
    FIELD_END,
    HalfTyped,
    QueryWord,
    SearchNeedle,
    SearchQuery,
    completed,
    half_typed_readings,
    parse_query,
    read_letters,
    second_letter,
)

NOTHING = Q(pk__in=[])


def read_search(text: str) -> "Search":
    """Read a query, and how often its bigrams stand in the index: the rarest of a word is looked up."""
    search = counted_search(parse_query(text))
    if search.query and not search.can_be_found(search.query.words[-1]):
        return complete_last_word(search)
    return search


def counted_search(query: SearchQuery) -> "Search":
    bigrams: set[int] = set()
    for word in query.words:
        for needles in word.options:
            bigrams.update(*(numbers for needle in needles for numbers in needle.bigrams))
    return Search(query, count_texts(bigrams))


MOST_COMPLETIONS = 12


def complete_last_word(search: "Search") -> "Search":
    """Read the last word, of which no text holds a part, as one whose last syllable is half typed."""
    for reading in half_typed_readings(search.query.words[-1].letters):
        syllables = syllables_that_follow(reading)
        if syllables:
            return counted_search(completed(search.query, reading, syllables))
    return search


def syllables_that_follow(reading: HalfTyped) -> list[str]:
    """Return the syllables that texts have after the stem, those of the most texts first."""
    lowest, above = reading.next_pairs
    kinds = 1 << KIND_BITS
    pairs = SearchBigram.objects.visible_to(PUBLIC).filter(
        bigram__gte=lowest * kinds, bigram__lt=above * kinds
    )
    texts_by_syllable: Counter[str] = Counter()
    for number, texts in pairs.order_by().values_list("bigram").annotate(Count("text")):
        texts_by_syllable[second_letter(number >> KIND_BITS)] += texts
    return [syllable for syllable, _texts in texts_by_syllable.most_common(MOST_COMPLETIONS)]


def count_texts(bigrams: Iterable[int]) -> Mapping[int, int]:
    """Return {number of a bigram and kind: texts of that kind that hold it}."""
    numbers = sorted({kind.number(bigram) for bigram in bigrams for kind in SearchKind})
    if not numbers:
        return {}
    rows = SearchBigram.objects.visible_to(PUBLIC).filter(bigram__in=numbers).order_by()
    return dict(rows.values_list("bigram").annotate(Count("text")))


def all_of(conditions: Iterable[Any]) -> Any:
    return reduce(and_, conditions)


def any_of(conditions: Iterable[Any]) -> Any:
    return reduce(or_, conditions)


@dataclass(frozen=True)
class Search:
    """A query with ``text_counts``, which say how many texts of a kind hold a bigram of it."""

    query: SearchQuery
    text_counts: Mapping[int, int]

    def can_be_found(self, word: QueryWord) -> bool:
        """Say whether the index holds all pairs of letters of one of the word's options, in any texts."""
        return any(
            all(self._is_indexed(needle) for needle in needles if needle.bigrams) for needles in word.options
        )

    def _is_indexed(self, needle: SearchNeedle) -> bool:
        numbers_of_pairs = ([kind.number(b) for b in pair for kind in SearchKind] for pair in needle.bigrams)
        return all(map(self._frequency, numbers_of_pairs))

    def condition(self, kind: SearchKind, path: str = "") -> Q:
        """Return the condition that a row's record of ``kind``, at ``path``, has every word."""
        if not self.query:
            return NOTHING
        prefix = f"{path}__" if path else ""
        return all_of(self._word_condition(word, kind, prefix) for word in self.query.words)

    def _word_condition(self, word: QueryWord, kind: SearchKind, prefix: str) -> Q:
        condition = Q(**{f"{prefix}pk__in": self._texts(kind, word).values("record")})
        for path, related_keys in RELATED[kind]:
            condition |= Q(**{f"{prefix}{path}__in": related_keys(self, word)})
        return condition

    def agencies(self, word: QueryWord) -> QuerySet[Agency]:
        """Public agencies whose name has the word."""
        keys = self._texts(SearchKind.AGENCY, word).values("record")
        return Agency.objects.visible_to(PUBLIC).filter(pk__in=keys)

    def titled(self, kind: SearchKind, word: QueryWord) -> QuerySet[Any, Any]:
        """Keys of the records of a kind whose title has the word."""
        return self._texts(kind, word).filter(_has_word(word, "title")).values("record")

    def _texts(self, kind: SearchKind, word: QueryWord) -> QuerySet[SearchText]:
        options = [
            all_of(self._needle_condition(needle, kind) for needle in needles) for needles in word.options
        ]
        return SearchText.objects.visible_to(PUBLIC).filter(any_of(options), kind=kind)

    def _needle_condition(self, needle: SearchNeedle, kind: SearchKind) -> Q:
        """Texts with the needle: by its rarest bigram, then letter by letter where that does not say all.

        One letter would stand nearly everywhere; it is looked for in titles and names.
        """
        if not needle.bigrams:
            return Q(_stands_in(needle.text, "title"))
        pairs = [[kind.number(bigram) for bigram in numbers] for numbers in needle.bigrams]
        rarest = min(pairs, key=self._frequency)
        if not self._frequency(rarest):
            return NOTHING
        texts = SearchBigram.objects.visible_to(PUBLIC).filter(bigram__in=rarest).values("text")
        condition = Q(pk__in=texts)
        if len(pairs) > 1:
            condition &= _stands_in_any(needle.text, "title", "body")
        return condition

    def _frequency(self, numbers: Iterable[int]) -> int:
        return sum(self.text_counts.get(number, 0) for number in numbers)


def inquiries_about(kind: str, keys: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keys of the inquiries about commitments or milestones (``kind``) with these keys."""
    return Inquiry.objects.visible_to(PUBLIC).filter(**{f"{kind}s__in": keys}).values("pk")


def same_promises(milestones: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keys of the commitments that are the same promise as milestones with these keys."""
    links = PromiseLink.objects.visible_to(PUBLIC).linked_at().filter(milestone__in=milestones)
    return links.values("commitment")


type Related = tuple[str, Callable[[Search, QueryWord], Any]]

# Through what else a record of each kind is found: (where on its row, keys of what has the word).
RELATED: dict[SearchKind, tuple[Related, ...]] = {
    SearchKind.AGENCY: (),
    SearchKind.AGREEMENT: (
        ("pk", lambda search, word: search.agencies(word).values("participations__agreement")),
    ),
    SearchKind.COMMITMENT: (
        ("pk", lambda search, word: search.agencies(word).values("roles__commitment")),
        ("agreement", lambda search, word: search.titled(SearchKind.AGREEMENT, word)),
        ("pk", lambda search, word: same_promises(search.titled(SearchKind.MILESTONE, word))),
    ),
    SearchKind.PROGRAM: (("owner", Search.agencies),),
    SearchKind.MILESTONE: (
        ("pk", lambda search, word: search.agencies(word).values("milestones")),
        ("program", lambda search, word: search.titled(SearchKind.PROGRAM, word)),
    ),
    SearchKind.REPORT: (
        ("stated_by", Search.agencies),
        ("commitment", lambda search, word: search.titled(SearchKind.COMMITMENT, word)),
        ("milestone", lambda search, word: search.titled(SearchKind.MILESTONE, word)),
    ),
    SearchKind.INQUIRY: (
        ("asked", Search.agencies),
        (
            "pk",
            lambda search, word: inquiries_about("commitment", search.titled(SearchKind.COMMITMENT, word)),
        ),
        ("pk", lambda search, word: inquiries_about("milestone", search.titled(SearchKind.MILESTONE, word))),
    ),
}


def _stands_in(text: str, field: str) -> Any:
    return GreaterThan(StrIndex(field, Value(text)), 0)


def _stands_in_any(text: str, *fields: str) -> Q:
    return any_of(Q(_stands_in(text, field)) for field in fields)


def _has_word(word: QueryWord, *fields: str) -> Q:
    """Return the condition that a text has the word in one of its columns."""
    return any_of(_has_needles(needles, fields) for needles in word.options)


def _has_needles(needles: Iterable[SearchNeedle], fields: Iterable[str]) -> Q:
    return all_of(_stands_in_any(needle.text, *fields) for needle in needles)


# ---- in which order --------------------------------------------------------------------------------------


class Rank(IntEnum):
    """Where a record matches; the lower, the better."""

    EXACT = 0
    BEGINNING = 1
    TITLE = 2
    AGENCY = 3
    WORDING = 4
    REPORT = 5


@dataclass(frozen=True)
class SearchHit:
    kind: SearchKind
    key: int  # of the record
    rank: int
    closeness: float  # the part of its title that the words make up

    @property
    def order(self) -> tuple[int, float]:
        return self.rank, -self.closeness


CONSIDERED = 30  # texts of a kind that are looked at more closely


def rank_records(search: Search, kind: SearchKind, keys: Any, *, limit: int) -> tuple[list[SearchHit], int]:
    """Return the best of the records that match, and how many of them the index knows.

    ``keys`` is a query for the primary keys of the records.  Order: exact title, title, agency, wording,
    reports.
    """
    words, wholes = search.query.words, search.query.wholes
    rank = Case(
        When(
            _title_has_any(f"{FIELD_END}{letters}{FIELD_END}" for letters in wholes), then=Value(Rank.EXACT)
        ),
        When(_title_has_any(f"{FIELD_END}{letters}" for letters in wholes), then=Value(Rank.BEGINNING)),
        When(all_of(_has_word(word, "title") for word in words), then=Value(Rank.TITLE)),
        When(all_of(_has_word(word, "title", "body") for word in words), then=Value(Rank.WORDING)),
        default=Value(Rank.AGENCY),
        output_field=IntegerField(),
    )
    texts = SearchText.objects.visible_to(PUBLIC).filter(kind=kind, record__in=keys).annotate(rank=rank)
    best = texts.annotate(total=Window(Count("*"))).order_by("rank", Length("title"), "-record")[:CONSIDERED]
    rows = list(best.values_list("record", "rank", "title", "total"))
    if not rows:
        return [], 0
    hits = [
        SearchHit(kind, record, _rank_of_kind(kind, text_rank), closeness(title, search.query))
        for record, text_rank, title, _total in rows
    ]
    return sorted(hits, key=lambda hit: hit.order)[:limit], rows[0][-1]


def _title_has_any(texts: Iterable[str]) -> Q:
    return any_of(Q(_stands_in(text, "title")) for text in texts)


def _rank_of_kind(kind: SearchKind, rank: int) -> int:
    if kind in (SearchKind.REPORT, SearchKind.INQUIRY) and rank > Rank.EXACT:
        return Rank.REPORT
    return rank


def closeness(title: str, query: SearchQuery) -> float:
    """Return how much of one of its titles or names the words make up, from 0 to 1."""
    fields = [field for field in title.split(FIELD_END) if field]
    shares = [sum(_longest_match(word, field) for word in query.words) / len(field) for field in fields]
    return min(max(shares, default=0.0), 1.0)


def _longest_match(word: QueryWord, field: str) -> int:
    """Return how many letters of ``field`` the needles of one option of the word make up, at most."""
    return max(_matching_letters(needles, field) for needles in word.options)


def _matching_letters(needles: Iterable[SearchNeedle], field: str) -> int:
    return sum(len(needle.text) for needle in needles if needle.text in field)


# ---- where nothing matches -------------------------------------------------------------------------------

RAREST = 40  # numbers: bigrams of a query, by kind and side, of a query by which near titles are looked for


def near_records(text: str) -> list[tuple[SearchKind, int]]:
    """Return records whose texts share most of a query's bigrams, the nearest first.

    Whether they are public on the day that is looked at is for the caller to say.
    """
    adjacent = {number >> 1 << 1 for number in read_letters("".join(text.split())).bigrams}
    counts = count_texts(adjacent | {number | 1 for number in adjacent})
    rarest = sorted(counts, key=lambda number: (counts[number], number))[:RAREST]
    shared = SearchBigram.objects.visible_to(PUBLIC).filter(bigram__in=rarest).order_by()
    nearest = shared.values("text").annotate(count=Count("bigram")).order_by("-count", "text")
    rows = nearest.values_list("text__kind", "text__record")[:CONSIDERED]
    return [(SearchKind(kind), record) for kind, record in rows]
