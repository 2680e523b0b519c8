"""Dated facts of all kinds, loaded by their keys."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from agreements.timeline.dated_facts import DATED
from agreements.timeline.events import Event, EventKind, event_of_record
from agreements.timeline.loaders import LOADERS

type EventKey = tuple[date, int, int]  # its last day, the number of its kind, the record's primary key


def load_events(keys: Iterable[EventKey], *, on: date, seq: int | None = None) -> list[Event]:
    """Return the events of some keys, in their order; agencies have their names of ``on``.

    What was withdrawn since the keys were read is left out.
    """
    kinds = list(EventKind)
    days_of_records = [(day, kinds[number], pk) for day, number, pk in keys]
    pks_by_model: dict[Any, set[int]] = defaultdict(set)
    for _day, kind, pk in days_of_records:
        pks_by_model[DATED[kind].model].add(pk)
    records = {model: LOADERS[model](pks, on, seq) for model, pks in pks_by_model.items()}
    events = []
    for day, kind, pk in days_of_records:
        record = records[DATED[kind].model].get(pk)
        if record is not None:
            events.append(event_of_record(kind, day, record))
    return events
