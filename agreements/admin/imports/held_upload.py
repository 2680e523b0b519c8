"""An uploaded table between its preview and its confirmation.

It lies in MEDIA_ROOT under a random name, which only a signed slip names: whose it is, for which kind of
record, and what the preview rested on.  Nobody else's slip opens it, and no path can be made up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import uuid4

from django.core import signing
from django.core.files.storage import default_storage

FOLDER = "imports"
KEPT = timedelta(hours=12)
SALT = "agreements.import"


@dataclass(frozen=True)
class HeldUpload:
    noun: str
    owner: int
    key: str  # of the stored file
    file_name: str

    @classmethod
    def hold(cls, file: Any, *, noun: str, owner: int) -> "HeldUpload":
        """Store an uploaded file."""
        held = cls(noun, owner, uuid4().hex, file.name)
        default_storage.save(held.path, file)
        return held

    def slip(self, fingerprints: Any) -> str:
        """Sign everything that the confirmation needs."""
        signed = [self.noun, self.owner, self.key, self.file_name, list(fingerprints.items())]
        return signing.dumps(signed, salt=SALT, compress=True)

    @classmethod
    def from_slip(cls, slip: str, *, noun: str, owner: int) -> "tuple[HeldUpload, Any] | None":
        """Return (upload, fingerprints); None if the slip is forged, old, of others, or has no file."""
        try:
            values = signing.loads(slip, salt=SALT, max_age=KEPT)
        except signing.BadSignature:
            return None
        held = cls(*values[:4])
        if (held.noun, held.owner) != (noun, owner) or not default_storage.exists(held.path):
            return None
        return held, {row: tuple(rested_on) for row, rested_on in values[4]}

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.key}"

    @contextmanager
    def taken(self) -> Iterator[BinaryIO]:
        """Open the stored file for reading, so that no other request finds it; afterwards it is gone.

        Raises:
            FileNotFoundError: another request has taken it.
        """
        taken_path = f"{self.path}-taken"
        Path(default_storage.path(self.path)).rename(default_storage.path(taken_path))
        try:
            with default_storage.open(taken_path) as file:
                yield cast("BinaryIO", file.file)
        finally:
            default_storage.delete(taken_path)


def discard_old(*, now: datetime) -> None:
    """Remove uploads that nobody confirmed in time."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if default_storage.get_modified_time(path) < now - KEPT:
                default_storage.delete(path)
        except FileNotFoundError:
            continue  # somebody else was faster
