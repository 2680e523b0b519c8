"""The rows of a settled mould as texts with holes, one line a row, as PostgreSQL's COPY reads them.

What is the same in all copies of one month, its days, is filled in first (``%(2017-05-04)s``); what is each
copy's own afterwards: keys (``%%(commitment3)d``), sequences and moments of its events, the reference of the
agreement, numbers of inquiries, the city and its bodies.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.db import models

from agreements.actions.search_index import SEARCHED
from agreements.demo.scale import bodies
from agreements.demo.scale.bulk_tables import LINE_END, NULL, stored_fields
from agreements.demo.scale.moulds import CITY, Mould
from agreements.demo.scale.search_templates import SearchTemplate
from agreements.demo.scale.settling import PUBLISHED_AT, SettledMould, named_ones_first
from agreements.demo.scale.shifting import step_of
from agreements.models import LATEST, Agency, Commitment, LedgerEntry, SearchText
from agreements.models.base import PartialDateProperty
from agreements.rules.lifecycle import FOREVER
from agreements.rules.partial_date import PartialDate
from agreements.rules.search_text import indexed_fields

# What each copy of an entry has of its own.
CHAINED = frozenset({"payload", "salt", "payload_digest", "previous", "digest"})
CITY_NUMBER = bodies.number_of_city(CITY)
CITY_NAME, CITY_LETTERS = bodies.city_name(CITY), bodies.city_name(CITY).replace(" ", "")
CITY_SLUG = bodies.city_slug(CITY)
NUMBER_IN_NAME = f"(?<={CITY_NAME.removesuffix(CITY_NUMBER)}){CITY_NUMBER}"
WHOLE_TEXT = re.compile(r'"(\d{4}[^"]*)"')  # of a payload: what may be a date
NEVER_IN_A_CELL = re.compile(r"[\\\t\r]")


@dataclass(frozen=True)
class EventTemplate:
    """A publication: on which day in the mould, of what, and its ledger entry.

    ``owner`` is the model of the record to which the entry belongs, ``owner_index`` its place among those of
    the mould and ``owner_key`` the hole for its key.
    """

    day: date
    model: Any
    owner: Any
    owner_index: int
    owner_key: str
    kind: str
    reference: str
    payload: str
    line: str


@dataclass
class MouldTemplates:
    """All that is needed to copy a mould.

    Attributes:
        rows: {model: lines of its table}.
        keys: {model: names of the holes for its primary keys}.
        dates: {date as it is written: what it stands for}, of all that move with the months.
        step: by how many months, or a multiple, they can move.
    """

    rows: dict[Any, str]
    keys: dict[Any, list[str]]
    events: list[EventTemplate]
    searches: list[SearchTemplate]
    dates: dict[str, PartialDate]
    step: int
    commitments: int
    signed_on: date
    last_day: date


def templates_of(settled: SettledMould) -> MouldTemplates:
    return TemplateMaker(settled).make()


@dataclass
class TemplateMaker:
    settled: SettledMould
    names: dict[tuple[Any, Any], str] = field(default_factory=dict)  # of holes, by model and primary key

    @property
    def mould(self) -> Mould:
        return self.settled.mould

    def make(self) -> MouldTemplates:
        keys: dict[Any, list[str]] = {}
        for model, records in self.settled.records.items():
            keys[model] = [f"{model._meta.model_name}{index}" for index in range(len(records))]
            self.names |= {
                (model, record.pk): name for record, name in zip(records, keys[model], strict=True)
            }
        rows = {
            model: "".join(self.line(record, model) for record in self.settled.of(model))
            for model in named_ones_first(self.settled.records)
        }
        texts = range(len(self.settled.search_texts))
        keys[SearchText] = [f"{SearchText._meta.model_name}{index}" for index in texts]
        searches = list(self.searches(keys[SearchText]))
        rows[SearchText] = "".join(search.line for search in searches)
        return MouldTemplates(
            rows=rows,
            keys=keys,
            events=list(self.events()),
            searches=searches,
            dates=self.dates,
            step=step_of(list(self.dates.values())),
            commitments=len(self.mould.of(Commitment)),
            signed_on=self.mould.signed_on,
            last_day=max(event.day for event in self.settled.events),
        )

    def events(self) -> Iterator[EventTemplate]:
        for event, entry in zip(self.settled.events, self.settled.entries, strict=True):
            yield EventTemplate(
                day=event.day,
                model=type(event.record),
                owner=type(event.about),
                owner_index=self.mould.of(type(event.about)).index(event.about),
                owner_key=self.names[type(event.about), event.about.pk],
                kind=str(event.kind),
                reference=self.text(entry.reference),
                payload=self.payload(str(entry.payload)),
                line=self.line(entry, LedgerEntry),
            )

    def searches(self, keys: list[str]) -> Iterator[SearchTemplate]:
        for key, (kind, record, texts) in zip(keys, self.settled.search_texts, strict=True):
            model = SEARCHED[kind].model
            cells = {
                "id": hole(key, "d"),
                "kind": str(kind),
                "record": hole(self.names[model, record], "d"),
                "title": self.letters(indexed_fields(texts.titles)[0]),
                "body": self.letters(indexed_fields(texts.bodies)[0]),
            }
            line = "\t".join(cells[column.name] for column in stored_fields(SearchText)) + "\n"
            holes = {"reference": self.mould.reference, "city": NUMBER_IN_NAME}
            yield SearchTemplate.of(kind, [*texts.titles, *texts.bodies], holes, key=key, line=line)

    # ---- cells

    def line(self, record: Any, model: Any) -> str:
        return "\t".join(self.cell(record, column) for column in stored_fields(model)) + "\n"

    def cell(self, record: Any, column: Any) -> str:
        """Return how the value of a column is written, or the hole that stands for it."""
        value = getattr(record, column.attname)
        if isinstance(record, LedgerEntry) and column.name in CHAINED:
            return hole(column.name)
        if value is None:
            return NULL
        if isinstance(column, models.PositiveBigIntegerField):
            return self.sequence(value)  # nothing else in a register is so large
        if column.is_relation:
            return self.key(column.related_model, value)
        if column.primary_key:
            return self.key(type(record), value)
        return self.value(value)

    def value(self, value: Any) -> str:
        match value:
            case bool():
                return str(int(value))
            case datetime():
                return self.moment(value)
            case date() if value != FOREVER:
                return f"%({value})s"
        return self.text(str(value))

    def sequence(self, seq: int) -> str:
        if seq == LATEST:
            return str(seq)
        return hole(f"seq{self.event_of(seq)}", "d")

    def event_of(self, seq: int) -> int:
        """Return the place, among the events of the mould, of the one that took a sequence."""
        return seq - self.settled.entries[0].seq

    def key(self, model: Any, key: Any) -> str:
        name = self.names.get((model, key))
        if name:
            return hole(name, "d")
        index = key - bodies.key_of_first_body(CITY) if model is Agency else -1
        if 0 <= index < len(bodies.OF_A_CITY):
            return hole(f"agency{index}", "d")
        return str(key)

    def moment(self, moment: datetime) -> str:
        """Return the hole of an event's moment, or the hour of its day."""
        if moment.time() < PUBLISHED_AT:
            return f"%({moment.date()})s {moment.time()}"
        return hole(f"moment{self.event_of(self.sequences_by_moment[moment])}")

    @cached_property
    def sequences_by_moment(self) -> dict[datetime, int]:
        return {entry.recorded_at: entry.seq for entry in self.settled.entries}

    # ---- texts

    def text(self, text: str) -> str:
        if NEVER_IN_A_CELL.search(text):
            raise ValueError(text)
        text = text.replace("%", "%%%%").replace("\n", LINE_END)
        text = text.replace(self.mould.reference, hole("reference"))
        for index, number in enumerate(self.mould.numbers):
            text = text.replace(str(number), hole(f"inquiry_number{index}", "d"))
        text = text.replace(CITY_NAME, CITY_NAME.replace(CITY_NUMBER, hole("city")))
        return text.replace(CITY_SLUG, CITY_SLUG.replace(CITY_NUMBER, hole("city")))

    def letters(self, letters: str) -> str:
        text = self.text(letters)
        return text.replace(CITY_LETTERS, CITY_LETTERS.replace(CITY_NUMBER, hole("city")))

    def payload(self, payload: str) -> str:
        return WHOLE_TEXT.sub(self.dated, self.text(payload))

    def dated(self, match: re.Match[str]) -> str:
        if match[1] in self.dates:
            return f'"%({match[1]})s"'
        return match[0]

    @cached_property
    def dates(self) -> dict[str, PartialDate]:
        """Every date that stands in a record, as the ledger and the tables write it."""
        dates: dict[str, PartialDate] = {}
        for records in self.settled.records.values():
            for record in records:
                for period in dates_of(record):
                    days = map(PartialDate.day, (period.first, period.last))
                    dates |= {piece.iso(): piece for piece in (period, *days)}
        for event in self.settled.events:
            dates[str(event.day)] = PartialDate.day(event.day)
        return dates


def hole(name: str, kind: str = "s") -> str:
    return f"%%({name}){kind}"


def dates_of(record: Any) -> Iterator[PartialDate]:
    """Give what a record says of days and periods."""
    for name in period_names(record._meta.model):
        if period := getattr(record, name):
            yield period
    for column in stored_fields(type(record)):
        value = getattr(record, column.attname)
        is_day = isinstance(column, models.DateField) and not isinstance(value, datetime)
        if is_day and value not in (None, FOREVER):
            yield PartialDate.day(value)


@cache
def period_names(model: Any) -> list[str]:
    return [name for name in dir(model) if isinstance(getattr(model, name, None), PartialDateProperty)]
