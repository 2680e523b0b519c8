"""The list of duties: derived for each party of the agreements in view, then narrowed down and sorted."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.filters.agreements import signed_by, signed_with
from agreements.filters.base import (
    PUBLIC,
    ChoiceFilter,
    ListFilters,
    Listing,
    Selection,
    Sort,
    TextFilter,
    YearField,
)
from agreements.filters.choices import agency_filter, agency_is, reference_filter
from agreements.filters.derived import DerivedRows
from agreements.models import (
    Agency,
    Agreement,
    CouncilSession,
    DutyRecord,
    DutyRule,
    FiscalBurden,
    Party,
    PartyRole,
    SearchKind,
    Term,
)
from agreements.models.presence import valid_at
from agreements.parameters import Clock
from agreements.rules.duties import DutyState, ExpectedDuty, Ratio, Record, Signed, expected, ratio
from agreements.rules.lifecycle import Term as Dates
from agreements.rules.ordinance import SUBORDINATE, Body, DutyKind, Rule, Session, rules_of

# ---- the duties of agreements, in seven queries however many there are -----------------------------------

DATES = ("signed_on", "effective_on", "expires_on", "renews", "notice_days", "ended_on")
SPENDS = {FiscalBurden.SOME.value: True, FiscalBurden.NONE.value: False}


def duties_of(
    agreements: QuerySet[Agreement], clock: Clock, *, agencies: QuerySet[Agency] | None = None
) -> list[ExpectedDuty]:
    """Derive the duties of ``agreements`` (rows ``known_at`` the clock), in their order.

    ``agencies`` leaves those of some parties only.
    """
    bound = bound_bodies(agencies)
    sessions, successions = sessions_of_councils(), succeeded(clock)
    parties: dict[int, dict[int, list[Rule]]] = defaultdict(dict)
    rows = Party.objects.visible_to(PUBLIC).filter(
        agency__in=bound, role=PartyRole.PARTY, agreement__in=agreements.order_by().values("pk")
    )
    for agreement, party in rows.order_by("order", "pk").values_list("agreement", "agency"):
        parties[agreement][party] = bound[party]
    records = records_of(agreements, clock, agencies=agencies)
    found: list[ExpectedDuty] = []
    columns: Any = agreements.values_list("pk", "fiscal_burden", *(f"then__{name}" for name in DATES))
    for key, burden, *dates in columns.iterator(chunk_size=2000):
        if key in parties or key in records:
            found += expected(
                Signed(key, Dates(*[*dates, successions.get(key)]), SPENDS.get(burden)),
                parties.get(key, {}),
                sessions=sessions,
                records=records.get(key, ()),
                on=clock.on,
                due_soon_days=settings.DUE_SOON_DAYS,
            )
    return found


def bound_bodies(agencies: QuerySet[Agency] | None) -> dict[int, list[Rule]]:
    """Give the rules of each public agency that is bound by any."""
    rules = [found.rule for found in DutyRule.objects.visible_to(PUBLIC)]
    own = {rule.agency for rule in rules}
    above = {rule.agency for rule in rules if rule.binds_subordinates}
    rows = Agency.objects.visible_to(PUBLIC).filter(Q(pk__in=own) | Q(parent__in=above, kind__in=SUBORDINATE))
    if agencies is not None:
        rows = rows.filter(pk__in=agencies)
    return rules_of([Body(*row) for row in rows.values_list("pk", "kind", "parent")], rules)


def sessions_of_councils() -> Mapping[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    for row in CouncilSession.objects.visible_to(PUBLIC).order_by("begins_on"):
        found[row.agency_id].append(row.session)
    return found


def succeeded(clock: Clock) -> dict[int, date]:
    """The first day on which a public successor of each agreement was in force."""
    begins = Coalesce("effective_on", "signed_on")
    rows: Any = Term.objects.visible_to(PUBLIC).filter(valid_at(clock.seq), supersedes__isnull=False)
    # The earliest comes last and stays.
    return dict(rows.annotate(begins=begins).order_by("-begins").values_list("supersedes", "begins"))


def records_of(
    agreements: QuerySet[Agreement], clock: Clock, *, agencies: QuerySet[Agency] | None
) -> dict[int, list[Record]]:
    rows = DutyRecord.objects.visible_to(PUBLIC, seq=clock.seq).filter(
        agreement__in=agreements.order_by().values("pk")
    )
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    found: dict[int, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row.record)
    return found


# ---- the list --------------------------------------------------------------------------------------------


def _by_deadline(duty: ExpectedDuty) -> tuple[Any, ...]:
    return (duty.due or date.max, duty.about, duty.agreement, duty.agency, duty.kind)


ORDERS: dict[str, Callable[[list[ExpectedDuty]], list[ExpectedDuty]]] = {
    "agreement": list,  # as they were derived
    "due": lambda duties: sorted(duties, key=_by_deadline),
    "-due": lambda duties: sorted(
        duties, key=lambda duty: (duty.due or date.min, duty.about, duty.agreement), reverse=True
    ),
}


class DutyYearFilter(django_filters.Filter):
    field_class = YearField


class DutyFilters(ListFilters):
    """What narrows down the agreements works here; year, kind and state of a duty are read from it."""

    searched = {"": SearchKind.AGREEMENT}

    agency = agency_filter(method="of_agency")
    state = ChoiceFilter(label=_("State"), choices=DutyState.choices, method="derived")
    year = DutyYearFilter(label=_("Year"), method="derived")
    kind = ChoiceFilter(label=_("Duty under an ordinance"), choices=DutyKind.choices, method="derived")
    q = TextFilter()
    agreement = reference_filter(Agreement, _("Agreement number"), "reference")

    def of_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        recorded = DutyRecord.objects.visible_to(PUBLIC, seq=self.clock.seq).filter(agency__slug=value)
        return rows.filter(Q(pk__in=signed_with(agency_is(value))) | Q(pk__in=recorded.values("agreement")))

    def derived(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows


class DutySelection(Selection):
    @cached_property
    def in_view(self) -> list[ExpectedDuty]:
        """The duties asked for, in whatever state: of these the ratio is made."""
        agreements: Any = self.filters.qs.order_by("-then__signed_on", "-pk")
        agency = self.known["agency"]
        found = duties_of(agreements, self.clock, agencies=agency_is(agency) if agency else None)
        if kind := self.known["kind"]:
            found = [duty for duty in found if duty.kind == kind]
        if year := self.known["year"]:
            found = [duty for duty in found if duty.year == int(year)]
        return found

    @property
    def ratio(self) -> Ratio:
        return ratio(self.in_view)

    @cached_property
    def rows(self) -> DerivedRows:  # type: ignore[override]  # derived, not read
        state = self.known["state"]
        found = [duty for duty in self.in_view if duty.state == state] if state else self.in_view
        return DerivedRows(ORDERS[self.sort](found))

    def for_page(self) -> DerivedRows:
        return self.rows


class DutyListing(Listing):
    def selected(self, given: Mapping[str, str], *, clock: Clock) -> DutySelection:
        return DutySelection(self, given, clock=clock)


DUTIES = DutyListing(
    name="duties",
    title=_("Duties under ordinances"),
    lead=_("What ordinances ask of the parties of each agreement, by when, and what is registered of it."),
    rows=signed_by,
    filters=DutyFilters,
    sorts={
        "agreement": Sort(_("By agreement, newest first"), ()),
        "-due": Sort(_("Latest deadline first"), ()),
        "due": Sort(_("Earliest deadline first"), ()),
    },
    related=lambda rows, _clock: rows,
)
