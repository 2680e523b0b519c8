"""Find public records by what people type, through the index of bigrams, the same on both databases.

A record is found where each word of the query is: in its own text, in the name of an agency that stands in
it, or in the title of what it belongs to.  Pages and files narrow down with :meth:`Sought.of` the rows that
are public at their clock, so nothing else can be found; :func:`ranked` puts what was found in order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan

from agreements.models import Agency, SearchBigram, SearchKind, SearchText
from agreements.models.base import PUBLIC
from agreements.rules.search_text import (
    FIELD_END,
    QueryWord,
    SearchNeedle,
    SearchQuery,
    parse_query,
    read_letters,
)

NOTHING = Q(pk__in=[])


def read(text: str) -> "Sought":
    """Read a query, and how often its bigrams stand in the index: the rarest of a word is looked up."""
    asked = parse_query(text)
    needles = (needle for word in asked.words for option in word.options for needle in option)
    return Sought(
        asked, how_often(number for needle in needles for pair in needle.bigrams for number in pair)
    )


def how_often(bigrams: Iterable[int]) -> Mapping[int, int]:
    """Count the texts by bigram and kind."""
    numbers = sorted({kind.number(bigram) for bigram in bigrams for kind in SearchKind})
    if not numbers:
        return {}
    rows = SearchBigram.objects.visible_to(PUBLIC).filter(bigram__in=numbers).order_by()
    return dict(rows.values_list("bigram").annotate(Count("text")))


@dataclass(frozen=True)
class Sought:
    query: SearchQuery
    counts: Mapping[int, int]  # texts by bigram and kind

    def of(self, kind: SearchKind, way: str = "") -> Q:
        """The rows of records of a kind in which every word is found; ``way`` leads to the record."""
        if not self.query:
            return NOTHING
        return reduce(
            and_, (self._stands(word, kind, f"{way}__" if way else "") for word in self.query.words)
        )

    def _stands(self, word: QueryWord, kind: SearchKind, way: str) -> Q:
        found = Q(**{f"{way}pk__in": self._texts(kind, word).values("record")})
        for path, related in RELATED[kind]:
            found |= Q(**{f"{way}{path}__in": related(self, word)})
        return found

    def agencies(self, word: QueryWord) -> QuerySet[Agency]:
        named = self._texts(SearchKind.AGENCY, word).values("record")
        return Agency.objects.visible_to(PUBLIC).filter(pk__in=named)

    def titled(self, kind: SearchKind, word: QueryWord) -> QuerySet[Any, Any]:
        """Keys of the records of a kind whose title has the word."""
        return self._texts(kind, word).filter(_has(word, "title")).values("record")

    def _texts(self, kind: SearchKind, word: QueryWord) -> QuerySet[SearchText]:
        options = (
            reduce(and_, (self._narrowed(needle, kind) for needle in option)) for option in word.options
        )
        return SearchText.objects.visible_to(PUBLIC).filter(reduce(or_, options), kind=kind)

    def _narrowed(self, needle: SearchNeedle, kind: SearchKind) -> Q:
        """Texts with the needle: by its rarest bigram, then letter by letter where that does not say all.

        One letter would stand nearly everywhere; it is looked for in titles and names.
        """
        if not needle.bigrams:
            return Q(_stands_in(needle.text, "title"))
        pairs = [[kind.number(bigram) for bigram in sides] for sides in needle.bigrams]
        frequency = {sum(self.counts.get(number, 0) for number in pair): pair for pair in pairs}
        rarest = min(frequency)
        if not rarest:
            return NOTHING
        held = SearchBigram.objects.visible_to(PUBLIC).filter(bigram__in=frequency[rarest])
        found = Q(pk__in=held.values("text"))
        return found & _in_any(needle.text, "title", "body") if len(needle.bigrams) > 1 else found


type Related = tuple[str, Callable[[Sought, QueryWord], Any]]

# Through what else a record of each kind is found: (where on its row, keys of what has the word).
RELATED: dict[SearchKind, tuple[Related, ...]] = {
    SearchKind.AGENCY: (),
    SearchKind.AGREEMENT: (
        ("pk", lambda sought, word: sought.agencies(word).values("participations__agreement")),
    ),
    SearchKind.COMMITMENT: (
        ("pk", lambda sought, word: sought.agencies(word).values("roles__commitment")),
        ("agreement", lambda sought, word: sought.titled(SearchKind.AGREEMENT, word)),
    ),
    SearchKind.PROGRAM: (("owner", Sought.agencies),),
    SearchKind.MILESTONE: (
        ("pk", lambda sought, word: sought.agencies(word).values("milestones")),
        ("program", lambda sought, word: sought.titled(SearchKind.PROGRAM, word)),
    ),
    SearchKind.REPORT: (
        ("stated_by", Sought.agencies),
        ("commitment", lambda sought, word: sought.titled(SearchKind.COMMITMENT, word)),
        ("milestone", lambda sought, word: sought.titled(SearchKind.MILESTONE, word)),
    ),
}


def _stands_in(text: str, field: str) -> Any:
    return GreaterThan(StrIndex(field, Value(text)), 0)


def _in_any(text: str, *names: str) -> Q:
    return reduce(or_, (Q(_stands_in(text, name)) for name in names))


def _has(word: QueryWord, *names: str) -> Q:
    """Say of a text whether it has the word in one of its columns."""
    return reduce(
        or_, (reduce(and_, (_in_any(one.text, *names) for one in option)) for option in word.options)
    )


# ---- in which order --------------------------------------------------------------------------------------

EXACT, BEGINS, TITLE, AGENCY, WORDING, REPORT = range(6)


@dataclass(frozen=True)
class Hit:
    kind: SearchKind
    key: int  # of the record
    rank: int
    closeness: float  # the part of its title that the words make up

    @property
    def order(self) -> tuple[int, float]:
        return self.rank, -self.closeness


CONSIDERED = 30  # texts of a kind that are looked at more closely


def ranked(sought: Sought, kind: SearchKind, keys: Any, *, limit: int) -> tuple[list[Hit], int]:
    """The best of the records found, by ``keys``: exact title, title, agency, wording, reports; and how many
    of them the index knows, counted on the way."""
    words, wholes = sought.query.words, sought.query.wholes
    rank = Case(
        When(_any_of(f"{FIELD_END}{whole}{FIELD_END}" for whole in wholes), then=Value(EXACT)),
        When(_any_of(f"{FIELD_END}{whole}" for whole in wholes), then=Value(BEGINS)),
        When(reduce(and_, (_has(word, "title") for word in words)), then=Value(TITLE)),
        When(reduce(and_, (_has(word, "title", "body") for word in words)), then=Value(WORDING)),
        default=Value(AGENCY),
        output_field=IntegerField(),
    )
    texts = SearchText.objects.visible_to(PUBLIC).filter(kind=kind, record__in=keys).annotate(rank=rank)
    first = texts.annotate(total=Window(Count("*"))).order_by("rank", Length("title"), "-record")[:CONSIDERED]
    rows = list(first.values_list("record", "rank", "title", "total"))
    hits = [
        Hit(kind, record, _of_kind(kind, found), closeness(title, sought.query))
        for record, found, title, _total in rows
    ]
    return sorted(hits, key=lambda hit: hit.order)[:limit], rows[0][-1] if rows else 0


def _any_of(texts: Iterable[str]) -> Q:
    return reduce(or_, (Q(_stands_in(text, "title")) for text in texts))


def _of_kind(kind: SearchKind, rank: int) -> int:
    return REPORT if kind == SearchKind.REPORT and rank > EXACT else rank


def closeness(title: str, sought: SearchQuery) -> float:
    """How much of one of its titles or names the words make up, from 0 to 1."""
    best = 0.0
    for field in title.split(FIELD_END):
        if field:
            made_up = sum(
                max(sum(len(one.text) for one in option if one.text in field) for option in word.options)
                for word in sought.words
            )
            best = max(best, made_up / len(field))
    return min(best, 1.0)


# ---- where nothing is found ------------------------------------------------------------------------------

RAREST = 40  # numbers: bigrams of a query, by kind and side, of a query by which near titles are looked for


def near(text: str) -> list[tuple[SearchKind, int]]:
    """Records whose texts share most of a query's bigrams, the nearest first; whether they are public on
    the day that is looked at is for the caller to say."""
    pairs = {number >> 1 << 1 for number in read_letters("".join(text.split())).bigrams}
    counts = how_often(number | side for number in pairs for side in (0, 1))
    known = sorted(counts, key=lambda number: (counts[number], number))[:RAREST]
    shared = SearchBigram.objects.visible_to(PUBLIC).filter(bigram__in=known).order_by()
    nearest = shared.values("text").annotate(count=Count("bigram")).order_by("-count", "text")
    rows = nearest.values_list("text__kind", "text__record")[:CONSIDERED]
    return [(SearchKind(kind), record) for kind, record in rows]
