"""Announced targets in SQL: the twin of ``rules.targets.target_history``, held to it by a test.

Window functions look over all that a speaker announced for a promise, whatever the rows were narrowed to.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, FirstValue, Lag, Least

from agreements.models.derived_table import with_columns_of
from agreements.models.presence import valid_at
from agreements.models.report import ReportQuerySet
from agreements.rules.targets import TargetChange

WORDS = ("said_on_first", "said_on_last", "target_first", "target_last")


def announcing_reports(reports: ReportQuerySet, *, on: date) -> Any:
    """Keep the reports that announced by day ``on`` a target or that there is none; add when: ``told_on``."""
    announcing = reports.filter(Q(target_first__isnull=False) | Q(target_undated=True))
    return announcing.annotate(told_on=Least("said_on_last", "placed_on")).filter(told_on__lte=on)


def with_target_change(rows: Any, *, counting: Any, seq: int | None) -> Any:
    """Add to announcing ``rows`` what each changed for its speaker.

    ``counting`` are all announcing reports that count at ``seq``.  ``change`` is a :class:`TargetChange`
    value, ``before_last`` the last day of the date before; ``present`` says whether it is the speaker's last
    word, and a date.
    """
    names = [*(f"word_{name}" for name in WORDS), *(f"final_{name}" for name in WORDS)]
    names += ["before_first", "before_last"]
    windows = _windows(counting, seq=seq).order_by().values("pk", *names)
    fields: dict[str, models.Field[Any, Any]] = {name: models.DateField() for name in names}
    rows = with_columns_of(rows, windows, name="announced_around", fields=fields)
    is_present = _same_words("final") & Q(target_first__isnull=False)
    return rows.annotate(
        change=_change(),
        present=Case(When(is_present, then=True), default=False, output_field=models.BooleanField()),
    )


def _windows(counting: Any, *, seq: int | None) -> QuerySet[Any]:
    """Add the speaker's word before (``word_``), date before (``before_``) and last word (``final_``)."""
    promise = Coalesce(  # a milestone that carries out a commitment is the same promise
        F("commitment_id"), F("link__commitment_id"), 0 - F("milestone_id")
    )
    rows = counting.annotate(
        link=FilteredRelation("milestone__links", condition=valid_at(seq, "milestone__links__")),
        width=F("target_last") - F("target_first"),
        has_date=Case(When(target_first__isnull=False, then=Value(1)), default=Value(0)),
    )
    speaker: list[Any] = [promise, F("stated_by")]
    # Of one day, no date comes before a date, and a wide date before a narrow one.
    order: list[Any] = [F("told_on").asc(), F("width").desc(nulls_first=True)]
    order += [F(name).asc() for name in ("target_first", "said_on_first", "said_on_last", "place")]
    from_the_end: list[Any] = [F("told_on").desc(), F("width").asc(nulls_last=True)]
    from_the_end += [F(name).desc() for name in ("target_first", "said_on_first", "said_on_last", "place")]

    def word_before(name: str) -> Window:
        return Window(Lag(name), partition_by=speaker, order_by=order)

    def date_before(name: str) -> Window:
        return Window(Lag(name), partition_by=[*speaker, F("has_date")], order_by=order)

    def final_word(name: str) -> Window:
        return Window(FirstValue(name), partition_by=speaker, order_by=from_the_end)

    return rows.annotate(
        **{f"word_{name}": word_before(name) for name in WORDS},
        **{f"final_{name}": final_word(name) for name in WORDS},
        before_first=date_before("target_first"),
        before_last=date_before("target_last"),
    )


def _same_words(prefix: str) -> Q:
    """Return the condition that a word, its columns under ``prefix``, is of the same day and date."""
    said = {f"{prefix}_{name}": F(name) for name in ("said_on_first", "said_on_last")}
    dated = {f"{prefix}_{name}": F(name) for name in ("target_first", "target_last")}
    undated: dict[str, Any] = {"target_first__isnull": True, f"{prefix}_target_first__isnull": True}
    return Q(**said) & (Q(**dated) | Q(**undated))


def _change() -> Case:
    """``rules.targets``: ``_announcement`` and ``_change_of_target``."""
    undated = Q(target_first__isnull=True)
    same_date = Q(target_first=F("before_first"), target_last=F("before_last"))
    narrower = Q(before_first__lte=F("target_first"), before_last__gte=F("target_last"))
    wider = Q(before_first__gte=F("target_first"), before_last__lte=F("target_last"))
    not_yet_past = Q(said_on_first__lte=F("before_last"))
    cases = (
        (_same_words("word"), TargetChange.RESTATED),
        (undated & Q(word_target_first__isnull=False), TargetChange.REMOVED),
        (undated, TargetChange.UNDATED),
        (Q(before_first__isnull=True), TargetChange.FIRST),
        (same_date, TargetChange.RESTATED),
        (narrower, TargetChange.REFINED),
        (wider & not_yet_past, TargetChange.WIDENED),
    )
    return Case(
        *(When(condition, then=Value(change.value)) for condition, change in cases),
        default=Value(TargetChange.MOVED.value),
        output_field=models.CharField(),
    )
