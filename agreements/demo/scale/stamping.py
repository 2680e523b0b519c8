"""Filling the templates and writing the rows: first all but the ledger, then its entries in order."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from agreements.demo.scale import bodies
from agreements.demo.scale.bulk_tables import write_lines
from agreements.demo.scale.plan import Batch, in_order
from agreements.demo.scale.shifting import shifted_period
from agreements.models import LedgerEntry, SearchBigram
from agreements.rules import ledger

LETTERS_AT_A_TIME = 8_000_000  # held before they are written
HOUR_OF_PUBLICATION = 2  # in UTC: eleven in Seoul, so that it is the same day
type Progress = Callable[[int], None]  # how many more are done


class Lines:
    """Rows of several tables, written when there are many."""

    def __init__(self) -> None:
        self.held: dict[Any, list[str]] = defaultdict(list)
        self.letters = 0

    def add(self, model: Any, lines: str) -> None:
        self.held[model].append(lines)
        self.letters += len(lines)

    def write_many(self) -> None:
        """Write if there are many.  Call it where no row names one that is still to come."""
        if self.letters > LETTERS_AT_A_TIME:
            self.write()

    def write(self) -> None:
        for model, lines in self.held.items():
            write_lines(model, "".join(lines))
        self.held.clear()
        self.letters = 0


def write_records(batches: list[Batch], *, progress: Progress) -> None:
    """Write all rows but those of the ledger."""
    lines = Lines()
    for batch in batches:
        days = days_of(batch)
        rows = {model: template % days for model, template in batch.templates.rows.items()}
        for copy in range(batch.copies):
            filled = holes_of(batch, copy)
            for model, template in rows.items():
                lines.add(model, template % filled)
            for search in batch.templates.searches:
                lines.add(SearchBigram, search.rows(filled, filled[search.key]))
            lines.write_many()
        progress(batch.copies * batch.templates.commitments)
    lines.write()


def days_of(batch: Batch) -> dict[str, str]:
    """Return {date in the mould: the date in the copies}, both as they are written."""
    dates = batch.templates.dates.items()
    return {text: shifted_period(period, batch.months).iso() for text, period in dates}


def holes_of(batch: Batch, copy: int) -> dict[str, Any]:
    """Return what fills the holes of one copy."""
    filled = {**words_of(batch, copy), **bodies_of(batch, copy)}
    for model, names in batch.templates.keys.items():
        first = batch.keys[model] + copy * len(names)
        filled.update(zip(names, range(first, first + len(names)), strict=True))
    for index, event in enumerate(batch.events):
        filled[f"seq{index}"] = event.seq + copy
        filled[f"moment{index}"] = f"{event.day} {time_of(event.rank + copy)}"
    return filled


def words_of(batch: Batch, copy: int) -> dict[str, Any]:
    """Return what stands in the texts of one copy."""
    words: dict[str, Any] = {
        "reference": f"{batch.year}-{batch.number + copy:04}",
        "city": bodies.number_of_city(city_of(batch, copy)),
    }
    for index, number in enumerate(batch.inquiries):
        words[f"inquiry_number{index}"] = number + copy
    return words


def bodies_of(batch: Batch, copy: int) -> dict[str, int]:
    """Return the keys of the bodies of the city of one copy."""
    first = bodies.key_of_first_body(city_of(batch, copy))
    return {f"agency{index}": first + index for index in range(len(bodies.OF_A_CITY))}


def city_of(batch: Batch, copy: int) -> int:
    return (batch.city + copy) % bodies.CITIES


def time_of(rank: int) -> str:
    """Return when something is published: a thousandth of a second after what came before on that day.

    A microsecond more, so that no database leaves the microseconds out.
    """
    seconds, thousandth = divmod(rank, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{HOUR_OF_PUBLICATION + hours:02}:{minute:02}:{second:02}.{thousandth:03}001"


# ---- the ledger ----------------------------------------------------------------------------------------


def write_ledger(batches: list[Batch], *, salt: str, progress: Progress) -> None:
    """Chain the entries of all copies in the order of their publication.

    ``salt``: the first half of each entry's salt; its sequence is the other.
    """
    lines = Lines()
    previous = ledger.GENESIS
    days_by_batch = {id(batch): days_of(batch) for batch in batches}
    for batch, index in in_order(batches):
        event, template = batch.events[index], batch.templates.events[index]
        days = days_by_batch[id(batch)]
        payload_template, line = template.payload % days, template.line % days
        reference, kind = template.reference % days, template.kind
        owners = batch.templates.keys[template.owner]
        for copy in range(batch.copies):
            seq, time = event.seq + copy, time_of(event.rank + copy)
            filled = words_of(batch, copy)
            payload = payload_template % filled
            salt_of_entry = f"{salt}{seq:016x}"
            digest_of_payload = ledger.payload_digest(payload, salt_of_entry)
            digest = ledger.entry_digest(
                seq=seq,
                schema=ledger.SCHEMA,
                recorded_at=f"{event.day}T{time}Z",
                kind=kind,
                subject=reference % filled,
                payload_digest=digest_of_payload,
                previous=previous,
            )
            filled |= {
                template.owner_key: batch.keys[template.owner] + copy * len(owners) + template.owner_index,
                f"seq{index}": seq,
                f"moment{index}": f"{event.day} {time}",
                "payload": payload,
                "salt": salt_of_entry,
                "payload_digest": digest_of_payload,
                "previous": previous,
                "digest": digest,
            }
            lines.add(LedgerEntry, line % filled)
            lines.write_many()
            previous = digest
        progress(batch.copies)
    lines.write()
