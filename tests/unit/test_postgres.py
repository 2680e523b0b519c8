"""The test server itself: it starts, answers, and is gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests import postgres


def folders() -> set[Path]:
    return set(Path("/tmp").glob("mou-pg-*"))  # noqa: S108


ANSWER = """
import os, pathlib, sys, psycopg
url = os.environ["DATABASE_URL"]
row = psycopg.connect(url).execute("select '협약', current_setting('server_encoding')").fetchone()
pathlib.Path(sys.argv[1]).write_text(" ".join([url, *row]), encoding="utf-8")
sys.exit(7)
"""


def test_a_command_gets_a_server_in_utf8_and_its_own_exit_code_and_leaves_nothing_behind(tmp_path):
    answer = tmp_path / "answer"
    assert postgres.run([sys.executable, "-c", ANSWER, str(answer)]) == 7
    url, *row = answer.read_text(encoding="utf-8").split()
    assert row == ["협약", "UTF8"]
    folder = Path(unquote(urlsplit(url).netloc.rpartition("@")[2]))
    assert folder.name.startswith("mou-pg-")
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
