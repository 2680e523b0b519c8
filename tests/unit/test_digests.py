"""Who is told what on a day: one's own agencies' matters, all for coordinators, nobody else's drafts."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model

from agreements.actions import drafts
from agreements.desk.digests import digests
from agreements.models import Membership
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, TODAY, published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db


def person(role, username=None, *agencies, **fields):
    found = factories.staff(role, username=username)
    get_user_model().objects.filter(pk=found.pk).update(email=f"{role}@office.example", **fields)
    for agency in agencies:
        Membership.objects.get_or_create(user=found, agency=agency, from_on=date(2020, 1, 1))
    return found


def told(on=TODAY):
    """{account: {kind: [(label, aside)]}} of everyone who is told something."""
    return {
        digest.account.username: {
            section.kind: [(item.label, item.aside) for item in items] for section, items in digest.sections
        }
        for digest in digests(on)
        if digest.count
    }


def kinds(on=TODAY, username="coordinator"):
    return list(told(on).get(username, {}))


@pytest.fixture
def paju():
    return factories.agency("paju")


@pytest.fixture
def police():
    return factories.agency("paju-police")


@shared_register
def commitment():
    """Public since the signing in 2022, with a target at the end of June 2026."""
    paju, police = factories.agency("paju"), factories.agency("paju-police")
    found = published(factories.agreement(parties=[paju, police])).commitments.get()
    published(factories.report(found, "on_track", "2026-02-01", target="2026-06", stated_by=paju))
    return found


def test_each_kind_comes_on_its_days_alone(commitment):
    person("coordinator")
    days = {
        date(2026, 5, 31): ["due"],  # 30 days before the last day of June
        date(2026, 6, 1): [],
        date(2026, 6, 23): ["due"],
        date(2026, 6, 29): ["due"],
        date(2026, 6, 30): [],
        date(2026, 7, 1): ["unchecked"],
        date(2026, 7, 2): [],
        date(2026, 7, 7): ["unchecked"],
        date(2026, 7, 30): ["unchecked"],
        date(2026, 8, 29): ["unchecked"],
        date(2027, 2, 1): [],
        date(2027, 2, 2): ["silent"],  # the report is about 1 February 2026
        date(2027, 3, 4): ["silent"],
    }
    assert {day: kinds(day) for day in days} == days


def test_the_line_says_which_when_and_for_how_long(commitment):
    person("coordinator")
    (line,) = told(date(2026, 7, 7))["coordinator"]["unchecked"]
    assert line == ("2022-0001-01 이행과제 1", "발표한 기한 2026. 6.")
    (line,) = told(date(2026, 6, 29))["coordinator"]["due"]
    assert line[1] == "기한 2026. 6.(1일 남음)"


def test_what_is_done_is_told_to_nobody(commitment):
    person("coordinator")
    published(factories.report(commitment, "completed", "2026-03-01"))
    assert told(date(2026, 7, 1)) == told(date(2026, 5, 31)) == told(date(2027, 3, 2)) == {}


def test_an_editor_is_told_of_agencies_that_lead_or_support_and_of_no_other(commitment, paju, police):
    person("editor", "leads", paju)
    person("editor", "supports", police)
    person("editor", "works elsewhere", factories.agency())
    person("editor", "works nowhere")
    assert set(told(date(2026, 7, 1))) == {"leads", "supports"}


def test_a_membership_counts_on_its_days(commitment, paju):
    editor = person("editor", "editor", paju)
    assert "editor" in told(date(2026, 7, 1))
    Membership.objects.filter(user=editor).update(until_on=date(2026, 6, 30))
    assert "editor" not in told(date(2026, 7, 1))
    assert "editor" in told(date(2026, 6, 29))
    Membership.objects.filter(user=editor).update(from_on=date(2026, 7, 2), until_on=None)
    assert "editor" not in told(date(2026, 7, 1))


def test_a_milestone_concerns_its_agencies_and_the_owner_of_its_program(police):
    owner = factories.agency()
    milestone = published(factories.program(owner=owner)).milestones.get()
    milestone.agencies.set([police])
    published(factories.report(milestone, "under_way", "2026-02-01", target="2026-06", stated_by=police))
    person("editor", "owns", owner)
    person("editor", "carries", police)
    person("editor", "else", factories.agency())
    assert set(told(date(2026, 7, 1))) == {"owns", "carries"}


@pytest.mark.parametrize(("fields", "is_told"), [({}, True), ({"renews": True}, False)])
def test_an_agreement_that_ends_is_told_to_its_parties_unless_it_renews(paju, police, fields, is_told):
    published(factories.agreement(parties=[paju, police], expires_on=TODAY + timedelta(days=30), **fields))
    person("editor", "party", police)
    person("editor", "no party", factories.agency())
    for days, is_a_day in ((-60, True), (-59, False), (0, True), (1, False)):
        on = TODAY + timedelta(days=days)
        expected = {"party"} if is_told and is_a_day else set()
        assert {name for name, sections in told(on).items() if "expiring" in sections} == expected


def test_a_draft_is_told_to_reviewers_while_it_waits_and_to_no_editor(paju):
    draft = factories.agreement(parties=[paju, factories.agency()], title_ko="아직 비밀인 협약")
    person("editor", "colleague", paju)
    person("coordinator")
    assert told() == {}, "a draft is nobody's business yet"
    factories.submitted(draft)
    assert told() == {"coordinator": {"review": [("업무협약 · 아직 비밀인 협약", "")]}}


def test_what_a_coordinator_submitted_waits_for_somebody_else(settings):
    own = person("coordinator")
    person("coordinator", "second")
    draft = factories.agreement(created_by=own)
    drafts.submit_draft(draft, actor=own, now=NOON)
    assert set(told()) == {"second"}
    settings.ONE_PERSON_OFFICE = True
    assert set(told()) == {"coordinator", "second"}


def test_a_returned_draft_is_told_to_its_author_alone(paju):
    author = person("editor", "editor of Paju", paju)
    person("editor", "colleague", paju)
    boss = person("coordinator")
    draft = factories.submitted(factories.agreement(created_by=author, parties=[paju, factories.agency()]))
    drafts.return_draft(draft, note="근거 없음", actor=boss, now=NOON)
    assert {name: list(sections) for name, sections in told().items()} == {"editor of Paju": ["returned"]}


def test_every_kind_of_draft_has_a_name_to_be_reminded_by(commitment, police):
    person("coordinator")
    report = commitment.reports.get()
    waiting = [
        factories.correction(report, "on_track", "2026-02-01"),
        factories.statement(report, police),
        factories.withdrawal(report),
        factories.redaction(report),
    ]
    for draft in waiting:
        factories.submitted(draft)
    labels = [label for label, _aside in told()["coordinator"]["review"]]
    assert len(labels) == 4
    assert all("2022-0001-01 이행과제 1" in label for label in labels)


def test_a_withdrawn_agreement_reminds_nobody(commitment):
    from agreements.actions.agreements import withdraw_agreement

    person("coordinator")
    agreement = commitment.agreement
    agreement.refresh_from_db()
    withdraw_agreement(agreement, reason="당사자 요청", actor=factories.reviewer(), now=NOON)
    assert told(date(2026, 7, 1)) == {}


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}, {"email": ""}])
def test_whoever_left_or_has_no_address_or_no_role_is_told_nothing(commitment, fields):
    person("coordinator")
    assert set(told(date(2026, 7, 1))) == {"coordinator"}
    get_user_model().objects.filter(username="coordinator").update(**fields)
    person("auditor", "reads only")
    assert told(date(2026, 7, 1)) == {}


def test_more_people_and_more_rows_cost_no_more_queries(commitment, paju):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as found:
            digests(date(2026, 7, 1))
        return len(found)

    person("coordinator")
    factories.submitted(factories.agreement())
    before = cost()
    for number in range(5):
        person("editor", f"editor {number}", paju)
        other = published(factories.agreement(parties=[paju, factories.agency()])).commitments.get()
        published(
            factories.report(
                other,
                "on_track",
                "2026-02-01",
                target=PartialDate.parse("2026-06"),
                target_reason_ko="자료에 없음",
                stated_by=paju,
            )
        )
        factories.submitted(factories.statement(other.reports.get(), paju))
    assert len(told(date(2026, 7, 1))["editor 1"]["unchecked"]) == 6
    assert cost() == before


def test_a_duty_is_told_to_those_who_speak_for_the_agency_on_the_days_of_a_deadline(paju, police):
    """Owed each 31 December; the years before have their records."""
    person("editor", "editor of the city", paju)
    person("editor", "editor of the police", police)
    agreement = published(
        factories.agreement(parties=[paju, police], signed=date(2024, 3, 1), open_ended=True)
    )
    factories.duty_rule(paju, "self_evaluation", "yearly")
    published(factories.duty_record(agreement, paju, "self_evaluation", "2025", done_on=date(2025, 12, 1)))
    days = {
        date(2026, 12, 1): True,
        date(2026, 12, 2): False,
        date(2026, 12, 24): True,
        date(2027, 1, 1): True,
    }
    for day, expected in days.items():
        assert ("duties" in kinds(day, "editor of the city")) == expected, day
        assert "duties" not in kinds(day, "editor of the police")
    ((label, aside),) = told(date(2027, 1, 1))["editor of the city"]["duties"]
    assert "2026" in label
    assert "등록된 실적 없음" in aside
