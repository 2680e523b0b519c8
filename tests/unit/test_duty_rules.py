"""Rules of ordinances and council sessions: what the database holds them to, and the rules we ship."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from agreements.actions.duties import load_duty_rules
from agreements.models import DutyRule, Trace
from tests import factories
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db


def test_shipped_rules_are_entered_once_for_the_bodies_that_are_registered():
    province = factories.agency("gyeonggi", name_ko="경기도", kind="province")
    factories.agency("gyeonggi-police", name_ko="증평군", kind="police_station")
    entered, missing = load_duty_rules(actor=reviewer(), now=NOON)
    assert [rule.kind for rule in entered] == ["signing_report", "self_evaluation", "progress_report"]
    assert missing == ["고양시", "구리시", "증평군", "부산광역시"]
    assert {(rule.agency, rule.checked_on, rule.article, rule.in_force_from) for rule in entered} == {
        (province, None, "", None)
    }
    assert Trace.objects.filter(subject_kind="dutyrule", act="create").count() == 3
    DutyRule.objects.filter(kind="self_evaluation").update(article="제9조")
    assert load_duty_rules(actor=reviewer(), now=NOON)[0] == []
    assert DutyRule.objects.get(kind="self_evaluation").article == "제9조"
    goyang = factories.agency("goyang", name_ko="고양시")
    entered, missing = load_duty_rules(actor=reviewer(), now=NOON)
    assert [(rule.agency, rule.due, rule.session) for rule in entered] == [(goyang, "yearly_session", 2)]
    assert missing == ["구리시", "증평군", "부산광역시"]


def test_the_command_says_what_it_entered_and_whom_it_left_out():
    factories.agency("jeungpyeong", name_ko="증평군")
    said = StringIO()
    call_command("load_duty_rules", reviewer().username, stdout=said)
    assert "Entered: 증평군 – 체결 보고, 체결 후 며칠 이내" in said.getvalue()
    assert "Left out, not registered as an agency: 경기도, 고양시, 구리시, 부산광역시" in said.getvalue()
    assert DutyRule.objects.get().days == 50


@pytest.mark.parametrize("username", ["nobody", "editor of Paju"])
def test_only_a_coordinator_enters_the_rules(username):
    factories.author()
    factories.agency("jeungpyeong", name_ko="증평군")
    with pytest.raises(CommandError, match="Nothing was entered"):
        call_command("load_duty_rules", username, stdout=StringIO())
    assert not DutyRule.objects.exists()


@pytest.mark.parametrize(
    ("due", "fields", "constraint"),
    [
        ("after_signing", {}, "duty_rule_counts_days_where_its_deadline_does"),
        ("yearly", {"days": 5}, "duty_rule_counts_days_where_its_deadline_does"),
        ("yearly_session", {}, "duty_rule_names_a_session_where_its_deadline_does"),
        ("yearly", {"session": 2}, "duty_rule_names_a_session_where_its_deadline_does"),
        ("yearly", {"in_force_until": date(2014, 1, 1)}, "duty_rule_ends_after_it_begins"),
        ("yearly", {"checked_on": date(1700, 1, 1)}, "duty_rule_checked_on_is_sensible"),
    ],
)
def test_a_rule_says_all_its_deadline_needs_and_nothing_else(due, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factories.duty_rule(factories.agency(), "self_evaluation", due, **fields)


def test_a_council_has_one_regular_session_of_a_number_in_a_year():
    body = factories.agency()
    first, last = date(2023, 11, 20), date(2023, 12, 15)
    factories.council_session(body, first, last, ordinal=2)
    with pytest.raises(IntegrityError, match=r"regular_of_its_number|ordinal"), transaction.atomic():
        factories.council_session(body, date(2023, 6, 1), date(2023, 6, 9), ordinal=2)
    factories.council_session(factories.agency(), first, last, ordinal=2)
    with pytest.raises(IntegrityError, match="council_session_ends_after_it_begins"), transaction.atomic():
        factories.council_session(body, date(2023, 6, 9), date(2023, 6, 1))
