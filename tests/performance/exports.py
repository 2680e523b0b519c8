"""What an export costs beside the database's own CSV of the same facts, on both databases in one run.

    python -m tests.performance.exports 100000

A query written by hand, with no labels and no guards, is read by ``COPY`` on PostgreSQL, and on SQLite by
``sqlite3 -csv`` (without that program, a raw cursor).  Ratios are of CPU time, the server's included.  XLSX
is held to openpyxl's write-only mode with the same cells.  Not a test: a slow machine fails nothing.
"""

# ruff: noqa: T201

import csv
import io
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from tests.performance.register import make, peak_megabytes, set_up, throwaway
from tests.postgres import server

TODAY = date(2026, 12, 1)
LATEST = 4611686018427387904
BY_HAND = {
    "commitments": """
        WITH roles AS (
            SELECT r.commitment_id, {joined}(a.name_ko, '; ') AS names, {joined}(a.slug, '; ') AS slugs,
                {joined}(a.region_id, '; ') AS regions
            FROM agreements_commitmentagency r JOIN agreements_agency a ON a.id = r.agency_id
            GROUP BY r.commitment_id
        ), themes AS (
            SELECT t.commitment_id, {joined}(n.name_ko, '; ') AS names, {joined}(n.slug, '; ') AS slugs
            FROM agreements_commitment_themes t JOIN agreements_theme n ON n.id = t.theme_id
            GROUP BY t.commitment_id
        ), evidence AS (
            SELECT c.statusreport_id, {joined}(
                s.publisher || ', ' || s.label_ko || ', ' || coalesce(cast(s.published_last AS text), '')
                || ', ' || s.url, '; ') AS sources
            FROM agreements_statusreport_sources c JOIN agreements_source s ON s.id = c.source_id
            GROUP BY c.statusreport_id
        )
        SELECT coalesce(c.reference, m.reference), a.reference, a.title_ko, coalesce(c.number, m.number),
            coalesce(c.title_ko, m.title_ko), c.wording_ko, roles.names, roles.slugs, roles.regions,
            themes.names, themes.slugs, p.title_ko, p.slug, m.stage, s.status, s.progress, c.quantity,
            s.quantity_done, s.repeats, s.first_target_first, s.first_target_last, s.target_first,
            s.target_last, s.not_yet_on, s.looked_until, s.times_moved, s.completed_from, s.completed_to,
            s.disputed, s.searched_on, s.heard_on, speaker.name_ko, speaker.slug, report.origin,
            evidence.sources
        FROM agreements_state s
            LEFT JOIN agreements_commitment c ON c.id = s.commitment_id
            LEFT JOIN agreements_agreement a ON a.id = c.agreement_id
            LEFT JOIN agreements_milestone m ON m.id = s.milestone_id
            LEFT JOIN agreements_program p ON p.id = coalesce(c.program_id, m.program_id)
            LEFT JOIN roles ON roles.commitment_id = s.commitment_id
            LEFT JOIN themes ON themes.commitment_id = s.commitment_id
            LEFT JOIN agreements_statusreport report ON report.id = s.report_id
            LEFT JOIN agreements_agency speaker ON speaker.id = report.stated_by_id
            LEFT JOIN evidence ON evidence.statusreport_id = s.report_id
        WHERE s.seq_to = {latest} AND s.day_from <= '{day}' AND s.day_to > '{day}'
            AND (s.milestone_id IS NULL OR NOT EXISTS (
                SELECT 1 FROM agreements_promiselink l WHERE l.milestone_id = s.milestone_id
                AND l.seq_to = {latest}))
        ORDER BY a.reference DESC, c.number, m.reference
    """,
    "reports": """
        WITH evidence AS (
            SELECT c.statusreport_id, {joined}(
                s.publisher || ', ' || s.label_ko || ', ' || coalesce(cast(s.published_last AS text), '')
                || ', ' || s.url, '; ') AS sources
            FROM agreements_statusreport_sources c JOIN agreements_source s ON s.id = c.source_id
            GROUP BY c.statusreport_id
        )
        SELECT coalesce(c.reference, m.reference), coalesce(c.title_ko, m.title_ko), r.number, a.reference,
            r.status, r.progress, r.quantity_done, r.said_on_first, r.said_on_last, r.happened_first,
            r.happened_last, r.happened_as, r.says_not_done, r.note_ko, r.target_first, r.target_last,
            r.target_reason_ko, r.criteria_met, speaker.name_ko, speaker.slug, r.origin, r.published_at,
            r.review, corrected.number, r.correction_reason_ko, evidence.sources
        FROM agreements_statusreport r
            LEFT JOIN agreements_commitment c ON c.id = r.commitment_id
            LEFT JOIN agreements_agreement a ON a.id = c.agreement_id
            LEFT JOIN agreements_milestone m ON m.id = r.milestone_id
            LEFT JOIN agreements_agency speaker ON speaker.id = r.stated_by_id
            LEFT JOIN agreements_statusreport corrected ON corrected.id = r.corrects_id
            LEFT JOIN evidence ON evidence.statusreport_id = r.id
        WHERE r.published_seq IS NOT NULL AND r.said_on_last <= '{day}'
        ORDER BY r.said_on_last DESC, r.id DESC
    """,
}


class Cost(NamedTuple):
    """CPU seconds of this process, its children and the database's; seconds to the first byte."""

    cpu: float
    first_byte: float
    size: int


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 10_000
    measured = [sys.executable, "-m", __spec__.name, "measure", str(size)]
    with throwaway():
        make(size)
        subprocess.run(measured, check=True)
    with server() as url:
        subprocess.run(measured, check=True, env={**os.environ, "DATABASE_URL": url, "MAKE": "1"})


def measure(size: int) -> None:
    if os.environ.get("MAKE"):
        make(size)
    for name, by_hand in BY_HAND.items():
        before = peak_megabytes()
        ours = cost_of(lambda name=name: written(name, "csv"))
        growth = peak_megabytes() - before
        peer = cost_of(lambda query=by_hand: database_csv(query))
        print(
            f"{vendor():10} {name + '.csv':16} {ours.cpu:6.2f} s, {ours.size / 1e6:.1f} MB; by hand"
            f" {peer.cpu:.2f} s, {peer.size / 1e6:.1f} MB: {ours.cpu / peer.cpu:.2f} ×; first byte"
            f" {ours.first_byte:.2f} s, memory +{growth:.0f} MB"
        )
    compare_xlsx("commitments")


def vendor() -> str:
    from django.db import connection

    return connection.vendor


def cost_of(run: Callable[[], Iterator[bytes]]) -> Cost:
    begun, worked, size, first_byte = time.perf_counter(), cpu_seconds(), 0, 0.0
    for part in run():
        first_byte = first_byte or time.perf_counter() - begun
        size += len(part)
    return Cost(cpu_seconds() - worked, first_byte, size)


def cpu_seconds() -> float:
    """Return what this process, its children and its backend of PostgreSQL have worked."""
    from django.db import connection

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() + children.ru_utime + children.ru_stime
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def written(name: str, ending: str) -> Iterator[bytes]:
    from django.http import QueryDict

    from agreements.lists.columns import EXPORTS
    from agreements.lists.columns.formats import file_for
    from agreements.lists.file_stream import FileStream

    _clock, parts = file_for(EXPORTS[name], ending, QueryDict("header=name"), today=TODAY)
    stream = FileStream(parts)
    yield from stream
    stream.close()


def database_csv(query: str) -> Iterator[bytes]:
    from django.db import connection

    on_postgresql = connection.vendor == "postgresql"
    joined = "string_agg" if on_postgresql else "group_concat"
    sql = query.format(joined=joined, latest=LATEST, day=TODAY)
    if on_postgresql:
        with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
            yield from map(bytes, copy)
        return
    program = shutil.which("sqlite3")
    if program:
        path = str(connection.settings_dict["NAME"])
        yield subprocess.run([program, "-csv", path, sql], check=True, capture_output=True).stdout
        return
    connection.ensure_connection()
    lines = io.StringIO()
    csv.writer(lines).writerows(connection.connection.cursor().execute(sql))
    yield lines.getvalue().encode()


def compare_xlsx(name: str) -> None:
    """Hold the file to openpyxl alone: reading the rows is taken off, as the other has them already."""
    from django.http import QueryDict
    from openpyxl import Workbook

    from agreements.lists.columns import EXPORTS
    from agreements.lists.columns.reading import read_rows

    export = EXPORTS[name]
    selection = export.select(QueryDict(), today=TODAY)
    worked = cpu_seconds()
    rows: list[Any] = list(chain.from_iterable(read_rows(export.columns, selection.rows, selection.clock)))
    reading = cpu_seconds() - worked
    worked = cpu_seconds()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([str(cell).replace("\x1f", "; ") if isinstance(cell, str) else cell for cell in row])
    book.save(io.BytesIO())
    alone = cpu_seconds() - worked
    ours = cost_of(lambda: written(name, "xlsx"))
    print(
        f"{vendor():10} {name + '.xlsx':16} {ours.cpu:6.2f} s, of them reading {reading:.2f}; openpyxl alone"
        f" {alone:.2f} s: {(ours.cpu - reading) / alone:.2f} ×"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        set_up()
        measure(int(sys.argv[2]))
    else:
        main()
