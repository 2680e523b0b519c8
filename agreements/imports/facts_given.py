"""What holds for all rows of a file whose cells say nothing of it: of a round, what its upload form gives."""

from dataclasses import dataclass

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
