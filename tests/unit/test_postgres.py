"""The test server itself: it starts, answers, and is gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests import postgres


def folders() -> set[Path]:
    return set(Path("/tmp").glob("mou-pg-*"))  # noqa: S108


def test_a_server_answers_in_utf8_and_leaves_nothing_behind():
    with postgres.server() as url:
        folder = Path(url.partition("@")[2].partition("/")[0].replace("%2F", "/"))
        with psycopg.connect(url) as connection:
            row = connection.execute("select '협약', current_setting('server_encoding')").fetchone()
        assert row == ("협약", "UTF8")
    assert not folder.exists()


def test_a_terminated_run_stops_its_server():
    before = folders()
    run = subprocess.Popen([sys.executable, "-m", "tests.postgres", "sleep", "60"])
    try:
        give_up = time.monotonic() + 20
        while not (mine := [f for f in folders() - before if (f / ".s.PGSQL.5432").exists()]):
            assert time.monotonic() < give_up
            time.sleep(0.05)
        pid = int((mine[0] / "data" / "postmaster.pid").read_text().splitlines()[0])
        run.send_signal(signal.SIGTERM)
        assert run.wait(timeout=20) == 143
    finally:
        run.kill()
    assert not mine[0].exists()
    assert not Path(f"/proc/{pid}").exists()


def test_a_command_gets_the_address_and_its_own_exit_code():
    script = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgresql:') else 1)"
    result = subprocess.run(
        [sys.executable, "-m", "tests.postgres", sys.executable, "-c", script], check=False
    )
    assert result.returncode == 7


def test_a_server_that_cannot_start_is_a_skip_unless_everything_is_required(monkeypatch, capsys):
    def refuse(command):
        raise postgres.CannotStartError("no programs here")

    monkeypatch.setattr(postgres, "run", refuse)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setitem(os.environ, "REQUIRE_ALL", "0")
    assert postgres.main() == 0
    assert "SKIPPED, it cannot start here: no programs here" in capsys.readouterr().err
    monkeypatch.setitem(os.environ, "REQUIRE_ALL", "1")
    assert postgres.main() == 1
