"""The list of public agencies, with what each signed and carries; those that have nothing are folded away."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_promises import AgencyCounts
from agreements.lists.facets import NO_CHOICE, Counts, Facet, LinkedFacet
from agreements.lists.filter_fields import Label, Option
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, counted_options
from agreements.lists.listings import Listing, Selection, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import AgencyLink, RegionFilter
from agreements.models import Agency, AgencyKind, SearchKind
from agreements.models.base import PUBLIC

ITSELF = AgencyLink("pk", "pk", "pk")
ALL = "all"
NAME_OF_DAY = Coalesce("former_ko", "name_ko")


def founded_agencies(clock: Clock) -> Any:
    """Agencies founded by the day, under its names; one that was dissolved stays, as its promises do."""
    founded = Q(founded_on__isnull=True) | Q(founded_on__lte=clock.on)
    agencies: Any = Agency.objects.visible_to(PUBLIC)
    return agencies.filter(founded).named_on(clock.on)


class ViewFilter(ChoiceFilter):
    """Whether agencies that signed and carry nothing are listed too."""

    parent: "AgencyFilters"

    def __init__(self) -> None:
        super().__init__(label=_("View"), choices=[(ALL, _("All agencies"))])

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == ALL:  # of a body that was entered twice, each entry that something names
            return rows.filter(Q(same_as=None) | Q(pk__in=self.parent.counts.with_something))
        return rows.filter(pk__in=self.parent.counts.with_something)

    @property
    def facet(self) -> Facet:
        return LinkedFacet(self.count_all)

    def count_all(self, _rows: QuerySet[Any], _clock: Clock) -> Counts:
        return {ALL: self.parent.with_nothing_too.count()}

    def arranged(self, labels: Mapping[str, Label], counts: Counts, chosen: str) -> list[Option]:
        usual = {NO_CHOICE: _("Agencies with an agreement or promise")}
        return counted_options({**labels, **usual}, counts)


class AgencyFilters(ListFilters):
    q = TextFilter({"": SearchKind.AGENCY})
    kind = ChoiceFilter(label=_("Kind"), choices=AgencyKind.choices)
    region = RegionFilter(ITSELF)
    view = ViewFilter()

    @cached_property
    def counts(self) -> AgencyCounts:
        return AgencyCounts(self.clock)

    def narrowed(self, rows: QuerySet[Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
        """Leave those out that have nothing, also where no view is chosen at all."""
        return super().narrowed(rows, {"view": NO_CHOICE, **chosen})

    @property
    def with_nothing_too(self) -> QuerySet[Any]:
        """The rows that the other filters leave."""
        return self.narrowed(self.queryset, {**self.form.cleaned_data, "view": ALL})


class AgencySelection(Selection):
    filters: AgencyFilters

    @property
    def counts(self) -> AgencyCounts:
        return self.filters.counts

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Its rows in a total order; what they are ordered by may have been counted beside the database."""
        if self.sort not in COUNTED:
            return super().rows
        counts_by_key = {
            "-agreements": self.counts.agreements,
            "-promises": {key: tally.total for key, tally in self.counts.promises.items()},
            "-fulfilled": {key: tally.fulfilled for key, tally in self.counts.promises.items()},
        }[self.sort]
        rows = self.filters.qs.annotate(counted=count_of_row(counts_by_key))
        return rows.order_by("-counted", NAME_OF_DAY, "-pk")


def count_of_row(counts: Mapping[int, int]) -> Case:
    """Return the count of each row as a column, by primary key; 0 for those that have none."""
    keys_by_count: defaultdict[int, list[int]] = defaultdict(list)
    for key, count in counts.items():
        keys_by_count[count].append(key)
    cases = (When(pk__in=keys, then=Value(count)) for count, keys in keys_by_count.items())
    return Case(*cases, default=Value(0), output_field=IntegerField())


class AgencyListing(Listing):
    def selected(self, parameters: Mapping[str, str], *, clock: Clock) -> AgencySelection:
        return AgencySelection(self, parameters, clock=clock)


COUNTED = {
    "-agreements": Sort(_("Most agreements first"), (), column="agreements", descending=True),
    "-promises": Sort(_("Most promises first"), (), column="promises", descending=True),
    "-fulfilled": Sort(
        _("Most promises confirmed as fulfilled first"), (), column="statuses", descending=True
    ),
}

AGENCIES = AgencyListing(
    name="agencies",
    title=_("Agencies"),
    lead=_("Who signs agreements and carries promises, and what became of them."),
    rows=founded_agencies,
    filters=AgencyFilters,
    sorts={
        "name": Sort(_("Name"), (NAME_OF_DAY,), column="agency"),
        "region": Sort(_("Region"), (F("region").asc(nulls_last=True), NAME_OF_DAY), column="region"),
        "kind": Sort(_("Kind"), ("kind", NAME_OF_DAY), column="kind"),
        **COUNTED,
    },
)
