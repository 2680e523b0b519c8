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
    @contextmanager
    def taken(cls, slip: str, *, noun: str, owner: int) -> "Iterator[tuple[BinaryIO, HeldUpload, Any]]":
        """Open the file that a slip names, with what its preview rested on; afterwards it is gone.

        No other request finds it meanwhile.

        Raises:
            FileNotFoundError: the slip is forged, old or of others, or another request has taken the file.
        """
        try:
            *facts, fingerprints = signing.loads(slip, salt=SALT, max_age=KEPT)
        except signing.BadSignature as error:
            raise FileNotFoundError from error
        held = cls(*facts)
        if (held.noun, held.owner) != (noun, owner):
            raise FileNotFoundError(slip)
        taken_path = f"{held.path}-taken"
        Path(default_storage.path(held.path)).rename(default_storage.path(taken_path))
        try:
            with default_storage.open(taken_path) as file:
                yield (
                    cast("BinaryIO", file.file),
                    held,
                    {row: tuple(rested_on) for row, rested_on in fingerprints},
                )
        finally:
            default_storage.delete(taken_path)

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.key}"


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
