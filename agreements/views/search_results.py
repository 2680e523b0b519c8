"""What a found record shows: its title with the hit marked, the text that was found, what became of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise

from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.lists.search import SearchHit
from agreements.models import SearchKind
from agreements.rules.agency_names import other_names
from agreements.rules.korean import in_english
from agreements.rules.phase import Phase
from agreements.rules.search_excerpt import ExcerptPiece, cut_at_hits, excerpt_around_hit, hit_spans
from agreements.rules.search_text import SearchQuery, read_letters, shared_bigrams
from agreements.views.page_context import query_string
from agreements.views.same_promise import same_promise
from agreements.views.subject_states import SubjectRow, subject_rows

type Rows = Mapping[SearchKind, tuple[Any, str]]  # public rows of a kind, and the lookup to the record
type RecordKey = tuple[SearchKind, int]


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
    row: SubjectRow | None = None  # of a promise: its answer, as on every small card


@dataclass(frozen=True)
class NearTitle:
    kind: SearchKind
    url: str
    text: str
    korean: bool
    likeness: float = field(compare=False)


def texts_of(record: Any, *names: str) -> Iterator[RecordText]:
    """Yield the texts of a record, each in the reader's language first, then in the other."""
    languages = ["ko", "en"]
    if in_english():
        languages.reverse()
    for name, language in product(names, languages):
        if text := getattr(record, f"{name}_{language}"):
            yield RecordText(text, language == "ko")


def name_of(record: Any, name: str = "title") -> RecordText:
    return next(texts_of(record, name), RecordText("", False))


def agency_names(agencies: Iterable[Any]) -> Iterator[RecordText]:
    for agency in agencies:
        if agency:
            synonyms = (agency.name_en, agency.other_names_ko, *other_names(agency.name_ko))
            yield name_of_agency(agency)._replace(synonyms=synonyms)


def name_of_agency(agency: Any) -> RecordText:
    """The name with what tells it apart."""
    return name_of(agency, "name")._replace(text=agency.name)


def words_of_parties(agreement: Any) -> Iterator[RecordText]:
    """Yield the names under which agencies signed, and of the members they signed for."""
    for party in agreement.parties.all():
        yield from texts_of(party, "signed_as", "members")


def words_of_agencies(record: Any) -> Iterator[RecordText]:
    """Yield what agencies said themselves of a record."""
    for statement in record.statements.all():
        yield from texts_of(statement, "text")


# ---- what is told of each kind ---------------------------------------------------------------------------


def summarize_agreement(agreement: Any) -> RecordSummary:
    return RecordSummary(
        name_of(agreement),
        agreement.get_absolute_url(),
        agreement.reference,
        tuple(agency_names(party.agency for party in agreement.parties.all())),
        (
            *texts_of(agreement, "title", "purpose", "note"),
            RecordText(agreement.document_number, True),
            RecordText(agreement.place, True),
            *words_of_parties(agreement),
            *words_of_agencies(agreement),
        ),
        phase=Phase(agreement.phase).label,
    )


def summarize_commitment(state: Any) -> RecordSummary:
    commitment = state.commitment
    roles = list(commitment.roles.all())
    duties = (duty for role in roles for duty in texts_of(role, "duty"))
    milestone = same_promise(commitment)
    return RecordSummary(
        name_of(commitment),
        commitment.get_absolute_url(),
        commitment.reference,
        (name_of(commitment.agreement), *agency_names(role.agency for role in roles)),
        (
            *texts_of(commitment, "title", "wording", "purpose", "completion_criteria"),
            *duties,
            *(texts_of(milestone, "title") if milestone else ()),
            *words_of_agencies(commitment),
        ),
        state=state,
    )


def summarize_milestone(state: Any) -> RecordSummary:
    milestone = state.milestone
    return RecordSummary(
        name_of(milestone),
        milestone.get_absolute_url(),
        milestone.reference,
        (name_of(milestone.program), *agency_names(milestone.agencies.all())),
        (*texts_of(milestone, "title"), *words_of_agencies(milestone)),
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


def summarize_agency(agency: Any, regions: Regions) -> RecordSummary:
    region = regions.label_of_agency(agency.pk)
    former_names = (name for former in agency.former_names.all() for name in texts_of(former, "name"))
    return RecordSummary(
        name_of_agency(agency),
        reverse("agency", args=[agency.slug]),
        belongs_to=(RecordText(region, not in_english()),) if region else (),
        texts=(*texts_of(agency, "name"), RecordText(agency.other_names_ko, True), *former_names),
        about=agency.get_kind_display(),
    )


def summarize_report(report: Any) -> RecordSummary:
    texts = ("note", "target_reason", "target_procedure", "correction_reason")
    return RecordSummary(
        name_of(report.subject),
        report.get_absolute_url(),
        report.public_reference,
        tuple(agency_names([report.stated_by])),
        (*texts_of(report, *texts), *words_of_agencies(report)),
        report=report,
        always=True,
    )


def summarize_inquiry(inquiry: Any) -> RecordSummary:
    return RecordSummary(
        RecordText(inquiry.title, not in_english()),
        inquiry.get_absolute_url(),
        belongs_to=tuple(name_of(promise) for promise in inquiry.promises),
        texts=(
            RecordText(inquiry.words, True),
            *texts_of(inquiry, "note", "where", "answer"),
            *words_of_agencies(inquiry),
        ),
        about=inquiry.get_result_display(),
        always=True,
    )


SUMMARIES: Mapping[SearchKind, Callable[..., RecordSummary]] = {
    SearchKind.AGREEMENT: summarize_agreement,
    SearchKind.COMMITMENT: summarize_commitment,
    SearchKind.PROGRAM: summarize_program,
    SearchKind.MILESTONE: summarize_milestone,
    SearchKind.AGENCY: summarize_agency,
    SearchKind.REPORT: summarize_report,
    SearchKind.INQUIRY: summarize_inquiry,
}


def summaries_by_key(rows: Rows, keys: Iterable[RecordKey], clock: Clock) -> dict[RecordKey, RecordSummary]:
    """Read records by kind and key, as far as ``rows`` has them."""
    keys_by_kind = defaultdict(list)
    for kind, key in keys:
        keys_by_kind[kind].append(key)
    summaries = {}
    for kind, keys_of_kind in keys_by_kind.items():
        public, lookup = rows[kind]
        summarize = SUMMARIES[kind]
        if kind == SearchKind.AGENCY:
            summarize = partial(summarize, regions=Regions(on=clock.on))
        record_key = attrgetter("pk" if lookup == "pk" else f"{lookup}_id")
        for row in public.filter(**{f"{lookup}__in": keys_of_kind}).fetch_mode(models.FETCH_RAISE):
            summaries[kind, record_key(row)] = summarize(row)
    return summaries


# ---- marking ---------------------------------------------------------------------------------------------


def search_results(
    hits: Iterable[SearchHit], rows: Rows, query: SearchQuery, *, clock: Clock
) -> dict[RecordKey, SearchResult]:
    summaries = summaries_by_key(rows, ((hit.kind, hit.key) for hit in hits), clock)
    promises = promise_rows(summaries, clock)
    results = {}
    for (kind, key), summary in summaries.items():
        results[kind, key] = SearchResult(
            kind=kind,
            url=url_at(summary.url, clock),
            summary=summary,
            title=mark_hits(summary.title, query),
            belongs_to=[mark_hits(text, query) for text in summary.belongs_to],
            snippet=best_excerpt(summary, query),
            row=promises.get((kind, key)),
        )
    return results


def promise_rows(summaries: Mapping[RecordKey, RecordSummary], clock: Clock) -> dict[RecordKey, SubjectRow]:
    """Return the row of each promise that was found, as small cards show it."""
    subjects = {
        (kind, key): getattr(summary.state, kind.value)
        for (kind, key), summary in summaries.items()
        if summary.state
    }
    return dict(zip(subjects, subject_rows(subjects.values(), clock=clock), strict=True))


def url_at(url: str, clock: Clock) -> str:
    """Return an address with the parameters of the clock."""
    page, hash_sign, fragment = url.partition("#")
    return page + query_string(clock.query()) + hash_sign + fragment


def mark_hits(text: RecordText, query: SearchQuery) -> MarkedText:
    """Mark the words in a text; the whole of a name where another name of the same has them."""
    spans = hit_spans(text.text, query)
    if not spans and any(hit_spans(synonym, query) for synonym in text.synonyms):
        spans = [(0, len(text.text))]
    return MarkedText(cut_at_hits(text.text, spans), text.korean and in_english())


def best_excerpt(summary: RecordSummary, query: SearchQuery) -> MarkedText | None:
    """Return the text that holds most words of the query which the title does not hold, cut around them."""
    missing_in_title = words_beyond(summary.title.text, query)
    counts_by_text = {
        text: len(missing_in_title - words_beyond(text.text, query)) for text in summary.texts if text.text
    }
    counts_by_text.pop(summary.title, None)
    best = max(counts_by_text, key=counts_by_text.__getitem__, default=None)
    if best is None or not (summary.always or counts_by_text[best]):
        return None
    return MarkedText(excerpt_around_hit(best.text, query), best.korean and in_english())


def words_beyond(text: str, query: SearchQuery) -> set[str]:
    """Return the words of a query that a text does not hold."""
    letters = read_letters(text)
    return {
        word.letters
        for word in query.words
        if not any(all(letters.has(needle) for needle in option) for option in word.options)
    }


# ---- titles like a text ----------------------------------------------------------------------------------

LIKE_ENOUGH = 0.3
UNTITLED = frozenset({SearchKind.REPORT, SearchKind.INQUIRY})  # their titles are of what they are about


def titles_like(keys: Iterable[RecordKey], rows: Rows, text: str, *, clock: Clock) -> list[NearTitle]:
    """Titles of records whose title or first texts share bigrams with a text."""
    summaries = summaries_by_key(rows, ((kind, key) for kind, key in keys if kind not in UNTITLED), clock)
    near = []
    for (kind, _key), summary in summaries.items():
        title, likeness = summary.title, _highest_likeness(summary, text)
        if likeness >= LIKE_ENOUGH:
            is_foreign = title.korean and in_english()
            near.append(NearTitle(kind, url_at(summary.url, clock), title.text, is_foreign, likeness))
    return sorted(near, key=lambda title: (-title.likeness, title.text))


def _highest_likeness(summary: RecordSummary, text: str) -> float:
    return max(shared_bigrams(name.text, text) for name in (summary.title, *summary.texts[:3]))
