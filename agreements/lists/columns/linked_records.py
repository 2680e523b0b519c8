"""What belongs to the rows of a chunk and is public: one query each, by primary key.

Every name on a row's path that could be hidden (an agency no longer listed, a program withdrawn) is
looked up here through ``visible_to`` instead of being joined.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from agreements.lists.columns.cells import joined, page_address, period, pick_language
from agreements.lists.parameters import Clock
from agreements.models import (
    Agency,
    Agreement,
    BudgetShare,
    BudgetUnit,
    Commitment,
    CommitmentAgency,
    CommitmentRole,
    Document,
    Milestone,
    Origin,
    Party,
    Program,
    Recognition,
    Region,
    Source,
    State,
    StatusReport,
)
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import FULFILLED, UNREPORTED, Standing

Keys = Sequence[Any]
Found = Mapping[Any, Any]
AGENCY = ("agency__name_ko", "agency__name_en", "agency__slug", "agency__region")


def named(rows: QuerySet[Any], keys: Keys, name: str, code: str) -> Found:
    """``name`` (in the active language) and ``code`` of each public record."""
    pick = pick_language()
    found = rows.filter(pk__in=set(keys)).values_list("pk", code, f"{name}_ko", f"{name}_en")
    return {
        key: {"name": pick(korean, english), "code": known_as} for key, known_as, korean, english in found
    }


def agencies(keys: Keys, clock: Clock) -> Found:
    return named(Agency.objects.visible_to(PUBLIC), keys, "name", "slug")


def programs(keys: Keys, clock: Clock) -> Found:
    return named(Program.objects.visible_to(PUBLIC), keys, "title", "slug")


def agreements(keys: Keys, clock: Clock) -> Found:
    return named(Agreement.objects.visible_to(PUBLIC), keys, "title", "reference")


# ---- agencies and their regions ----------------------------------------------------------------


def roles_of_commitments(keys: Keys, clock: Clock) -> Found:
    """Agencies by role, in the order they were entered."""
    rows = CommitmentAgency.objects.visible_to(PUBLIC).filter(commitment__in=keys).order_by("pk")
    return _by_role(rows.values_list("commitment", "role", *AGENCY))


def agencies_of_milestones(keys: Keys, clock: Clock) -> Found:
    carriers = Agency.objects.visible_to(PUBLIC).filter(milestones__in=keys).order_by("name_ko", "pk")
    rows = carriers.values_list("milestones", "name_ko", "name_en", "slug", "region")
    return _by_role((key, "all", *agency) for key, *agency in rows)


def parties_of_agreements(keys: Keys, clock: Clock) -> Found:
    rows = Party.objects.visible_to(PUBLIC).filter(agreement__in=keys).order_by("order", "pk")
    return _by_role(rows.values_list("agreement", "role", *AGENCY))


def _by_role(rows: Iterable[Sequence[Any]]) -> Found:
    pick, region_names = pick_language(), region_name()
    found: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, role, korean, english, slug, region in rows:
        parts = found[key]
        parts[role].append(pick(korean, english) or "")
        parts["slugs"].append(slug)
        if region and region not in parts["region_codes"]:
            parts["region_codes"].append(region)
            parts["regions"].append(region_names.get(region, region))
    return {key: {part: joined(values) for part, values in parts.items()} for key, parts in found.items()}


def region_name() -> Mapping[str, str]:
    pick = pick_language()
    rows = Region.objects.visible_to(PUBLIC).values_list("code", "name_ko", "name_en")
    return {code: pick(korean, english) or "" for code, korean, english in rows}


def regions(keys: Keys, clock: Clock) -> Found:
    names = region_name()
    return {code: names[code] for code in set(keys) if code in names}


# ---- evidence ------------------------------------------------------------------------------------


def evidence(keys: Keys, clock: Clock) -> Found:
    """Who stated each report, where it comes from, and its public sources."""
    labels = {code: str(label) for code, label in Origin.choices}
    reports = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).filter(pk__in=keys)
    origins = {key: (origin, by) for key, origin, by in reports.values_list("pk", "origin", "stated_by")}
    speakers = agencies([by for _origin, by in origins.values()], clock)
    sources = sources_of_reports(list(origins), clock)
    documents = documents_of_reports(list(origins), clock)
    return {
        key: {
            "stated_by": speakers[by]["name"] if by in speakers else None,
            "stated_by_slug": speakers[by]["code"] if by in speakers else None,
            "origin": origin,
            "origin_label": labels[origin],
            "sources": sources.get(key),
            "documents": documents.get(key),
        }
        for key, (origin, by) in origins.items()
    }


def sources_of(records: QuerySet[Any], keys: Keys) -> Found:
    """Public sources as "publisher, label, date, address", the oldest first.

    Two plain queries: in one, SQLite walks through every source for each chunk of records.
    """
    cited = list(records.filter(pk__in=keys, sources__isnull=False).order_by().values_list("pk", "sources"))
    pick = pick_language()
    rows = (
        Source.objects.visible_to(PUBLIC)
        .filter(pk__in={source for _record, source in cited})
        .order_by("published_last", "pk")
        .values_list("pk", "publisher", "label_ko", "label_en", "published_first", "published_last", "url")
    )
    written = {}
    for key, publisher, korean, english, first, last, url in rows:
        parts = (publisher, pick(korean, english), period(first, last), url)
        written[key] = ", ".join(part for part in parts if part)
    place = {key: number for number, key in enumerate(written)}
    found: dict[Any, list[Any]] = defaultdict(list)
    for record, source in cited:
        if source in place:
            found[record].append(source)
    return {
        record: joined([written[source] for source in sorted(sources, key=place.__getitem__)])
        for record, sources in found.items()
    }


def sources_of_reports(keys: Keys, clock: Clock) -> Found:
    return sources_of(StatusReport.objects.visible_to(PUBLIC), keys)


def sources_of_agreements(keys: Keys, clock: Clock) -> Found:
    return sources_of(Agreement.objects.visible_to(PUBLIC), keys)


def sources_of_programs(keys: Keys, clock: Clock) -> Found:
    return sources_of(Program.objects.visible_to(PUBLIC), keys)


def documents_of(owner: str, keys: Keys) -> Found:
    """Public documents as "title, SHA-256, address", as they were entered."""
    pick, (before, behind) = pick_language(), page_address("document")
    rows = Document.objects.visible_to(PUBLIC).filter(**{f"{owner}__in": keys}).order_by("pk")
    return _listed(
        (key, ", ".join((pick(korean, english) or "", f"SHA-256 {sha256}", f"{before}{sha256}{behind}")))
        for key, korean, english, sha256 in rows.values_list(owner, "title_ko", "title_en", "sha256")
    )


def documents_of_reports(keys: Keys, clock: Clock) -> Found:
    return documents_of("report", keys)


def documents_of_agreements(keys: Keys, clock: Clock) -> Found:
    return documents_of("agreement", keys)


def documents_of_programs(keys: Keys, clock: Clock) -> Found:
    return documents_of("program", keys)


# ---- counts --------------------------------------------------------------------------------------


def commitments_of_agreements(keys: Keys, clock: Clock) -> Found:
    return _counted(State.objects.visible_to(PUBLIC).of_commitments(), "commitment__agreement", keys, clock)


def milestones_of_programs(keys: Keys, clock: Clock) -> Found:
    return _counted(State.objects.visible_to(PUBLIC).of_milestones(), "milestone__program", keys, clock)


def _counted(states: Any, root: str, keys: Keys, clock: Clock) -> Found:
    """How many subjects each root has on the day, and how they stand."""
    rows = (
        states.filter(**{f"{root}__in": keys})
        .at(clock.on, seq=clock.seq)
        .with_standing(on=clock.on)
        .order_by()
        .values(root)
        .annotate(
            total=Count("pk"),
            fulfilled=Count("pk", filter=Q(status__in=sorted(FULFILLED))),
            late=Count("pk", filter=Q(standing=Standing.LATE)),
            unreported=Count("pk", filter=Q(status=UNREPORTED)),
        )
    )
    return {row.pop(root): row for row in rows}


def parts_of_agencies(keys: Keys, clock: Clock) -> Found:
    """How many agreements each agency signed, and how many commitments it leads, supports and shares."""
    there = Agreement.objects.visible_to(PUBLIC).signed_by(clock.on, seq=clock.seq)
    promised = Commitment.objects.visible_to(PUBLIC).promised_by(clock.on, seq=clock.seq)
    signed = Party.objects.visible_to(PUBLIC).filter(agency__in=keys, agreement__in=there)
    roles = CommitmentAgency.objects.visible_to(PUBLIC).filter(agency__in=keys, commitment__in=promised)
    found: dict[Any, dict[str, int]] = {
        key: {"signed": 0, **dict.fromkeys(CommitmentRole.values, 0)} for key in keys
    }
    for key, count in signed.order_by().values_list("agency").annotate(Count("pk")):
        found[key]["signed"] = count
    for key, role, count in roles.order_by().values_list("agency", "role").annotate(Count("pk")):
        found[key][role] = count
    return found


# ---- what else an agreement or program holds -----------------------------------------------------


def budget_of_agreements(keys: Keys, clock: Clock) -> Found:
    """Who brings in how much, in the unit of the document."""
    pick, units = pick_language(), {code: str(label) for code, label in BudgetUnit.choices}
    rows = BudgetShare.objects.visible_to(PUBLIC).filter(agreement__in=keys).order_by("pk")
    found: dict[Any, list[str]] = defaultdict(list)
    for key, korean, english, amount, unit in rows.values_list(
        "agreement", "payer__name_ko", "payer__name_en", "amount", "unit"
    ):
        found[key].append(f"{pick(korean, english)} {amount.normalize():f} {units[unit]}")
    return {key: joined(shares) for key, shares in found.items()}


def agreements_of_programs(keys: Keys, clock: Clock) -> Found:
    """References of the agreements, signed by the day, with commitments that the program carries."""
    rows = (
        Commitment.objects.visible_to(PUBLIC)
        .promised_by(clock.on, seq=clock.seq)
        .filter(program__in=keys)
        .order_by("agreement__reference")
        .values_list("program", "agreement__reference")
        .distinct()
    )
    return _listed(rows)


def recognitions_of_programs(keys: Keys, clock: Clock) -> Found:
    """Title, who awarded it, when."""
    pick = pick_language()
    rows = (
        Recognition.objects.visible_to(PUBLIC)
        .filter(program__in=keys, awarded_first__lte=clock.on)
        .order_by("awarded_last", "pk")
        .values_list(
            "program", "title_ko", "title_en", "awarded_by__name_ko", "awarded_by__name_en",
            "awarded_first", "awarded_last",
        )
    )  # fmt: skip
    return _listed(
        (key, f"{pick(title, title_en)}, {pick(by, by_en)}, {period(first, last)}")
        for key, title, title_en, by, by_en, first, last in rows
    )


def stages_of_programs(keys: Keys, clock: Clock) -> Found:
    rows = Milestone.objects.visible_to(PUBLIC).filter(program__in=keys).known_at(clock.seq).order_by()
    return dict(rows.values_list("program").annotate(Count("stage", distinct=True)))


def _listed(rows: Iterable[tuple[Any, str | None]]) -> Found:
    found: dict[Any, list[str]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value or "")
    return {key: joined(values) for key, values in found.items()}
