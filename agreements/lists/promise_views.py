"""The views of the list of promises, which its tabs offer: what of them holds on the day."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import RowFacet
from agreements.lists.filter_fields import Label
from agreements.lists.filters import ChoiceFilter
from agreements.lists.state_lists import WHETHER_MOVED
from agreements.rules.lifecycle import FULFILLED, UNKNOWN
from agreements.rules.states import Standing

PAST = (Standing.LATE, Standing.UNCONFIRMED, Standing.UNCHECKED)
COMING = (Standing.DUE_SOON, Standing.ON_TIME)


@dataclass(frozen=True)
class PromiseView:
    """The promises with one of some statuses or standings, or those whose date was moved."""

    name: str
    label: Label
    statuses: Collection[str] = ()
    standings: Collection[str] = ()
    moved: bool = False

    @property
    def condition(self) -> Q:
        if self.statuses:
            return Q(status__in=sorted(self.statuses))
        if self.standings:
            return Q(standing__in=sorted(self.standings))
        return Q(times_moved__gt=0)

    def holds(self, status: str, standing: str, moved: str) -> bool:
        """Say the same of the columns of a row; ``moved`` is "yes" or "no"."""
        if self.statuses:
            return status in self.statuses
        if self.standings:
            return standing in self.standings
        return moved == "yes"


FULFILLED_VIEW = PromiseView("fulfilled", _("Fulfilled"), statuses=FULFILLED)
PAST_VIEW = PromiseView("past", _("Announced date passed"), standings=PAST)
COMING_VIEW = PromiseView("coming", _("Announced date to come"), standings=COMING)
MOVED_VIEW = PromiseView("moved", _("Announced date changed"), moved=True)
UNKNOWN_VIEW = PromiseView("unknown", _("Nothing confirmed"), statuses=UNKNOWN)
DATED_VIEW = PromiseView("dated", _("Open with an announced date"), standings=(*PAST, *COMING))

PROMISE_VIEWS = {
    view.name: view for view in (FULFILLED_VIEW, PAST_VIEW, COMING_VIEW, MOVED_VIEW, UNKNOWN_VIEW, DATED_VIEW)
}


def views_of_row(status: str, standing: str, moved: str) -> tuple[str, ...]:
    return tuple(name for name, view in PROMISE_VIEWS.items() if view.holds(status, standing, moved))


class ViewFilter(ChoiceFilter):
    """One view of the promises, or all of them."""

    facet = RowFacet(("status", "standing", WHETHER_MOVED), views_of_row)

    def __init__(self) -> None:
        choices = [(name, view.label) for name, view in PROMISE_VIEWS.items()]
        super().__init__(label=_("View"), choices=choices)

    def condition(self, value: str) -> Q:
        return PROMISE_VIEWS[value].condition
