"""What the rows of a chunk rest on and is public, by primary key: who stated it, sources, documents."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from agreements.lists.among import among
from agreements.lists.columns.cells import page_address, period, pick_language
from agreements.lists.columns.linked_records import ByKey, Keys, joined_by_key, names_of_agencies
from agreements.lists.parameters import Clock
from agreements.models import Agreement, Document, Origin, Program, Source, StatusReport
from agreements.models.base import PUBLIC


def evidence_of_reports(keys: Keys, clock: Clock) -> ByKey:
    """Who stated each report, where it comes from, and its public sources and documents."""
    labels = {code: str(label) for code, label in Origin.choices}
    reports = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).filter(pk__in=among(keys))
    rows = list(reports.values_list("pk", "origin", "stated_by"))
    public_keys = [key for key, _origin, _speaker in rows]
    speakers = names_of_agencies([speaker for _key, _origin, speaker in rows], clock)
    sources = sources_of_reports(public_keys, clock)
    documents = documents_of_reports(public_keys, clock)
    evidence = {}
    for key, origin, speaker in rows:
        public_speaker = speakers.get(speaker, {})
        evidence[key] = {
            "stated_by": public_speaker.get("name"),
            "stated_by_slug": public_speaker.get("code"),
            "origin": origin,
            "origin_label": labels[origin],
            "sources": sources.get(key),
            "documents": documents.get(key),
        }

    return evidence


def sources_of(records: QuerySet[Any], keys: Keys) -> ByKey:
    """Public sources as "publisher, label, date, address", the oldest first.

    Two plain queries: in one, SQLite walks through every source for each chunk of records.
    """
    citing: dict[Any, list[Any]] = defaultdict(list)
    citations = records.filter(pk__in=among(keys), sources__isnull=False).order_by()
    for record, source in citations.values_list("pk", "sources"):
        citing[source].append(record)

    texts = texts_of_sources(citing)
    return joined_by_key((record, text) for source, text in texts.items() for record in citing[source])


def texts_of_sources(keys: Iterable[Any]) -> dict[Any, str]:
    """Return {key: text} of the public sources among ``keys``, the oldest first."""
    pick = pick_language()
    rows = (
        Source.objects.visible_to(PUBLIC)
        .filter(pk__in=among(keys))
        .order_by("published_last", "pk")
        .values_list("pk", "publisher", "label_ko", "label_en", "published_first", "published_last", "url")
    )
    texts = {}
    for key, publisher, korean, english, first, last, url in rows:
        parts = (publisher, pick(korean, english), period(first, last), url)
        texts[key] = ", ".join(part for part in parts if part)

    return texts


def sources_of_reports(keys: Keys, clock: Clock) -> ByKey:
    return sources_of(StatusReport.objects.visible_to(PUBLIC), keys)


def sources_of_agreements(keys: Keys, clock: Clock) -> ByKey:
    return sources_of(Agreement.objects.visible_to(PUBLIC), keys)


def sources_of_programs(keys: Keys, clock: Clock) -> ByKey:
    return sources_of(Program.objects.visible_to(PUBLIC), keys)


def documents_of(owner: str, keys: Keys) -> ByKey:
    """Public documents as "title, SHA-256, address", as they were entered.

    ``owner`` is the field of a document that names the record.
    """
    pick, (before, behind) = pick_language(), page_address("document")
    rows = Document.objects.visible_to(PUBLIC).filter(**{f"{owner}__in": among(keys)}).order_by("pk")
    return joined_by_key(
        (key, ", ".join((pick(korean, english) or "", f"SHA-256 {sha256}", f"{before}{sha256}{behind}")))
        for key, korean, english, sha256 in rows.values_list(owner, "title_ko", "title_en", "sha256")
    )


def documents_of_reports(keys: Keys, clock: Clock) -> ByKey:
    return documents_of("report", keys)


def documents_of_agreements(keys: Keys, clock: Clock) -> ByKey:
    return documents_of("agreement", keys)


def documents_of_programs(keys: Keys, clock: Clock) -> ByKey:
    return documents_of("program", keys)
