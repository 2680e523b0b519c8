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


class RecordText(NamedTuple):
    """A text, whether it is Korean, and what else the same thing is called."""

    text: str
    korean: bool
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarkedText:
    """A text in pieces; ``korean`` where it stands in Korean on an English page."""

    pieces: list[ExcerptPiece]
    korean: bool


@dataclass(frozen=True)
class RecordSummary:
    """What is told of one record, before anything is marked."""

    title: RecordText
    url: str
    reference: str = ""
    belongs_to: tuple[RecordText, ...] = ()  # shown under the title: to what and to whom it belongs
    texts: tuple[RecordText, ...] = ()  # of which the one with the hit is shown
    state: Any = None
    report: Any = None
    phase: str | Promise = ""
    about: str = ""
    always: bool = False  # show the first text even without a hit


@dataclass(frozen=True)
class SearchResult:
    kind: SearchKind
    url: str
    summary: RecordSummary
    title: MarkedText
    belongs_to: list[MarkedText]
    snippet: MarkedText | None


@dataclass(frozen=True)
class NearTitle:
    kind: SearchKind
    url: str
    text: str
    korean: bool
    likeness: float = field(compare=False)


def texts_of(record: Any, *names: str) -> Iterator[RecordText]:
    """The texts of a record, each in the reader's language first, then in the other."""
    for name in names:
        in_both_languages = [
            RecordText(getattr(record, f"{name}_ko"), True),
            RecordText(getattr(record, f"{name}_en"), False),
        ]
        yield from (
            text for text in (reversed(in_both_languages) if in_english() else in_both_languages) if text.text
        )


def name_of(record: Any, name: str = "title") -> RecordText:
    return next(texts_of(record, name), RecordText("", False))


def agency_names(found: Iterable[Any]) -> Iterator[RecordText]:
    for agency in found:
        if agency:
            synonyms = (agency.name_en, agency.other_names_ko, *other_names(agency.name_ko))
            yield name_of(agency, "name")._replace(synonyms=synonyms)


# ---- what is told of each kind ---------------------------------------------------------------------------


def summarize_agreement(agreement: Any) -> RecordSummary:
    return RecordSummary(
        name_of(agreement),
        agreement.get_absolute_url(),
        agreement.reference,
        tuple(agency_names(party.agency for party in agreement.parties.all())),
        (
            *texts_of(agreement, "title", "purpose"),
            RecordText(agreement.document_number, True),
            RecordText(agreement.place, True),
        ),
        phase=Phase(agreement.phase).label,
    )


def summarize_commitment(state: Any) -> RecordSummary:
    commitment = state.commitment
    roles = list(commitment.roles.all())
    duties = (duty for role in roles for duty in texts_of(role, "duty"))
    return RecordSummary(
        name_of(commitment),
        commitment.get_absolute_url(),
        commitment.reference,
        (name_of(commitment.agreement), *agency_names(role.agency for role in roles)),
        (*texts_of(commitment, "title", "wording", "purpose", "completion_criteria"), *duties),
        state=state,
    )


def summarize_milestone(state: Any) -> RecordSummary:
    milestone = state.milestone
    return RecordSummary(
        name_of(milestone),
        milestone.get_absolute_url(),
        milestone.reference,
        (name_of(milestone.program), *agency_names(milestone.agencies.all())),
        tuple(texts_of(milestone, "title")),
        state=state,
    )


def summarize_program(program: Any) -> RecordSummary:
    prizes = (title for prize in program.recognitions.all() for title in texts_of(prize, "title"))
    return RecordSummary(
        name_of(program),
        program.get_absolute_url(),
        belongs_to=tuple(agency_names([program.owner])),
        texts=(*texts_of(program, "title", "note", "notice"), *prizes),
    )


def summarize_agency(agency: Any) -> RecordSummary:
    return RecordSummary(
        name_of(agency, "name"),
        reverse("agency", args=[agency.slug]),
        belongs_to=(name_of(agency.region, "name"),) if agency.region else (),
        texts=(*texts_of(agency, "name"), RecordText(agency.other_names_ko, True)),
        about=agency.get_kind_display(),
    )


def summarize_report(report: Any) -> RecordSummary:
    texts = ("note", "target_reason", "target_procedure", "correction_reason")
    return RecordSummary(
        name_of(report.subject),
        report.get_absolute_url(),
        report.public_reference,
        tuple(agency_names([report.stated_by])),
        tuple(texts_of(report, *texts)),
        report=report,
        always=True,
    )


SUMMARIES: Mapping[SearchKind, Callable[[Any], RecordSummary]] = {
    SearchKind.AGREEMENT: summarize_agreement,
    SearchKind.COMMITMENT: summarize_commitment,
    SearchKind.PROGRAM: summarize_program,
    SearchKind.MILESTONE: summarize_milestone,
    SearchKind.AGENCY: summarize_agency,
    SearchKind.REPORT: summarize_report,
}


def summaries_by_key(
    rows: Rows, keys: Iterable[tuple[SearchKind, int]]
) -> dict[tuple[SearchKind, int], RecordSummary]:
    """Read records by kind and key, as far as ``rows`` has them."""
    keys_by_kind = defaultdict(list)
    for kind, key in keys:
        keys_by_kind[kind].append(key)
    summaries = {}
    for kind, kind_keys in keys_by_kind.items():
        public_of_kind, lookup = rows[kind]
        for row in public_of_kind.filter(**{f"{lookup}__in": kind_keys}).fetch_mode(models.FETCH_RAISE):
            summaries[kind, row.pk if lookup == "pk" else getattr(row, f"{lookup}_id")] = SUMMARIES[kind](row)
    return summaries


# ---- marking ---------------------------------------------------------------------------------------------


def search_results(
    hits: Iterable[SearchHit], rows: Rows, query: SearchQuery, *, clock: Clock
) -> dict[tuple[SearchKind, int], SearchResult]:
    summaries = summaries_by_key(rows, ((hit.kind, hit.key) for hit in hits))
    return {key: search_result(key[0], summary, query, clock=clock) for key, summary in summaries.items()}


def search_result(kind: SearchKind, one: RecordSummary, query: SearchQuery, *, clock: Clock) -> SearchResult:
    belongs_to = [mark_hits(text, query) for text in one.belongs_to]
    return SearchResult(
        kind, url_at(one.url, clock), one, mark_hits(one.title, query), belongs_to, best_excerpt(one, query)
    )


def url_at(url: str, clock: Clock) -> str:
    """The address on the day, and as of the sequence, that is looked at."""
    page, hash_sign, fragment = url.partition("#")
    query = urlencode(clock.query())
    return f"{page}?{query}{hash_sign}{fragment}" if query else url


def mark_hits(text: RecordText, query: SearchQuery) -> MarkedText:
    """Mark the words in a text; the whole of a name where another name of the same has them."""
    spans = hit_spans(text.text, query)
    if not spans and any(hit_spans(synonym, query) for synonym in text.synonyms):
        spans = [(0, len(text.text))]
    return MarkedText(cut_at_hits(text.text, spans), text.korean and in_english())


def best_excerpt(one: RecordSummary, query: SearchQuery) -> MarkedText | None:
    """The text that holds most words of the query which the title does not hold."""
    lacking = words_beyond(one.title.text, query)
    texts = [text for text in one.texts if text.text and text != one.title]
    best = max(texts, key=lambda text: len(lacking - words_beyond(text.text, query)), default=None)
    if best is None or not (one.always or lacking - words_beyond(best.text, query)):
        return None
    return MarkedText(excerpt_around_hit(best.text, query), best.korean and in_english())


def words_beyond(text: str, query: SearchQuery) -> set[str]:
    """The words of a query that a text does not hold."""
    letters = read_letters(text)
    return {
        word.letters
        for word in query.words
        if not any(all(letters.has(needle) for needle in option) for option in word.options)
    }


# ---- titles like a text ----------------------------------------------------------------------------------

LIKE_ENOUGH = 0.3


def titles_like(
    keys: Iterable[tuple[SearchKind, int]], rows: Rows, text: str, *, clock: Clock
) -> list[NearTitle]:
    """Titles of records whose title or first texts share bigrams with a text; of a report it is that of its
    subject, so none."""
    summaries = summaries_by_key(rows, ((kind, key) for kind, key in keys if kind != SearchKind.REPORT))
    like = [
        NearTitle(
            kind,
            url_at(summary.url, clock),
            summary.title.text,
            summary.title.korean and in_english(),
            _highest_likeness(summary, text),
        )
        for (kind, _key), summary in summaries.items()
    ]
    near = (title for title in like if title.likeness >= LIKE_ENOUGH)
    return sorted(near, key=lambda title: (-title.likeness, title.text))


def _highest_likeness(one: RecordSummary, text: str) -> float:
    return max((shared_bigrams(name, text) for name, *_rest in (one.title, *one.texts[:3])), default=0.0)
