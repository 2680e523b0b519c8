"""The packages that were made, by the day that they are of, and whether they may still be given out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from agreements.models import EntryKind, LedgerEntry
from agreements.models.base import PUBLIC

# After these a package made before holds what the public no longer reads.
TAKING_BACK = (EntryKind.WITHDRAWAL, EntryKind.REDACTION)
MANIFEST = re.compile(r"register-(\d{8})\.json")


@dataclass(frozen=True)
class Package:
    """A ZIP with its manifest: the day and sequence it is of, each file's rows, bytes and SHA-256.

    ``made_at`` is the sequence when it was made, which may be later than the one that it is of.
    """

    day: date
    manifest_text: str

    @cached_property
    def manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads(self.manifest_text)
        return manifest

    @property
    def zip_path(self) -> Path:
        return zip_path(self.day)

    @property
    def size(self) -> int:
        """Bytes of the ZIP."""
        return int(self.manifest["zip"]["bytes"])

    @property
    def is_outdated(self) -> bool:
        """Say whether something that it holds was withdrawn or blanked since."""
        later = LedgerEntry.objects.visible_to(PUBLIC).filter(seq__gt=self.manifest["made_at"])
        return bool(later.filter(kind__in=TAKING_BACK).exists())


def zip_path(day: date) -> Path:
    folder: Path = settings.DATA_ROOT
    return folder / f"register-{day:%Y%m%d}.zip"


def manifest_path(day: date) -> Path:
    return zip_path(day).with_suffix(".json")


def package_of(day: date) -> Package | None:
    """Return the package of a day, if one was made."""
    try:
        text = manifest_path(day).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Package(day, text)


def days() -> Iterator[date]:
    """Give the days of all packages, newest first."""
    folder: Path = settings.DATA_ROOT
    names = sorted((path.name for path in folder.glob("register-*.json")), reverse=True)
    for name in names:
        if match := MANIFEST.fullmatch(name):
            yield date.fromisoformat(match[1])


def newest_package() -> Package | None:
    day = next(days(), None)
    return package_of(day) if day else None
