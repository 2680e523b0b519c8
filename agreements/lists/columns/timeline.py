"""timeline.csv: everything dated, or what the picture of the timeline is drawn of."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.fact_words import fact_words
from agreements.lists.parameters import Clock
from agreements.lists.timeline import TIMELINE as LISTING
from agreements.timeline import EventKey, load_events


def load_facts(keys: Sequence[EventKey], clock: Clock) -> dict[EventKey, dict[str, Any]]:
    facts = {}
    for event in load_events(keys, on=clock.on, seq=clock.seq):
        dates = {"when": event.when.iso(), "day": event.when.last.isoformat(), "code": event.kind.value}
        facts[event.key] = fact_words(event) | dates
    return facts


def part(name: str) -> Cell:
    return Cell(("key",), load=load_facts, part=name)


TIMELINE = Export(
    listing=LISTING,
    columns=(
        Column("day", _("Last day"), part("day"), _("Of its date; rows lie in its order."), Kind.DAY),
        Column("date", _("Date"), part("when"), _("As exactly as it is known."), Kind.PERIOD),
        Column("kind", _("Kind (code)"), part("code"), _("What kind of fact it is."), Kind.CODE),
        Column("kind_label", _("Kind"), part("kind"), _("The same in words.")),
        Column("title", _("Title"), part("title"), _("Of the record that the fact is about.")),
        Column("reference", _("Reference"), part("reference"), _("Of that record; permanent."), Kind.CODE),
        Column("agency", _("Agency"), part("agency"), _("Who said or did it, where it is one agency.")),
        Column("words", _("In words"), part("words"), _("Status, outcome and date, or the result.")),
        Column("url", _("Address"), part("url"), _("Where the page tells of it."), Kind.ADDRESS),
    ),
)
