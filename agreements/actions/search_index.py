"""Update the search index in the transaction that changes the public records.

One comparison serves all: an act brings its own records up to date, ``manage.py reindex`` everything, and
``check_data`` only names what differs.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Model, Sum

from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    CommitmentAgency,
    DutyRecord,
    FormerName,
    Inquiry,
    Milestone,
    Party,
    Program,
    Recognition,
    Redaction,
    SearchBigram,
    SearchKind,
    SearchText,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import PUBLIC
from agreements.rules.agency_names import other_names
from agreements.rules.search_text import indexed_fields

AT_A_TIME = 1000  # records in memory

# ---- what of a record can be found -----------------------------------------------------------------------

type Texts = list[str]


def both_language_columns(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in ("ko", "en"))


@dataclass(frozen=True)
class SearchedTexts:
    """The columns of one kind of record whose texts are searched.

    ``title_texts`` makes titles of the values of ``titles``; ``parts`` are rows of other tables whose
    texts belong to the record: (model, its field of the record, columns).
    """

    model: Any
    titles: tuple[str, ...]
    bodies: tuple[str, ...] = ()
    title_texts: Callable[[Texts], Texts] = lambda titles: titles
    parts: tuple[tuple[Any, str, tuple[str, ...]], ...] = ()


def statements_naming(field: str) -> tuple[Any, str, tuple[str, ...]]:
    """What agencies said of a record is found with it."""
    return Statement, field, both_language_columns("text")


def searched_agency_names(names: Texts) -> Texts:
    korean, english, other_registered = names
    registered = [name.strip() for name in other_registered.split(";")]
    return list(dict.fromkeys([korean, english, *registered, *other_names(korean)]))


def report_reference(columns: Texts) -> Texts:
    commitment, milestone, number = columns
    return [f"{commitment or milestone}#{number}"]


SEARCHED: dict[SearchKind, SearchedTexts] = {
    SearchKind.AGREEMENT: SearchedTexts(
        Agreement,
        ("reference", *both_language_columns("title")),
        (*both_language_columns("purpose", "note"), "document_number", "place"),
        parts=(
            (Party, "agreement", both_language_columns("signed_as", "members")),
            statements_naming("agreement"),
        ),
    ),
    SearchKind.COMMITMENT: SearchedTexts(
        Commitment,
        ("reference", *both_language_columns("title")),
        both_language_columns("wording", "purpose", "completion_criteria"),
        parts=(
            (CommitmentAgency, "commitment", both_language_columns("duty")),
            statements_naming("commitment"),
        ),
    ),
    SearchKind.PROGRAM: SearchedTexts(
        Program,
        ("slug", *both_language_columns("title")),
        both_language_columns("note", "notice"),
        parts=((Recognition, "program", both_language_columns("title")),),
    ),
    SearchKind.MILESTONE: SearchedTexts(
        Milestone,
        ("reference", *both_language_columns("title")),
        parts=(statements_naming("milestone"),),
    ),
    SearchKind.AGENCY: SearchedTexts(
        Agency,
        ("name_ko", "name_en", "other_names_ko"),
        title_texts=searched_agency_names,
        parts=((FormerName, "agency", both_language_columns("name")),),
    ),
    SearchKind.REPORT: SearchedTexts(
        StatusReport,
        ("commitment__reference", "milestone__reference", "number"),
        both_language_columns("note", "target_reason", "target_procedure", "correction_reason"),
        title_texts=report_reference,
        parts=(statements_naming("report"),),
    ),
    SearchKind.INQUIRY: SearchedTexts(
        Inquiry,
        ("words",),
        ("department", *both_language_columns("where", "note", "answer")),
        parts=(statements_naming("inquiry"),),
    ),
}


class IndexEntry(NamedTuple):
    title: str
    body: str
    bigrams: frozenset[int]  # numbers of the kind


class RecordTexts(NamedTuple):
    """The texts by which one record is found."""

    titles: Texts
    bodies: Texts


def searched_texts(kind: SearchKind, keys: Iterable[int]) -> dict[int, RecordTexts]:
    """Return the texts of the records of a kind, by key; only public ones can be found."""
    keys = list(keys)
    searched = SEARCHED[kind]
    texts_of_parts = _texts_of_parts(searched, keys)
    public = searched.model.objects.visible_to(PUBLIC).filter(pk__in=keys)

    texts_by_record = {}
    for key, *texts in public.values_list("pk", *searched.titles, *searched.bodies):
        titles, bodies = texts[: len(searched.titles)], texts[len(searched.titles) :]
        bodies += texts_of_parts.get(key, ())
        texts_by_record[key] = RecordTexts(searched.title_texts(titles), bodies)

    return texts_by_record


def expected_entries(kind: SearchKind, keys: Iterable[int]) -> dict[int, IndexEntry]:
    """Return what the index should hold of the records of a kind, by key."""
    entries = {}
    for key, texts in searched_texts(kind, keys).items():
        title, title_bigrams = indexed_fields(texts.titles)
        body, body_bigrams = indexed_fields(texts.bodies)
        numbers = frozenset(map(kind.number, title_bigrams | body_bigrams))
        entries[key] = IndexEntry(title, body, numbers)

    return entries


def _texts_of_parts(searched: SearchedTexts, keys: list[int]) -> dict[int, Texts]:
    texts_by_record: dict[int, Texts] = {}
    for model, owner, columns in searched.parts:
        rows = model.objects.visible_to(PUBLIC).filter(**{f"{owner}__in": keys}).order_by("pk")
        for key, *texts in rows.values_list(owner, *columns):
            texts_by_record.setdefault(key, []).extend(texts)
    return texts_by_record


# ---- what it holds ---------------------------------------------------------------------------------------


class StoredEntry(NamedTuple):
    key: int
    title: str
    body: str
    bigrams: int  # how many
    total: int  # their sum

    def is_of(self, entry: IndexEntry | None) -> bool:
        if entry is None:
            return False
        return self[1:] == (entry.title, entry.body, len(entry.bigrams), sum(entry.bigrams))


def stored_entries(kind: SearchKind, keys: Iterable[int]) -> dict[int, StoredEntry]:
    """Return what the index holds of the records of a kind, by the key of the record."""
    texts = SearchText.objects.filter(kind=kind, record__in=list(keys))
    rows = list(texts.values_list("record", "pk", "title", "body"))

    # Count and sum stand for the bigrams themselves, which would be dozens of rows a record.
    bigrams = SearchBigram.objects.filter(text__in=[pk for _record, pk, _title, _body in rows])
    per_text = bigrams.order_by().values("text").annotate(count=Count("bigram"), total=Sum("bigram"))
    sums = {
        text: (count, int(total)) for text, count, total in per_text.values_list("text", "count", "total")
    }
    return {record: StoredEntry(pk, title, body, *sums.get(pk, (0, 0))) for record, pk, title, body in rows}


def index_differences(
    kind: SearchKind, keys: Iterable[int]
) -> tuple[dict[int, StoredEntry], dict[int, IndexEntry]]:
    """Return what the index holds of the records and should not, and what it should hold and does not."""
    keys = list(keys)
    expected, held = expected_entries(kind, keys), stored_entries(kind, keys)

    outdated = {record: row for record, row in held.items() if not row.is_of(expected.get(record))}

    up_to_date = held.keys() - outdated.keys()
    missing = {record: entry for record, entry in expected.items() if record not in up_to_date}
    return outdated, missing


def key_batches(kind: SearchKind) -> Iterator[tuple[int, ...]]:
    """Yield the keys of all records of a kind, and of records that only the index still has."""
    existing = SEARCHED[kind].model._default_manager.values_list("pk", flat=True)
    orphaned = SearchText.objects.filter(kind=kind).exclude(record__in=existing)
    yield from batched(existing.order_by("pk").iterator(chunk_size=AT_A_TIME), AT_A_TIME)
    yield from batched(orphaned.values_list("record", flat=True), AT_A_TIME)


# ---- keeping it ------------------------------------------------------------------------------------------


def bring_up_to_date(kind: SearchKind, keys: Iterable[int]) -> int:
    """Make the index hold what is public of the records; return how many entries were wrong."""
    changed = 0
    for batch in batched(keys, AT_A_TIME):
        outdated, missing = index_differences(kind, batch)
        if outdated:
            removed = [row.key for row in outdated.values()]
            SearchBigram.objects.filter(text__in=removed).delete()
            SearchText.objects.filter(pk__in=removed).delete()

        _insert_entries(kind, missing)
        changed += len(outdated.keys() | missing.keys())

    return changed


def _insert_entries(kind: SearchKind, entries: dict[int, IndexEntry]) -> None:
    texts = SearchText.objects.bulk_create(
        SearchText(kind=kind, record=record, title=entry.title, body=entry.body)
        for record, entry in entries.items()
    )

    pairs: list[tuple[int, int]] = []
    for text, entry in zip(texts, entries.values(), strict=True):
        pairs += [(number, text.pk) for number in sorted(entry.bigrams)]

    add_bigrams(pairs)


def add_bigrams(pairs: Iterable[tuple[int, int]]) -> None:
    """Insert (bigram, text).  A record has dozens, so that making model instances of them took longest."""
    into = f"INSERT INTO {SearchBigram._meta.db_table} (bigram, text_id) "
    with connection.cursor() as cursor:
        for batch in batched(pairs, 20_000):
            if connection.vendor == "postgresql":
                columns = [list(column) for column in zip(*batch, strict=True)]
                cursor.execute(into + "SELECT * FROM unnest(%s::bigint[], %s::bigint[])", columns)  # noqa: S608  # our own names
            else:
                cursor.executemany(into + "VALUES (%s, %s)", batch)


KINDS: dict[Any, SearchKind] = {searched.model: kind for kind, searched in SEARCHED.items()}


def update_index_for(record: Model) -> None:
    """Bring up to date what an act on ``record`` may have changed of what can be found."""
    match record:
        case Agreement():
            bring_up_to_date(SearchKind.AGREEMENT, [record.pk])
            _update_subjects(SearchKind.COMMITMENT, record.commitments)
        case Program():
            bring_up_to_date(SearchKind.PROGRAM, [record.pk])
            _update_subjects(SearchKind.MILESTONE, record.milestones)
        case Agency() | StatusReport() | Inquiry():
            bring_up_to_date(KINDS[type(record)], [record.pk])
        case Withdrawal() | Redaction():
            update_index_for(record.subject)
        case Statement() if record.answered in SearchKind.values:
            bring_up_to_date(SearchKind(record.answered), [record.subject.pk])
        case Statement() | DutyRecord():
            pass  # nobody looks for them by their words yet
        case _:
            raise TypeError(record)


def _update_subjects(kind: SearchKind, subjects: Any) -> None:
    bring_up_to_date(kind, list(subjects.values_list("pk", flat=True)))
    reports = StatusReport.objects.filter(**{f"{kind}__in": subjects.values("pk")})
    bring_up_to_date(SearchKind.REPORT, list(reports.values_list("pk", flat=True)))
    inquiries = Inquiry.objects.filter(**{f"{kind}s__in": subjects.values("pk")})
    bring_up_to_date(SearchKind.INQUIRY, set(inquiries.values_list("pk", flat=True)))
