"""The list of duties: derived for each party of the agreements in view, then narrowed down and sorted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agency_names
from agreements.lists.agreements import agreements_begun_by_clock
from agreements.lists.derived_rows import DerivedRows
from agreements.lists.facets import NO_CHOICE, Counts, Facets, FacetTable, RowFacet
from agreements.lists.filters import ChoiceFilter, ListFilters, TextFilter, YearFilter
from agreements.lists.listings import Listing, Selection, Sort
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import AGENCY, AgencyChoiceFilter, ReferenceFilter
from agreements.models import (
    Agency,
    Agreement,
    CouncilSession,
    DutyRecord,
    DutyRule,
    Party,
    PartyRole,
    SearchKind,
    Term,
)
from agreements.models.base import PUBLIC
from agreements.models.presence import valid_at
from agreements.rules.application import AgreementFacts
from agreements.rules.duties import (
    STATE_ORDER,
    UNDECIDED,
    DutyState,
    ExpectedDuty,
    RecordedDuty,
    SignedAgreement,
    expected_duties,
)
from agreements.rules.duty_ratio import DutyRatio, duty_ratio
from agreements.rules.ordinance import (
    SUBORDINATE,
    BoundBody,
    DutyKind,
    OrdinanceRule,
    SessionDays,
    rules_by_body,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import TermDates

# ---- the duties of agreements, in seven queries however many there are -----------------------------------

TERM_COLUMNS = (
    "signed_first", "signed_last", "effective_on", "expires_on", "open_ended", "renews", "notice_days",
    "ended_on",
)  # fmt: skip


def duties_of(
    agreements: QuerySet[Agreement], clock: Clock, *, agencies: QuerySet[Agency] | None = None
) -> list[ExpectedDuty]:
    """Derive the duties of ``agreements`` (rows ``known_at`` the clock), in their order.

    ``agencies`` leaves those of some parties only.
    """
    parties = bound_parties_of(agreements, rules_of_agencies(agencies))
    records = duty_records_of(agreements, clock, agencies=agencies)
    sessions, successions = sessions_of_councils(), successions_by_agreement(clock)
    duties: list[ExpectedDuty] = []
    dates_then = (f"then__{name}" for name in TERM_COLUMNS)
    rows: Any = agreements.values_list("pk", *AgreementFacts._fields, *dates_then)
    for key, *columns in rows.iterator(chunk_size=2000):
        if key in parties or key in records:
            facts = AgreementFacts(*columns[: len(AgreementFacts._fields)])
            first, last, *dates = columns[len(AgreementFacts._fields) :]
            term = TermDates(PartialDate.from_days(first, last), *[*dates, successions.get(key)])
            duties += expected_duties(
                SignedAgreement(key, term, facts),
                parties.get(key, {}),
                sessions=sessions,
                records=records.get(key, ()),
                on=clock.on,
                due_soon_days=settings.DUE_SOON_DAYS,
            )
    return duties


def rules_of_agencies(agencies: QuerySet[Agency] | None) -> dict[int, list[OrdinanceRule]]:
    """Return {agency: rules} of each public agency, among ``agencies``, that is bound by any."""
    rules = [row.rule for row in DutyRule.objects.visible_to(PUBLIC).select_related("ordinance")]
    authors = {rule.agency for rule in rules}
    superiors = {rule.agency for rule in rules if rule.binds_subordinates}
    is_bound = Q(pk__in=authors) | Q(parent__in=superiors, kind__in=SUBORDINATE)
    bodies = Agency.objects.visible_to(PUBLIC).filter(is_bound)
    if agencies is not None:
        bodies = bodies.filter(pk__in=agencies)
    return rules_by_body([BoundBody(*row) for row in bodies.values_list("pk", *BoundBody._fields[1:])], rules)


def bound_parties_of(
    agreements: QuerySet[Agreement], rules: Mapping[int, list[OrdinanceRule]]
) -> dict[int, dict[int, list[OrdinanceRule]]]:
    """Return {agreement: {agency: rules}} of the parties that ``rules`` bind, in the order of parties."""
    # Deadlines are counted from the signing: of a party that joined later they claim nothing.
    rows = Party.objects.visible_to(PUBLIC).filter(
        agency__in=rules,
        role=PartyRole.PARTY,
        joined_first__isnull=True,
        agreement__in=agreements.order_by().values("pk"),
    )
    parties: dict[int, dict[int, list[OrdinanceRule]]] = defaultdict(dict)
    for agreement, agency in rows.order_by("order", "pk").values_list("agreement", "agency"):
        parties[agreement][agency] = rules[agency]
    return parties


def sessions_of_councils() -> Mapping[int, list[SessionDays]]:
    sessions: dict[int, list[SessionDays]] = defaultdict(list)
    for row in CouncilSession.objects.visible_to(PUBLIC).order_by("begins_on"):
        sessions[row.agency_id].append(row.session)
    return sessions


def successions_by_agreement(clock: Clock) -> dict[int, PartialDate]:
    """Return {agreement: when the first public successor of it came into force}."""
    signed: Any = Term.objects.visible_to(PUBLIC).filter(
        valid_at(clock.seq), supersedes__isnull=False, signed_first__isnull=False
    )
    # The earliest comes last and stays.
    in_order = sorted(signed, key=attrgetter("in_force_since"), reverse=True)
    return {term.supersedes_id: term.in_force_since for term in in_order}


def duty_records_of(
    agreements: QuerySet[Agreement], clock: Clock, *, agencies: QuerySet[Agency] | None
) -> dict[int, list[RecordedDuty]]:
    """Return {agreement: its public duty records}, among them of ``agencies`` only."""
    rows = DutyRecord.objects.visible_to(PUBLIC, seq=clock.seq).filter(
        agreement__in=agreements.order_by().values("pk")
    )
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    records: dict[int, list[RecordedDuty]] = defaultdict(list)
    for row in rows:
        records[row.agreement_id].append(row.record)
    return records


# ---- the list --------------------------------------------------------------------------------------------


def _by_deadline(duty: ExpectedDuty) -> tuple[Any, ...]:
    return (duty.due or date.max, duty.about, duty.agreement, duty.agency, duty.kind)


ORDERS: dict[str, Callable[[list[ExpectedDuty]], list[ExpectedDuty]]] = {
    "due": lambda duties: sorted(duties, key=_by_deadline),
    "-due": lambda duties: sorted(
        duties, key=lambda duty: (duty.due or date.min, duty.about, duty.agreement), reverse=True
    ),
}


DERIVED_FILTERS = ("agency", "state", "year", "kind")


class DerivedFilter:
    """A filter of duties: they are narrowed down and counted once they are derived, not by the database."""

    facet = RowFacet(())

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows


class DerivedChoiceFilter(DerivedFilter, ChoiceFilter):
    pass


class DerivedAgencyFilter(DerivedFilter, AgencyChoiceFilter):
    pass


class DerivedYearFilter(DerivedFilter, YearFilter):
    pass


class DutyFilters(ListFilters):
    """Text and reference narrow down the agreements; the rest narrows down the duties derived of them."""

    q = TextFilter({"": SearchKind.AGREEMENT})
    agency = DerivedAgencyFilter(label=AGENCY)
    state = DerivedChoiceFilter(label=_("State"), choices=DutyState.choices)
    year = DerivedYearFilter(label=_("Year"))
    kind = DerivedChoiceFilter(label=_("Duty under an ordinance"), choices=DutyKind.choices)
    agreement = ReferenceFilter(Agreement, label=_("Agreement number"), field_name="reference")


class DutyTable(FacetTable):
    """Groups of derived duties.  An undecided one is counted only where its state is chosen."""

    def counts(self, name: str, chosen: Mapping[str, str]) -> Counts:
        counts = super().counts(name, chosen)
        if name == "state":
            return {**counts, NO_CHOICE: self._decided.counts(name, chosen)[NO_CHOICE]}
        if "state" in chosen:
            return counts
        return self._decided.counts(name, chosen)

    @property
    def _decided(self) -> FacetTable:
        column = self.names.index("state")
        groups = [group for group in self.groups if not UNDECIDED.intersection(group[0][column])]
        return FacetTable(self.names, groups)


class DutyFacets(Facets):
    """The counts of derived duties: their table is made of the duties themselves, without a query."""

    def __init__(self, selection: "DutySelection") -> None:
        super().__init__(selection)
        self.duties = selection

    @cached_property
    def table(self) -> FacetTable:
        counts = Counter(map(self.duties.choices_of, self.duties.derived))
        return DutyTable(
            DERIVED_FILTERS,
            [(tuple((choice,) for choice in choices), count) for choices, count in counts.items()],
        )

    def without(self, name: str) -> int:
        if name in DERIVED_FILTERS:
            return super().without(name)
        return self.duties.count_without(name)


class DutySelection(Selection):
    @cached_property
    def derived(self) -> list[ExpectedDuty]:
        """The duties of all agreements in view, the newest first."""
        agreements: Any = self.filters.qs.order_by("-then__begins_on", "-pk")
        return duties_of(agreements, self.clock)

    @cached_property
    def slugs(self) -> dict[int, str]:
        return dict(Agency.objects.visible_to(PUBLIC).values_list("pk", "slug"))

    def choices_of(self, duty: ExpectedDuty) -> tuple[str, ...]:
        """Return the choice to which a duty answers in each of ``DERIVED_FILTERS``."""
        return self.slugs.get(duty.agency, ""), duty.state, str(duty.year), duty.kind

    def _narrowed(self, *names: str) -> list[ExpectedDuty]:
        chosen = {name: str(self.chosen[name]) for name in names if name in self.chosen}
        if not chosen:
            return self.derived
        return [duty for duty in self.derived if chosen.items() <= self._choices_by_filter(duty).items()]

    def _choices_by_filter(self, duty: ExpectedDuty) -> dict[str, str]:
        return dict(zip(DERIVED_FILTERS, self.choices_of(duty), strict=True))

    @cached_property
    def ordinances(self) -> dict[int, tuple[str, int]]:
        """Return {rule: title and key of its ordinance}."""
        rules = DutyRule.objects.visible_to(PUBLIC).values_list("pk", "ordinance__title_ko", "ordinance")
        return {rule: (title, ordinance) for rule, title, ordinance in rules}

    def by_ordinance(self, duties: list[ExpectedDuty]) -> list[ExpectedDuty]:
        """Order duties by ordinance and agreement (as they were derived), what is decided first.

        What no registered rule asks for comes last.
        """
        places: dict[int, int] = {}
        for duty in duties:
            places.setdefault(duty.agreement, len(places))
        no_ordinance = ("\U0010ffff", 0)
        return sorted(
            duties,
            key=lambda duty: (
                self.ordinances.get(duty.rule or 0, no_ordinance),
                places[duty.agreement],
                STATE_ORDER[duty.state],
            ),
        )

    @cached_property
    def in_view(self) -> list[ExpectedDuty]:
        """The duties asked for, in whatever state: of these the ratio is made."""
        return self._narrowed("agency", "year", "kind")

    @property
    def ratio(self) -> DutyRatio:
        return duty_ratio(self.in_view)

    @cached_property
    def undecided(self) -> list[ExpectedDuty]:
        """The duties asked for of which nobody knows whether they are owed; none where a state is chosen."""
        if "state" in self.chosen:
            return []
        return [duty for duty in self.in_view if not duty.is_decided]

    @cached_property
    def rows(self) -> DerivedRows:  # type: ignore[override]  # derived, not read
        duties = self._narrowed(*DERIVED_FILTERS)
        if "state" not in self.chosen:
            duties = [duty for duty in duties if duty.is_decided]
        if self.sort == self.usual_sort:
            return DerivedRows(self.by_ordinance(duties))
        if self.sort == "agency":
            names = agency_names(self.clock.on)
            return DerivedRows(sorted(duties, key=lambda duty: (names[duty.agency], _by_deadline(duty))))
        return DerivedRows(ORDERS[self.sort](duties))

    def for_page(self) -> DerivedRows:
        return self.rows

    @cached_property
    def facets(self) -> DutyFacets:
        return DutyFacets(self)

    def count_without(self, *names: str) -> int:
        parameters = {**self.parameters, **dict.fromkeys(names, "")}
        return self.listing.selected(parameters, clock=self.clock).rows.count()

    def count_of_all(self) -> int:
        return self.count_without(*self.filter_values)


class DutyListing(Listing):
    def selected(self, parameters: Mapping[str, str], *, clock: Clock) -> DutySelection:
        return DutySelection(self, parameters, clock=clock)


DUTIES = DutyListing(
    name="duties",
    title=_("Duties under ordinances"),
    lead=_("What ordinances ask of the parties of each agreement, by when, and what is registered of it."),
    rows=agreements_begun_by_clock,
    filters=DutyFilters,
    sorts={
        "agreement": Sort(_("By ordinance and agreement"), ()),
        "-due": Sort(_("Latest due day first"), ()),
        "due": Sort(_("Earliest due day first"), ()),
        "agency": Sort(_("Agency"), (), column="agency"),
    },
    related=lambda rows, _clock: rows,
)
