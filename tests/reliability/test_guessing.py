"""Guessing against a real server whose worker dies, and one code typed twice in the same moment."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from django.conf import settings

from agreements.actions.refusals import ActRefused
from agreements.actions.second_factor import verify_code
from tests import factories
from tests.admin.one_time_codes import enrolled, shown
from tests.reliability.test_concurrent_acts import at_once
from tests.reliability.test_verify_command import database_url

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough passphrase"
BOOTED = re.compile(r"Booting worker with pid: (\d+)")


class ToSocket(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.host)


@pytest.fixture
def gunicorn(tmp_path):
    """The production server on a socket, with one worker."""
    bind = tmp_path / "socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "mou_tracker.wsgi"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "BIND": f"unix:{bind}",
            "WEB_WORKERS": "1",
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, str(bind)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def worker(process):
    """Wait for the next worker to boot; give its process id."""
    for line in process.stderr:
        if found := BOOTED.search(line):
            return int(found[1])
    return pytest.fail("gunicorn ended")


def asked(bind, method, path, **rest):
    connection = ToSocket(bind)
    connection.request(method, path, **rest)
    answer = connection.getresponse()
    return answer, answer.read().decode()


def log_in(bind, password):
    host = {"Host": "testserver"}
    page, content = asked(bind, "GET", "/admin/login/", headers=host)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', content)[1]
    fields = {"username": "editor", "password": password, "csrfmiddlewaretoken": token}
    sent = {"Cookie": page.getheader("Set-Cookie").split(";")[0], "Referer": "http://testserver/"}
    sent["Content-Type"] = "application/x-www-form-urlencoded"
    answer, _content = asked(bind, "POST", "/admin/login/", body=urlencode(fields), headers=host | sent)
    return answer.status


def test_a_lock_outlives_a_worker_that_is_killed(gunicorn):
    process, bind = gunicorn
    person = factories.staff("editor")
    person.set_password(PASSWORD)
    person.save()
    pid = worker(process)
    assert log_in(bind, PASSWORD) == 302
    statuses = [log_in(bind, "a guess") for _guess in range(10)]
    assert statuses == [200] * 9 + [429]
    os.kill(pid, signal.SIGKILL)
    assert worker(process) != pid
    assert log_in(bind, PASSWORD) == 429


def test_one_code_typed_twice_in_the_same_moment_is_good_once():
    person = factories.staff("editor")
    backup, *_others = enrolled(person)
    for code in (shown(), backup):
        outcome = at_once([lambda code=code: verify_code(person, code)] * 3)
        assert sum(isinstance(one, ActRefused) for one in outcome) == 2
