"""What a rule of an ordinance asks of whom and until when, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.rules.application import MissingFact
from agreements.rules.ordinance import DueRule, DutyCondition, OrdinanceRule
from agreements.rules.partial_date import short_day

TRIGGERS = {
    MissingFact.FISCAL_BURDEN: gettext_lazy("fiscal burden"),
    MissingFact.COUNCIL_MATTER: gettext_lazy("matter of the council"),
    MissingFact.PUBLIC_PROPERTY: gettext_lazy("public property"),
    MissingFact.RESIDENTS_RIGHTS: gettext_lazy("residents' rights"),
}
# Deadlines that say how many days, or which session; the others are called what they are.
NUMBERED_DEADLINES = {
    DueRule.AFTER_SIGNING: gettext_lazy("Within %(days)s days after signing"),
    DueRule.AFTER_END: gettext_lazy("Within %(days)s days after the end"),
    DueRule.YEARLY_SESSION: gettext_lazy("Once a year, by the end of regular session %(session)s"),
}
CONDITIONS = {
    DutyCondition.ANY_OF: gettext_lazy("Only agreements with one of these: %(facts)s"),
    DutyCondition.NONE_OF: gettext_lazy("Only agreements with none of these: %(facts)s"),
}


def deadline_words(rule: OrdinanceRule) -> str:
    """Say until when a duty is due."""
    due = DueRule(rule.due)
    deadline = NUMBERED_DEADLINES.get(due, due.label)
    return str(deadline) % {"days": rule.days, "session": rule.session}


def condition_words(rule: OrdinanceRule) -> str:
    """Say of which agreements a rule asks a duty by what they contain; "" where of every one."""
    facts = ", ".join(str(TRIGGERS[MissingFact(name)]) for name in rule.triggers)
    conditions = []
    if rule.condition in CONDITIONS:
        conditions.append(CONDITIONS[DutyCondition(rule.condition)] % {"facts": facts})
    if rule.except_council_matter:
        conditions.append(_("Not agreements on which the council votes"))
    return " · ".join(conditions)


def limits_in_words(rule: OrdinanceRule) -> list[str]:
    """Say of which agreements, and in which year, a rule asks a duty; nothing where of every one, always."""
    limits = [condition_words(rule)]
    if rule.exempt_without_mutual_duties:
        limits.append(_("Not agreements without mutual duties or waiver of rights"))
    if rule.signed_from:
        limits.append(_("Agreements signed from %(day)s") % {"day": short_day(rule.signed_from)})
    if rule.older_unclear:
        limits.append(_("The text does not say whether it binds older agreements"))
    if rule.signing_year_only:
        limits.append(_("Only in the year of signing"))
    return list(filter(None, limits))
