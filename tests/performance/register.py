"""The register that measurements run on: a throwaway database, filled by ``manage.py seed_scale``."""

# ruff: noqa: T201

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def throwaway() -> Iterator[Path]:
    """A folder with an empty database in it, unless DATABASE_URL names one; Django is set up on it."""
    with tempfile.TemporaryDirectory(prefix="mou-performance-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder, 'register.sqlite3')}")
        set_up()
        yield Path(folder)


def set_up() -> None:
    """Also for a second process, which finds DATABASE_URL in its environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def make(size: int) -> None:
    """Fill the database with that many commitments, and what a believable register has around them."""
    from django.core.management import call_command
    from django.db import connection

    from agreements.demo.scale.seeding import seed_register

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    counts = seed_register(commitments=size, seed=1, progress=lambda *_told: None)
    took = time.perf_counter() - started
    print(
        f"{connection.vendor}: {size} commitments, {sum(counts.values())} rows in all, made in {took:.0f} s"
    )


def bulk(rows: Iterable[Any]) -> list[Any]:
    rows = list(rows)
    return list(type(rows[0]).objects.bulk_create(rows, batch_size=2000)) if rows else []


def peak_megabytes() -> float:
    """The most this process has held; getrusage would count what its parent held before exec."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
