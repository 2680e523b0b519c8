"""Announced targets in SQL: the twin of ``rules.targets.target_history``, held to it by a test.

Window functions look over all that a speaker announced for a promise, whatever the rows were narrowed to.
Where a body continues the history of others, which are few, the rule itself is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, FilteredRelation, Func, Q, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Coalesce, Concat, FirstValue, Lag, Least

from agreements.models.derived_table import with_columns_of
from agreements.models.presence import valid_at
from agreements.models.report import ReportQuerySet
from agreements.rules.outcome import DateResult
from agreements.rules.targets import Announcement, TargetChange

ADDED: dict[str, Any] = {
    "repeats": models.BooleanField,  # the speaker's word before is of the same day and date
    "had_date": models.BooleanField,  # the speaker's word before was a date
    "last_word": models.BooleanField,
    "before_first": models.DateField,  # the speaker's date before, taken back since or not
    "before_last": models.DateField,
}


class DaysBetween(Func):
    """The days between two dates as a number; Django's own difference calls Python for each row of SQLite."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        days = [Func(day, function="julianday") for day in self.get_source_expressions()]
        in_days = self.copy()
        in_days.set_source_expressions(days)
        return in_days.as_sql(compiler, connection, **context)


def announcing_reports(reports: ReportQuerySet, *, on: date) -> Any:
    """Keep the reports that announced by day ``on`` a target or that there is none; add when: ``told_on``."""
    announcing: Any = reports.announcing().annotate(told_on=Least("said_on_last", "placed_on"))
    return announcing.filter(told_on__lte=on)


def with_target_change(
    rows: Any, *, counting: Any, seq: int | None, continued: Mapping[int, Announcement]
) -> Any:
    """Add to announcing ``rows`` what each changed for its speaker.

    ``counting`` are all announcing reports that count at ``seq``; ``continued`` those, by primary key, of
    promises in which a body continues the history of another.  ``change`` is a :class:`TargetChange` value,
    ``moved_from`` the last day of the date before; ``repeated`` says whether another report of the same day
    holds the same words, ``present`` whether it is the speaker's last word,
    and a date.
    """
    windows = _windows(counting, seq=seq).order_by().values("pk", *ADDED)
    fields = {name: field() for name, field in ADDED.items()}
    rows = with_columns_of(rows, windows, name="announced_around", fields=fields)
    present = Q(last_word=True, target_first__isnull=False)
    return rows.annotate(
        change=_as_continued(continued, lambda entry: entry.change.value, otherwise=_change()),
        present=_as_continued(continued, lambda entry: entry.present, otherwise=_flag(present)),
        repeated=_as_continued(continued, lambda entry: entry.repeats, otherwise=_flag(Q(repeats=True))),
        moved_from=_as_continued(continued, lambda entry: entry.last_day_before, otherwise=F("before_last")),
    )


def with_date_result(rows: Any, *, on: date, seq: int | None) -> Any:
    """Add ``result``, a :class:`DateResult` value: ``rules.outcome.date_result``.

    ``rows`` have what :func:`with_target_change` adds.
    """
    for subject in ("commitment", "milestone"):
        path = f"{subject}__states__"
        held = valid_at(seq, path) & Q(**{f"{path}day_from__lte": on, f"{path}day_to__gt": on})
        rows = rows.annotate(**{f"{subject}_state": FilteredRelation(f"{subject}__states", condition=held)})
    rows = rows.annotate(
        outcome_as=Coalesce("commitment_state__completed_as", "milestone_state__completed_as", Value("")),
        outcome_first=Coalesce("commitment_state__completed_from", "milestone_state__completed_from"),
        outcome_last=Coalesce("commitment_state__completed_to", "milestone_state__completed_to"),
    )
    return rows.annotate(result=_date_result())


def _date_result() -> Case:
    cases = (
        (Q(repeated=True), DateResult.REPEATED),
        (Q(target_first__isnull=True), DateResult.UNDATED),
        (Q(outcome_as=""), DateResult.OPEN),
        (Q(said_on_first__gt=F("outcome_last")), DateResult.AFTERWARDS),
        (Q(told_on__gt=F("outcome_last")), DateResult.UNKNOWN),
        (Q(target_last__gte=F("outcome_last")), DateResult.WITHIN),
        (Q(target_last__lt=F("outcome_first")), DateResult.AFTER),
    )
    return Case(
        *(When(condition, then=Value(result.value)) for condition, result in cases),
        default=Value(DateResult.UNKNOWN.value),
        output_field=models.CharField(),
    )


def _as_continued(
    continued: Mapping[int, Announcement], fact: Callable[[Announcement], Any], *, otherwise: Any
) -> Case:
    """Return a fact of the announcements ``continued``, and of all others what SQL finds out."""
    keys_by_value: dict[Any, list[int]] = defaultdict(list)
    for key, entry in continued.items():
        keys_by_value[fact(entry)].append(key)
    return Case(
        *(When(pk__in=keys, then=Value(value)) for value, keys in keys_by_value.items()), default=otherwise
    )


def _windows(counting: Any, *, seq: int | None) -> QuerySet[Any]:
    """Add the columns ``ADDED``."""
    promise = Coalesce(  # a milestone that carries out a commitment is the same promise
        F("commitment_id"), F("link__commitment_id"), 0 - F("milestone_id")
    )
    rows = counting.annotate(
        link=FilteredRelation("milestone__links", condition=valid_at(seq, "milestone__links__")),
        width=DaysBetween("target_last", "target_first"),
        has_date=_flag(Q(target_first__isnull=False)),
        words=Concat(*map(_written, ("said_on_first", "said_on_last", "target_first", "target_last"))),
    )
    speaker: list[Any] = [promise, F("stated_by")]
    # Of one day, no date comes before a date, and a wide date before a narrow one.
    order: list[Any] = [F("told_on").asc(), F("width").desc(nulls_first=True)]
    from_the_end: list[Any] = [F("told_on").desc(), F("width").asc(nulls_last=True)]
    for name in ("target_first", "said_on_first", "said_on_last", "place"):
        order.append(F(name).asc())
        from_the_end.append(F(name).desc())

    def word_before(name: str) -> Window:
        return Window(Lag(name), partition_by=speaker, order_by=order)

    def date_before(name: str) -> Window:
        return Window(Lag(name), partition_by=[*speaker, F("has_date")], order_by=order)

    rows = rows.annotate(
        words_before=word_before("words"),
        date_in_words_before=word_before("target_first"),
        last_words=Window(FirstValue("words"), partition_by=speaker, order_by=from_the_end),
        before_first=date_before("target_first"),
        before_last=date_before("target_last"),
    )
    return rows.annotate(
        repeats=_flag(Q(words=F("words_before"))),
        had_date=_flag(Q(date_in_words_before__isnull=False)),
        last_word=_flag(Q(words=F("last_words"))),
    )


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=models.BooleanField())


def _written(name: str) -> Coalesce:
    return Coalesce(Cast(name, models.CharField()), Value(""))


def _change() -> Case:
    """``rules.targets``: ``_announcement`` and ``_change_of_target``."""
    undated = Q(target_first__isnull=True)
    same_date = Q(target_first=F("before_first"), target_last=F("before_last"))
    narrower = Q(before_first__lte=F("target_first"), before_last__gte=F("target_last"))
    wider = Q(before_first__gte=F("target_first"), before_last__lte=F("target_last"))
    not_yet_past = Q(said_on_first__lte=F("before_last"))
    cases = (
        (Q(repeats=True), TargetChange.RESTATED),
        (undated & Q(had_date=True), TargetChange.REMOVED),
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
