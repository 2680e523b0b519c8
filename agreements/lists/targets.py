"""The list of announced targets: reports that name a date, each told apart from the one before it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, DurationField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.lists.facets import RowFacet
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.promises import key_of_report, promise_histories
from agreements.lists.register_filters import (
    STATED_REPORT,
    AgencyFilter,
    ProgramFilter,
    ReferenceFilter,
    RegionFilter,
)
from agreements.lists.reports import BY_SPEAKER, with_speaker_name, with_subject_of_report
from agreements.lists.subject_filters import CARRIES_SUBJECT, PROGRAM_OF_SUBJECT, SubjectKindFilter
from agreements.models import (
    Agreement,
    Commitment,
    Milestone,
    Origin,
    SearchKind,
    StatusReport,
)
from agreements.models.announcement import announcing_reports, with_target_change
from agreements.models.base import PUBLIC
from agreements.rules.targets import COUNTED_AS_MOVES, Announcement, TargetChange

YES = [("yes", _("Moves only"))]


def counting_announcements(clock: Clock) -> Any:
    """The reports that count at the clock; of those withdrawn since, no text."""
    rows = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).effective(seq=clock.seq)
    return rows.known_by(clock.on, seq=clock.seq)


def announced_targets(clock: Clock) -> Any:
    rows = announcing_reports(counting_announcements(clock))
    if clock.seq:
        return rows  # withdrawn since: marked ``hidden``
    return rows.annotate(hidden=Value(False, BooleanField()))


def announcements_in(reports: Iterable[int], clock: Clock) -> dict[int, Announcement]:
    """Return what each of some reports (primary keys) announced, against what its speaker had said before."""
    rows = announced_targets(clock).filter(pk__in=set(reports))
    histories = promise_histories(map(key_of_report, rows), clock)
    entries = (entry for history in histories.values() for entry in history.announcements)
    return {entry.report.id: entry for entry in entries}


def with_change_at(rows: Any, clock: Clock) -> Any:
    return with_target_change(rows, counting=counting_announcements(clock))


def counted_as_move(change: str) -> tuple[str, ...]:
    if change in COUNTED_AS_MOVES:
        return ("yes",)
    return ()


def with_days_moved(rows: Any, clock: Clock) -> Any:
    """Add the days that a move is away from the target before it."""
    days = F("target_last") - F("before_last")
    return with_change_at(rows, clock).annotate(
        days_moved=Case(When(change__in=sorted(COUNTED_AS_MOVES), then=days), output_field=DurationField())
    )


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


class TargetFilters(ListFilters):
    q = TextFilter({"": SearchKind.REPORT})
    agency = AgencyFilter(*CARRIES_SUBJECT)
    year = YearFilter(label=_("Year of the announcement"), field_name="said_on_last")
    change = TargetChangeFilter(label=pgettext_lazy("target", "Change"), choices=TargetChange.choices)
    moved = MovesOnlyFilter(label=_("Changes of the deadline"), choices=YES)
    subject = SubjectKindFilter()
    stated_by = AgencyFilter(STATED_REPORT, label=_("Announced by"))
    region = RegionFilter(*CARRIES_SUBJECT)
    origin = ChoiceFilter(label=_("Origin"), choices=Origin.choices)
    program = ProgramFilter(*PROGRAM_OF_SUBJECT)
    agreement = ReferenceFilter(
        Agreement, label=_("Agreement number"), field_name="commitment__agreement__reference"
    )
    commitment = ReferenceFilter(Commitment, label=_("Commitment number"), field_name="commitment__reference")
    milestone = ReferenceFilter(Milestone, label=_("Milestone number"), field_name="milestone__reference")


TARGETS = Listing(
    name="targets",
    title=_("Announced targets"),
    lead=_("Every date that was announced, by whom, and what it changed."),
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
        "target": Sort(_("Earliest target first"), (F("target_last").asc(nulls_last=True),), column="target"),
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
