"""The source that a row of a table rests on: one that is recorded, or a new one for the whole file."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.imports.facts import RowFacts
from agreements.imports.facts_given import FactsGiven
from agreements.imports.names import comparable_name
from agreements.models import Source
from agreements.rules.partial_date import PartialDate

FACTS = {
    "publisher": "source_publisher",
    "label_ko": "source",
    "published_first": "source_published",
    "url": "source_url",
}


class RowSources:
    """Recorded sources by address and by publisher, title and day; new ones are kept for later rows."""

    def __init__(self) -> None:
        self.by_address: dict[str, Source] = {}
        self.by_title: dict[tuple[str, str, Any], Source] = {}
        self.is_read = False  # they are read when the first row names one

    def _read(self) -> None:
        if not self.is_read:
            self.is_read = True
            for source in Source.objects.order_by("-pk").iterator(chunk_size=2000):
                self._add(source)

    def _add(self, source: Source) -> None:
        if source.url:
            self.by_address[source.url] = source
        key = (comparable_name(source.publisher), comparable_name(source.label_ko), source.published)
        self.by_title[key] = source

    def known(self, *, url: str, publisher: str, title: str, published: PartialDate | None) -> Source | None:
        """Return the source that is recorded, or was made for a row above: by its address, else its title."""
        self._read()
        if url in self.by_address:
            return self.by_address[url]
        source = self.by_title.get((comparable_name(publisher), comparable_name(title), published))
        if source is None:
            return None
        if url and source.url:  # of the same title, at another address
            return None
        return source

    def known_or_new(
        self, *, url: str, publisher: str, title: str, published: PartialDate | None
    ) -> Source | None:
        """Return the source of these facts; None where they are too few for one."""
        source = self.known(url=url, publisher=publisher, title=title, published=published)
        if source is not None:
            return source
        if not all((publisher, title, published)):
            return None
        source = Source(publisher=publisher, label_ko=title, url=url)
        source.published = published
        self._add(source)
        return source

    def of_row(
        self, facts: RowFacts, given: FactsGiven, *, publisher: str, published: PartialDate | None
    ) -> Source | None:
        """Return the source that a row names, else the one ``given`` for the file.

        None where there is neither, or the row complains.  ``publisher`` and ``published`` are those of the
        row's own statement, where its cells are empty.
        """
        if "source" not in facts and "source_url" not in facts:
            return self._of_file(given, publisher=publisher)
        source = self.known_or_new(
            url=facts.get("source_url", ""),
            publisher=facts.get("source_publisher", publisher),
            title=facts.get("source", ""),
            published=facts.get("source_published", published),
        )
        if source is None:
            correction = _("This source is not recorded yet. Write its title, its publisher and its day too.")
            facts.add_complaint(correction, "source")
        elif source._state.adding:
            complain_of_fields(source, facts)
        return source

    def _of_file(self, given: FactsGiven, *, publisher: str) -> Source | None:
        if not given.source_title:
            return None
        return self.known_or_new(
            url=given.source_url, publisher=publisher, title=given.source_title, published=given.said_on
        )


def complain_of_fields(source: Source, facts: RowFacts) -> None:
    """Hold a new source to its fields, as a form would."""
    try:
        source.clean_fields()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            facts.add_complaint(" ".join(messages), FACTS.get(name, "source"))


def saved_source(source: Source, *, actor: Any, now: datetime) -> Source:
    """Save a new source in an edit of its own; what is recorded stays as it is."""
    if source._state.adding:
        with drafts.editing_record(source, actor=actor, now=now):
            source.save()
    return source
