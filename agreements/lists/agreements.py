"""The list of agreements: those signed by the day that is looked at, newest first."""

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import Counts, LinkedFacet
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    agency_filter,
    agency_in,
    agency_is,
    by_agency,
    by_region,
    program_filter,
    region_filter,
)
from agreements.models import Agency, Agreement, AgreementKind, Commitment, Party, Program, SearchKind
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import Phase


def signed_by(clock: Clock) -> QuerySet[Agreement]:
    rows = Agreement.objects.visible_to(PUBLIC).signed_by(clock.on, seq=clock.seq)
    return rows.with_phase(on=clock.on, seq=clock.seq)


def signed_with(agencies: QuerySet[Agency]) -> QuerySet[Any]:
    """Primary keys of the agreements to which one of these public agencies is a party."""
    return agencies.values("participations__agreement")


def by_program(rows: QuerySet[Any], clock: Clock) -> Counts:
    """Agreements of ``rows`` that each public program serves."""
    carried = Commitment.objects.visible_to(PUBLIC).known_at(clock.seq)
    carried = carried.filter(
        program__in=Program.objects.visible_to(PUBLIC).values("pk"),
        agreement__in=rows.order_by().values("pk"),
    )
    counts = carried.order_by().values_list("program__slug").annotate(Count("agreement", distinct=True))
    return dict(counts)


def first_party(rows: QuerySet[Agreement], clock: Clock) -> QuerySet[Agreement]:
    parties: Any = Party.objects.visible_to(PUBLIC).filter(agreement=OuterRef("pk")).order_by("order", "pk")
    return rows.annotate(first_party=Subquery(parties.values("agency__name_ko")[:1]))


class AgreementFilters(ListFilters):
    searched = {"": SearchKind.AGREEMENT}

    q = TextFilter()
    agency = agency_filter(method="of_agency", facet=by_agency("parties__agency"))
    region = region_filter(method="in_region", facet=by_region("parties__agency"))
    year = YearFilter(label=_("Year of signing"), field_name="then__signed_on")
    kind = ChoiceFilter(label=_("Kind"), choices=AgreementKind.choices)
    phase = ChoiceFilter(label=_("Phase"), choices=Phase.choices)
    program = program_filter(method="served_by", facet=LinkedFacet(by_program))

    def of_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=signed_with(agency_is(value)))

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=signed_with(agency_in(value)))

    def served_by(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        program = Program.objects.visible_to(PUBLIC).filter(slug=value)
        carried = Commitment.objects.visible_to(PUBLIC).known_at(self.clock.seq).filter(program__in=program)
        return rows.filter(pk__in=carried.values("agreement"))


def with_parties(rows: QuerySet[Agreement], clock: Clock) -> QuerySet[Agreement]:
    agencies = Prefetch("agency", Agency.objects.visible_to(PUBLIC))
    return rows.prefetch_related(
        Prefetch("parties", Party.objects.visible_to(PUBLIC).prefetch_related(agencies))
    )


AGREEMENTS = Listing(
    name="agreements",
    title=_("Agreements"),
    lead=_("What public bodies agreed with each other on public safety, newest first."),
    rows=signed_by,
    filters=AgreementFilters,
    sorts={
        "-signed": Sort(_("Newest first"), ("-then__signed_on",), column="signed", descending=True),
        "signed": Sort(_("Oldest first"), ("then__signed_on",), column="signed"),
        "expires": Sort(
            _("Expiring first"), (F("then__expires_on").asc(nulls_last=True), "-then__signed_on")
        ),
        "title": Sort(_("Title"), ("title_ko",), column="title"),
        "agency": Sort(
            _("Agency"),
            (F("first_party").asc(nulls_last=True), "-then__signed_on"),
            column="agency",
            prepared=first_party,
        ),
    },
    related=with_parties,
)
