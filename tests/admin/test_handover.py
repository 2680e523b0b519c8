"""A handover moves what lies with one person to a successor, in one step and one trace."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.actions import drafts
from agreements.models import Agreement, Membership, StatusReport, Trace
from agreements.models.staff import person_of
from tests import factories
from tests.admin.page import change, form, text

pytestmark = pytest.mark.django_db
PAGE = "/admin/agreements/membership/handover/"


@pytest.fixture
def leaving():
    """The author of two drafts, one of them waiting for review; their other report is public."""
    draft = factories.agreement(title_ko="쓰던 협약")
    commitment = factories.published(factories.agreement()).commitments.get()
    factories.published(factories.report(commitment, "on_track", "2023-05"))
    factories.submitted(factories.report(commitment, "completed", "2023-06"))
    Agreement.objects.filter(pk=draft.pk).update(assigned_to=factories.author())
    return factories.author()


@pytest.fixture
def successor():
    return factories.staff("editor", username="successor")


def given(leaving, successor, **more):
    return {"person": leaving.pk, "successor": successor.pk, "reason": "1월 인사", **more}


def handed_over(client, leaving, successor):
    shown = client.post(PAGE, given(leaving, successor))
    return shown, client.post(PAGE, form(shown), follow=True)


def test_memberships_drafts_and_what_waits_go_over_and_the_page_shows_them_first(
    coordinator, leaving, successor
):
    agencies = person_of(leaving, on=timezone.localdate()).agencies
    public = StatusReport.objects.get(state="published")
    shown, done = handed_over(coordinator, leaving, successor)
    assert "쓰던 협약" in text(shown)
    assert "인계했습니다" in text(done)
    today = timezone.localdate()
    assert person_of(successor, on=today).agencies == agencies
    assert person_of(leaving, on=today).agencies == frozenset()
    assert person_of(leaving, on=today - timedelta(days=1)).agencies == agencies
    on_desk = {model: set(model.objects.filter(assigned_to=successor)) for model in (Agreement, StatusReport)}
    assert on_desk == {
        Agreement: {Agreement.objects.get(title_ko="쓰던 협약")},
        StatusReport: {StatusReport.objects.get(state="submitted")},
    }
    unchanged = StatusReport.objects.get(pk=public.pk)
    assert (unchanged.assigned_to, unchanged.version) == (public.assigned_to, public.version)


def test_the_handover_is_one_trace_that_says_what_moved(coordinator, leaving, successor):
    before = Trace.objects.count()
    handed_over(coordinator, leaving, successor)
    assert Trace.objects.count() == before + 1
    trace = Trace.objects.get(act="hand_over")
    told = text(coordinator.get(f"/admin/agreements/trace/{trace.pk}/change/"))
    for said in ("1월 인사", "쓰던 협약", "successor"):
        assert said in told


def test_the_successor_finds_them_on_the_desk_but_the_author_stays_the_author(
    coordinator, leaving, successor, client
):
    handed_over(coordinator, leaving, successor)
    client.force_login(successor)
    assert "쓰던 협약" in text(client.get("/admin/"))
    draft = Agreement.objects.get(title_ko="쓰던 협약")
    client.post(change(draft), form(client.get(change(draft))) | {"place": "파주시청"})
    draft.refresh_from_db()
    assert (draft.place, draft.created_by) == ("파주시청", leaving)


def test_a_save_from_before_the_handover_is_stale(coordinator, leaving, successor):
    draft = Agreement.objects.get(title_ko="쓰던 협약")
    page = form(coordinator.get(change(draft)))
    handed_over(coordinator, leaving, successor)
    coordinator.post(change(draft), page | {"place": "늦은 글"})
    draft.refresh_from_db()
    assert (draft.place, draft.assigned_to) == ("", successor)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("self", "다른 사람을 후임자로"),
        ("no role", "역할이 없"),
        ("nothing", "담당하는 것이 없습니다"),
        ("no reason", "사유를 적으세요"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_moves_nothing(
    coordinator, leaving, successor, wrong, said
):
    person, follows, reason = {
        "self": (leaving, leaving, "인사"),
        "no role": (leaving, factories.staff("auditor"), "인사"),
        "nothing": (successor, leaving, "인사"),
        "no reason": (leaving, successor, " "),
    }[wrong]
    refused = coordinator.post(PAGE, given(person, follows, reason=reason, confirmed="1"))
    assert said in text(refused)
    assert not Trace.objects.filter(act="hand_over").exists()
    assert not Membership.objects.filter(until_on__isnull=False).exists()


def test_an_editor_hands_nothing_over(editor, leaving, successor):
    assert editor.post(PAGE, given(leaving, successor, confirmed="1")).status_code == 403
    assert not Membership.objects.filter(user=successor).exists()


def test_a_membership_that_begins_later_changes_hands_as_it_is(coordinator, leaving, successor):
    later = timezone.localdate() + timedelta(days=30)
    agency = factories.agency()
    agency.members.all().delete()
    future = Membership.objects.create(user=leaving, agency=agency, from_on=later)
    handed_over(coordinator, leaving, successor)
    assert not Membership.objects.filter(pk=future.pk).exists()
    assert Membership.objects.get(user=successor, agency=future.agency, from_on=later).until_on is None


def test_a_successor_whose_own_membership_ends_sooner_stays_as_long_as_the_other(
    coordinator, leaving, successor
):
    agency = Membership.objects.filter(user=leaving).first().agency
    today = timezone.localdate()
    own = Membership.objects.create(
        user=successor, agency=agency, from_on=today - timedelta(days=9), until_on=today + timedelta(days=9)
    )
    handed_over(coordinator, leaving, successor)
    own.refresh_from_db()
    assert (own.until_on, own.version) == (None, 1)
    assert Membership.objects.filter(user=successor, agency=agency).count() == 1


def test_what_a_draft_returns_to_is_the_desk_of_the_successor(coordinator, leaving, successor):
    handed_over(coordinator, leaving, successor)
    waiting = StatusReport.objects.get(state="submitted")
    drafts.return_draft(waiting, note="보완", actor=factories.reviewer(), now=factories.NOON)
    waiting.refresh_from_db()
    assert waiting.assigned_to == successor
