"""sources.csv: the public material that the register rests on."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells
from agreements.lists.columns.export import Column, Export, Kind
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.parameters import Clock
from agreements.lists.register_files import SOURCES as LISTING
from agreements.lists.register_files import citations


def citing_records(keys: Keys, clock: Clock) -> ByKey:
    """Return the references of what cites each source, each once."""
    citing: dict[Any, dict[str, None]] = defaultdict(dict)
    for citation in citations(clock):
        records = citation.records.filter(**{f"{citation.source}__in": keys}).order_by("pk")
        for source, *reference in records.values_list(citation.source, *citation.reference):
            citing[source][citation.write(*reference)] = None

    return {source: cells.joined(list(references)) for source, references in citing.items()}


SOURCES = Export(
    listing=LISTING,
    columns=(
        Column("publisher", _("Publisher"), cells.value("publisher"), _("Who published it.")),
        Column("label", _("Title"), cells.text("label"), _("Usually its headline.")),
        Column(
            "published",
            _("Published"),
            cells.partial_date("published"),
            _("As precise as the source itself."),
            Kind.PERIOD,
        ),
        Column("url", _("Address"), cells.value("url"), _("Empty for what is not on the web."), Kind.ADDRESS),
        Column(
            "checked_on", _("Checked on"), cells.day("checked_on"), _("Day on which it was last opened."),
            Kind.DAY,
        ),
        Column(
            "sha256",
            _("SHA-256 of the copy"),
            cells.value("sha256"),
            _("Of the copy that staff keep; a press article is its publisher's and not given out."),
            Kind.CODE,
        ),
        Column(
            "cited_by",
            _("Cited by"),
            cells.linked("pk", citing_records),
            _("References of the records that rest on it."),
            Kind.LIST,
        ),
    ),
)  # fmt: skip
