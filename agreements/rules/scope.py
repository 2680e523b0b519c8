"""Filters for the rows that the grants of ``roles.py`` give to a person."""

from collections.abc import Callable

from django.apps import apps
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from agreements.rules.publication import Act
from agreements.rules.roles import Person, Whose, grants_of

EVERYTHING, NOTHING = ~Q(pk__in=[]), Q(pk__in=[])

OF_REPORT_IN_CHARGE = ("report__commitment__roles__agency", "report__milestone__agencies")
OF_REPORT_AS_PARTY = ("report__commitment__agreement__parties__agency", "report__milestone__program__owner")

OF_INQUIRY_IN_CHARGE = ("inquiry__commitments__roles__agency", "inquiry__milestones__agencies")
OF_INQUIRY_AS_PARTY = (
    "inquiry__commitments__agreement__parties__agency",
    "inquiry__milestones__program__owner",
)

# Lookups from a record to the agencies it belongs to; a match by one of them is enough.
AGENCY_LOOKUPS: dict[Whose, dict[str, tuple[str, ...]]] = {
    Whose.PARTY: {
        "agreement": ("parties__agency",),
        "program": ("owner",),
        "commitment": ("agreement__parties__agency",),
        "milestone": ("program__owner",),
        "statusreport": ("commitment__agreement__parties__agency", "milestone__program__owner"),
        "statement": (
            *OF_REPORT_AS_PARTY,
            *OF_INQUIRY_AS_PARTY,
            "agreement__parties__agency",
            "commitment__agreement__parties__agency",
            "milestone__program__owner",
            "duty__agreement__parties__agency",
        ),
        "inquiry": ("commitments__agreement__parties__agency", "milestones__program__owner"),
        "withdrawal": (*OF_REPORT_AS_PARTY, *OF_INQUIRY_AS_PARTY),
        "redaction": ("agreement__parties__agency", "program__owner"),
        "dutyrecord": ("agreement__parties__agency",),
        "document": ("agreement__parties__agency", "program__owner"),
    },
    Whose.CHARGE: {
        "agreement": ("commitments__roles__agency",),
        "program": ("milestones__agencies", "commitments__roles__agency"),
        "commitment": ("roles__agency",),
        "milestone": ("agencies",),
        "statusreport": ("commitment__roles__agency", "milestone__agencies"),
        "statement": ("agency",),
        "inquiry": ("commitments__roles__agency", "milestones__agencies"),
        "withdrawal": (*OF_REPORT_IN_CHARGE, *OF_INQUIRY_IN_CHARGE),
        "redaction": (*OF_REPORT_IN_CHARGE, *OF_INQUIRY_IN_CHARGE, "statement__agency", "duty__agency"),
        "dutyrecord": ("agency",),
        "document": (*OF_REPORT_IN_CHARGE, "duty__agency"),
        "round": ("parts__agency",),
        "roundpart": ("agency",),
    },
}
STATE_OF = {"commitment": "agreement__state", "milestone": "program__state"}  # elsewhere its own


def granted_rows(model: str, doing: str, person: Person, *, any_state: bool = False) -> Q:
    """Return the filter of the rows of ``model`` (lower-case name) to which the person may do ``doing``.

    With ``any_state`` the publication states named by the grants are ignored; the caller checks them.
    """
    granted = NOTHING
    for grant in person.grants(doing, model):
        rows = rows_of_person(model, grant.whose, person)
        if grant.states is not None and not any_state:
            rows &= Q(**{f"{STATE_OF.get(model, 'state')}__in": grant.states})
        granted |= rows

    return granted


def rows_of_person(model: str, whose: Whose, person: Person) -> Q:
    """Return the filter of the rows of ``model`` that belong to the person in the sense of ``whose``."""
    if whose == Whose.ALL:
        return EVERYTHING
    if model in OWN_ROWS:
        return OWN_ROWS[model](person)

    rows = apps.get_model("agreements", model)._default_manager
    belongs = NOTHING
    for lookup in AGENCY_LOOKUPS[whose][model]:  # subqueries: a join would repeat a record for each agency
        belongs |= Q(pk__in=rows.filter(**{f"{lookup}__in": person.agencies}).values("pk"))

    return belongs


def agency_lookups(model: str, doing: str, role: str) -> set[str]:
    """Return the lookups from a record to the agencies whose staff may do ``doing`` in this role."""
    lookups: set[str] = set()
    for grant in grants_of({role}, doing, model):
        lookups.update(AGENCY_LOOKUPS.get(grant.whose, {}).get(model, ()))
    return lookups


def _sources_of(person: Person) -> Q:
    """Return the filter of sources that only records of theirs cite, or that they entered and none cites."""
    traces = apps.get_model("agreements", "Trace")._default_manager
    entered = traces.filter(
        subject_kind="source", act=Act.CREATE, actor=person.key, subject_id=Cast(OuterRef("pk"), CharField())
    )

    entered_or_cited, cited_by_others = Q(Exists(entered)), NOTHING
    for model, lookup in CITED_BY:
        citing = apps.get_model("agreements", model)._default_manager.filter(**{lookup: OuterRef("pk")})
        editable = granted_rows(model, Act.EDIT, person, any_state=True)
        entered_or_cited |= Q(Exists(citing.filter(editable)))
        cited_by_others |= Q(Exists(citing.exclude(editable)))

    return entered_or_cited & ~cited_by_others


# What belongs to a person otherwise than by the agencies of ``AGENCY_LOOKUPS``.
OWN_ROWS: dict[str, Callable[[Person], Q]] = {
    "membership": lambda person: Q(user=person.key),
    "agency": lambda person: Q(pk__in=person.agencies),
    "agencyrequest": lambda person: Q(asked_by=person.key),
    "source": _sources_of,
}

# Records that are drafted, and how each cites a source.
CITED_BY = (
    ("agreement", "sources"),
    ("agreement", "commitments__duties_source"),
    ("agreement", "parties__purpose_source"),
    ("program", "sources"),
    ("program", "recognitions__sources"),
    ("statusreport", "sources"),
    ("dutyrecord", "sources"),
)
