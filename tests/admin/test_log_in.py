"""Who gets in with a password: not whoever guesses, not who was idle, not who was deactivated."""

from datetime import timedelta

import pytest
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.admin.accounts.lockout import client_address
from tests import factories
from tests.admin.page import text

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "a long enough passphrase", "a guess"
FORGED = [
    "203.0.113.9",
    "203.0.113.9, 198.51.100.7",
    "2001:db8::1",
    "not an address",
    "9" * 4000,
    "",
]


@pytest.fixture
def editor():
    person = factories.staff("editor")
    person.set_password(RIGHT)
    person.save()
    return person


def attempt(password, *, username="editor", client=None, **headers):
    return (client or Client()).post(
        "/admin/login/", {"username": username, "password": password, "next": "/admin/"}, **headers
    )


def guess(times, **headers):
    for number in range(times):
        answer = attempt(WRONG, HTTP_USER_AGENT=f"browser {number}", **headers)
    return answer


def gets_in(**headers):
    return attempt(RIGHT, **headers).status_code == 302


# ---- guessing


def test_nine_failures_do_not_lock_and_a_success_forgets_them(editor):
    assert guess(9).status_code == 200
    assert gets_in()
    assert guess(9).status_code == 200
    assert gets_in()


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_log_in_leads_to_no_other_site_but_to_the_desk(editor, wanted):
    found = Client().post("/admin/login/", {"username": "editor", "password": RIGHT, "next": wanted})
    assert found["Location"] == "/admin/"


def test_the_tenth_failure_locks_the_account_from_this_address_whatever_the_browser(editor):
    locked = guess(10)
    assert locked.status_code == 429
    assert locked["Retry-After"] == "300"
    said = text(locked)
    assert "10번" in said
    assert "5분" in said
    assert "자치경찰협력과" in said
    assert "031-000-0000" in said
    refused = attempt(RIGHT)
    assert refused.status_code == 429
    assert session_cookie(refused) is None


def session_cookie(response):
    return response.cookies.get(site_settings.SESSION_COOKIE_NAME)


def test_only_this_account_and_only_this_address_are_locked(editor):
    other = factories.staff("coordinator")
    other.set_password(RIGHT)
    other.save()
    guess(10)
    assert attempt(RIGHT, username="coordinator").status_code == 302
    assert gets_in(REMOTE_ADDR="198.51.100.7")


def test_an_account_that_does_not_exist_is_locked_just_the_same(db):
    assert "5분" in text(guess(10))


def test_the_lock_ends_after_five_minutes_although_somebody_goes_on_trying(editor):
    guess(10)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=4, seconds=50))
    assert guess(10).status_code == 429
    assert not gets_in()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(seconds=11))
    assert gets_in()


def test_a_lock_outlives_the_worker_that_counted(editor):
    guess(10)
    AxesProxyHandler.get_implementation(force=True)  # a new worker knows nothing but the database
    assert not gets_in()


def test_a_lock_is_lifted_by_command(editor):
    guess(10)
    call_command("axes_reset_username", "editor")
    assert gets_in()


@pytest.mark.parametrize("behind_proxy", [True, False])
@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_header_neither_escapes_the_lock_nor_locks_somebody_else(
    editor, settings, behind_proxy, forged
):
    settings.BEHIND_PROXY = behind_proxy
    real = "HTTP_X_REAL_IP" if behind_proxy else "REMOTE_ADDR"
    told = {"REMOTE_ADDR": "", real: "192.0.2.1"}
    for number in range(10):
        guess(1, HTTP_X_FORWARDED_FOR=FORGED[number % 6] + forged, HTTP_FORWARDED=f"for={forged}", **told)
    assert not gets_in(HTTP_X_FORWARDED_FOR=forged, **told)
    assert gets_in(**{**told, real: "203.0.113.9"})


def test_without_the_proxy_its_header_is_not_believed(editor):
    for number in range(10):
        guess(1, HTTP_X_REAL_IP=f"203.0.113.{number}")
    assert not gets_in(HTTP_X_REAL_IP="203.0.113.99")


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", None),
        ("192.0.2.1, 203.0.113.9", None),
        ("9" * 4000, None),
    ],
)
def test_one_owner_is_one_address(rf, told, counted):
    assert client_address(rf.get("/", REMOTE_ADDR=told)) == counted


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_clients_without_an_address_are_counted_together(editor, settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    guess(10, REMOTE_ADDR="")
    assert not gets_in(REMOTE_ADDR="")


@pytest.mark.parametrize("username", ["", "x" * 400, "nul\0byte", "편집자"])
def test_a_strange_name_is_refused_and_never_an_error(db, username):
    refused = attempt(WRONG, username=username)
    assert refused.status_code == 200
    assert refused.context["form"].errors


# ---- passwords


@pytest.mark.parametrize("password", ["elevenchars", "password1234", "123456789012", "editor of Paju"])
def test_a_short_common_numeric_or_own_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, factories.author())


def test_twelve_uncommon_characters_are_enough():
    for password in ("열두글자가넘는긴암호문장", "qv7-mountain"):
        assert validate_password(password, factories.author()) is None, "accepted without a complaint"


# ---- sessions


def idle(*, minutes):
    Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=minutes))


def test_a_session_that_is_idle_ends_and_the_person_is_told_why(editor):
    client = Client()
    attempt(RIGHT, client=client)
    for _page in range(2):  # counted from the last page, not from the log-in
        idle(minutes=29)
        assert client.get("/admin/agreements/agreement/").status_code == 200
    idle(minutes=31)
    page = client.get("/admin/agreements/agreement/?q=1", follow=True)
    assert "30분 동안 아무 작업이 없었거나" in text(page)
    assert page.redirect_chain[0][0].endswith("next=/admin/agreements/agreement/%3Fq%3D1")


def test_whoever_was_never_signed_in_is_not_told_about_a_session(db):
    assert "아무 작업이 없었거나" not in text(Client().get("/admin/", follow=True))


def test_a_public_page_neither_reads_nor_writes_the_session(editor):
    client = Client()
    attempt(RIGHT, client=client)
    before = Session.objects.values().get()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/")
    assert not [query for query in asked if Session._meta.db_table in query["sql"]]
    assert Session.objects.values().get() == before
    assert answer.cookies == {}


def test_the_session_ends_with_the_browser_and_changes_its_key_at_log_in(editor):
    client = Client()
    planted = client.session
    planted.save()
    cookie = session_cookie(attempt(RIGHT, client=client))
    assert cookie["max-age"] == cookie["expires"] == ""
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert cookie.value != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_whoever_is_deactivated_is_out_at_the_next_page(editor):
    client = Client()
    attempt(RIGHT, client=client)
    assert client.get("/admin/").status_code == 200
    get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    for refused in (client.get("/admin/"), client.post("/admin/agreements/agreement/add/", {})):
        assert refused["Location"].startswith("/admin/login/")


def test_whoever_loses_the_role_may_nothing_at_the_next_page(editor):
    client = Client()
    attempt(RIGHT, client=client)
    editor.groups.clear()
    refused = client.get("/admin/agreements/agreement/")
    assert refused.status_code == 403
    assert "권한" in text(refused)
