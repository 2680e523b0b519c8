from collections.abc import Iterator
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

type Stored = dict[str, list[tuple[str, str]]]  # name in the store: (record, SHA-256) of each that has it


class Command(BaseCommand):
    help = "Compare every stored file with its SHA-256; name what is missing, changed or of no record."

    def handle(self, **options: Any) -> None:
        known = stored()
        faults = [*self.compare(known), *self.nobodys(known, now=timezone.now())]
        for fault in faults:
            self.stdout.write(fault)
        extent = f"{len(known)} stored {'file' if len(known) == 1 else 'files'} checked"
        if faults:
            raise CommandError(f"{extent}: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}.")
        self.stdout.write(f"{extent}: no fault.")

    def compare(self, known: Stored) -> Iterator[str]:
        for name, records in sorted(known.items()):
            try:
                with default_storage.open(name) as file:
                    found = file_digest(file)
            except FileNotFoundError:
                yield f"missing: {name} of {records[0][0]}"
                continue
            for record, sha256 in records:
                if found != sha256:
                    yield f"changed: {name} of {record} has SHA-256 {found}, not {sha256}"

    def nobodys(self, known: Stored, *, now: datetime) -> Iterator[str]:
        """Name files of no record.  What a record's history names stays until a redaction removes it."""
        kept = set(files_before(Trace.objects.exclude(changes={}).iterator()))
        for name in sorted(everything("")):
            is_old = default_storage.get_modified_time(name) < now - SAVING
            if is_old and name not in known and name not in kept:
                yield f"of no record: {name}"


def stored() -> Stored:
    found: Stored = {}
    for model, field in ((Document, "file"), (Source, "stored_copy")):
        rows = model._default_manager.exclude(**{field: ""}).values_list(field, "pk", "sha256")
        for name, pk, sha256 in rows:
            found.setdefault(name, []).append((f"{model._meta.model_name} {pk}", sha256))
    return found


def everything(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    yield from (f"{folder}{name}" for name in files)
    for inner in folders:
        yield from everything(f"{folder}{inner}/")
