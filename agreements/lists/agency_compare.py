"""Two to six agencies side by side: which an address names, and what each carries in which role."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.lists import parameters
from agreements.lists.agency_names import agencies_named_on
from agreements.lists.agency_promises import carried_promises
from agreements.lists.filters import ListFilters
from agreements.lists.listings import Listing, Selection
from agreements.lists.parameters import CLOCK_PARAMETERS, BadParameter, Clock, require_known
from agreements.models import Agency
from agreements.models.base import PUBLIC

AGENCY = "a"
FEWEST, MOST = 2, 6


def named_slugs(query: QueryDict) -> list[str]:
    """Return the address names under ``?a=``, each once, in the order in which they first stand."""
    values = (value.strip() for value in query.getlist(AGENCY))
    return list(dict.fromkeys(filter(None, values)))


def compared_agencies(query: QueryDict, clock: Clock) -> list[Agency]:
    """Return the agencies under ``?a=`` in their order, under their names of the day; [] where none is named.

    Raises:
        BadParameter: there is one only, or more than six, or one that is not listed.
    """
    slugs = named_slugs(query)
    if slugs and not FEWEST <= len(slugs) <= MOST:
        message = _("Choose two to six different agencies. This address names %(count)s.")
        raise BadParameter(AGENCY, message % {"count": len(slugs)})
    return listed_agencies(slugs, clock, parameter=AGENCY)


def listed_agencies(slugs: Sequence[str], clock: Clock, *, parameter: str) -> list[Agency]:
    """Return the listed agencies of these address names, in their order, under their names of the day.

    Raises:
        BadParameter: one is not listed; it names the ``parameter``.
    """
    by_slug = {agency.slug: agency for agency in agencies_named_on(clock.on).filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in by_slug:
            message = _("“%(value)s” is no listed agency. Write the address name of one from agencies.csv.")
            raise BadParameter(parameter, message % {"value": slug[:40]})
    return [by_slug[slug] for slug in slugs]


class CarriedRows:
    """Rows of several queries one after the other, with the little of a queryset that a file asks for."""

    def __init__(self, parts: Iterable[QuerySet[Any]]) -> None:
        self.parts = list(parts)

    def count(self) -> int:
        return sum(part.count() for part in self.parts)

    def values_list(self, *names: str) -> "CarriedRows":
        return CarriedRows(part.values_list(*names) for part in self.parts)

    def iterator(self, *, chunk_size: int) -> Iterator[Any]:
        return chain.from_iterable(part.iterator(chunk_size=chunk_size) for part in self.parts)


def carried_rows(agencies: Sequence[Agency], clock: Clock) -> CarriedRows:
    """Return one row for each agency, promise and role: of these agencies in turn, or of all without any.

    ``carried`` holds the primary keys of state and agency.
    """
    key = Concat(Cast("pk", CharField()), Value("/"), Cast("carrier", CharField()), output_field=CharField())
    reference = Coalesce("commitment__reference", "milestone__reference")
    rows = [part.annotate(carried=key, reference=reference) for part in carried_promises(clock)]
    if not agencies:
        public = Agency.objects.visible_to(PUBLIC).order_by().values("pk")
        return CarriedRows(
            part.filter(carrier__in=public).order_by("carrier", "role", "reference", "pk") for part in rows
        )
    return CarriedRows(
        part.filter(carrier=agency.pk).order_by("role", F("reference").asc(), "pk")
        for agency in agencies
        for part in rows
    )


class ComparedPromises:
    """What an address asks for, as a file reads it."""

    def __init__(self, rows: CarriedRows, clock: Clock) -> None:
        self.rows, self.clock = rows, clock

    def chosen_filters(self) -> list[Any]:
        """Nothing: which agencies were chosen stands in each row."""
        return []


class AgencyCompareListing(Listing):
    """The promises of the agencies that an address names; of all where it names none."""

    def select(self, query: QueryDict, *, today: date, also: Sequence[str] = ()) -> Selection:
        require_known(query, (AGENCY, *CLOCK_PARAMETERS, *also))
        clock = parameters.clock(query, today=today)
        rows = carried_rows(compared_agencies(query, clock), clock)
        return ComparedPromises(rows, clock)  # type: ignore[return-value]  # as far as a file reads it


AGENCY_COMPARE = AgencyCompareListing(
    name="agency_compare",
    title=gettext_lazy("Agencies compared"),
    lead=gettext_lazy("One row for each agency, promise and role, with the dates that it named itself."),
    rows=lambda clock: carried_promises(clock)[0],
    filters=ListFilters,
    sorts={},
)

PROMISES = AgencyCompareListing(
    name="promises",
    title=gettext_lazy("Promises by agency"),
    lead=AGENCY_COMPARE.lead,
    rows=AGENCY_COMPARE.rows,
    filters=ListFilters,
    sorts={},
)
