"""Read one file in a process of its own: the file on standard input, its name's ending as argument, JSON out.

``reading.py`` starts it.  A library that a file crashes or fills with data takes only this process along.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO

from agreements.personal_data.detectors import find_personal_data
from agreements.personal_data.files import pdf, spreadsheet, zipped_xml
from agreements.personal_data.files.findings import SECONDS, Finding, Findings
from agreements.personal_data.files.pieces import MEGABYTE, MOST_CHARACTERS, Notice, Piece, Unreadable

MEMORY = 1024 * MEGABYTE

READERS: dict[str, Callable[[IO[bytes]], Iterator[Piece | Notice]]] = {
    ".pdf": pdf.read_pdf,
    ".xlsx": spreadsheet.read_xlsx,
    ".docx": zipped_xml.read_zipped_xml,
    ".hwpx": zipped_xml.read_zipped_xml,
    ".odt": zipped_xml.read_zipped_xml,
}


def refuse_unknown_type(file: IO[bytes]) -> Iterator[Piece | Notice]:
    raise Unreadable("type")


def examine_file(file: IO[bytes], ending: str, *, seconds: float = SECONDS) -> list[Finding]:
    """Read a file and return its findings, of which one says what could not be read and why."""
    findings = Findings()
    until = time.process_time() + seconds
    try:
        collect_findings(READERS.get(ending, refuse_unknown_type)(file), findings, until)
    except Unreadable as error:
        findings.unread(error.reason)
    except MemoryError:
        findings.unread("size")
    except Exception:  # noqa: BLE001  # whatever a hostile file makes a library raise
        findings.unread("broken")
    return findings.as_list()


def collect_findings(pieces: Iterator[Piece | Notice], findings: Findings, until: float) -> None:
    """Add the findings of the pieces, until ``time.process_time()`` is ``until``.

    Raises:
        Unreadable: out of time, or too much text; what was found before stays.
    """
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
        for hit in find_personal_data(piece.text):
            findings.hit(hit, piece.place(hit.span[0]))


def limit_resources() -> None:
    """Limit this process in memory and processor time, and let it write no file."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    limit_resources()
    json.dump(examine_file(BytesIO(sys.stdin.buffer.read()), sys.argv[1]), sys.stdout)
