"""How long it takes to verify a ledger, by the command and by the tool a citizen downloads.

    python -m tests.performance.ledger 100000
    python -m tests.postgres python -m tests.performance.ledger 100000

Makes a throwaway register with about that many entries, then verifies it in processes of their own.  Not a
test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.performance.register import make, throwaway

ENTRIES_A_COMMITMENT = 3.6  # of the agreement, its reports and what answers them
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with throwaway() as folder:
        make(round(size / ENTRIES_A_COMMITMENT))
        path = folder / "ledger.jsonl"
        download(path)
        for command in (
            [sys.executable, "manage.py", "verify_ledger"],
            [sys.executable, "manage.py", "verify_ledger"],
            [sys.executable, "manage.py", "check_data"],
            [sys.executable, "tools/verify_ledger.py", str(path)],
        ):
            timed(command)


def timed(command: list[str]) -> None:
    started = time.perf_counter()
    subprocess.run(
        command, cwd=ROOT, check=True, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    )
    print(f"{time.perf_counter() - started:6.1f} s  {' '.join(command[1:])}")


def download(path: Path) -> None:
    from django.test import Client

    started = time.perf_counter()
    with path.open("wb") as file:
        for chunk in Client().get("/ledger.jsonl"):
            file.write(chunk)
    took = time.perf_counter() - started
    print(f"{took:6.1f} s  ledger.jsonl, {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
