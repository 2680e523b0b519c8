from collections.abc import Iterator, Sized
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.actions.redactions import files_before
from agreements.models import Document, Source, Trace
from agreements.models.source import file_digest

# A younger file may belong to a record that is being saved.
SAVING = timedelta(hours=1)

# Name in the store: (record, SHA-256) of each record that has the file.
type StoredFiles = dict[str, list[tuple[str, str]]]


class Command(BaseCommand):
    help = "Compare every stored file with its SHA-256; name what is missing, changed or of no record."

    def handle(self, **options: Any) -> None:
        files = stored_files()
        faults = [*self.compare(files), *self.without_record(files, now=timezone.now())]
        for fault in faults:
            self.stdout.write(fault)
        extent = f"{count_of(files, 'stored file')} checked"
        if faults:
            raise CommandError(f"{extent}: {count_of(faults, 'fault')}.")
        self.stdout.write(f"{extent}: no fault.")

    def compare(self, files: StoredFiles) -> Iterator[str]:
        """Name files that are missing or whose bytes are not those that were uploaded."""
        for name, records in sorted(files.items()):
            try:
                with default_storage.open(name) as file:
                    digest = file_digest(file)
            except FileNotFoundError:
                yield f"missing: {name} of {records[0][0]}"
                continue
            for record, sha256 in records:
                if sha256 != digest:
                    yield f"changed: {name} of {record} has SHA-256 {digest}, not {sha256}"

    def without_record(self, files: StoredFiles, *, now: datetime) -> Iterator[str]:
        """Name files of no record.  What a record's history names stays until a redaction removes it."""
        kept = set(files_before(Trace.objects.exclude(changes={}).iterator()))
        unclaimed = set(names_in_store("")) - files.keys() - kept
        for name in sorted(unclaimed):
            if default_storage.get_modified_time(name) < now - SAVING:
                yield f"of no record: {name}"


def count_of(things: Sized, noun: str) -> str:
    return f"{len(things)} {noun}" if len(things) == 1 else f"{len(things)} {noun}s"


def stored_files() -> StoredFiles:
    """Return the files that documents and sources have, by their names in the store."""
    files: StoredFiles = {}
    for model, field in ((Document, "file"), (Source, "stored_copy")):
        rows = model._default_manager.exclude(**{field: ""}).values_list(field, "pk", "sha256")
        for name, pk, sha256 in rows:
            files.setdefault(name, []).append((f"{model._meta.model_name} {pk}", sha256))
    return files


def names_in_store(folder: str) -> Iterator[str]:
    """Yield the name of every file in and under a folder (“” is the store itself, else ending in “/”)."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    yield from (f"{folder}{name}" for name in files)
    for inner in folders:
        yield from names_in_store(f"{folder}{inner}/")
