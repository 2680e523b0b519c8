"""Accounts and passwords: each act leaves one trace without secrets, and no save undoes another's."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from agreements.actions import accounts
from agreements.models import Trace
from tests import factories
from tests.admin.page import form, text

pytestmark = pytest.mark.django_db

NEW = "a new and long enough passphrase"
USERS = "/admin/auth/user/"


@pytest.fixture
def person():
    person = factories.staff("editor", username="editor.paju")
    person.email, person.last_name = "editor@paju.example", "담당"
    person.set_password("the old long passphrase")
    person.save()
    return person


def url(person, page="change"):
    return f"{USERS}{person.pk}/{page}/"


def told(trace):
    """Everything a trace says, as one text."""
    return f"{trace.subject_label} {trace.reason} {trace.changes}"


def test_an_added_account_leaves_one_trace_without_its_password(boss):
    page = form(boss.get(f"{USERS}add/"))
    boss.post(f"{USERS}add/", page | {"username": "auditor", "password1": NEW, "password2": NEW})
    added = get_user_model().objects.get(username="auditor")
    assert added.check_password(NEW)
    trace = Trace.objects.get()
    assert (trace.act, trace.subject_kind, trace.subject_id) == ("create", "user", str(added.pk))
    assert added.password not in told(trace)
    assert NEW not in told(trace)
    assert not LogEntry.objects.exists(), "one trail, not two"


def test_a_short_password_adds_no_account(boss):
    page = form(boss.get(f"{USERS}add/"))
    refused = boss.post(f"{USERS}add/", page | {"username": "x", "password1": "short", "password2": "short"})
    assert "12" in str(refused.context["adminform"].form.errors["password2"])
    assert not get_user_model().objects.filter(username="x").exists()
    assert not Trace.objects.exists()


def test_a_changed_account_tells_rights_and_hides_what_is_private(boss, person):
    coordinator = Group.objects.get_or_create(name="coordinator")[0]
    page = form(boss.get(url(person)))
    boss.post(
        url(person), page | {"email": "new@paju.example", "first_name": "새이름", "groups": [coordinator.pk]}
    )
    person.refresh_from_db()
    assert (person.email, person.first_name) == ("new@paju.example", "새이름")
    trace = Trace.objects.get()
    assert trace.act == "edit"
    assert trace.changes == {
        "email": ["***", "***"],
        "first_name": ["", "***"],
        "groups": [["editor"], ["coordinator"]],
    }
    assert "paju.example" not in told(trace)
    assert "editor → coordinator" in text(boss.get(f"/admin/agreements/trace/{trace.pk}/change/"))
    assert "coordinator" in text(boss.get(url(person, "history")))


def test_whoever_is_deactivated_is_told_in_one_trace(boss, person):
    boss.post(url(person), form(boss.get(url(person))) | {"is_active": ""})
    person.refresh_from_db()
    assert not person.is_active
    assert [trace.changes for trace in Trace.objects.all()] == [{"is_active": [True, False]}]


def test_a_stale_form_undoes_nothing(boss, person):
    page = form(boss.get(url(person)))
    get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    refused = boss.post(url(person), page | {"last_name": "다른이름"}, follow=True)
    assert "다시 열어" in text(refused)
    person.refresh_from_db()
    assert (person.is_active, person.last_name) == (False, "담당")
    assert not Trace.objects.exists()


@pytest.mark.parametrize("read", ["", "0" * 64])
def test_a_form_without_what_was_read_is_stale(boss, person, read):
    boss.post(url(person), form(boss.get(url(person))) | {"read": read, "last_name": "다른이름"})
    person.refresh_from_db()
    assert person.last_name == "담당"


def test_a_password_set_while_the_form_is_saved_stays(boss, person, monkeypatch):
    def set_meanwhile(actor):
        other = get_user_model().objects.get(pk=person.pk)
        other.set_password(NEW)
        other.save()

    page = form(boss.get(url(person)))
    monkeypatch.setattr(accounts, "require_superuser", set_meanwhile)  # after the form read the row
    boss.post(url(person), page | {"last_name": "다른이름"})
    person.refresh_from_db()
    assert person.last_name == "다른이름"
    assert person.check_password(NEW)


def test_an_account_that_did_nothing_is_removed_with_a_trace_and_any_other_stays(boss, person):
    boss.post(url(person, "delete"), {"post": "yes"})
    assert not get_user_model().objects.filter(pk=person.pk).exists()
    assert [(trace.act, trace.subject_label) for trace in Trace.objects.all()] == [("delete", "editor.paju")]
    active = factories.agreement().created_by
    boss.post(url(active, "delete"), {"post": "yes"})
    assert get_user_model().objects.filter(pk=active.pk).exists()
    assert Trace.objects.count() == 1


# ---- passwords


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_ones_own_password_leaves_one_trace_and_ends_the_other_sessions(person):
    here, elsewhere = signed_in(person), signed_in(person)
    here.post(
        "/admin/password_change/",
        {"old_password": "the old long passphrase", "new_password1": NEW, "new_password2": NEW},
    )
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    trace = Trace.objects.get()
    assert (trace.act, trace.actor, trace.changes) == ("password", person, {})


@pytest.mark.parametrize("wrong", [{"old_password": "not it"}, {"new_password1": "short"}])
def test_a_refused_password_changes_nothing(person, wrong):
    given = {"old_password": "the old long passphrase", "new_password1": NEW, "new_password2": NEW} | wrong
    assert signed_in(person).post("/admin/password_change/", given).context["form"].errors
    person.refresh_from_db()
    assert person.check_password("the old long passphrase")
    assert not Trace.objects.exists()


@pytest.mark.parametrize("usable", [True, False])
def test_a_superuser_sets_somebodys_password_and_ends_the_persons_sessions(boss, person, usable):
    theirs = signed_in(person)
    given = {"usable_password": str(usable).lower(), "password1": NEW, "password2": NEW}
    boss.post(url(person, "password"), given | {"set-password" if usable else "unset-password": "1"})
    person.refresh_from_db()
    assert person.check_password(NEW) == person.has_usable_password() == usable
    assert theirs.get("/admin/").status_code == 302
    trace = Trace.objects.get()
    assert (trace.act, trace.actor.username, trace.subject_id) == ("password", "superuser", str(person.pk))


def test_an_editor_sets_nobody_elses_password(person):
    other = factories.reviewer()
    before = other.password
    signed_in(person).post(url(other, "password"), {"password1": NEW, "password2": NEW, "set-password": "1"})
    other.refresh_from_db()
    assert other.password == before
    assert not Trace.objects.exists()
