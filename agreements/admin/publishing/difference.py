"""What differs between two versions of a record, written for a reader: label, before, after."""

from dataclasses import dataclass
from typing import Any

from agreements.models import Agency, Program
from agreements.models.labels import FactNames, fact_label, fact_text
from agreements.rules.ledger import FactDifference


@dataclass(frozen=True)
class Shown:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side, under what they are called."""

    title: Any
    before: Any
    after: Any
    differences: list[Shown]


def in_words(found: list[FactDifference]) -> list[Shown]:
    """Name each fact and its values as the public pages do; staff see agencies that are not listed too."""
    names = FactNames.of(
        dict(Agency.objects.values_list("slug", "name_ko")),
        dict(Program.objects.values_list("slug", "title_ko")),
    )
    return [
        Shown(
            fact_label(one.path, names=names),
            fact_text(one.path, one.before, names=names),
            fact_text(one.path, one.after, names=names),
        )
        for one in found
    ]
