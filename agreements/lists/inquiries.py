"""The list of published inquiries that were made by the day, the newest first."""

from typing import Any

from django.db.models import BooleanField, Prefetch, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    AgencyFilter,
    AgencyLink,
    ReferenceFilter,
    RegionFilter,
)
from agreements.models import Agreement, Commitment, Inquiry, Milestone, SearchKind
from agreements.models.base import PUBLIC
from agreements.rules.inquiry import InquiryResult

# The agencies that carry what was looked for, and the one that was asked.
CONCERNED = (
    AgencyLink("pk", "roles__commitment__inquiries", "commitments__roles__agency"),
    AgencyLink("pk", "milestones__inquiries", "milestones__agencies"),
    AgencyLink("pk", "inquiries_put_to_it", "asked"),
)


def inquiries_made(clock: Clock) -> QuerySet[Inquiry]:
    rows: Any = Inquiry.objects.visible_to(PUBLIC, seq=clock.seq).known_by(clock.on)
    if clock.seq:
        return rows  # withdrawn since: marked ``hidden``
    return rows.annotate(hidden=Value(False, BooleanField()))


class PromiseFilter(ReferenceFilter):
    """A reference among those of the promises; asked apart, since a promise of many would repeat the row."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        about = Inquiry.objects.visible_to(PUBLIC, seq=self.parent.clock.seq)
        return rows.filter(pk__in=about.filter(**{self.field_name: value}).values("pk"))


class InquiryFilters(ListFilters):
    q = TextFilter({"": SearchKind.INQUIRY})
    agency = AgencyFilter(*CONCERNED)
    region = RegionFilter(*CONCERNED)
    result = ChoiceFilter(label=_("Result"), choices=InquiryResult.choices)
    year = YearFilter(label=_("Year of the search"), field_name="searched_on")
    agreement = PromiseFilter(
        Agreement, label=_("Agreement number"), field_name="commitments__agreement__reference"
    )
    commitment = PromiseFilter(Commitment, label=_("Commitment number"), field_name="commitments__reference")
    milestone = PromiseFilter(Milestone, label=_("Milestone number"), field_name="milestones__reference")


def with_promises(rows: QuerySet[Inquiry], clock: Clock) -> QuerySet[Inquiry]:
    """Read with each what is public of that it is about, and of the agency that was asked."""
    inquiries: Any = rows  # an InquiryQuerySet, which ``Listing`` does not tell
    return inquiries.with_replaced(seq=clock.seq).prefetch_related(
        Prefetch("commitments", Commitment.objects.visible_to(PUBLIC)),
        Prefetch("milestones", Milestone.objects.visible_to(PUBLIC)),
        Prefetch("asked", agencies_named_on(clock.on)),
    )


INQUIRIES = Listing(
    name="inquiries",
    title=_("Inquiries"),
    lead=_("Who looked for what became of promises: when, where, with which words, and what came up."),
    rows=inquiries_made,
    filters=InquiryFilters,
    sorts={
        "-searched_on": Sort(_("Newest first"), ("-searched_on",), column="searched_on", descending=True),
        "searched_on": Sort(_("Oldest first"), ("searched_on",), column="searched_on"),
        "-published": Sort(_("Last published first"), ("-published_seq",)),
    },
    related=with_promises,
)
