"""The list of published status reports that had taken effect by the day, newest first."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import (
    PUBLIC,
    ChoiceFilter,
    ListFilters,
    Listing,
    Sort,
    TextFilter,
    YearFilter,
    end_of_day,
)
from agreements.filters.choices import (
    agency_called,
    agency_filter,
    agency_in,
    agency_is,
    program_filter,
    reference_filter,
    region_filter,
)
from agreements.models import Agency, Agreement, Commitment, Milestone, Origin, Program, StatusReport
from agreements.rules.lifecycle import REPORTED_STATUSES
from agreements.search import containing

TEXTS = (
    "note_ko", "note_en", "commitment__title_ko", "commitment__title_en",
    "milestone__title_ko", "milestone__title_en",
)  # fmt: skip


def effective_by(on: date) -> QuerySet[StatusReport]:
    """A report takes effect on the earlier of the day it happened and the day it was published."""
    signed = Q(commitment__isnull=True) | Q(commitment__agreement__signed_on__lte=on)
    effective = Q(happened_last__lte=on) | Q(published_at__lt=end_of_day(on))
    return StatusReport.objects.visible_to(PUBLIC).filter(effective, signed)


class ReportFilters(ListFilters):
    q = TextFilter()
    stated_by = agency_filter(method="said_by")
    region = region_filter(method="in_region")
    year = YearFilter(label=_("Year in which it happened"), field_name="happened_last")
    status = ChoiceFilter(label=_("Status"), choices=REPORTED_STATUSES)
    origin = ChoiceFilter(label=_("Origin"), choices=Origin.choices)
    program = program_filter(method="of_program")
    agreement = reference_filter(Agreement, _("Agreement number"), "commitment__agreement__reference")
    commitment = reference_filter(Commitment, _("Commitment number"), "commitment__reference")
    milestone = reference_filter(Milestone, _("Milestone number"), "milestone__reference")

    def containing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(containing(value, *TEXTS) | Q(stated_by__in=agency_called(value)))

    def said_by(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(stated_by__in=agency_is(value))

    def in_region(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(stated_by__in=agency_in(value))

    def of_program(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        program = Program.objects.visible_to(PUBLIC).filter(slug=value)
        return rows.filter(Q(commitment__program__in=program) | Q(milestone__program__in=program))


def with_subject(rows: QuerySet[StatusReport], on: date) -> QuerySet[StatusReport]:
    return rows.select_related("commitment__agreement", "milestone__program").prefetch_related(
        Prefetch("stated_by", Agency.objects.visible_to(PUBLIC))
    )


REPORTS = Listing(
    name="reports",
    title=_("Status reports"),
    lead=_("Every published statement, newest first: who said it, and where it comes from."),
    rows=effective_by,
    filters=ReportFilters,
    sorts={
        "-happened": Sort(_("Newest first"), ("-happened_last",)),
        "happened": Sort(_("Oldest first"), ("happened_last",)),
        "-published": Sort(_("Last published first"), ("-published_seq",)),
    },
    related=with_subject,
)
