"""The list of published status reports that had taken effect by the day, newest first."""

from typing import Any

from django.db.models import BooleanField, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import (
    STATED_REPORT,
    AgencyFilter,
    ProgramFilter,
    ReferenceFilter,
    RegionFilter,
)
from agreements.lists.subject_filters import PROGRAM_OF_SUBJECT, THEMES_OF_SUBJECT
from agreements.lists.themes import ThemeFilter
from agreements.models import Agency, Agreement, Commitment, Milestone, Origin, SearchKind, StatusReport
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import REPORTED_STATUSES


def effective_reports(clock: Clock) -> QuerySet[StatusReport]:
    rows: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).known_by(clock.on, seq=clock.seq)
    if clock.seq:
        return rows  # withdrawn since: marked ``hidden``
    return rows.annotate(hidden=Value(False, BooleanField()))


def with_speaker_name(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    speaker = Agency.objects.visible_to(PUBLIC).filter(pk=OuterRef("stated_by"))
    return rows.annotate(speaker=Subquery(speaker.values("name_ko")[:1]))


BY_SPEAKER = (F("speaker").asc(nulls_last=True), "-said_on_last")


class ReportFilters(ListFilters):
    q = TextFilter({"": SearchKind.REPORT})
    stated_by = AgencyFilter(STATED_REPORT)
    region = RegionFilter(STATED_REPORT)
    theme = ThemeFilter(*THEMES_OF_SUBJECT)
    year = YearFilter(label=_("Year in which it was said"), field_name="said_on_last")
    status = ChoiceFilter(label=_("Status"), choices=REPORTED_STATUSES)
    origin = ChoiceFilter(label=_("Origin"), choices=Origin.choices)
    program = ProgramFilter(*PROGRAM_OF_SUBJECT)
    agreement = ReferenceFilter(
        Agreement, label=_("Agreement number"), field_name="commitment__agreement__reference"
    )
    commitment = ReferenceFilter(Commitment, label=_("Commitment number"), field_name="commitment__reference")
    milestone = ReferenceFilter(Milestone, label=_("Milestone number"), field_name="milestone__reference")


def with_subject_of_report(rows: QuerySet[StatusReport], clock: Clock) -> QuerySet[StatusReport]:
    return rows.select_related("commitment__agreement", "milestone__program").prefetch_related(
        Prefetch("stated_by", agencies_named_on(clock.on))
    )


REPORTS = Listing(
    name="reports",
    title=_("Status reports"),
    lead=_("Every published statement, newest first: who said it, and where it comes from."),
    rows=effective_reports,
    filters=ReportFilters,
    sorts={
        "-said_on": Sort(_("Newest first"), ("-said_on_last",), column="said_on", descending=True),
        "said_on": Sort(_("Oldest first"), ("said_on_last",), column="said_on"),
        "-happened": Sort(
            _("Latest outcome first"),
            (F("happened_last").desc(nulls_last=True), "-said_on_last"),
            column="happened",
            descending=True,
        ),
        "happened": Sort(
            _("Earliest outcome first"),
            (F("happened_last").asc(nulls_last=True), "said_on_last"),
            column="happened",
        ),
        "-published": Sort(_("Last published first"), ("-published_seq",)),
        "target": Sort(
            _("Earliest announced date first"),
            (F("target_last").asc(nulls_last=True), "-said_on_last"),
            column="target",
        ),
        "stated_by": Sort(_("Agency"), BY_SPEAKER, column="stated_by", prepared=with_speaker_name),
    },
    related=with_subject_of_report,
)
