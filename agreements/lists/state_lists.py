"""What the list of promises and the file of milestones share: they are rows of the state table."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.facets import RowFacet, by_column
from agreements.lists.filters import ChoiceFilter
from agreements.lists.listings import Sort
from agreements.lists.parameters import Clock
from agreements.models import StatusReport
from agreements.models.base import PUBLIC
from agreements.rules.states import Standing

SILENT = "silent"
STANDINGS = [*Standing.choices, (SILENT, _("No report within a year"))]
MOVED = [("yes", _("Moved at least once")), ("no", _("Never moved"))]

WHETHER_MOVED = Case(When(times_moved__gt=0, then=Value("yes")), default=Value("no"))

SORTS_OF_STATES = {
    "deadline": Sort(
        _("Earliest announced date first"), (F("target_last").asc(nulls_last=True),), column="deadline"
    ),
    "-deadline": Sort(
        _("Latest announced date first"),
        (F("target_last").desc(nulls_last=True),),
        column="deadline",
        descending=True,
    ),
    "-moved": Sort(_("Most often moved first"), ("-times_moved", F("target_last").asc(nulls_last=True))),
    "-heard": Sort(_("Latest report first"), ("-heard_on",), column="heard", descending=True),
    "heard": Sort(_("Longest without a report first"), ("heard_on",), column="heard"),
}


def standing_and_silence(standing: str, silent: bool) -> tuple[str, ...]:  # two columns
    if silent:
        return standing, SILENT
    return (standing,)


class StandingFilter(ChoiceFilter):
    """Where a promise stands, or that nothing was reported of it for a year."""

    facet = RowFacet(("standing", "silent"), standing_and_silence)

    def __init__(self) -> None:
        super().__init__(label=_("Announced dates"), choices=STANDINGS)

    def condition(self, value: str) -> Q:
        if value == SILENT:
            return Q(silent=True)
        return Q(standing=value)


class MovedFilter(ChoiceFilter):
    """Whether the target was moved."""

    facet = by_column(WHETHER_MOVED)

    def __init__(self) -> None:
        super().__init__(label=_("Changes of the announced date"), choices=MOVED)

    def condition(self, value: str) -> Q:
        if value == "yes":
            return Q(times_moved__gt=0)
        return Q(times_moved=0)


def by_first_agency(prepared: Callable[[QuerySet[Any], Clock], QuerySet[Any]]) -> Sort:
    """By the name of the agency that ``prepared`` adds as ``first_agency``."""
    order = (F("first_agency").asc(nulls_last=True), F("target_last").asc(nulls_last=True))
    return Sort(_("Agency"), order, column="agency", prepared=prepared)


def speakers_of_states(clock: Clock) -> tuple[Prefetch, Prefetch]:
    """Load who named the date that counts, and the report a state stands on, as far as they are public."""
    agencies = agencies_named_on(clock.on)
    reports = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq)
    last_report = reports.prefetch_related(Prefetch("stated_by", agencies))
    return Prefetch("report", last_report), Prefetch("target_by", agencies)
