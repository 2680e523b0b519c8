"""The list of programs: those decided by the day that is looked at."""

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.filters import ListFilters, TextFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    AgencyFilter,
    AgencyLink,
    RegionFilter,
)
from agreements.models import Agency, Program, SearchKind
from agreements.models.base import PUBLIC

OWNER = AgencyLink("owner", "pk", "owner")
CARRIES_STEP = AgencyLink("pk", "milestones__program", "milestones__agencies")


def begun_programs(clock: Clock) -> QuerySet[Program]:
    return Program.objects.visible_to(PUBLIC).begun_by(clock.on, seq=clock.seq)


def with_owner_name(rows: QuerySet[Program], clock: Clock) -> QuerySet[Program]:
    owner = Agency.objects.visible_to(PUBLIC).filter(pk=OuterRef("owner"))
    return rows.annotate(owner_name=Subquery(owner.values("name_ko")[:1]))


class ProgramFilters(ListFilters):
    q = TextFilter({"": SearchKind.PROGRAM})
    agency = AgencyFilter(OWNER, CARRIES_STEP)
    region = RegionFilter(OWNER, CARRIES_STEP)


def with_owner(rows: QuerySet[Program], clock: Clock) -> QuerySet[Program]:
    return rows.prefetch_related(Prefetch("owner", agencies_named_on(clock.on)))


PROGRAMS = Listing(
    name="programs",
    title=_("Programs"),
    lead=_("The policies that carry commitments, step by step."),
    rows=begun_programs,
    filters=ProgramFilters,
    sorts={
        "title": Sort(_("Title"), ("title_ko",), column="title"),
        "-decided": Sort(
            _("Newest first"),
            (F("then__decided_last").desc(nulls_last=True),),
            column="decided",
            descending=True,
        ),
        "agency": Sort(
            _("Agency"), (F("owner_name").asc(nulls_last=True),), column="owner", prepared=with_owner_name
        ),
    },
    related=with_owner,
)
