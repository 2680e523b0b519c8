"""Keeping the search index what the public records say, in the transaction that changes them.

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
    Milestone,
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


def both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in ("ko", "en"))


@dataclass(frozen=True)
class Searched:
    """The texts of one kind by column; ``more_titles`` makes titles of them, ``parts`` are rows of another
    table whose texts are found with it: (model, its way to the record, columns)."""

    model: Any
    titles: tuple[str, ...]
    bodies: tuple[str, ...] = ()
    more_titles: Callable[[Texts], Texts] = lambda titles: titles
    parts: tuple[Any, str, tuple[str, ...]] | None = None


def agency_names(names: Texts) -> Texts:
    korean, english, others = names
    registered = [other.strip() for other in others.split(";")]
    return list(dict.fromkeys([korean, english, *registered, *other_names(korean)]))


def report_reference(found: Texts) -> Texts:
    commitment, milestone, number = found
    return [f"{commitment or milestone}#{number}"]


SEARCHED: dict[SearchKind, Searched] = {
    SearchKind.AGREEMENT: Searched(
        Agreement, ("reference", *both("title")), (*both("purpose"), "document_number", "place")
    ),
    SearchKind.COMMITMENT: Searched(
        Commitment,
        ("reference", *both("title")),
        both("wording", "purpose", "completion_criteria"),
        parts=(CommitmentAgency, "commitment", both("duty")),
    ),
    SearchKind.PROGRAM: Searched(
        Program,
        ("slug", *both("title")),
        both("note", "notice"),
        parts=(Recognition, "program", both("title")),
    ),
    SearchKind.MILESTONE: Searched(Milestone, ("reference", *both("title"))),
    SearchKind.AGENCY: Searched(Agency, ("name_ko", "name_en", "other_names_ko"), more_titles=agency_names),
    SearchKind.REPORT: Searched(
        StatusReport,
        ("commitment__reference", "milestone__reference", "number"),
        both("note", "target_reason", "target_procedure", "correction_reason"),
        more_titles=report_reference,
    ),
}


class Entry(NamedTuple):
    title: str
    body: str
    bigrams: frozenset[int]  # numbers of the kind


def entries(kind: SearchKind, keys: Iterable[int]) -> dict[int, Entry]:
    """What the index should hold of those records of a kind that are public."""
    searched = SEARCHED[kind]
    keys = list(keys)
    more: dict[int, Texts] = {}
    if searched.parts:
        model, way, columns = searched.parts
        rows = model.objects.visible_to(PUBLIC).filter(**{f"{way}__in": keys}).order_by("pk")
        for key, *texts in rows.values_list(way, *columns):
            more.setdefault(key, []).extend(texts)
    found = {}
    names = (*searched.titles, *searched.bodies)
    for key, *texts in (
        searched.model.objects.visible_to(PUBLIC).filter(pk__in=keys).values_list("pk", *names)
    ):
        titles, bodies = texts[: len(searched.titles)], texts[len(searched.titles) :]
        title, of_title = indexed_fields(searched.more_titles(titles))
        body, of_body = indexed_fields([*bodies, *more.get(key, ())])
        found[key] = Entry(title, body, frozenset(map(kind.number, of_title | of_body)))
    return found


# ---- what it holds ---------------------------------------------------------------------------------------


class Stored(NamedTuple):
    key: int
    title: str
    body: str
    bigrams: int  # how many
    total: int  # their sum

    def is_of(self, entry: Entry | None) -> bool:
        return entry is not None and self[1:] == (
            entry.title, entry.body, len(entry.bigrams), sum(entry.bigrams),
        )  # fmt: skip


def stored(kind: SearchKind, keys: Iterable[int]) -> dict[int, Stored]:
    rows = SearchText.objects.filter(kind=kind, record__in=list(keys))
    found = list(rows.values_list("record", "pk", "title", "body"))
    sums = {
        text: (count, int(total))
        for text, count, total in SearchBigram.objects.filter(
            text__in=[pk for _record, pk, _title, _body in found]
        )
        .order_by()
        .values("text")
        .annotate(count=Count("bigram"), total=Sum("bigram"))
        .values_list("text", "count", "total")
    }
    return {record: Stored(pk, title, body, *sums.get(pk, (0, 0))) for record, pk, title, body in found}


def wrong(kind: SearchKind, keys: Iterable[int]) -> tuple[dict[int, Stored], dict[int, Entry]]:
    """What the index holds of some records and should not, and what it should hold and does not."""
    keys = list(keys)
    wanted, present = entries(kind, keys), stored(kind, keys)
    outdated = {record: row for record, row in present.items() if not row.is_of(wanted.get(record))}
    missing = {
        record: entry for record, entry in wanted.items() if record not in present or record in outdated
    }
    return outdated, missing


def batches(kind: SearchKind) -> Iterator[tuple[int, ...]]:
    """The keys of all records of a kind, and of what the index holds of records that are gone."""
    known = SEARCHED[kind].model._default_manager.values_list("pk", flat=True)
    held = SearchText.objects.filter(kind=kind).exclude(record__in=known)
    yield from batched(known.order_by("pk").iterator(chunk_size=AT_A_TIME), AT_A_TIME)
    yield from batched(held.values_list("record", flat=True), AT_A_TIME)


# ---- keeping it ------------------------------------------------------------------------------------------


def bring_up_to_date(kind: SearchKind, keys: Iterable[int]) -> int:
    """Make the index hold what is public of some records; give how many entries were wrong."""
    changed = 0
    for some in batched(keys, AT_A_TIME):
        outdated, missing = wrong(kind, some)
        if outdated:
            gone = [row.key for row in outdated.values()]
            SearchBigram.objects.filter(text__in=gone).delete()
            SearchText.objects.filter(pk__in=gone).delete()
        texts = SearchText.objects.bulk_create(
            SearchText(kind=kind, record=record, title=entry.title, body=entry.body)
            for record, entry in missing.items()
        )
        add_bigrams(
            (number, text.pk)
            for text, entry in zip(texts, missing.values(), strict=True)
            for number in sorted(entry.bigrams)
        )
        changed += len(outdated.keys() | missing.keys())
    return changed


def add_bigrams(pairs: Iterable[tuple[int, int]]) -> None:
    """Insert (bigram, text).  A record has dozens, so that making model instances of them took longest."""
    into = f"INSERT INTO {SearchBigram._meta.db_table} (bigram, text_id) "
    with connection.cursor() as cursor:
        for some in batched(pairs, 20_000):
            if connection.vendor == "postgresql":
                columns = [list(column) for column in zip(*some, strict=True)]
                cursor.execute(into + "SELECT * FROM unnest(%s::bigint[], %s::bigint[])", columns)  # noqa: S608  # our own names
            else:
                cursor.executemany(into + "VALUES (%s, %s)", some)


def keep(record: Model) -> None:
    """Bring up to date what an act on ``record`` may have changed of what can be found."""
    match record:
        case Agency():
            bring_up_to_date(SearchKind.AGENCY, [record.pk])
        case Agreement():
            bring_up_to_date(SearchKind.AGREEMENT, [record.pk])
            _keep_subjects(SearchKind.COMMITMENT, record.commitments)
        case Program():
            bring_up_to_date(SearchKind.PROGRAM, [record.pk])
            _keep_subjects(SearchKind.MILESTONE, record.milestones)
        case StatusReport():
            bring_up_to_date(SearchKind.REPORT, [record.pk])
        case Withdrawal():
            keep(record.report)
        case Redaction():
            keep(record.subject)
        case Statement() | DutyRecord():
            pass  # nobody looks for them by their words yet
        case _:
            raise TypeError(record)


def _keep_subjects(kind: SearchKind, subjects: Any) -> None:
    bring_up_to_date(kind, list(subjects.values_list("pk", flat=True)))
    reports = StatusReport.objects.filter(**{f"{kind}__in": subjects.values("pk")})
    bring_up_to_date(SearchKind.REPORT, list(reports.values_list("pk", flat=True)))
