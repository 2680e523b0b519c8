"""What differs between two versions of a record, written for a reader: label, before, after."""

from dataclasses import dataclass
from typing import Any

from agreements.models import Agency, Program, Theme
from agreements.models.labels import FactNames, fact_label, fact_text
from agreements.rules.ledger import FactDifference


@dataclass(frozen=True)
class ValueDifference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class VersionComparison:
    """Two versions side by side, under what they are called."""

    title: Any
    before: Any
    after: Any
    differences: list[ValueDifference]


def value_differences(differences: list[FactDifference]) -> list[ValueDifference]:
    """Write each fact and its values as the public pages do; staff also see agencies that are not listed."""
    names = FactNames.of(
        dict(Agency.objects.values_list("slug", "name_ko")),
        dict(Program.objects.values_list("slug", "title_ko")),
        dict(Theme.objects.values_list("slug", "name_ko")),
    )
    return [
        ValueDifference(
            fact_label(difference.path, names=names),
            fact_text(difference.path, difference.before, names=names),
            fact_text(difference.path, difference.after, names=names),
        )
        for difference in differences
    ]
