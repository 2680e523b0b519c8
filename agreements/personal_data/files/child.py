"""The process that reads one file: the file on standard input, its name's ending as argument, JSON out.

It is started by ``reading.py``.  Whatever a file makes a library do ends here.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO

from agreements.personal_data.detectors import find
from agreements.personal_data.files import pdf, spreadsheet, zipped_xml
from agreements.personal_data.files.findings import SECONDS, Finding, Findings
from agreements.personal_data.files.pieces import MEGABYTE, MOST_CHARACTERS, Notice, Piece, Unreadable

MEMORY = 1024 * MEGABYTE

READERS: dict[str, Callable[[IO[bytes]], Iterator[Piece | Notice]]] = {
    ".pdf": pdf.read,
    ".xlsx": spreadsheet.read,
    ".docx": zipped_xml.read,
    ".hwpx": zipped_xml.read,
    ".odt": zipped_xml.read,
}


def of_no_known_type(file: IO[bytes]) -> Iterator[Piece | Notice]:
    raise Unreadable("type")


def examine(file: IO[bytes], ending: str, *, seconds: float = SECONDS) -> list[Finding]:
    """Read a file and give what was found in it; what could not be read is a finding too."""
    findings = Findings()
    until = time.process_time() + seconds
    try:
        look(READERS.get(ending, of_no_known_type)(file), findings, until)
    except Unreadable as error:
        findings.unread(error.reason)
    except MemoryError:
        findings.unread("size")
    except Exception:  # noqa: BLE001  # whatever a hostile file makes a library raise
        findings.unread("broken")
    return list(findings.found.values())


def look(pieces: Iterator[Piece | Notice], findings: Findings, until: float) -> None:
    characters = 0
    for piece in pieces:
        if time.process_time() > until:
            raise Unreadable("time")
        if isinstance(piece, Notice):
            findings.notice(piece)
            continue
        characters += len(piece.text)
        if characters > MOST_CHARACTERS:
            raise Unreadable("size")
        for hit in find(piece.text):
            findings.hit(hit, piece.place(hit.span[0]))


def limit() -> None:
    """Take away what reading a file does not need: memory beyond its share, and time beyond its own."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    limit()
    json.dump(examine(BytesIO(sys.stdin.buffer.read()), sys.argv[1]), sys.stdout)
