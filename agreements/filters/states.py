"""What the lists of commitments, milestones and deadlines share: they are rows of the state table."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import PUBLIC, ChoiceFilter, ListFilters, Sort
from agreements.models import Agency, StatusReport
from agreements.parameters import Clock
from agreements.rules.lifecycle import Standing

SILENT = "silent"
STANDINGS = [*Standing.choices, (SILENT, _("No report within a year"))]
MOVED = [("yes", _("Moved at least once")), ("no", _("Never moved"))]

SORTS_OF_STATES = {
    "deadline": Sort(_("Earliest deadline first"), (F("target_last").asc(nulls_last=True),)),
    "-moved": Sort(_("Most often moved first"), ("-times_moved", F("target_last").asc(nulls_last=True))),
    "-slipped": Sort(
        _("Most days against the first target first"),
        ((F("target_last") - F("first_target_last")).desc(nulls_last=True),),
    ),
    "-heard": Sort(_("Latest report first"), ("-heard_on",)),
    "heard": Sort(_("Longest without a report first"), ("heard_on",)),
}


def standing_filter() -> ChoiceFilter:
    return ChoiceFilter(label=_("Deadline"), choices=STANDINGS, method="of_standing")


def moved_filter() -> ChoiceFilter:
    return ChoiceFilter(label=_("Changes of the deadline"), choices=MOVED, method="has_moved")


class StateFilters(ListFilters):
    def of_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(silent=True) if value == SILENT else rows.filter(standing=value)

    def has_moved(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(times_moved__gt=0) if value == "yes" else rows.filter(times_moved=0)


def last_report(clock: Clock) -> Prefetch:
    """The report a state stands on, with its speaker, as far as both are public."""
    speaker = Prefetch("stated_by", Agency.objects.visible_to(PUBLIC))
    return Prefetch(
        "report", StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).prefetch_related(speaker)
    )
