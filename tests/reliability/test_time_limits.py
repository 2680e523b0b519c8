"""PostgreSQL stops what a request waits for too long; files and commands have limits of their own."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull
from django.test import Client

from agreements.lists.listings import Selection
from mou_tracker.time_limits import set_request_limits
from tests import factories
from tests.reliability.test_verify_command import database_url
from tests.web.page import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

SHORT = "500ms"  # far more than any statement here needs
LONGER_THAN_SHORT = 1  # seconds, slept by the database
FOR_EVER = 30  # seconds; nothing waits for its end
SHOW = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"


@pytest.fixture
def short_limits(settings):
    """The connection of the test as one that answers requests, with short limits."""
    settings.REQUEST_LIMITS = {"statement_timeout": SHORT, "lock_timeout": SHORT}
    connection.close()  # one of an earlier test might reach its CONN_MAX_AGE in the middle of this one
    set_request_limits(connection)
    yield
    connection.close()


def limits():
    with connection.cursor() as cursor:
        cursor.execute(SHOW)
        return cursor.fetchone()


def sleep(seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


@pytest.fixture
def rows_sleep(monkeypatch):
    """Let the database sleep before it gives the rows of any list."""
    rows = Selection.rows.func

    def asleep(seconds):
        slept = IsNull(RawSQL("(SELECT pg_sleep(%s))", [seconds]), False)
        monkeypatch.setattr(Selection, "rows", property(lambda self: rows(self).filter(slept)))

    return asleep


def get(address):
    return Client(raise_request_exception=False).get(address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("/", "데이터베이스가 제때 응답하지 않아"), ("/en/", "The database did not answer in time")],
)
def test_a_page_that_takes_too_long_is_stopped_and_says_so(short_limits, monkeypatch, address, sentence):
    monkeypatch.setattr("agreements.views.home.status_bar", lambda *_given, **_named: sleep(FOR_EVER))
    answer = get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert sentence in Page(answer).main
    monkeypatch.undo()
    assert get(address).status_code == 200, "the connection serves the next request"


def test_a_page_that_waits_for_a_lock_is_stopped_too(short_limits, settings):
    settings.REQUEST_LIMITS = {"statement_timeout": "60s", "lock_timeout": SHORT}
    set_request_limits(connection)
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE agreements_agency IN ACCESS EXCLUSIVE MODE")
        assert get("/agencies/").status_code == 503
    assert get("/agencies/").status_code == 200


def test_an_error_of_another_kind_stays_an_error(short_limits, monkeypatch):
    def breaks(*_given, **_named):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr("agreements.views.home.status_bar", breaks)
    assert get("/").status_code == 500


def test_a_file_streams_past_the_limit_of_a_request_and_leaves_it_as_it_was(short_limits, rows_sleep):
    factories.agency("paju", name_ko="파주시")
    rows_sleep(LONGER_THAN_SHORT)
    answer = get("/agencies.csv?view=all")
    assert answer.status_code == 200
    assert "파주시" in b"".join(answer).decode()
    assert limits() == (SHORT, SHORT)
    assert get("/agencies/?view=all").status_code == 503, "its list is a page"


@pytest.mark.parametrize("address", ["/agencies.csv", "/deadlines.ics", "/ledger.jsonl"])
def test_a_reader_who_leaves_in_the_middle_of_a_file_leaves_no_limit_behind(short_limits, address):
    factories.published(factories.agreement())
    answer = get(address)
    assert limits() == (settings.FILE_STATEMENT_TIMEOUT, SHORT)
    answer.close()
    assert limits() == (SHORT, SHORT)


def test_a_file_has_a_limit_of_its_own(short_limits, rows_sleep, settings):
    factories.agency("paju", name_ko="파주시")
    settings.FILE_STATEMENT_TIMEOUT = SHORT
    rows_sleep(FOR_EVER)
    answer = get("/agencies.csv?view=all")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "데이터베이스가 제때 응답하지" in answer.content.decode()
    assert limits() == (SHORT, SHORT)


def test_a_connection_that_broke_under_a_file_is_not_used_again(short_limits):
    answer = get("/agencies.csv")
    connection.connection.close()  # as a server that went away
    answer.close()
    assert connection.connection is None


def test_a_file_whose_end_nobody_told_leaves_no_connection_to_the_next_request(short_limits):
    answer = get("/agencies.csv")
    close_old_connections()  # as before each request
    assert connection.connection is None
    answer.close()
    assert connection.get_autocommit()


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        ("import mou_tracker.wsgi", tuple(settings.REQUEST_LIMITS.values())),
        ("import django; django.setup()", ("0", "0")),  # as manage.py does
    ],
)
def test_only_the_process_that_answers_requests_has_their_limits(begins, expected):
    script = f"{begins}\nfrom django.db import connection as c\nwith c.cursor() as q:\n  q.execute({SHOW!r})"
    script += "\n  print(*q.fetchone(), sep=',')\n  q.execute('SHOW jit')\n  print(*q.fetchone())"
    printed = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert printed == [",".join(expected), "off"]
