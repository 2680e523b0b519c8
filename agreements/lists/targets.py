"""The list of announced targets: reports that name a date, each told apart from the one before it."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import BooleanField, Case, DurationField, F, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.lists.facets import RowFacet
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
from agreements.lists.reports import BY_SPEAKER, with_speaker_name, with_subject_of_report
from agreements.lists.subject_filters import CARRIES_SUBJECT, PROGRAM_OF_SUBJECT, SubjectKindFilter
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Milestone,
    Origin,
    SearchKind,
    StatusReport,
)
from agreements.models.announcement import announcing_reports, with_target_change
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import (
    COUNTED_AS_MOVES,
    Announcement,
    Reported,
    TargetChange,
    target_history,
)

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


type Histories = tuple[list[Announcement], dict[int, StatusReport]]


def histories(clock: Clock, *, commitments: Iterable[Any], milestones: Iterable[Any]) -> Histories:
    """Return the target history of each subject, oldest first, and the reports by primary key.

    ``commitments`` and ``milestones`` are primary keys; None among them is left out.  The reports have
    their public speaker.  The number of queries does not grow with the subjects.
    """
    reports = [
        *_reports_of_subjects("commitment", commitments, clock),
        *_reports_of_subjects("milestone", milestones, clock),
    ]
    reports_by_subject: dict[tuple[Any, Any], list[Reported]] = defaultdict(list)
    for report in reports:
        reports_by_subject[report.commitment_id, report.milestone_id].append(report.reported)
    history = chain.from_iterable(map(target_history, reports_by_subject.values()))
    return list(history), {report.pk: report for report in reports}


def _reports_of_subjects(field: str, subjects: Iterable[Any], clock: Clock) -> Iterable[StatusReport]:
    keys = set(subjects) - {None}
    if not keys:
        return ()
    speaker = Prefetch("stated_by", Agency.objects.visible_to(PUBLIC))
    return announced_targets(clock).filter(**{f"{field}__in": keys}).prefetch_related(speaker)


def announcements(keys: Iterable[int], clock: Clock) -> Histories:
    """Return what each of some reports announced, against what its subject had announced before."""
    keys = set(keys)
    subjects = list(announced_targets(clock).filter(pk__in=keys).values_list("commitment", "milestone"))
    history, reports = histories(
        clock,
        commitments=[commitment for commitment, _milestone in subjects],
        milestones=[milestone for _commitment, milestone in subjects],
    )
    return [announcement for announcement in history if announcement.report.id in keys], reports


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
