"""The ordinances that come with the product, held against themselves and what was judged sayable."""

import csv
import re
from datetime import date
from itertools import combinations

import pytest

from agreements.actions.duties import SHIPPED, load_ordinances, shipped_ordinances
from agreements.models import DutyRule
from agreements.rules.application import AgreementFacts
from agreements.rules.ordinance import DueRule, DutyKind
from tests import factories
from tests.factories import NOON, reviewer

ORDINANCES = shipped_ordinances()
RULES = [(ordinance, rule) for ordinance in ORDINANCES for rule in ordinance["rules"]]
COUNCIL = "paju-council"

# Read article by article and judged to be sayable: body, duty, deadline, session, in force from.
SAYABLE = [
    ("gyeonggi", "prior_report", "before_signing", None, "2020-01-07"),
    ("gyeonggi", "self_evaluation", "yearly", None, "2015-01-05"),
    ("gyeonggi", "progress_report", "yearly", None, "2020-01-07"),
    ("goyang", "prior_report", "before_signing", None, "2019-06-07"),
    ("goyang", "progress_report", "yearly_session", 2, "2023-02-21"),
    ("guri", "prior_report", "before_signing", None, "2025-01-01"),
    ("guri", "self_evaluation", "yearly", None, "2025-01-01"),
    ("gapyeong", "prior_report", "before_signing", None, "2021-09-29"),
    ("gapyeong", "progress_report", "yearly_session", 2, "2021-09-29"),
    ("jeungpyeong", "self_evaluation", "yearly", None, "2023-10-04"),
    ("busan", "progress_report", "yearly", None, "2022-10-26"),
    ("daejeon", "signing_report", "first_session", None, "2021-04-09"),
    ("daejeon", "self_evaluation", "yearly", None, "2017-04-28"),
    ("gyeongbuk", "progress_report", "yearly_session", 2, "2020-01-09"),
    ("jeonbuk", "progress_report", "yearly", None, "2023-10-04"),
]


def named(rules):
    return [f"{ordinance['slug']} {rule['article']} {rule['kind']}" for ordinance, rule in rules]


def days_of(rule):
    first = date.fromisoformat(rule["in_force_from"])
    return first, date.fromisoformat(rule.get("in_force_until", "9999-12-31"))


def test_every_rule_that_was_judged_sayable_is_shipped():
    shipped = [
        (ordinance["agency"], rule["kind"], rule["due"], rule.get("session"), rule["in_force_from"])
        for ordinance, rule in RULES
    ]
    assert [rule for rule in SAYABLE if rule not in shipped] == []


@pytest.mark.parametrize("ordinance", ORDINANCES, ids=lambda ordinance: ordinance["slug"])
def test_an_ordinance_says_what_it_is_and_where_it_was_read(ordinance):
    texts = ("slug", "title_ko", "title_en", "transitional_ko", "transitional_en", "promulgation_number")
    assert [name for name in texts if not ordinance[name]] == []
    assert ordinance["source_publisher"] == "국가법령정보센터"
    assert ordinance["title_ko"] in ordinance["source_title"]
    read_on = date.fromisoformat(ordinance["checked_on"])
    promulgated = date.fromisoformat(ordinance["promulgated_on"])
    assert promulgated <= date.fromisoformat(ordinance["in_force_from"]) <= read_on
    assert bool(ordinance["exemptions_ko"]) == bool(ordinance["exemptions_en"])


@pytest.mark.parametrize(("ordinance", "rule"), RULES, ids=named(RULES))
def test_a_rule_has_its_article_its_days_and_its_words(ordinance, rule):
    assert re.match(r"제\d+조", rule["article"])
    assert rule["asks_ko"]
    assert rule["asks_en"]
    assert rule["kind"] in DutyKind.values
    assert rule["due"] in DueRule.values
    first, last = days_of(rule)
    assert first <= last
    assert first <= date.fromisoformat(ordinance["in_force_from"]), "no rule is younger than its text"


@pytest.mark.parametrize(("ordinance", "rule"), RULES, ids=named(RULES))
def test_a_rule_binds_only_whom_its_ordinance_clearly_binds(ordinance, rule):
    triggers = rule.get("triggers", [])
    assert set(triggers) <= set(AgreementFacts._fields) - {"mutual_duties"}
    assert bool(triggers) == (rule.get("condition", "always") != "always")
    assert rule.get("exempt_without_mutual_duties", False) == bool(ordinance["exemption_ko"])
    binds_older = "이 조례에 따" in ordinance["transitional_ko"]
    is_silent = rule.get("older_unclear", False)
    assert is_silent != binds_older
    assert not is_silent or rule["signed_from"]
    assert "binds_subordinates" not in rule, "no text that was read says so"


def test_one_duty_of_a_body_is_asked_in_one_version_at_a_time():
    for (one_ordinance, one), (other_ordinance, other) in combinations(RULES, 2):
        if (one_ordinance["agency"], one["kind"]) == (other_ordinance["agency"], other["kind"]):
            (one_first, one_last), (other_first, other_last) = days_of(one), days_of(other)
            assert one_last < other_first or other_last < one_first, (one_ordinance["slug"], one["kind"])


def test_what_no_rule_says_is_a_note_with_its_article():
    notes = [(ordinance["slug"], note) for ordinance in ORDINANCES for note in ordinance["notes"]]
    assert [slug for slug, note in notes if not note["article"].startswith("제")] == []
    assert [slug for slug, note in notes if not note["text_ko"] or not note["text_en"]] == []
    silent = [
        ordinance["slug"] for ordinance in ORDINANCES if not ordinance["rules"] and not ordinance["notes"]
    ]
    assert silent == []


def test_english_texts_hold_no_korean():
    parts = [
        part for ordinance in ORDINANCES for part in (ordinance, *ordinance["rules"], *ordinance["notes"])
    ]
    english = [text for part in parts for name, text in part.items() if name.endswith("_en")]
    assert len(english) > 100
    assert [text for text in english if re.search("[가-힣]", text)] == []


def test_the_file_names_no_copy_and_no_person():
    text = SHIPPED.read_text(encoding="utf-8")
    assert re.findall(r"https?:|github|\b[0-9a-f]{40}\b|\.md\b", text) == []


@pytest.mark.django_db
def test_all_are_entered_where_their_bodies_are_registered_and_a_council_only_there():
    with (SHIPPED.parent / "public_bodies.csv").open(encoding="utf-8", newline="") as file:
        directory = {row["slug"]: row for row in csv.DictReader(file)}
    bodies = {ordinance["agency"] for ordinance in ORDINANCES}
    assert bodies - directory.keys() == {COUNCIL}
    for slug in sorted(bodies - {COUNCIL}):
        factories.agency(slug, name_ko=directory[slug]["name_ko"], kind=directory[slug]["kind"])

    entered, missing = load_ordinances(actor=reviewer(), now=NOON)
    assert missing == [COUNCIL]
    assert len(entered) == len(ORDINANCES) - 1
    factories.agency(COUNCIL, name_ko="파주시의회", kind="council")
    assert [str(ordinance.agency) for ordinance in load_ordinances(actor=reviewer(), now=NOON).entered] == [
        "파주시의회"
    ]
    assert DutyRule.objects.count() == len(RULES)
