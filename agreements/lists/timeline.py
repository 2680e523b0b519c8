"""The timeline as one query string asks for it: its picture, or the list of everything dated."""

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict

from agreements.lists.facts import AS_LIST, FACTS, FactListing, FactSelection
from agreements.lists.lanes import LANES
from agreements.lists.listings import Listing
from agreements.lists.parameters import single


def timeline_listing(query: QueryDict) -> Listing:
    """Return the list behind ``?view=list``, else the picture, as a list of promises."""
    return FACTS if single(query, "view") == AS_LIST else LANES


class TimelineFile(FactListing):
    """The facts that the files of the timeline hold: those of the list, or those that the picture draws."""

    def select(self, query: QueryDict, *, today: date, also: Sequence[str] = ()) -> FactSelection:
        selection = timeline_listing(query).select(query, today=today, also=also)
        if isinstance(selection, FactSelection):
            return selection
        span = {name: selection.filter_values[name] for name in ("from", "to")}
        parameters = dict.fromkeys(FACTS.filters.base_filters, "") | span | {"sort": "", "page": ""}
        states = selection.filters.qs
        return FactSelection(FACTS, parameters, clock=selection.clock, states=states)


TIMELINE = TimelineFile(
    name=FACTS.name,
    title=FACTS.title,
    lead=FACTS.lead,
    rows=FACTS.rows,
    filters=FACTS.filters,
    sorts=FACTS.sorts,
    related=FACTS.related,
)
