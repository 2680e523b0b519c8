"""Reading what an export writes."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from zipfile import ZipFile

from django.http import QueryDict

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.formats import file_for
from tests.factories import TODAY


def written(name: str, query: str = "", *, ending: str = "csv", today: date = TODAY) -> bytes:
    _clock, chunks = file_for(EXPORTS[name], ending, QueryDict(query), today=today)
    return b"".join(chunks)


def rows(name: str, query: str = "header=name", **options: date) -> list[dict[str, str]]:
    text = written(name, query, **options).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def only(found: Sequence[dict[str, str]]) -> dict[str, str]:
    assert len(found) == 1
    return found[0]


def text_of(content: bytes) -> str:
    """Return all text of an answer; XLSX and HWPX are ZIPs of XML, the second with a picture."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(map(parts.read, parts.namelist()))
        return content.decode(errors="replace")
    return content.decode()
