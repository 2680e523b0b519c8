"""Announced targets in SQL: the twin of ``rules.lifecycle.target_history``, held to it by a test."""

from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from agreements.models.report import ReportQuerySet
from agreements.rules.targets import TargetChange


def announcing_reports(reports: ReportQuerySet) -> Any:
    """Keep the reports that announce a target or that there is none; annotate when each was ``told_on``."""
    told_on = Least("said_on_last", "placed_on")
    return reports.filter(Q(target_first__isnull=False) | Q(target_undated=True)).annotate(told_on=told_on)


def with_target_change(rows: Any, *, counting: ReportQuerySet) -> Any:
    """Add ``change`` (a :class:`TargetChange` value) to announcing ``rows``; ``counting`` are all reports
    that count, whatever the rows were narrowed down to."""
    told_earlier = announcing_reports(counting).filter(
        Q(told_on__lt=OuterRef("told_on")) | Q(told_on=OuterRef("told_on"), place__lt=OuterRef("place"))
    )
    # A subquery for each kind of subject: asked for both at once, a database scans all reports for each row.
    on_commitment = told_earlier.filter(commitment=OuterRef("commitment"))
    on_milestone = told_earlier.filter(milestone=OuterRef("milestone"))

    def newest_before(column: str) -> Coalesce:
        return Coalesce(
            Subquery(on_commitment.order_by("-told_on", "-place").values(column)[:1]),
            Subquery(on_milestone.order_by("-told_on", "-place").values(column)[:1]),
        )

    dated = Q(target_first__isnull=False)
    dated_before = Exists(on_commitment.filter(dated)) | Exists(on_milestone.filter(dated))
    rows = rows.annotate(before_first=newest_before("target_first"), before_last=newest_before("target_last"))
    return rows.annotate(
        change=Case(
            When(
                Q(target_first=F("before_first"), target_last=F("before_last")),
                then=Value(TargetChange.RESTATED.value),
            ),
            When(
                target_first__isnull=True, before_first__isnull=False, then=Value(TargetChange.REMOVED.value)
            ),
            When(target_first__isnull=True, then=Value(TargetChange.UNDATED.value)),
            When(~dated_before, then=Value(TargetChange.FIRST.value)),
            When(
                before_first__lte=F("target_first"),
                before_last__gte=F("target_last"),
                then=Value(TargetChange.REFINED.value),
            ),
            default=Value(TargetChange.MOVED.value),
            output_field=models.CharField(),
        )
    )
