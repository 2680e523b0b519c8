"""How often each mould is copied, how many months later, and under which keys, sequences and references."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from agreements.demo.scale import bodies
from agreements.demo.scale.shifting import shifted
from agreements.demo.scale.templates import MouldTemplates
from agreements.models import Agreement, Inquiry

LAST_MONTH = 2026 * 12 + 10  # November 2026, after which nothing is said or published


@dataclass
class PlannedEvent:
    """An event of all copies of a batch, which follow each other.

    Attributes:
        seq: the sequence of the first copy.
        rank: how many were published before it on the same day.
    """

    day: date
    seq: int = 0
    rank: int = 0


@dataclass
class Batch:
    """Copies of one mould that lie the same months after it.

    Attributes:
        city: the city of the first copy; the next is of the next city.
        keys: {model: primary key of the first row of the first copy}.
        number: the number, in the year of its signing, of the first agreement.
        inquiry: the number of the first inquiry of each of its inquiries.
    """

    templates: MouldTemplates
    months: int
    copies: int
    city: int
    events: list[PlannedEvent]
    keys: dict[Any, int] = field(default_factory=dict)
    year: int = 0
    number: int = 0
    inquiries: list[int] = field(default_factory=list)


def plan_batches(moulds: Sequence[MouldTemplates], copies: Sequence[int], *, draw: Random) -> list[Batch]:
    """Spread ``copies`` of each mould over the months in which it can lie."""
    batches: list[Batch] = []
    for templates, copies_of_mould in zip(moulds, copies, strict=True):
        shifts = months_of(templates)
        draw.shuffle(shifts)
        for index, months in enumerate(shifts[:copies_of_mould]):
            in_this_month = (copies_of_mould - index + len(shifts) - 1) // len(shifts)
            days = [shifted(event.day, months) for event in templates.events]
            city = draw.randrange(bodies.CITIES)
            batches.append(Batch(templates, months, in_this_month, city, list(map(PlannedEvent, days))))
    return batches


def months_of(templates: MouldTemplates) -> list[int]:
    """Return by how many months a mould can be moved so that all of it lies in the past."""
    last_month = 12 * templates.last_day.year + templates.last_day.month - 1
    return list(range(0, LAST_MONTH - last_month + 1, templates.step))


def give_sequences(batches: list[Batch]) -> None:
    """Publish everything in the order of its days; give references and numbers as they are published."""
    next_seq = 1
    ranks: dict[date, int] = defaultdict(int)
    references: dict[int, int] = defaultdict(lambda: 1)
    next_inquiry = 1
    for batch, index in in_order(batches):
        event, model = batch.events[index], batch.templates.events[index].model
        event.seq, event.rank = next_seq, ranks[event.day]
        next_seq += batch.copies
        ranks[event.day] += batch.copies
        if model is Agreement:
            batch.year = year_of_signing(batch)
            batch.number = references[batch.year]
            references[batch.year] += batch.copies
        elif model is Inquiry:
            batch.inquiries.append(next_inquiry)
            next_inquiry += batch.copies


def in_order(batches: list[Batch]) -> Iterator[tuple[Batch, int]]:
    """Yield every event of every batch, by its index among those of its mould, in the order of its day."""
    events = [
        (event.day, number, index)
        for number, batch in enumerate(batches)
        for index, event in enumerate(batch.events)
    ]
    for _day, number, index in sorted(events):
        yield batches[number], index


def year_of_signing(batch: Batch) -> int:
    return shifted(batch.templates.signed_on, batch.months).year


def give_keys(batches: list[Batch], first_keys: dict[Any, int]) -> None:
    """Number the rows of each table; ``first_keys``: where its numbers begin."""
    next_keys = dict(first_keys)
    for batch in batches:
        for model, names in batch.templates.keys.items():
            batch.keys[model] = next_keys[model]
            next_keys[model] += batch.copies * len(names)
