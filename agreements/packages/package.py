"""Making the package of a day: every CSV, its description, and the manifest beside it."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, override

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.export import Export, permanent_sequence
from agreements.lists.columns.formats import FORMATS, file_for
from agreements.lists.ledger import newest_entry_known
from agreements.lists.parameters import Clock, clock
from agreements.models import LedgerEntry
from agreements.models.ledger import newest_sequence
from agreements.packages.shelf import Package, manifest_path, zip_path
from agreements.packages.table_schema import table_schema_of
from agreements.rules import licence
from agreements.rules.ledger import ledger_head

ROW_END = b"\r\n"  # a text ends its lines in one character (rules/typed_text.py)
NOT_IN_A_NAME = re.compile(r"\W+")


@dataclass(frozen=True)
class WrittenFile:
    """A file of the package, with what lets anybody check it."""

    path: str
    name: str
    title: str
    rows: int
    bytes: int
    sha256: str


def make_package(day: date, seq: int | None = None) -> Package:
    """Write the package of ``day``, as known at ``seq`` or now; the one of that day is replaced in one step.

    The same day and sequence make the same bytes, unless something was withdrawn or blanked since.

    Raises:
        BadParameter: nothing is recorded of such a day or sequence.
        OSError: the folder cannot be written to.
    """
    made_at = newest_sequence()
    parameters_of_clock = {"as_of": f"{day}"} | ({"seq": f"{seq or made_at}"} if seq or made_at else {})
    moment = clock(parameters_of_clock, today=day)
    newest = newest_entry_known(moment)
    path = zip_path(day)
    path.parent.mkdir(parents=True, exist_ok=True)
    half, half_manifest = path.with_suffix(".zip.half"), path.with_suffix(".json.half")
    try:
        with override("ko"), ZipFile(half, "w", ZIP_DEFLATED) as package:
            files = [write_csv(package, export, parameters_of_clock, day) for export in EXPORTS.values()]
            description = data_package(files, moment, newest)
            package.writestr(entry_of("datapackage.json", day), in_json(description))
        manifest = {
            "as_of": f"{day}",
            "seq": permanent_sequence(moment),
            "ledger_head": ledger_head(newest),
            "made_at": made_at,
            "zip": {"path": path.name, "bytes": half.stat().st_size, "sha256": digest_of(half)},
            "files": [asdict(file) for file in files],
        }
        text = in_json(manifest)
        half_manifest.write_text(text, encoding="utf-8")
        half.replace(path)
        half_manifest.replace(manifest_path(day))
    finally:
        half.unlink(missing_ok=True)
        half_manifest.unlink(missing_ok=True)
    return Package(day, text)


def write_csv(
    package: ZipFile, export: Export, parameters_of_clock: dict[str, str], day: date
) -> WrittenFile:
    """Write one file with the machine names of its columns, as ``기관_데이터명_YYYYMMDD.csv``."""
    parameters = QueryDict(mutable=True)
    parameters.update({**parameters_of_clock, "header": "name"})
    _clock, parts = file_for(export, "csv", parameters, today=day)
    title = str(export.listing.title)
    name = f"{in_a_name(settings.CONTACT_DEPARTMENT)}_{in_a_name(title)}_{day:%Y%m%d}.csv"
    digest, size, rows = hashlib.sha256(), 0, -1  # the names of the columns are no row
    with package.open(entry_of(name, day), "w", force_zip64=True) as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            size += len(part)
            rows += part.count(ROW_END)
    return WrittenFile(name, export.name, title, rows, size, digest.hexdigest())


def in_a_name(text: str) -> str:
    return NOT_IN_A_NAME.sub("_", text).strip("_")


def entry_of(name: str, day: date) -> ZipInfo:
    """Return the entry of a file, dated by what it is of: the same package is the same bytes."""
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def data_package(files: Iterable[WrittenFile], moment: Clock, newest: LedgerEntry | None) -> dict[str, Any]:
    sequence = permanent_sequence(moment) or "0"
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "public-safety-agreements",
        "title": settings.SITE_NAME or gettext("Public-safety agreement tracker"),
        "version": f"{moment.on:%Y.%m.%d}+{sequence}",
        "homepage": f"{settings.SITE_URL}/data/",
        "licenses": [
            {"path": licence.ADDRESS, "title": kogl_title()},
        ],
        "contributors": [{"title": settings.CONTACT_DEPARTMENT, "role": "publisher"}],
        "as_of": f"{moment.on}",
        "seq": sequence,
        "ledger_head": ledger_head(newest),
        "resources": [resource_of(file) for file in files],
    }
    if newest:
        described["created"] = newest.recorded_at.isoformat()
    return described


def kogl_title() -> str:
    return gettext("Korea Open Government License %(type)s") % {"type": licence.TYPES[settings.KOGL_TYPE]}


def resource_of(file: WrittenFile) -> dict[str, Any]:
    export = EXPORTS[file.name]
    return {
        "profile": "tabular-data-resource",
        "name": file.name,
        "path": file.path,
        "title": file.title,
        "description": str(export.listing.lead),
        "format": "csv",
        "mediatype": FORMATS["csv"].media_type,
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": table_schema_of(export),
    }


def in_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
