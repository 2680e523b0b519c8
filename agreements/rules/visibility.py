"""Who may see what: every rule on one screen.

The public is ``AnonymousUser``, and on a public page so is everybody.  A row reaches pages, exports, feeds
and the API only through ``Model.objects.visible_to(user)``, which asks :func:`visibility_rule` here.
A model without a rule is nobody's.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from agreements.rules.publication import PublicationState
from agreements.rules.roles import VIEW, Person
from agreements.rules.scope import granted_rows

PUBLISHED = PublicationState.PUBLISHED

AGREEMENT = Q(state=PUBLISHED)
OF_AGREEMENT = Q(agreement__state=PUBLISHED)
PROGRAM = Q(state=PUBLISHED)
OF_PROGRAM = Q(program__state=PUBLISHED)
OF_SUBJECT = Q(commitment__agreement__state=PUBLISHED) | Q(milestone__program__state=PUBLISHED)
NOT_WITHDRAWN = Q(withdrawal__isnull=True) | ~Q(withdrawal__state=PUBLISHED)
REPORT = Q(state=PUBLISHED) & OF_SUBJECT & NOT_WITHDRAWN
OF_REPORTED_SUBJECT = Q(report__commitment__agreement__state=PUBLISHED) | Q(
    report__milestone__program__state=PUBLISHED
)
OF_REPORT = (
    Q(report__state=PUBLISHED)
    & OF_REPORTED_SUBJECT
    & (Q(report__withdrawal__isnull=True) | ~Q(report__withdrawal__state=PUBLISHED))
)
LISTED = Q(agency__listed=True)
DUTY_RECORD = Q(state=PUBLISHED) & OF_AGREEMENT & LISTED
OF_DUTY = Q(duty__state=PUBLISHED, duty__agreement__state=PUBLISHED, duty__agency__listed=True)

RULES: dict[str, Q] = {
    "region": Q(),
    "agency": Q(listed=True),
    "agreement": AGREEMENT,
    "party": OF_AGREEMENT & LISTED,
    "budgetshare": OF_AGREEMENT & Q(payer__listed=True),
    "amendment": OF_AGREEMENT,
    "commitment": OF_AGREEMENT,
    "commitmentagency": Q(commitment__agreement__state=PUBLISHED) & LISTED,
    "term": OF_AGREEMENT,
    "program": PROGRAM,
    "decision": OF_PROGRAM,
    "milestone": OF_PROGRAM,
    "recognition": OF_PROGRAM & Q(awarded_by__listed=True),
    "statusreport": REPORT,
    "statement": Q(state=PUBLISHED) & OF_REPORT & LISTED,
    "withdrawal": Q(state=PUBLISHED) & OF_REPORTED_SUBJECT,
    # Why text is missing is said wherever the ledger shows that it is.
    "redaction": Q(state=PUBLISHED),
    "state": OF_SUBJECT,
    "dutyrule": LISTED,
    "councilsession": LISTED,
    "dutyrecord": DUTY_RECORD,
    "document": Q(public=True, redacted_by__isnull=True) & (OF_AGREEMENT | OF_PROGRAM | OF_REPORT | OF_DUTY),
    # They name public records by key; pages keep of these what is public on their day.
    "searchtext": Q(),
    "searchbigram": Q(),
    # An entry holds what was public when it was appended; a redaction blanks it, nothing else does.
    "ledgerentry": Q(),
}

ASKED = frozenset(RULES) | {"source"}

# A source is public where something public cites it: (citing table, its field, its way to what is public).
CITATIONS: tuple[tuple[str, str, Q], ...] = (
    ("Agreement_sources", "source", OF_AGREEMENT),
    ("Program_sources", "source", OF_PROGRAM),
    ("Recognition_sources", "source", Q(recognition__program__state=PUBLISHED)),
    ("Commitment", "duties_source", OF_AGREEMENT),
    (
        "StatusReport_sources",
        "source",
        Q(statusreport__state=PUBLISHED)
        & (
            Q(statusreport__commitment__agreement__state=PUBLISHED)
            | Q(statusreport__milestone__program__state=PUBLISHED)
        )
        & (Q(statusreport__withdrawal__isnull=True) | ~Q(statusreport__withdrawal__state=PUBLISHED)),
    ),
    (
        "DutyRecord_sources",
        "source",
        Q(
            dutyrecord__state=PUBLISHED,
            dutyrecord__agreement__state=PUBLISHED,
            dutyrecord__agency__listed=True,
        ),
    ),
)


def report_then(seq: int) -> Q:
    """The rule of reports as the site showed them at ``seq``, but for those it did not show yet.

    What was withdrawn since counts again; whoever reads it is given no text and no evidence of it.
    """
    return Q(state=PUBLISHED) & OF_SUBJECT & (NOT_WITHDRAWN | Q(withdrawal__published_seq__gt=seq))


def duty_record_then(seq: int) -> Q:
    """The rule of duty records as the site showed them at ``seq``, but for those it did not show yet."""
    there = Q(state=PUBLISHED) | Q(withdrawn_seq__gt=seq)
    return there & OF_AGREEMENT & LISTED


def visibility_rule(model: str, who: Any) -> Q:
    """Give the filter that leaves only the rows of ``model`` (lower case) which ``who`` may see.

    Staff see what is theirs only where they are asked for as a :class:`Person`; everyone else is public.
    """
    public = _cited_by_something_public() if model == "source" else RULES[model]
    return public | granted_rows(model, VIEW, who) if isinstance(who, Person) else public


def _cited_by_something_public() -> Q:
    cited = Q()
    for table, field, way in CITATIONS:
        citing = apps.get_model("agreements", table).objects.filter(way, **{field: OuterRef("pk")})
        cited |= Q(Exists(citing))
    return cited
