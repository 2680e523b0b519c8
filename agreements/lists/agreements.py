"""The list of agreements: those signed, or announced to be, by the day that is looked at, newest first."""

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.facets import Counts, LinkedFacet
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    AgencyFilter,
    AgencyLink,
    ProgramFilter,
    RegionFilter,
)
from agreements.lists.themes import THEMES_OF_AGREEMENT, ThemeFilter
from agreements.models import Agreement, AgreementKind, Commitment, Party, Program, SearchKind
from agreements.models.base import PUBLIC
from agreements.rules.phase import Phase


def agreements_begun_by_clock(clock: Clock) -> QuerySet[Agreement]:
    rows = Agreement.objects.visible_to(PUBLIC).begun_by(clock.on, seq=clock.seq)
    return rows.with_phase(on=clock.on, seq=clock.seq)


PARTY = AgencyLink("pk", "participations__agreement", "parties__agency")


def agreements_by_program(rows: QuerySet[Any], clock: Clock) -> Counts:
    """Return {slug of a public program: number of agreements of ``rows`` that it serves}."""
    commitments = Commitment.objects.visible_to(PUBLIC).known_at(clock.seq)
    carried = commitments.filter(
        program__in=Program.objects.visible_to(PUBLIC).values("pk"),
        agreement__in=rows.order_by().values("pk"),
    )
    counts = carried.order_by().values_list("program__slug").annotate(Count("agreement", distinct=True))
    return dict(counts)


def with_first_party(rows: QuerySet[Agreement], clock: Clock) -> QuerySet[Agreement]:
    parties: Any = Party.objects.visible_to(PUBLIC).filter(agreement=OuterRef("pk")).order_by("order", "pk")
    return rows.annotate(first_party=Subquery(parties.values("agency__name_ko")[:1]))


class ServedProgramFilter(ProgramFilter):
    """One public program that carries a commitment of the agreement, as was known at the clock."""

    facet = LinkedFacet(agreements_by_program)

    def condition(self, value: str) -> Q:
        programs = Program.objects.visible_to(PUBLIC).filter(slug=value)
        commitments = Commitment.objects.visible_to(PUBLIC).known_at(self.clock.seq)
        return Q(pk__in=commitments.filter(program__in=programs).values("agreement"))


class AgreementFilters(ListFilters):
    q = TextFilter({"": SearchKind.AGREEMENT})
    agency = AgencyFilter(PARTY)
    region = RegionFilter(PARTY)
    theme = ThemeFilter(THEMES_OF_AGREEMENT)
    year = YearFilter(label=_("Year of signing"), field_name="then__begins_on")
    kind = ChoiceFilter(label=_("Kind"), choices=AgreementKind.choices)
    phase = ChoiceFilter(label=_("Phase"), choices=Phase.choices)
    program = ServedProgramFilter()


def with_parties(rows: QuerySet[Agreement], clock: Clock) -> QuerySet[Agreement]:
    agencies = Prefetch("agency", agencies_named_on(clock.on))
    return rows.prefetch_related(
        Prefetch("parties", Party.objects.visible_to(PUBLIC).prefetch_related(agencies))
    )


AGREEMENTS = Listing(
    name="agreements",
    title=_("Agreements"),
    lead=_("What public bodies agreed with each other on public safety, newest first."),
    rows=agreements_begun_by_clock,
    filters=AgreementFilters,
    sorts={
        "-signed": Sort(_("Newest first"), ("-then__begins_on",), column="signed", descending=True),
        "signed": Sort(_("Oldest first"), ("then__begins_on",), column="signed"),
        "expires": Sort(
            _("Expiring first"), (F("then__expires_on").asc(nulls_last=True), "-then__begins_on")
        ),
        "title": Sort(_("Title"), ("title_ko",), column="title"),
        "agency": Sort(
            _("Agency"),
            (F("first_party").asc(nulls_last=True), "-then__begins_on"),
            column="agency",
            prepared=with_first_party,
        ),
    },
    related=with_parties,
)
