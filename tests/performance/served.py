"""The demo register behind gunicorn, with the settings of a server, over plain http on this machine."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PORT = 8790
SITE = f"http://127.0.0.1:{PORT}"


@contextmanager
def served() -> Iterator[None]:
    """The demo register in a throwaway database, behind gunicorn until the block ends."""
    with tempfile.TemporaryDirectory(prefix="mou-site-") as folder:
        os.environ |= {
            "DEBUG": "0",
            "DEMO": "1",
            "SECRET_KEY": "only for this measurement " + "0123456789" * 4,
            "SITE_URL": SITE,
            "ALLOWED_HOSTS": "127.0.0.1",
            "CONTACT_DEPARTMENT": "시연용 부서(실제 부서 아님)",
            "CONTACT_TELEPHONE": "000-0000-0000",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/register.sqlite3",
            "MEDIA_ROOT": folder,
            "BIND": f"127.0.0.1:{PORT}",
            "LOG_LEVEL": "ERROR",
            "MAIL_URL": "console:",
            "MAIL_FROM": "mou@example.go.kr",
        }
        for command in ("collectstatic --noinput -v0", "migrate -v0", "load_demo"):
            subprocess.run(
                [sys.executable, "manage.py", *command.split()],
                cwd=ROOT,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        server = subprocess.Popen(
            [*gunicorn, "mou_tracker.wsgi"], cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            until_it_answers()
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def until_it_answers() -> None:
    for _attempt in range(100):
        try:
            urlopen(SITE, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(SITE)
