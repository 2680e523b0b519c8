"""A start with a missing or malformed variable ends with a sentence that names it."""

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from agreements.demo.loading import SERVICE_ACCOUNT
from agreements.models import Membership
from tests import factories

GOOD = {
    "SECRET_KEY": "a long and random enough text 0123456789 0123456789",
    "SITE_URL": "https://mou.example.go.kr",
    "ALLOWED_HOSTS": "mou.example.go.kr, localhost",
    "CONTACT_DEPARTMENT": "자치경찰협력과",
    "CONTACT_TELEPHONE": "031-000-0000",
}


@pytest.fixture
def load(monkeypatch):
    """Read settings.py anew, with exactly these variables."""

    def load(**variables: str) -> dict[str, Any]:
        monkeypatch.setattr(os, "environ", variables)
        return runpy.run_path("mou_tracker/settings.py")

    return load


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("blank", [True, False])
def test_each_required_variable_is_asked_for_by_name(load, name, blank):
    variables = GOOD | {name: "  "}
    if not blank:
        del variables[name]
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set. Set it to "):
        load(**variables)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("KOGL_TYPE", "5"),
        ("KOGL_TYPE", "제1유형"),
        ("MAIL_URL", "mail.example.go.kr"),
        ("MAIL_URL", "smtp://user:password@host:port"),
        ("MAIL_FROM", "MOU <mou@example.go.kr>"),
        ("SESSION_IDLE_MINUTES", "0"),
        ("SECOND_FACTOR_REQUIRED", "coordinators"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SITE_URL", "mou.example.go.kr"),
        ("SITE_URL", "ftp://mou.example.go.kr"),
        ("SITE_URL", "https://mou.example.go.kr/path"),
        ("SITE_URL", "https://[broken"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://mou.example.go.kr"),
        ("ALLOWED_HOSTS", ","),
        ("CSRF_TRUSTED_ORIGINS", "mou.example.go.kr"),
        ("DATABASE_URL", "mysql://user:password@host/name"),
        ("DATABASE_URL", "postgresql://user:password@host:port/name"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "nonsense"),
        ("MEDIA_ROOT", "relative/folder"),
        ("MAX_UPLOAD_MB", "0"),
        ("MAX_UPLOAD_MB", "-1"),
        ("MAX_UPLOAD_MB", "٣"),
        ("LOG_LEVEL", "LOUD"),
        ("SECURE_HSTS_SECONDS", "a year"),
    ],
)
def test_a_malformed_variable_is_named_and_its_value_kept_quiet(load, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is .*Set it to ") as refusal:
        load(**GOOD | {name: value})
    assert "password" not in str(refusal.value).replace("user:password@host:5432", "")


def test_the_command_line_says_the_sentence_without_a_traceback():
    ours = {*GOOD, "DEBUG", "DJANGO_SETTINGS_MODULE"}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={name: value for name, value in os.environ.items() if name not in ours},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("Cannot start: SECRET_KEY is not set.")
    assert "Traceback" not in result.stderr


def test_a_start_without_mail_prints_no_warning():
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=GOOD | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_https_alone_decides_about_secure_cookies_and_the_redirect(load):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    https = load(**GOOD)
    http = load(**GOOD | {"SITE_URL": "http://127.0.0.1:8000"})
    assert [https[name] for name in names] == [True, True, True, 3600]
    assert [http[name] for name in names] == [False, False, False, 0], "a login must work over `make run`"


def test_on_https_no_cookie_leaves_the_host_and_no_script_reads_one(load):
    https = load(**GOOD)
    http = load(**GOOD | {"SITE_URL": "http://127.0.0.1:8000"})
    for cookie, name in {"SESSION": "sessionid", "CSRF": "csrftoken"}.items():
        assert https[f"{cookie}_COOKIE_NAME"] == f"__Host-{name}"
        assert f"{cookie}_COOKIE_NAME" not in http, "a browser refuses the prefix without https"
        assert f"{cookie}_COOKIE_DOMAIN" not in https, "the prefix forbids a domain"
        assert https[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert https[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert https["MESSAGE_STORAGE"].endswith("SessionStorage"), "or messages would have a cookie of its own"


def test_the_second_factor_is_required_but_on_ones_own_machine(load):
    assert load(**GOOD)["SECOND_FACTOR_REQUIRED"] is True
    assert load(**GOOD | {"DEMO": "1"})["SECOND_FACTOR_REQUIRED"] is False
    assert load(DEBUG="1")["SECOND_FACTOR_REQUIRED"] is False
    assert load(**GOOD | {"DEMO": "1", "SECOND_FACTOR_REQUIRED": "1"})["SECOND_FACTOR_REQUIRED"] is True


def test_a_session_ends_when_idle_and_with_the_browser(load):
    found = load(**GOOD)
    assert (found["SESSION_COOKIE_AGE"], found["SESSION_EXPIRE_AT_BROWSER_CLOSE"]) == (30 * 60, True)
    assert load(**GOOD | {"SESSION_IDLE_MINUTES": "5"})["SESSION_COOKIE_AGE"] == 5 * 60


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://host:25", {"host": "host", "port": 25}),
        ("smtp+tls://host", {"host": "host", "use_tls": True}),
        (
            "smtps://user%40office:p%3Aw@host:465",
            {"host": "host", "port": 465, "use_ssl": True, "username": "user@office", "password": "p:w"},
        ),
    ],
)
def test_mail_goes_where_its_address_says(load, url, options):
    found = load(**GOOD | {"MAIL_URL": url, "MAIL_FROM": "mou@example.go.kr"})
    assert found["MAILERS"]["default"]["OPTIONS"] == {"timeout": 20, **options}
    assert found["DEFAULT_FROM_EMAIL"] == "mou@example.go.kr"


def test_without_mail_the_site_starts_and_with_it_a_sender_is_asked_for(load):
    assert load(**GOOD)["MAILERS"] == {}
    trial = load(**GOOD | {"MAIL_URL": "console:", "MAIL_FROM": "mou@example.go.kr"})
    assert trial["MAILERS"]["default"] == {"BACKEND": "mou_tracker.printed_mail.PrintedMail"}
    with pytest.raises(ImproperlyConfigured, match=r"^MAIL_FROM is not set"):
        load(**GOOD | {"MAIL_URL": "smtp://host"})


def test_the_forwarded_protocol_is_believed_only_behind_a_proxy(load):
    assert "SECURE_PROXY_SSL_HEADER" not in load(**GOOD)
    assert load(**GOOD | {"BEHIND_PROXY": "1"})["SECURE_PROXY_SSL_HEADER"]


def test_sqlite_waits_for_its_turn_and_postgresql_gets_no_sqlite_options(load):
    options = load(**GOOD)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    postgres = load(**GOOD | {"DATABASE_URL": "postgresql://user@host/name"})["DATABASES"]["default"]
    assert postgres["ENGINE"] == "django.db.backends.postgresql"
    assert postgres["OPTIONS"] == {"options": "-c jit=off", "connect_timeout": 5}


def test_what_the_address_of_the_database_says_of_its_connections_wins(load):
    address = "postgresql://user@host/name?connect_timeout=2&options=-c%20jit=on"
    options = load(**GOOD | {"DATABASE_URL": address})["DATABASES"]["default"]["OPTIONS"]
    assert options == {"options": "-c jit=off -c jit=on", "connect_timeout": 2}, "the later one counts"


def test_a_debug_start_needs_nothing(load):
    assert load(DEBUG="1")["DEBUG"] is True


def test_answers_carry_the_strict_policy(client):
    policy = client.get("/no-such-page/").headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "language"), [("/no-such-page/", "ko"), ("/en/no-such-page/", "en")])
def test_the_address_alone_decides_the_language(client, path, language):
    answer = client.get(path, headers={"accept-language": "en" if language == "ko" else "ko"})
    assert answer.status_code == 404, "and never a redirect"
    assert answer.headers["Content-Language"] == language


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_sqlite_settings_reach_the_database():
    from django.db import connection

    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 20_000}


@pytest.mark.django_db
def test_demo_accounts_are_made_once_with_one_password(settings, capsys, rf):
    settings.DEMO = True
    factories.agency("paju")
    get_user_model().objects.create(username=SERVICE_ACCOUNT)
    call_command("demo_staff")
    password = capsys.readouterr().out.rpartition(": ")[2].strip()
    for name in ("coordinator", "reviewer", "editor", "auditor", "superuser"):
        request = rf.post("/admin/login/")
        account = authenticate(request, username=name, password=password)
        assert account.email == f"{name}@demo.invalid"
        assert account.is_superuser == (name == "superuser")
    assert Membership.objects.get(user__username="editor").agency.slug == "paju"
    call_command("demo_staff")
    assert "exist" in (second := capsys.readouterr().out)
    assert password not in second


@pytest.mark.django_db
def test_a_register_of_one_s_own_gets_no_demo_accounts(settings, capsys, django_user_model):
    settings.DEMO = True
    factories.agency("paju")
    users = django_user_model.objects.count()
    call_command("demo_staff")
    assert "no demo accounts" in capsys.readouterr().out
    assert django_user_model.objects.count() == users


@pytest.mark.django_db
def test_demo_accounts_are_refused_on_a_real_server(django_user_model):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_staff")
    assert not django_user_model.objects.filter(username="coordinator").exists()
