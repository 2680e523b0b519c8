"""What belongs to the rows of a chunk and is public, by primary key; at most a few queries each.

Every name on a row's path that could be hidden (an agency no longer listed, a program withdrawn) is read
here through ``visible_to`` instead of being joined.  Each function takes the keys of a chunk and the clock
of the list and returns {key: value} or {key: {part: value}}; what is not public has no entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from agreements.lists.agency_names import agencies_named_on, agency_names
from agreements.lists.agency_promises import NO_PROMISES, ROLES, AgencyCounts
from agreements.lists.among import among
from agreements.lists.columns.cells import joined, period, pick_language
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.models import (
    Agency,
    Agreement,
    BudgetShare,
    BudgetUnit,
    Commitment,
    CommitmentAgency,
    Milestone,
    Party,
    Program,
    PromiseLink,
    Recognition,
    State,
    StatusReport,
)
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import FULFILLED, PERIOD_DONE, UNREPORTED, UNSEARCHED
from agreements.rules.states import PASSED, Standing

Keys = Sequence[Any]
ByKey = Mapping[Any, Any]
AGENCY = ("agency", "agency__slug")


# ---- names ---------------------------------------------------------------------------------------


def names_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    """Names of the clock's day; the bare ones lack what tells two of one name apart."""
    return {
        agency.pk: {"name": agency.name, "bare_name": agency.bare_name, "code": agency.slug}
        for agency in agencies_named_on(clock.on).filter(pk__in=among(set(keys)))
    }


def program_names(keys: Keys, clock: Clock) -> ByKey:
    return _names_and_codes(Program.objects.visible_to(PUBLIC), keys, "title", "slug")


def agreement_names(keys: Keys, clock: Clock) -> ByKey:
    return _names_and_codes(Agreement.objects.visible_to(PUBLIC), keys, "title", "reference")


def _names_and_codes(records: QuerySet[Any], keys: Keys, name_field: str, code_field: str) -> ByKey:
    """Return {key: {"name", "code"}}, the name in the active language."""
    pick = pick_language()
    columns = ("pk", code_field, f"{name_field}_ko", f"{name_field}_en")
    return {
        key: {"name": pick(korean, english), "code": code}
        for key, code, korean, english in records.filter(pk__in=among(set(keys))).values_list(*columns)
    }


# ---- agencies and their regions ------------------------------------------------------------------


def roles_of_commitments(keys: Keys, clock: Clock) -> ByKey:
    """Agencies by role, in the order they were entered."""
    roles = CommitmentAgency.objects.visible_to(PUBLIC).filter(commitment__in=among(keys)).order_by("pk")
    return _agencies_by_role(roles.values_list("commitment", "role", *AGENCY), clock)


def agencies_of_milestones(keys: Keys, clock: Clock) -> ByKey:
    """Agencies, all in the one role "all", by name."""
    carriers = Agency.objects.visible_to(PUBLIC).filter(milestones__in=among(keys)).order_by("name_ko", "pk")
    rows = carriers.values_list("milestones", "pk", "slug")
    return _agencies_by_role(((key, "all", *agency) for key, *agency in rows), clock)


def parties_of_agreements(keys: Keys, clock: Clock) -> ByKey:
    parties = Party.objects.visible_to(PUBLIC).filter(agreement__in=among(keys)).order_by("order", "pk")
    return _agencies_by_role(parties.values_list("agreement", "role", *AGENCY), clock)


def _agencies_by_role(rows: Iterable[Sequence[Any]], clock: Clock) -> ByKey:
    """Return {key: {role: names, "slugs", "region_codes", "regions"}}, each joined in the order of rows.

    ``rows`` are (key, role, key of the agency, slug); names and regions are those of the clock's day.
    """
    names, regions = agency_names(clock.on), Regions(on=clock.on)
    agencies: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, role, agency, slug in rows:
        parts = agencies[key]
        parts[role].append(names.get(agency, ""))
        parts["slugs"].append(slug)
        code = regions.region_of(agency)
        if code and code not in parts["region_codes"]:
            parts["region_codes"].append(code)
            parts["regions"].append(regions.label(code))

    return {key: join_parts(parts) for key, parts in agencies.items()}


def join_parts(parts: Mapping[str, list[str]]) -> dict[str, str]:
    return {part: joined(values) for part, values in parts.items()}


def regions_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    """Return the region of each agency on the clock's day as "name" and "code"."""
    regions = Regions(on=clock.on)
    codes = {key: regions.region_of(key) for key in keys}
    return {key: {"name": regions.label(code), "code": code} for key, code in codes.items() if code}


# ---- the same promise ----------------------------------------------------------------------------


def same_promise_of_commitments(keys: Keys, clock: Clock) -> ByKey:
    """Return the reference of the milestone that is the same promise."""
    links = _links_at(clock).filter(commitment__in=among(keys))
    return dict(links.values_list("commitment", "milestone__reference"))


def same_promise_of_milestones(keys: Keys, clock: Clock) -> ByKey:
    """Return the reference of the commitment that is the same promise."""
    links = _links_at(clock).filter(milestone__in=among(keys))
    return dict(links.values_list("milestone", "commitment__reference"))


def same_promise_of_reports(keys: Keys, clock: Clock) -> ByKey:
    """Return the reference of what is the same promise as the subject of each report."""
    reports: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).filter(pk__in=among(keys))
    rows = list(reports.order_by().values_list("pk", "commitment", "milestone"))
    by_commitment = same_promise_of_commitments([commitment for _pk, commitment, _milestone in rows], clock)
    by_milestone = same_promise_of_milestones([milestone for _pk, _commitment, milestone in rows], clock)
    return {
        pk: by_commitment.get(commitment) or by_milestone.get(milestone) for pk, commitment, milestone in rows
    }


def _links_at(clock: Clock) -> Any:
    return PromiseLink.objects.visible_to(PUBLIC).linked_at(clock.seq).order_by()


# ---- counts --------------------------------------------------------------------------------------


def counts_of_commitments(keys: Keys, clock: Clock) -> ByKey:
    states = State.objects.visible_to(PUBLIC).of_commitments()
    return _counts_of_states(states, "commitment__agreement", keys, clock)


def counts_of_milestones(keys: Keys, clock: Clock) -> ByKey:
    states = State.objects.visible_to(PUBLIC).of_milestones()
    return _counts_of_states(states, "milestone__program", keys, clock)


def _counts_of_states(states: Any, root: str, keys: Keys, clock: Clock) -> ByKey:
    """Return how many subjects each ``root`` has on the day, and how they stand."""
    rows = (
        states.filter(**{f"{root}__in": among(keys)})
        .at(clock.on, seq=clock.seq)
        .with_standing(on=clock.on)
        .order_by()
        .values(root)
        .annotate(
            total=Count("pk"),
            fulfilled=Count("pk", filter=Q(status__in=sorted(FULFILLED))),
            period_done=Count("pk", filter=Q(status=PERIOD_DONE)),
            late=Count("pk", filter=Q(standing=Standing.LATE)),
            unconfirmed=Count("pk", filter=Q(standing=Standing.UNCONFIRMED)),
            unchecked=Count("pk", filter=Q(standing=Standing.UNCHECKED)),
            unreported=Count("pk", filter=Q(status=UNREPORTED)),
            unsearched=Count("pk", filter=Q(status=UNSEARCHED)),
        )
    )
    return {row.pop(root): row for row in rows}


def counts_of_agencies(keys: Keys, clock: Clock) -> ByKey:
    """Return how many agreements each agency signed, what it promised in which role, and how that stands."""
    counts = AgencyCounts(clock, keys)
    return {key: _counts_of_agency(key, counts) for key in keys}


def _counts_of_agency(key: int, counts: AgencyCounts) -> dict[str, int]:
    tally = counts.promises.get(key, NO_PROMISES)
    in_role = {role: counts.in_role.get((key, role), NO_PROMISES).total for role in ROLES}
    return {
        "signed": counts.agreements.get(key, 0),
        **in_role,
        "promises": tally.total,
        "fulfilled": tally.fulfilled,
        "period_done": tally.period_done,
        **{standing.value: tally.by_standing[standing] for standing in PASSED},
        UNREPORTED: tally.by_status[UNREPORTED],
        UNSEARCHED: tally.by_status[UNSEARCHED],
    }


# ---- what else an agreement or program holds -----------------------------------------------------


def budget_of_agreements(keys: Keys, clock: Clock) -> ByKey:
    """Who brings in how much, in the unit of the document."""
    names, units = agency_names(clock.on), {code: str(label) for code, label in BudgetUnit.choices}
    shares = BudgetShare.objects.visible_to(PUBLIC).filter(agreement__in=among(keys)).order_by("pk")
    columns = ("agreement", "payer", "amount", "unit")
    return joined_by_key(
        (key, f"{names.get(payer, '')} {amount.normalize():f} {units[unit]}")
        for key, payer, amount, unit in shares.values_list(*columns)
    )


def agreements_of_programs(keys: Keys, clock: Clock) -> ByKey:
    """References of the agreements, signed by the day, with commitments that the program carries."""
    rows = (
        Commitment.objects.visible_to(PUBLIC)
        .promised_by(clock.on, seq=clock.seq)
        .filter(program__in=among(keys))
        .order_by("agreement__reference")
        .values_list("program", "agreement__reference")
        .distinct()
    )
    return joined_by_key(rows)


def recognitions_of_programs(keys: Keys, clock: Clock) -> ByKey:
    """Title, who awarded it, when."""
    pick, names = pick_language(), agency_names(clock.on)
    rows = (
        Recognition.objects.visible_to(PUBLIC)
        .filter(program__in=among(keys), awarded_first__lte=clock.on)
        .order_by("awarded_last", "pk")
        .values_list("program", "title_ko", "title_en", "awarded_by", "awarded_first", "awarded_last")
    )
    return joined_by_key(
        (key, f"{pick(title, title_en)}, {names.get(agency, '')}, {period(first, last)}")
        for key, title, title_en, agency, first, last in rows
    )


def stages_of_programs(keys: Keys, clock: Clock) -> ByKey:
    milestones = (
        Milestone.objects.visible_to(PUBLIC).filter(program__in=among(keys)).known_at(clock.seq).order_by()
    )
    return dict(milestones.values_list("program").annotate(Count("stage", distinct=True)))


def joined_by_key(rows: Iterable[tuple[Any, str | None]]) -> ByKey:
    values_by_key: dict[Any, list[str]] = defaultdict(list)
    for key, value in rows:
        values_by_key[key].append(value or "")
    return {key: joined(values) for key, values in values_by_key.items()}
