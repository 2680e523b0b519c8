"""The list of announced targets: reports that name a date, each told apart from the one before it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from django.db.models import BooleanField, Case, Count, DurationField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.lists.among import among
from agreements.lists.facets import RowFacet
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.promises import key_of_record, promise_histories, states_of_promises
from agreements.lists.register_filters import (
    STATED_REPORT,
    AgencyFilter,
    OtherSideLink,
    ProgramFilter,
    ReferenceFilter,
    RegionFilter,
)
from agreements.lists.reports import BY_SPEAKER, with_speaker_name, with_subject_of_report
from agreements.lists.subject_filters import (
    CARRIES_SUBJECT,
    PROGRAM_OF_SUBJECT,
    THEMES_OF_SUBJECT,
    SubjectKindFilter,
)
from agreements.lists.themes import ThemeFilter
from agreements.models import (
    Agreement,
    Commitment,
    Milestone,
    Origin,
    SearchKind,
    StatusReport,
)
from agreements.models.agency import predecessors_of_agencies
from agreements.models.announcement import announcing_reports, with_date_result, with_target_change
from agreements.models.base import PUBLIC
from agreements.rules.outcome import DateResult, Judgement, judgement
from agreements.rules.targets import COUNTED_AS_MOVES, Announcement, TargetChange

# Reports stand on either side of a promise; the lists of promises have one row for both.
CARRIES_EITHER_SIDE = (*CARRIES_SUBJECT, OtherSideLink("milestone", "commitment__roles__agency"))
YES = [("yes", _("Moves only"))]
PRESENT_OR_PAST = [("yes", _("Present word of its speaker")), ("no", _("Earlier word, or no date"))]


def counting_reports(clock: Clock) -> Any:
    """The reports that count at the clock's sequence; of those withdrawn since, no text."""
    rows: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).effective(seq=clock.seq)
    if clock.seq:
        return rows  # withdrawn since: marked ``hidden``
    return rows.annotate(hidden=Value(False, BooleanField()))


def announced_targets(clock: Clock) -> Any:
    """The announcements of the clock's day whose agreement was signed by then."""
    begun = counting_reports(clock).known_by(clock.on, seq=clock.seq)
    return announcing_reports(begun, on=clock.on)


def announcements_in(reports: Iterable[int], clock: Clock) -> dict[int, tuple[Announcement, Judgement]]:
    """Return what each of some reports (primary keys) announced for its speaker, and what became of it."""
    rows = announced_targets(clock).filter(pk__in=among(set(reports)))
    keys = {key_of_record(report) for report in rows}
    histories, states = promise_histories(keys, clock), states_of_promises(keys, clock)
    announcements = {}
    for key, history in histories.items():
        state = states.get(key)
        outcome = state.outcome if state else None
        for entry in history.announcements:
            announcements[entry.report.id] = entry, judgement(entry.report, outcome)
    return announcements


def with_change_at(rows: Any, clock: Clock) -> Any:
    if "change" in rows.query.annotations:
        return rows
    counting = announcing_reports(counting_reports(clock), on=clock.on)
    continued = continued_announcements(counting, clock)
    return with_target_change(rows, counting=counting, seq=clock.seq, continued=continued)


def continued_announcements(counting: Any, clock: Clock) -> dict[int, Announcement]:
    """Return {report: announcement} of the promises in which a body that follows others announced a date."""
    successors = predecessors_of_agencies().keys()
    if not successors:
        return {}
    keys = {key_of_record(report) for report in counting.filter(stated_by__in=successors)}
    if not keys:
        return {}
    histories = promise_histories(keys, clock)
    return {
        entry.report.id: entry
        for entry in chain.from_iterable(history.announcements for history in histories.values())
    }


def with_days_moved(rows: Any, clock: Clock) -> Any:
    """Add the days that a move is away from the speaker's date before."""
    days = F("target_last") - F("moved_from")
    return with_change_at(rows, clock).annotate(
        days_moved=Case(When(change=TargetChange.MOVED, then=days), output_field=DurationField())
    )


def counted_as_move(change: str) -> tuple[str, ...]:
    if change in COUNTED_AS_MOVES:
        return ("yes",)
    return ()


def yes_or_no(present: bool) -> tuple[str, ...]:
    if present:
        return ("yes",)
    return ("no",)


class TargetChangeFilter(ChoiceFilter):
    """What an announcement changed of the target that its speaker had announced before."""

    facet = RowFacet(("change",), prepared=with_change_at)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        return super().filter(with_change_at(rows, self.clock), value)


class MovesOnlyFilter(TargetChangeFilter):
    """The announcements that count as a move."""

    facet = RowFacet(("change",), counted_as_move, prepared=with_change_at)

    def condition(self, value: str) -> Q:
        return Q(change__in=sorted(COUNTED_AS_MOVES))


class PresentFilter(TargetChangeFilter):
    """Whether its speaker still says so."""

    facet = RowFacet(("present",), yes_or_no, prepared=with_change_at)

    def condition(self, value: str) -> Q:
        return Q(present=value == "yes")


def with_result_at(rows: Any, clock: Clock) -> Any:
    if "result" in rows.query.annotations:
        return rows
    return with_date_result(with_change_at(rows, clock), on=clock.on, seq=clock.seq)


def results_of_speakers(agencies: Iterable[int], clock: Clock) -> Mapping[int, Counter[str]]:
    """Count what each agency announced by what became of it; as many queries for one as for all."""
    announced = announced_targets(clock).filter(stated_by__in=set(agencies))
    groups = with_result_at(announced, clock).order_by().values("stated_by", "result")
    results: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for group in groups.annotate(count=Count("pk")):
        results[group["stated_by"]][group["result"]] = group["count"]
    return results


class ResultFilter(ChoiceFilter):
    """What became of an announced date."""

    facet = RowFacet(("result",), prepared=with_result_at)

    def __init__(self) -> None:
        super().__init__(label=_("What became of the date"), choices=DateResult.choices)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        return with_result_at(rows, self.clock).filter(result=value)


class TargetFilters(ListFilters):
    q = TextFilter({"": SearchKind.REPORT})
    agency = AgencyFilter(*CARRIES_EITHER_SIDE)
    year = YearFilter(label=_("Year of the announcement"), field_name="said_on_last")
    change = TargetChangeFilter(label=pgettext_lazy("target", "Change"), choices=TargetChange.choices)
    moved = MovesOnlyFilter(label=_("Changes of the announced date"), choices=YES)
    result = ResultFilter()
    present = PresentFilter(label=_("Present or past"), choices=PRESENT_OR_PAST)
    kind = SubjectKindFilter()
    stated_by = AgencyFilter(STATED_REPORT, label=_("Who said it"))
    region = RegionFilter(*CARRIES_EITHER_SIDE)
    theme = ThemeFilter(*THEMES_OF_SUBJECT)
    origin = ChoiceFilter(label=_("Origin"), choices=Origin.choices)
    program = ProgramFilter(*PROGRAM_OF_SUBJECT)
    agreement = ReferenceFilter(
        Agreement, label=_("Agreement number"), field_name="commitment__agreement__reference"
    )
    commitment = ReferenceFilter(Commitment, label=_("Commitment number"), field_name="commitment__reference")
    milestone = ReferenceFilter(Milestone, label=_("Milestone number"), field_name="milestone__reference")


TARGETS = Listing(
    name="targets",
    title=_("History of announced dates"),
    lead=_("Every date that was announced: who said it, what it changed for them, and what became of it."),
    rows=announced_targets,
    filters=TargetFilters,
    sorts={
        "-announced": Sort(
            _("Newest first"), ("-said_on_last", "-place"), column="announced", descending=True
        ),
        "announced": Sort(_("Oldest first"), ("said_on_last", "place"), column="announced"),
        "subject": Sort(
            _("By subject, in the order announced"),
            (
                F("commitment__reference").asc(nulls_last=True),
                "milestone__reference",
                "told_on",
                "place",
            ),
        ),
        "target": Sort(
            _("Earliest announced date first"), (F("target_last").asc(nulls_last=True),), column="target"
        ),
        "-moved": Sort(
            _("Most days moved first"),
            (F("days_moved").desc(nulls_last=True), "-said_on_last", "-place"),
            column="change",
            descending=True,
            prepared=with_days_moved,
        ),
        "stated_by": Sort(
            _("Agency"), (*BY_SPEAKER, "-place"), column="stated_by", prepared=with_speaker_name
        ),
    },
    related=with_subject_of_report,
)
