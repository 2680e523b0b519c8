"""The promises of the timeline's picture, one lane each: those of which anything is dated.

They stand in groups: by program and agreement, by the agency that leads them, or by its region.
"""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.commitments import promise_states
from agreements.lists.filters import ChoiceFilter, TextFilter
from agreements.lists.listings import Listing, Selection, Sort
from agreements.lists.parameters import Clock
from agreements.lists.plain_choice import PlainChoice
from agreements.lists.regions import Regions
from agreements.lists.register_filters import AgencyFilter, RegionFilter, public_links
from agreements.lists.spans import DaySpan, SpanFilters, ends_of_span
from agreements.lists.state_lists import speakers_of_states
from agreements.lists.subject_filters import CARRIES_SUBJECT, THEMES_OF_SUBJECT, SubjectKindFilter
from agreements.lists.themes import ThemeFilter
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    CommitmentAgency,
    CommitmentRole,
    Milestone,
    Program,
    SearchKind,
    State,
    StatusReport,
)
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import STATUSES, UNREPORTED, UNSEARCHED

BY_AGREEMENT, BY_AGENCY, BY_REGION = "agreement", "agency", "region"
GROUPS = [(BY_AGENCY, _("by agency")), (BY_REGION, _("by region"))]  # absent: by program and agreement
STATUSES_WITH_A_LANE = [(status, label) for status, label in STATUSES if status != UNSEARCHED]
NO_REGION = 10_000  # behind all regions


def dated_promises(clock: Clock) -> Any:
    """The promises of which anything is dated: a word of somebody, an outcome or an inquiry."""
    return promise_states(clock).exclude(status=UNSEARCHED)


# ---- the span of days --------------------------------------------------------------------------------


def lies_in(first: str, last: str, span: DaySpan) -> Q:
    """Return the condition that what lasts from ``first`` to ``last`` has a day in the span."""
    condition = Q(**{f"{first}__isnull": False, f"{last}__isnull": False})
    if span.first:
        condition &= Q(**{f"{last}__gte": span.first})
    if span.last:
        condition &= Q(**{f"{first}__lte": span.last})
    return condition


def with_a_mark_in(rows: Any, span: DaySpan, clock: Clock) -> Any:
    """Leave the promises of which something was said, was to happen, happened or was looked for in it."""
    reports: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).effective(seq=clock.seq)
    said_in_span = reports.known_by(clock.on, seq=clock.seq).filter(
        lies_in("said_on_first", "said_on_last", span) | lies_in("target_first", "target_last", span)
    )
    outcome = Q(completed_from__isnull=False) | Q(completed_to__isnull=False)
    searched = Q(status=UNREPORTED) & lies_in("heard_on", "looked_until", span)
    passed = Q(standing="unconfirmed") & lies_in("target_last", "looked_until", span)
    rows = rows.annotate(
        outcome_from=Coalesce("completed_from", "completed_to"),
        outcome_to=Coalesce("completed_to", "completed_from"),
    )
    happened = outcome & lies_in("outcome_from", "outcome_to", span)
    links = public_links(clock.seq).order_by()
    own_words = Q(commitment__in=said_in_span.values("commitment")) | Q(
        milestone__in=said_in_span.values("milestone")
    )
    words_of_other_side = Q(
        commitment__in=links.filter(milestone__in=said_in_span.values("milestone")).values("commitment")
    ) | Q(milestone__in=links.filter(commitment__in=said_in_span.values("commitment")).values("milestone"))
    return rows.filter(happened | searched | passed | own_words | words_of_other_side)


class LaneFilters(SpanFilters):
    q = TextFilter({"commitment": SearchKind.COMMITMENT, "milestone": SearchKind.MILESTONE})
    agency = AgencyFilter(*CARRIES_SUBJECT)
    region = RegionFilter(*CARRIES_SUBJECT)
    vars()["from"], to = ends_of_span()
    status = ChoiceFilter(label=_("Status"), choices=STATUSES_WITH_A_LANE)
    kind = SubjectKindFilter()
    theme = ThemeFilter(*THEMES_OF_SUBJECT)
    group = PlainChoice(label=_("Grouped"), choices=GROUPS)
    view = PlainChoice(label=_("View"), choices=[])

    def narrowed_to(self, rows: Any, span: DaySpan) -> Any:
        return with_a_mark_in(rows, span, self.clock)


# ---- the groups --------------------------------------------------------------------------------------


def with_program_of_promise(rows: Any, clock: Clock) -> Any:
    """Add the program under which a promise stands, with stage and number there."""
    links = public_links(clock.seq).filter(commitment=OuterRef("commitment"))

    def of_milestone(name: str) -> Coalesce:
        return Coalesce(
            Cast(F(f"milestone__{name}"), BigIntegerField()),
            Subquery(links.values(f"milestone__{name}")[:1], output_field=BigIntegerField()),
        )

    programs = Program.objects.visible_to(PUBLIC).known_at(clock.seq)
    rows = rows.annotate(
        lane_program=of_milestone("program"),
        lane_stage=of_milestone("stage"),
        lane_number=of_milestone("number"),
    )
    titles = programs.filter(pk=OuterRef("lane_program")).values("title_ko")
    return rows.annotate(lane_program_title=Subquery(titles[:1]))


def with_lead_agency(rows: Any, _clock: Clock) -> Any:
    """Add who leads the promise; where nobody does, the first that is named."""
    roles: Any = CommitmentAgency.objects.visible_to(PUBLIC).filter(commitment=OuterRef("commitment"))
    lead_first = Case(When(role=CommitmentRole.LEAD, then=0), default=1)
    of_commitment = roles.filter(agency__in=Agency.objects.visible_to(PUBLIC)).order_by(lead_first, "pk")
    carriers = Agency.objects.visible_to(PUBLIC).filter(milestones=OuterRef("milestone"))
    rows = rows.annotate(
        lane_agency=Coalesce(
            Subquery(of_commitment.values("agency")[:1], output_field=BigIntegerField()),
            Subquery(carriers.order_by("name_ko", "pk").values("pk")[:1], output_field=BigIntegerField()),
        )
    )
    names = Agency.objects.visible_to(PUBLIC).filter(pk=OuterRef("lane_agency")).values("name_ko")
    return rows.annotate(lane_agency_name=Subquery(names[:1]))


def with_region_of_lead(rows: Any, clock: Clock) -> Any:
    """Add the place of the region, among all, in which the agency lies that leads the promise."""
    agencies_by_region = lead_regions(clock)
    ranks = [
        When(lane_agency__in=agencies, then=Value(rank))
        for rank, agencies in enumerate(agencies_by_region.values())
    ]
    rank = Case(*ranks, default=Value(NO_REGION), output_field=IntegerField())
    return with_lead_agency(rows, clock).annotate(lane_region=rank)


def lead_regions(clock: Clock) -> dict[str, list[int]]:
    """Return {code of a region of the day: the public agencies that lie in it}, in the order of codes."""
    regions = Regions(on=clock.on)
    by_code: dict[str, list[int]] = {}
    for agency in Agency.objects.visible_to(PUBLIC).order_by("pk").values_list("pk", flat=True):
        code = regions.region_of(agency)
        if code is not None:
            by_code.setdefault(code, []).append(agency)
    return dict(sorted(by_code.items()))


WITHIN_AGREEMENT = (
    F("commitment__agreement__reference").desc(nulls_last=True),
    "commitment__number",
    "milestone__number",
)
ORDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "": (
        with_program_of_promise,
        (
            F("lane_program_title").asc(nulls_last=True),
            "lane_program",
            "lane_stage",
            "lane_number",
            *WITHIN_AGREEMENT,
        ),
    ),
    BY_AGENCY: (
        with_lead_agency,
        (F("lane_agency_name").asc(nulls_last=True), "lane_agency", *WITHIN_AGREEMENT),
    ),
    BY_REGION: (
        with_region_of_lead,
        ("lane_region", F("lane_agency_name").asc(nulls_last=True), "lane_agency", *WITHIN_AGREEMENT),
    ),
}


class LaneSelection(Selection):
    @property
    def group(self) -> str:
        return self.filter_values["group"]

    @property
    def rows(self) -> Any:
        """Its promises, group by group."""
        prepared, order = ORDERS[self.group]
        return prepared(self.filters.qs, self.clock).order_by(*order, "pk")

    def undated(self) -> Any:
        """The promises that the same filters leave of which nothing is dated, not looked for yet."""
        values = self.filter_values
        if values["status"] or values["from"] or values["to"]:
            return State.objects.visible_to(PUBLIC).none()
        rows = promise_states(self.clock).filter(status=UNSEARCHED)
        return LaneFilters(values, rows, clock=self.clock).qs


class LaneListing(Listing):
    def selected(self, parameters: Any, *, clock: Clock) -> LaneSelection:
        return LaneSelection(self, parameters, clock=clock)


def with_subjects_and_speakers(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    agreements = Prefetch("agreement", Agreement.objects.visible_to(PUBLIC))
    programs = Prefetch("program", Program.objects.visible_to(PUBLIC))
    return rows.prefetch_related(
        Prefetch("commitment", Commitment.objects.visible_to(PUBLIC).prefetch_related(agreements)),
        Prefetch("milestone", Milestone.objects.visible_to(PUBLIC).prefetch_related(programs)),
        Prefetch("first_target_by", agencies_named_on(clock.on)),
        *speakers_of_states(clock),
    )


LANES = LaneListing(
    name="timeline",
    title=_("Timeline"),
    lead=_("When the promises were announced for, and when they were kept, as far as it is known."),
    rows=dated_promises,
    filters=LaneFilters,
    sorts={"group": Sort(_("Group by group"), ())},
    related=with_subjects_and_speakers,
)
