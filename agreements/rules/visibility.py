"""Who may see what: every rule on one screen.

The public is ``AnonymousUser``, and on a public page so is everybody.  A row reaches pages, exports, feeds
and the API only through ``Model.objects.visible_to(user)``, which asks :func:`visibility_rule` here.
A model without a rule is nobody's.
"""

from collections.abc import Callable
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
LISTED = Q(agency__listed=True)


def with_public_subject(prefix: str = "") -> Q:
    """Return the filter of what belongs to a public commitment or milestone, found under ``prefix``."""
    return Q(**{f"{prefix}commitment__agreement__state": PUBLISHED}) | Q(
        **{f"{prefix}milestone__program__state": PUBLISHED}
    )


def not_withdrawn(prefix: str = "") -> Q:
    """Return the filter of reports or inquiries under ``prefix`` that no published withdrawal takes back."""
    return Q(**{f"{prefix}withdrawal__isnull": True}) | ~Q(**{f"{prefix}withdrawal__state": PUBLISHED})


def published_report(prefix: str = "") -> Q:
    """Return the filter of the reports under ``prefix`` that the public may read."""
    published = Q(**{f"{prefix}state": PUBLISHED})
    return published & with_public_subject(prefix) & not_withdrawn(prefix)


def with_public_promise(prefix: str = "") -> Q:
    """Return the filter of the inquiries under ``prefix`` about at least one public promise."""
    about_public = Q()
    for table, promise_is_public in (
        ("Inquiry_commitments", Q(commitment__agreement__state=PUBLISHED)),
        ("Inquiry_milestones", Q(milestone__program__state=PUBLISHED)),
    ):
        promises = apps.get_model("agreements", table).objects
        about_public |= Q(Exists(promises.filter(promise_is_public, inquiry=OuterRef(f"{prefix}pk"))))
    return about_public


def published_inquiry(prefix: str = "") -> Q:
    """Return the filter of the inquiries under ``prefix`` that the public may read."""
    return Q(**{f"{prefix}state": PUBLISHED}) & with_public_promise(prefix) & not_withdrawn(prefix)


def published_withdrawal() -> Q:
    """Return the filter of the withdrawals that the public may read."""
    return Q(state=PUBLISHED) & (with_public_subject("report__") | with_public_promise("inquiry__"))


def published_statement() -> Q:
    """Return the filter of the statements that the public may read: by listed agencies, on what it reads."""
    answered = OF_REPORT | OF_AGREEMENT | with_public_subject() | OF_DUTY_RECORD
    return Q(state=PUBLISHED) & LISTED & (answered | published_inquiry("inquiry__"))


def published_duty_record(prefix: str = "") -> Q:
    """Return the filter of the duty records under ``prefix`` that the public may read."""
    return Q(
        **{
            f"{prefix}state": PUBLISHED,
            f"{prefix}agreement__state": PUBLISHED,
            f"{prefix}agency__listed": True,
        }
    )


OF_ORDINANCE = Q(ordinance__agency__listed=True)
OF_REPORT = published_report("report__")
OF_DUTY_RECORD = published_duty_record("duty__")

RULES: dict[str, Q] = {
    "region": Q(),
    "regionsuccession": Q(),
    "theme": Q(),
    "agency": Q(listed=True),
    "agencysuccession": LISTED & Q(successor__listed=True),
    "formername": LISTED,
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
    "promiselink": Q(commitment__agreement__state=PUBLISHED, milestone__program__state=PUBLISHED),
    "recognition": OF_PROGRAM & Q(awarded_by__listed=True),
    "statusreport": published_report(),
    # Why text is missing is said wherever the ledger shows that it is.
    "redaction": Q(state=PUBLISHED),
    "state": with_public_subject(),
    "ordinance": LISTED,
    "ordinancenote": OF_ORDINANCE,
    "dutyrule": OF_ORDINANCE,
    "councilsession": LISTED,
    "dutyrecord": published_duty_record(),
    "document": Q(public=True, redacted_by__isnull=True)
    & (OF_AGREEMENT | OF_PROGRAM | OF_REPORT | OF_DUTY_RECORD),
    # They name public records by key; pages keep of these what is public on their day.
    "searchtext": Q(),
    "searchbigram": Q(),
    # An entry holds what was public when it was appended; a redaction blanks it, nothing else does.
    "ledgerentry": Q(),
}

# A source is public where something public cites it: (citing table, its field, filter of what is public).
CITATIONS: tuple[tuple[str, str, Q], ...] = (
    ("Agreement_sources", "source", OF_AGREEMENT),
    ("Program_sources", "source", OF_PROGRAM),
    ("Recognition_sources", "source", Q(recognition__program__state=PUBLISHED)),
    ("Commitment", "duties_source", OF_AGREEMENT),
    ("Party", "purpose_source", OF_AGREEMENT & LISTED),
    ("StatusReport_sources", "source", published_report("statusreport__")),
    ("DutyRecord_sources", "source", published_duty_record("dutyrecord__")),
)


def report_then(seq: int) -> Q:
    """Return the filter of the reports public at ``seq``; those published later are not excluded.

    What was withdrawn since is included, but callers show neither its text nor its evidence.
    """
    return Q(state=PUBLISHED) & with_public_subject() & _not_withdrawn_at(seq)


def inquiry_then(seq: int) -> Q:
    """Return the filter of the inquiries public at ``seq``, as :func:`report_then` does."""
    return Q(state=PUBLISHED) & with_public_promise() & _not_withdrawn_at(seq)


def _not_withdrawn_at(seq: int) -> Q:
    return not_withdrawn() | Q(withdrawal__published_seq__gt=seq)


# What may be corrected and withdrawn, and what of it was public at a sequence.
SHOWN_THEN: dict[str, Callable[[int], Q]] = {"report": report_then, "inquiry": inquiry_then}


def duty_record_then(seq: int) -> Q:
    """Return the filter of the duty records public at ``seq``; those published later are not excluded."""
    published_then = Q(state=PUBLISHED) | Q(withdrawn_seq__gt=seq)
    return published_then & OF_AGREEMENT & LISTED


def visibility_rule(model: str, who: Any) -> Q:
    """Return the filter of the rows of ``model`` (lower-case name) that ``who`` may see.

    A :class:`Person` also sees the rows that ``roles.py`` grants; anyone else, staff included, is the public.
    """
    public = RULES[model] if model in RULES else RULES_BY_TABLE[model]()
    if isinstance(who, Person):
        return public | granted_rows(model, VIEW, who)
    return public


def _cited_by_public_records() -> Q:
    is_cited = Q()
    for table, field, citing_is_public in CITATIONS:
        citing = apps.get_model("agreements", table).objects
        is_cited |= Q(Exists(citing.filter(citing_is_public, **{field: OuterRef("pk")})))
    return is_cited


# Rules that ask other tables, which are known once the models are.
RULES_BY_TABLE: dict[str, Callable[[], Q]] = {
    "source": _cited_by_public_records,
    "inquiry": published_inquiry,
    "statement": published_statement,
    "withdrawal": published_withdrawal,
}
ASKED = frozenset(RULES) | frozenset(RULES_BY_TABLE)
