"""The demo register, the real input, loaded at a fixed moment after the searches that it records.

Most tests read the story of Paju, with the regions and bodies of northern Gyeonggi; the whole country is
loaded for the few that ask for it.
"""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from agreements.actions.directory_files import BODIES, FOLDER, FORMER_BODIES, FORMER_NAMES, REGIONS, SOURCES
from agreements.demo.loading import load, named_in

LOADED = datetime(2026, 12, 1, 3, tzinfo=UTC)  # noon in Seoul
TODAY = date(2026, 12, 1)
# The ten cities and counties of northern Gyeonggi, with the districts of Goyang, by how their codes begin.
NORTHERN_GYEONGGI = ("4115", "4125", "4128", "4131", "4136", "4148", "4163", "4165", "4180", "4182")


def demo_register() -> None:
    load_paju(LOADED)


def load_paju(now: datetime) -> dict[str, int]:
    return load(now=now, parts=("paju",), directory=small_directory())


def nationwide_register() -> None:
    load(now=LOADED)


@cache
def folder_of_this_run() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="directory-")


@cache
def small_directory() -> Path:
    """Return a folder with those rows of the shipped directory that the story of Paju needs."""
    folder = Path(folder_of_this_run().name)
    named = named_in("paju")
    above = {row["parent"] for row in rows_of(BODIES) if row["slug"] in named}
    keep_rows(folder, REGIONS, lambda row: len(row["code"]) == 2 or row["code"].startswith(NORTHERN_GYEONGGI))
    keep_rows(
        folder,
        BODIES,
        lambda row: row["slug"] in named | above or row["region"].startswith(NORTHERN_GYEONGGI),
    )
    for name in (FORMER_BODIES, FORMER_NAMES):
        keep_rows(folder, name, lambda row: False)
    shutil.copy(FOLDER / SOURCES, folder)
    return folder


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def keep_rows(folder: Path, name: str, wanted: Callable[[dict[str, str]], bool]) -> None:
    rows = rows_of(name)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        kept = csv.DictWriter(file, rows[0])
        kept.writeheader()
        kept.writerows(filter(wanted, rows))
