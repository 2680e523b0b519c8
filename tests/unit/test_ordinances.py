"""Ordinances, their rules and council sessions: what the database holds them to, and what we ship."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from agreements.actions import duties
from agreements.actions.duties import load_ordinances
from agreements.actions.refusals import Incomplete
from agreements.models import DutyRule, Ordinance, Trace
from tests import factories
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ship(monkeypatch):
    """Let the product ship the ordinances that are given."""

    def ship_ordinances(*given):
        monkeypatch.setattr(duties, "shipped_ordinances", lambda: list(given))

    return ship_ordinances


def shipped(slug="goyang", **facts):
    rule = {
        "kind": "prior_report",
        "due": "before_signing",
        "condition": "any_of",
        "triggers": ["fiscal_burden"],
    }
    return {
        "slug": f"{slug}-agreements", "agency": slug, "title_ko": "업무협약 조례", "checked_on": "2026-11-30",
        "rules": [rule | {"in_force_from": "2020-01-07", "signed_from": "2020-01-07"}],
        "notes": [{"article": "제6조제3항", "text_ko": "긴급하면 서면보고"}],
    } | facts  # fmt: skip


def test_shipped_ordinances_are_entered_once_for_the_bodies_that_are_registered(ship):
    ship(shipped(), shipped("gapyeong"), shipped("goyang-police"))
    city = factories.agency("goyang", name_ko="고양시")
    factories.agency("goyang-police", name_ko="고양경찰서", kind="police_station")
    entered, missing = load_ordinances(actor=reviewer(), now=NOON)
    assert [ordinance.agency for ordinance in entered] == [city]
    assert missing == ["gapyeong", "goyang-police"], "the police have no ordinances"
    rule = DutyRule.objects.get()
    assert (rule.triggers, rule.signed_from) == (("fiscal_burden",), date(2020, 1, 7))
    assert [note.text_ko for note in city.ordinances.get().notes.all()] == ["긴급하면 서면보고"]
    trace = Trace.objects.get(subject_kind="ordinance", act="create")
    assert trace.changes[f"rules[{rule.pk}].signed_from"] == [None, "2020-01-07"]

    DutyRule.objects.update(article="제9조")
    factories.agency("gapyeong", name_ko="가평군")
    entered, missing = load_ordinances(actor=reviewer(), now=NOON)
    assert [str(ordinance.agency) for ordinance in entered] == ["가평군"]
    assert DutyRule.objects.get(ordinance__agency=city).article == "제9조", "what staff changed stays"
    assert load_ordinances(actor=reviewer(), now=NOON).entered == []


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"titel_ko": "조례"}, "titel_ko"),
        ({"promulgated_on": "2020-13-01"}, "promulgated_on"),
        (
            {"rules": [{"kind": "prior_report", "due": "before_signing", "triggers": ["weather"]}]},
            "on_weather",
        ),
        ({"rules": [{"kind": "prior_report", "due": "someday"}]}, "due"),
        ({"rules": [{"kind": "prior_report", "due": "before_signing"}] * 2}, "시행 기간이 겹"),
        ({"notes": [{"article": "제6조"}]}, "text_ko"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_entered(ship, facts, named):
    ship(shipped("gapyeong"), shipped("goyang", **facts))
    for slug in ("gapyeong", "goyang"):
        factories.agency(slug)
    with pytest.raises(Incomplete, match="goyang-agreements") as refused:
        load_ordinances(actor=reviewer(), now=NOON)
    assert named in str(refused.value)
    assert not Ordinance.objects.exists()
    assert not Trace.objects.filter(subject_kind="ordinance").exists()


def test_the_command_says_what_it_entered_and_whom_it_left_out(ship):
    ship(shipped(), shipped("gapyeong"))
    factories.agency("goyang", name_ko="고양시")
    said = StringIO()
    call_command("load_ordinances", reviewer().username, stdout=said)
    assert "등록: 고양시, 업무협약 조례" in said.getvalue()
    assert "등록하지 않음(등록된 기관이 없음): gapyeong" in said.getvalue()


@pytest.mark.parametrize("username", ["nobody", "editor of Paju"])
def test_only_a_coordinator_enters_the_ordinances(ship, username):
    ship(shipped())
    factories.author()
    factories.agency("goyang", name_ko="고양시")
    with pytest.raises(CommandError, match="등록하지 않았습니다"):
        call_command("load_ordinances", username, stdout=StringIO())
    assert not Ordinance.objects.exists()


@pytest.mark.parametrize(
    ("due", "fields", "constraint"),
    [
        ("after_signing", {}, "duty_rule_counts_days_where_its_deadline_does"),
        ("yearly", {"days": 5}, "duty_rule_counts_days_where_its_deadline_does"),
        ("yearly_session", {}, "duty_rule_names_a_session_where_its_deadline_does"),
        ("yearly", {"session": 2}, "duty_rule_names_a_session_where_its_deadline_does"),
        ("yearly", {"in_force_until": date(2014, 1, 1)}, "duty_rule_ends_after_it_begins"),
        ("yearly", {"signed_from": date(1700, 1, 1)}, "duty_rule_signed_from_is_sensible"),
        ("yearly", {"condition": "none_of"}, "duty_rule_names_what_its_condition_asks"),
        ("yearly", {"on_public_property": True}, "duty_rule_names_what_its_condition_asks"),
        ("yearly", {"older_unclear": True}, "duty_rule_is_silent_on_what_is_older_than_a_day"),
        ("monthly", {"signing_year_only": True}, "duty_rule_of_the_signing_year_is_yearly"),
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
