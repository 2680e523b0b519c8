"""What a found record shows: its title with the hit marked, the text that was found, what became of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from agreements.lists.parameters import Clock
from agreements.lists.search import SearchHit
from agreements.models import SearchKind
from agreements.rules.agency_names import other_names
from agreements.rules.korean import in_english
from agreements.rules.lifecycle import Phase
from agreements.rules.search_excerpt import ExcerptPiece, cut_at_hits, excerpt_around_hit, hit_spans
from agreements.rules.search_text import SearchQuery, read_letters, shared_bigrams

type Rows = Mapping[SearchKind, tuple[Any, str]]  # public rows of a kind, and the way from one to the record


class Written(NamedTuple):
    """A text, whether it is Korean, and what else the same thing is called."""

    text: str
    korean: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marked:
    """A text in pieces; ``korean`` where it stands in Korean on an English page."""

    pieces: list[ExcerptPiece]
    korean: bool


@dataclass(frozen=True)
class Told:
    """What is told of one record, before anything is marked."""

    title: Written
    url: str
    reference: str = ""
    beside: tuple[Written, ...] = ()  # shown under the title: to what and to whom it belongs
    texts: tuple[Written, ...] = ()  # of which the one with the hit is shown
    state: Any = None
    report: Any = None
    phase: str | Promise = ""
    about: str = ""
    always: bool = False  # show the first text even without a hit


@dataclass(frozen=True)
class Result:
    kind: SearchKind
    url: str
    told: Told
    title: Marked
    beside: list[Marked]
    snippet: Marked | None


@dataclass(frozen=True)
class Title:
    kind: SearchKind
    url: str
    text: str
    korean: bool
    likeness: float = field(compare=False)


def written(record: Any, *names: str) -> Iterator[Written]:
    """The texts of a record, each in the reader's language first, then in the other."""
    for name in names:
        both = [Written(getattr(record, f"{name}_ko"), True), Written(getattr(record, f"{name}_en"), False)]
        yield from (one for one in (reversed(both) if in_english() else both) if one.text)


def named(record: Any, name: str = "title") -> Written:
    return next(written(record, name), Written("", False))


def agencies(found: Iterable[Any]) -> Iterator[Written]:
    for agency in found:
        if agency:
            others = (agency.name_en, agency.other_names_ko, *other_names(agency.name_ko))
            yield named(agency, "name")._replace(others=others)


# ---- what is told of each kind ---------------------------------------------------------------------------


def of_agreement(agreement: Any) -> Told:
    return Told(
        named(agreement),
        agreement.get_absolute_url(),
        agreement.reference,
        tuple(agencies(party.agency for party in agreement.parties.all())),
        (
            *written(agreement, "title", "purpose"),
            Written(agreement.document_number, True),
            Written(agreement.place, True),
        ),
        phase=Phase(agreement.phase).label,
    )


def of_commitment(state: Any) -> Told:
    found = state.commitment
    roles = list(found.roles.all())
    duties = (duty for role in roles for duty in written(role, "duty"))
    return Told(
        named(found),
        found.get_absolute_url(),
        found.reference,
        (named(found.agreement), *agencies(role.agency for role in roles)),
        (*written(found, "title", "wording", "purpose", "completion_criteria"), *duties),
        state=state,
    )


def of_milestone(state: Any) -> Told:
    found = state.milestone
    return Told(
        named(found),
        found.get_absolute_url(),
        found.reference,
        (named(found.program), *agencies(found.agencies.all())),
        tuple(written(found, "title")),
        state=state,
    )


def of_program(program: Any) -> Told:
    prizes = (title for prize in program.recognitions.all() for title in written(prize, "title"))
    return Told(
        named(program),
        program.get_absolute_url(),
        beside=tuple(agencies([program.owner])),
        texts=(*written(program, "title", "note", "notice"), *prizes),
    )


def of_agency(agency: Any) -> Told:
    return Told(
        named(agency, "name"),
        reverse("agency", args=[agency.slug]),
        beside=(named(agency.region, "name"),) if agency.region else (),
        texts=(*written(agency, "name"), Written(agency.other_names_ko, True)),
        about=agency.get_kind_display(),
    )


def of_report(report: Any) -> Told:
    texts = ("note", "target_reason", "target_procedure", "correction_reason")
    return Told(
        named(report.subject),
        report.get_absolute_url(),
        report.public_reference,
        tuple(agencies([report.stated_by])),
        tuple(written(report, *texts)),
        report=report,
        always=True,
    )


TELL: Mapping[SearchKind, Callable[[Any], Told]] = {
    SearchKind.AGREEMENT: of_agreement,
    SearchKind.COMMITMENT: of_commitment,
    SearchKind.PROGRAM: of_program,
    SearchKind.MILESTONE: of_milestone,
    SearchKind.AGENCY: of_agency,
    SearchKind.REPORT: of_report,
}


def told(rows: Rows, keys: Iterable[tuple[SearchKind, int]]) -> dict[tuple[SearchKind, int], Told]:
    """Read records by kind and key, as far as ``rows`` has them."""
    wanted = defaultdict(list)
    for kind, key in keys:
        wanted[kind].append(key)
    found = {}
    for kind, some in wanted.items():
        public, way = rows[kind]
        for row in public.filter(**{f"{way}__in": some}).fetch_mode(models.FETCH_RAISE):
            found[kind, row.pk if way == "pk" else getattr(row, f"{way}_id")] = TELL[kind](row)
    return found


# ---- marking ---------------------------------------------------------------------------------------------


def results(
    hits: Iterable[SearchHit], rows: Rows, query: SearchQuery, *, clock: Clock
) -> dict[tuple[SearchKind, int], Result]:
    found = told(rows, ((hit.kind, hit.key) for hit in hits))
    return {key: result(key[0], one, query, clock=clock) for key, one in found.items()}


def result(kind: SearchKind, one: Told, query: SearchQuery, *, clock: Clock) -> Result:
    beside = [mark(text, query) for text in one.beside]
    return Result(kind, at(one.url, clock), one, mark(one.title, query), beside, snippet(one, query))


def at(url: str, clock: Clock) -> str:
    """The address on the day, and as of the sequence, that is looked at."""
    page, mark, fragment = url.partition("#")
    asked = urlencode(clock.query())
    return f"{page}?{asked}{mark}{fragment}" if asked else url


def mark(text: Written, query: SearchQuery) -> Marked:
    """Mark the words in a text; the whole of a name where another name of the same has them."""
    found = hit_spans(text.text, query)
    if not found and any(hit_spans(other, query) for other in text.others):
        found = [(0, len(text.text))]
    return Marked(cut_at_hits(text.text, found), text.korean and in_english())


def snippet(one: Told, query: SearchQuery) -> Marked | None:
    """The text that holds most words of the query which the title does not hold."""
    lacking = words_beyond(one.title.text, query)
    texts = [text for text in one.texts if text.text and text != one.title]
    best = max(texts, key=lambda text: len(lacking - words_beyond(text.text, query)), default=None)
    if best is None or not (one.always or lacking - words_beyond(best.text, query)):
        return None
    return Marked(excerpt_around_hit(best.text, query), best.korean and in_english())


def words_beyond(text: str, query: SearchQuery) -> set[str]:
    """The words of a query that a text does not hold."""
    read = read_letters(text)
    return {
        word.letters
        for word in query.words
        if not any(all(read.has(needle) for needle in option) for option in word.options)
    }


# ---- titles like a text ----------------------------------------------------------------------------------

LIKE_ENOUGH = 0.3


def titles(keys: Iterable[tuple[SearchKind, int]], rows: Rows, text: str, *, clock: Clock) -> list[Title]:
    """Titles of records whose title or first texts share bigrams with a text; of a report it is that of its
    subject, so none."""
    found = told(rows, ((kind, key) for kind, key in keys if kind != SearchKind.REPORT))
    like = [
        Title(kind, at(one.url, clock), one.title.text, one.title.korean and in_english(), _likest(one, text))
        for (kind, _key), one in found.items()
    ]
    near = (title for title in like if title.likeness >= LIKE_ENOUGH)
    return sorted(near, key=lambda title: (-title.likeness, title.text))


def _likest(one: Told, text: str) -> float:
    return max((shared_bigrams(name, text) for name, *_rest in (one.title, *one.texts[:3])), default=0.0)
