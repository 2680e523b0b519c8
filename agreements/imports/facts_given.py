"""What holds for all rows of a file whose cells say nothing of it: of a round, what its upload form gives."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from agreements.imports.table_body import Row
from agreements.models import Agency, RoundPart
from agreements.rules.partial_date import PartialDate


@dataclass(frozen=True)
class FactsGiven:
    """``agencies`` are those that the rows may be about; None: all."""

    part: RoundPart | None = None
    agencies: frozenset[int] | None = None
    stated_by: Agency | None = None
    said_on: PartialDate | None = None
    covers_from: PartialDate | None = None
    covers_to: PartialDate | None = None
    source_title: str = ""
    source_url: str = ""
    department: str = ""
    where: str = ""
    words: str = ""


NOTHING_GIVEN = FactsGiven()


def answered_rows(rows: Iterable[Row], given: FactsGiven, answer_names: Collection[str]) -> Iterator[Row]:
    """Leave out, of a table that we gave out for a round, the rows that nobody answered."""
    for row in rows:
        if given.part is None or any(map(row.cells.get, answer_names)):
            yield row
