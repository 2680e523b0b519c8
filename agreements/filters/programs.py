"""The list of programs: those decided by the day that is looked at."""

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import PUBLIC, ListFilters, Listing, Sort, TextFilter
from agreements.filters.choices import agency_filter, agency_in, agency_is, region_filter
from agreements.models import Agency, Milestone, Program, SearchKind
from agreements.parameters import Clock


def begun_by(clock: Clock) -> QuerySet[Program]:
    return Program.objects.visible_to(PUBLIC).begun_by(clock.on, seq=clock.seq)


class ProgramFilters(ListFilters):
    searched = {"": SearchKind.PROGRAM}

    q = TextFilter()
    agency = agency_filter(method="of_agency")
    region = region_filter(method="in_region")

    def of_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        carried = Milestone.objects.visible_to(PUBLIC).filter(agencies__in=agency_is(value))
        return rows.filter(Q(owner__in=agency_is(value)) | Q(pk__in=carried.values("program")))

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        carried = Milestone.objects.visible_to(PUBLIC).filter(agencies__in=agency_in(value))
        return rows.filter(Q(owner__in=agency_in(value)) | Q(pk__in=carried.values("program")))


def with_owner(rows: QuerySet[Program], clock: Clock) -> QuerySet[Program]:
    return rows.prefetch_related(Prefetch("owner", Agency.objects.visible_to(PUBLIC)))


PROGRAMS = Listing(
    name="programs",
    title=_("Programs"),
    lead=_("The policies that carry commitments, step by step."),
    rows=begun_by,
    filters=ProgramFilters,
    sorts={
        "title": Sort(_("Title"), ("title_ko",)),
        "-decided": Sort(_("Newest first"), (F("then__decided_last").desc(nulls_last=True),)),
    },
    related=with_owner,
)
