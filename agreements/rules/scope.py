"""Which rows are a person's: the grants of ``roles.py`` as filters."""

from django.apps import apps
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from agreements.rules.publication import Act
from agreements.rules.roles import GRANTS, Person, Whose

EVERYTHING, NOTHING = ~Q(pk__in=[]), Q(pk__in=[])

OF_REPORT_IN_CHARGE = ("report__commitment__roles__agency", "report__milestone__agencies")
OF_REPORT_AS_PARTY = ("report__commitment__agreement__parties__agency", "report__milestone__program__owner")

# The ways from a record to the agencies whose it is; one of them is enough.
WAYS: dict[Whose, dict[str, tuple[str, ...]]] = {
    Whose.PARTY: {
        "agreement": ("parties__agency",),
        "program": ("owner",),
        "commitment": ("agreement__parties__agency",),
        "milestone": ("program__owner",),
        "statusreport": ("commitment__agreement__parties__agency", "milestone__program__owner"),
        "statement": OF_REPORT_AS_PARTY,
        "withdrawal": OF_REPORT_AS_PARTY,
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
        "withdrawal": OF_REPORT_IN_CHARGE,
        "redaction": (*OF_REPORT_IN_CHARGE, "statement__agency", "duty__agency"),
        "dutyrecord": ("agency",),
        "document": (*OF_REPORT_IN_CHARGE, "duty__agency"),
    },
}
STATE_OF = {"commitment": "agreement__state", "milestone": "program__state"}  # elsewhere its own


def granted_rows(model: str, doing: str, person: Person, *, any_state: bool = False) -> Q:
    """Give the filter of the rows of ``model`` (lower case) with which the person may do it.

    ``any_state`` leaves the publication state to whoever asks.
    """
    found = NOTHING
    for grant in person.grants(doing, model):
        rows = rows_of_person(model, grant.whose, person)
        if grant.states is not None and not any_state:
            rows &= Q(**{f"{STATE_OF.get(model, 'state')}__in": grant.states})
        found |= rows
    return found


def rows_of_person(model: str, whose: Whose, person: Person) -> Q:
    """Give the filter of the rows that are the person's in this sense."""
    if whose == Whose.ALL:
        return EVERYTHING
    if model == "membership":
        return Q(user=person.key)
    if model == "agency":
        return Q(pk__in=person.agencies)
    if model == "source":
        return _sources_of(person)
    rows = apps.get_model("agreements", model)._default_manager
    found = NOTHING
    for way in WAYS[whose][model]:  # each by itself: a join would give a record once for each agency
        found |= Q(pk__in=rows.filter(**{f"{way}__in": person.agencies}).values("pk"))
    return found


def agency_lookups(model: str, doing: str, role: str) -> set[str]:
    """Give the ways from a record to the agencies whose people may, in this role, do it."""
    granted = (one for one in GRANTS if one.role == role and doing in one.doing and model in one.models)
    return {way for grant in granted for way in WAYS.get(grant.whose, {}).get(model, ())}


def _sources_of(person: Person) -> Q:
    """Sources that only records of theirs cite; where nothing does, those they entered themselves."""
    traces = apps.get_model("agreements", "Trace")._default_manager
    entered = traces.filter(
        subject_kind="source", act=Act.CREATE, actor=person.key, subject_id=Cast(OuterRef("pk"), CharField())
    )
    ours, theirs = Q(Exists(entered)), NOTHING
    for citing, way in CITED_BY:
        cited = apps.get_model("agreements", citing)._default_manager.filter(**{way: OuterRef("pk")})
        own = granted_rows(citing, Act.EDIT, person, any_state=True)
        ours |= Q(Exists(cited.filter(own)))
        theirs |= Q(Exists(cited.exclude(own)))
    return ours & ~theirs


# Records that are drafted, and how each cites a source.
CITED_BY = (
    ("agreement", "sources"),
    ("agreement", "commitments__duties_source"),
    ("program", "sources"),
    ("program", "recognitions__sources"),
    ("statusreport", "sources"),
    ("dutyrecord", "sources"),
)
