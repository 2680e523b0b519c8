"""To which agreements a rule applies: every answer may be unknown, and then nothing is claimed."""

from datetime import date
from itertools import product

import pytest

from agreements.rules.application import AgreementFacts, application
from agreements.rules.ordinance_words import condition_words
from agreements.rules.partial_date import PartialDate
from agreements.rules.yes_no_unknown import any_of, none_of
from tests.owed import NOTHING_KNOWN, rule

SIGNED = PartialDate.parse("2022-12-13")
REPORT = rule("signing_report", "first_session")
TRIGGERS = ("fiscal_burden", "public_property")


@pytest.mark.parametrize(
    ("burden", "property_", "asked_of_any", "asked_of_none"),
    [
        ("yes", "yes", "yes", "no"),
        ("yes", "no", "yes", "no"),
        ("yes", "unknown", "yes", "no"),
        ("no", "yes", "yes", "no"),
        ("no", "no", "no", "yes"),
        ("no", "unknown", "unknown", "unknown"),
        ("unknown", "yes", "yes", "no"),
        ("unknown", "no", "unknown", "unknown"),
        ("unknown", "unknown", "unknown", "unknown"),
    ],
)
def test_a_condition_holds_only_where_what_decides_is_known(burden, property_, asked_of_any, asked_of_none):
    facts = AgreementFacts(fiscal_burden=burden, public_property=property_)
    for condition, applies in (("any_of", asked_of_any), ("none_of", asked_of_none), ("always", "yes")):
        asked = application(REPORT._replace(condition=condition, triggers=TRIGGERS), SIGNED, facts)
        assert (asked.applies, asked.clause) == (applies, "" if applies == "yes" else "condition")


def test_a_condition_looks_at_nothing_but_what_it_names():
    asked = REPORT._replace(condition="any_of", triggers=("residents_rights",))
    facts = AgreementFacts(fiscal_burden="yes", council_matter="yes", residents_rights="no")
    assert application(asked, SIGNED, facts).applies == "no"


@pytest.mark.parametrize(
    ("burden", "matter", "applies", "missing"),
    [
        ("yes", "no", "yes", ()),
        ("yes", "yes", "no", ()),
        ("no", "unknown", "no", ()),
        ("yes", "unknown", "unknown", ("council_matter",)),
        ("unknown", "no", "unknown", ("fiscal_burden",)),
        ("unknown", "unknown", "unknown", ("fiscal_burden", "council_matter")),
    ],
)
def test_what_the_council_votes_on_is_not_reported_besides(burden, matter, applies, missing):
    asked = REPORT._replace(condition="any_of", triggers=("fiscal_burden",), except_council_matter=True)
    facts = NOTHING_KNOWN._replace(fiscal_burden=burden, council_matter=matter)
    found = application(asked, SIGNED, facts)
    assert (found.applies, found.missing) == (applies, missing)
    assert condition_words(asked) == "다음 중 하나라도 있는 협약만: 재정 부담 · 의회 의결사항인 협약은 제외"


def test_any_and_none_are_opposites_and_an_empty_list_has_none():
    for answers in product(("yes", "no", "unknown"), repeat=3):
        assert {any_of(answers), none_of(answers)} in ({"yes", "no"}, {"unknown"})
    assert (any_of([]), none_of([])) == ("no", "yes")


@pytest.mark.parametrize("mutual_duties", ["yes", "no", "unknown"])
def test_an_agreement_without_mutual_duties_is_exempt_by_the_clause_that_says_so(mutual_duties):
    facts = NOTHING_KNOWN._replace(mutual_duties=mutual_duties)
    exempting = REPORT._replace(exempt_without_mutual_duties=True)
    asked = application(exempting, SIGNED, facts)
    assert (asked.applies, asked.clause) == (mutual_duties, "" if mutual_duties == "yes" else "exemption")
    assert application(REPORT, SIGNED, facts).applies == "yes", "where no clause exempts it"


@pytest.mark.parametrize(
    ("signed", "unclear", "applies"),
    [
        ("2020-01-07", False, "yes"),
        ("2020-01-06", False, "no"),
        ("2020-01-06", True, "unknown"),
        ("2020-01-07", True, "yes"),
        ("2019", False, "no"),
        ("2020", False, "unknown"),  # before or after the day
        ("2020", True, "unknown"),
        ("2020-02", False, "yes"),
    ],
)
def test_agreements_signed_from_a_day_are_bound_and_older_ones_as_the_text_says(signed, unclear, applies):
    bound = REPORT._replace(signed_from=date(2020, 1, 7), older_unclear=unclear)
    asked = application(bound, PartialDate.parse(signed), NOTHING_KNOWN)
    assert (asked.applies, asked.clause) == (applies, "" if applies == "yes" else "older")


def test_one_clause_that_says_no_outweighs_what_is_open():
    asked = REPORT._replace(
        condition="any_of", triggers=TRIGGERS, exempt_without_mutual_duties=True,
        signed_from=date(2023, 1, 1), older_unclear=True,
    )  # fmt: skip
    facts = AgreementFacts(mutual_duties="no")
    assert application(asked, SIGNED, facts)[:2] == ("no", "exemption")
    assert application(asked, SIGNED, NOTHING_KNOWN)[:2] == ("unknown", "older")
