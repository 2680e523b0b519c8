"""The recorded sources that a row of agreements or programs cites."""

import re
from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.imports.complaints import UnreadableCell
from agreements.imports.plans import PlanDraft
from agreements.lists.columns.csv_file import SEPARATOR
from agreements.models import Source
from agreements.rules.roles import Person

ADDRESS = re.compile(r"https?://\S+$")


def plan_sources(draft: PlanDraft, person: Person) -> None:
    """Add recorded sources, by address or as our export writes them: publisher, label, date, address."""
    cited = draft.facts.resolve("sources", partial(read_sources, person=person))
    if cited is None:
        return
    before = sorted(draft.stored_children("sources"), key=attrgetter("pk"))
    after = sorted({*before, *cited}, key=attrgetter("pk"))  # a list rarely names all
    changed = draft.note_change("sources", SEPARATOR.join(map(str, before)), SEPARATOR.join(map(str, after)))
    if changed:
        draft.write_children.append(partial(write_sources, draft.record, after))


def write_sources(record: Any, sources: Sequence[Source]) -> None:
    record.sources.set(sources)


def read_sources(text: str, *, person: Person) -> list[Source]:
    visible = Source.objects.visible_to(person)
    pieces = list(map(str.strip, re.split(r"\n|; ", text)))
    sources = []
    while pieces:
        source, length = read_first_source(pieces, visible)
        sources.append(source)
        del pieces[:length]
    return sources


def read_first_source(pieces: Sequence[str], visible: QuerySet[Source]) -> tuple[Source, int]:
    """Return the source at the beginning and how many pieces it takes; a headline may hold a semicolon."""
    for length in range(len(pieces), 0, -1):
        source = find_source("; ".join(pieces[:length]), visible)
        if source:
            return source, length
    correction = _("“%(source)s” is not recorded. Add it under sources first, or leave the cell empty.")
    raise UnreadableCell(correction % {"source": pieces[0][:80]})


def find_source(text: str, visible: QuerySet[Source]) -> Source | None:
    address = ADDRESS.search(text)
    if address:
        return visible.filter(url=address.group()).first()
    publisher, _comma, label = text.partition(", ")
    for source in visible.filter(publisher=publisher, url="").order_by("pk"):
        plain_label = label.removesuffix(f", {source.published.iso()}")
        labels = {source.label_ko, source.label_en} - {""}
        if not labels.isdisjoint({label, plain_label}):
            return source
    return None
