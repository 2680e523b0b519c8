"""The list of programs: those decided by the day that is looked at."""

from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.lists.filters import ListFilters, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    agency_filter,
    agency_in,
    agency_is,
    by_agency,
    by_region,
    region_filter,
)
from agreements.models import Agency, Milestone, Program, SearchKind
from agreements.models.base import PUBLIC

CARRIERS = ("owner", "milestones__agencies")


def begun_by(clock: Clock) -> QuerySet[Program]:
    return Program.objects.visible_to(PUBLIC).begun_by(clock.on, seq=clock.seq)


def owned(rows: QuerySet[Program], clock: Clock) -> QuerySet[Program]:
    owner = Agency.objects.visible_to(PUBLIC).filter(pk=OuterRef("owner"))
    return rows.annotate(owner_name=Subquery(owner.values("name_ko")[:1]))


class ProgramFilters(ListFilters):
    searched = {"": SearchKind.PROGRAM}

    q = TextFilter()
    agency = agency_filter(method="of_agency", facet=by_agency(*CARRIERS))
    region = region_filter(method="in_region", facet=by_region(*CARRIERS))

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
        "title": Sort(_("Title"), ("title_ko",), column="title"),
        "-decided": Sort(
            _("Newest first"),
            (F("then__decided_last").desc(nulls_last=True),),
            column="decided",
            descending=True,
        ),
        "agency": Sort(_("Agency"), (F("owner_name").asc(nulls_last=True),), column="owner", prepared=owned),
    },
    related=with_owner,
)
