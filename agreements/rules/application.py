"""Whether a rule of an ordinance applies to an agreement, by what the agreement says and when it was signed.

Each answer may be unknown; then nothing is claimed.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.ordinance import DutyCondition, OrdinanceRule
from agreements.rules.partial_date import PartialDate
from agreements.rules.yes_no_unknown import OPPOSITE, YesNoUnknown, any_of, none_of


class AgreementFacts(NamedTuple):
    """What an agreement says of the things that ordinances ask about."""

    fiscal_burden: str = YesNoUnknown.UNKNOWN
    mutual_duties: str = YesNoUnknown.UNKNOWN
    council_matter: str = YesNoUnknown.UNKNOWN
    public_property: str = YesNoUnknown.UNKNOWN
    residents_rights: str = YesNoUnknown.UNKNOWN


class Clause(TextChoices):
    """What in an ordinance decides that a rule does not apply, or leaves it open."""

    OLDER = "older", _("on older agreements")
    CONDITION = "condition", _("on which agreements it is asked of")
    EXEMPTION = "exemption", _("on agreements without mutual duties")


class MissingFact(TextChoices):
    """What has to be known before a duty is known to be owed or not."""

    FISCAL_BURDEN = "fiscal_burden", _("whether it puts a burden on a public budget")
    MUTUAL_DUTIES = "mutual_duties", _("whether the parties take on duties or waive rights")
    COUNCIL_MATTER = "council_matter", _("whether it is a matter of the council")
    PUBLIC_PROPERTY = "public_property", _("whether it acquires or disposes of public property")
    RESIDENTS_RIGHTS = "residents_rights", _("whether it restricts residents or lays duties on them")
    OLDER = "older", _("whether the ordinance binds agreements that are older than it")
    IN_FORCE = "in_force", _("from when the ordinance holds")
    TERM = "term", _("whether the agreement still held")


class Application(NamedTuple):
    """Whether a rule applies, and the clause by which it does not, or not for certain.

    ``missing``: where it may apply, what decides and is not known, as values of ``MissingFact``.
    """

    applies: YesNoUnknown
    clause: str = ""
    missing: tuple[str, ...] = ()


APPLIES = Application(YesNoUnknown.YES)


def application(rule: OrdinanceRule, signed: PartialDate, facts: AgreementFacts) -> Application:
    """Say whether ``rule`` applies to an agreement.  One clause that says no outweighs all open ones."""
    answers = {
        Clause.OLDER: _is_new_enough(rule, signed),
        Clause.CONDITION: _meets_condition(rule, facts),
        Clause.EXEMPTION: _is_not_exempt(rule, facts),
    }
    for clause, answer in answers.items():
        if answer == YesNoUnknown.NO:
            return Application(YesNoUnknown.NO, clause.value)

    open_clauses = [clause for clause, answer in answers.items() if answer == YesNoUnknown.UNKNOWN]
    if not open_clauses:
        return APPLIES
    missing: dict[str, None] = {}  # in order, each once
    for clause in open_clauses:
        missing |= dict.fromkeys(_missing_facts(clause, rule, facts))
    return Application(YesNoUnknown.UNKNOWN, open_clauses[0].value, tuple(missing))


# What decides a clause that always hangs on the same.
MISSING_BY_CLAUSE = {Clause.OLDER: MissingFact.OLDER, Clause.EXEMPTION: MissingFact.MUTUAL_DUTIES}


def _missing_facts(clause: Clause, rule: OrdinanceRule, facts: AgreementFacts) -> list[str]:
    """Return what an open clause of ``rule`` hangs on and ``facts`` do not say."""
    if clause in MISSING_BY_CLAUSE:
        return [MISSING_BY_CLAUSE[clause].value]
    looked_at = list(rule.triggers)
    if rule.except_council_matter:
        looked_at.append(MissingFact.COUNCIL_MATTER.value)
    return [name for name in looked_at if getattr(facts, name) == YesNoUnknown.UNKNOWN]


def _is_new_enough(rule: OrdinanceRule, signed: PartialDate) -> YesNoUnknown:
    if rule.signed_from is None or signed.first >= rule.signed_from:
        return YesNoUnknown.YES
    if rule.older_unclear or signed.last >= rule.signed_from:
        return YesNoUnknown.UNKNOWN
    return YesNoUnknown.NO


ANSWER_BY_CONDITION = {DutyCondition.ANY_OF: any_of, DutyCondition.NONE_OF: none_of}


def _meets_condition(rule: OrdinanceRule, facts: AgreementFacts) -> YesNoUnknown:
    answers = [getattr(facts, name) for name in rule.triggers]
    met = YesNoUnknown.YES
    if rule.condition in ANSWER_BY_CONDITION:
        met = ANSWER_BY_CONDITION[DutyCondition(rule.condition)](answers)
    if rule.except_council_matter:
        return none_of([OPPOSITE[met], facts.council_matter])
    return met


def _is_not_exempt(rule: OrdinanceRule, facts: AgreementFacts) -> YesNoUnknown:
    if not rule.exempt_without_mutual_duties:
        return YesNoUnknown.YES
    return YesNoUnknown(facts.mutual_duties)
