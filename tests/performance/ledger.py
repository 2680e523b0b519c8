"""How long it takes to verify a ledger, by the command and by the tool a citizen downloads.

    python -m tests.performance.ledger 100000
    python -m tests.postgres python -m tests.performance.ledger 100000

Makes a throwaway register with that many entries: four commitments an agreement, about five reports a
commitment by the agencies named in it.  Each entry chains the facts that are stored, the states are those
the entries make.  Then it verifies them in processes of
their own.  Not a test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from agreements.rules.partial_date import PartialDate
from tests.performance.register import bulk, throwaway

STARTED = datetime(2020, 1, 6, 3, 0, tzinfo=UTC)
COMMITMENTS = 4  # of each agreement
REPORTS = 5  # of each commitment, about
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with throwaway() as folder:
        make(size)
        path = folder / "ledger.jsonl"
        download(path)
        for command in (
            [sys.executable, "manage.py", "verify_ledger"],
            [sys.executable, "manage.py", "verify_ledger"],
            [sys.executable, "manage.py", "check_data"],
            [sys.executable, "tools/verify_ledger.py", str(path)],
        ):
            timed(command)


def timed(command: list[str]) -> None:
    started = time.perf_counter()
    subprocess.run(
        command, cwd=ROOT, check=True, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    )
    print(f"{time.perf_counter() - started:6.1f} s  {' '.join(command[1:])}")


# ---- making a register --------------------------------------------------------------------------


def make(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from agreements.actions.reindex import rebuild_search_index
    from agreements.models import guards

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with guards.guards_lifted(connection):
        make_rows(size)
    rebuild_search_index()  # which verify_ledger compares as well
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {size} entries made in {time.perf_counter() - started:.0f} s")


def make_rows(size: int) -> None:
    """Over 40 lines: one register, table after table in the order their keys need."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from agreements import models
    from agreements.models import EntryKind

    draw = random.Random(20221213)
    author = get_user_model().objects.create(username="author")
    models.Region.objects.create(code="41", name_ko="경기도")
    agencies = bulk(
        models.Agency(slug=f"agency-{number}", name_ko=f"기관 {number}", kind="city_county", listed=True)
        for number in range(300)
    )
    sources = bulk(
        models.Source(
            publisher="신문사", label_ko=f"협약 이행을 알리는 보도 {number}", url=f"https://news.example/{number}",
            published_first=date(2026, 1, 2), published_last=date(2026, 1, 2),
        )
        for number in range(size // 2)
    )  # fmt: skip

    def published(seq: int) -> dict[str, Any]:
        at = STARTED + timedelta(minutes=30 * seq)
        return {
            "state": "published", "created_at": at, "created_by": author, "published_at": at,
            "published_by": author, "first_published_at": at, "review": "reviewed", "published_seq": seq,
        }  # fmt: skip

    count = max(1, size // (1 + COMMITMENTS * REPORTS))
    agreements = bulk(
        models.Agreement(
            reference=f"{2018 + number % 8}-{number:05}",
            title_ko=f"자치경찰 치안협력 강화를 위한 업무협약 {number}",
            purpose_ko="범죄로부터 안전한 지역사회를 함께 조성한다.",
            signed=PartialDate.day(date(2018 + number % 8, 3, 2)),
            expires_on=date(2028, 1, 1) if number % 3 else None, lead_department="자치경찰협력과",
            telephone="031-000-0000", **published(number + 1),
        )
        for number in range(count)
    )  # fmt: skip
    bulk(
        models.Party(agreement=one, agency=agencies[(number + place) % 300], order=place)
        for number, one in enumerate(agreements)
        for place in (1, 2, 3)
    )
    bulk(
        models.Agreement.sources.through(agreement=one, source=sources[number % len(sources)])
        for number, one in enumerate(agreements)
    )
    commitments = bulk(
        models.Commitment(
            agreement=one, number=number, reference=f"{one.reference}-{number:02}",
            title_ko=f"이행과제 {number}", wording_ko="협약 당사자는 범죄 예방을 위하여 상호 협력한다.",
        )
        for one in agreements
        for number in range(1, COMMITMENTS + 1)
    )  # fmt: skip
    bulk(
        models.CommitmentAgency(commitment=one, agency=agencies[(number + place) % 300], role=role)
        for number, one in enumerate(commitments)
        for place, role in enumerate(("lead", "support"))
    )
    bulk(
        models.Term(agreement=one, seq_from=one.published_seq, signed=one.signed, expires_on=one.expires_on)
        for one in agreements
    )
    reports: list[Any] = []
    last: dict[int, Any] = {}
    for seq in range(count + 1, size + 1):
        commitment = draw.choice(commitments)
        before = last.get(commitment.pk)
        said_on = date(2019, 1, 1) + timedelta(days=(seq - count) * 2500 // size)
        moves = draw.random() < 0.4 or before is None
        report = models.StatusReport(
            commitment=commitment, number=before.number + 1 if before else 1, status="on_track",
            progress=draw.choice((None, 10, 50)), said_on_first=said_on, said_on_last=said_on,
            note_ko=f"분기 점검 회의를 열어 추진 상황을 확인하였음({seq}). 다음 단계의 예산을 확보할 예정임.",
            place=seq, placed_on=timezone.localdate(published(seq)["published_at"]),
            stated_by=agencies[(commitment.pk - commitments[0].pk + seq % 2) % 300],
            origin=("agency", "research")[seq % 2], **published(seq),
            target_first=date(2023 + seq % 4, 1, 1) if moves else None,
            target_last=date(2023 + seq % 4, 12, 31) if moves else None,
            target_reason_ko="자료에 없음" if moves else "",
        )  # fmt: skip
        last[commitment.pk] = report
        reports.append(report)
    bulk(reports)
    bulk(
        models.StatusReport.sources.through(statusreport=report, source=sources[number % len(sources)])
        for number, report in enumerate(reports)
    )
    append(
        [(one, EntryKind.PUBLICATION, one.reference, "agreement") for one in agreements]
        + [(one, EntryKind.PUBLICATION, one.public_reference, "report") for one in reports]
    )
    bulk(state_rows(commitments))


def append(steps: list[tuple[Any, Any, str, str]]) -> None:
    from itertools import batched

    from agreements.actions.public_facts import public_facts_between
    from agreements.models import LedgerEntry
    from agreements.rules import ledger

    previous, rows = ledger.GENESIS, []
    for batch in batched(steps, 2000):
        facts = {}
        for model in {type(record) for record, *_ in batch}:
            keys = sorted(record.pk for record, *_ in batch if type(record) is model)
            for key, told in public_facts_between(model, keys[0], keys[-1]).items():
                facts[model, key] = told
        for record, kind, reference, owner in batch:
            made = ledger.make_entry(
                seq=record.published_seq, recorded_at=ledger.utc_timestamp(record.published_at), kind=kind,
                subject=reference, payload={"facts": facts[type(record), record.pk], "review": "reviewed"},
                salt=f"{record.published_seq:032x}", previous=previous,
            )  # fmt: skip
            previous = made.digest
            rows.append(
                LedgerEntry(
                    seq=made.seq, recorded_at=record.published_at, kind=kind, reference=reference,
                    payload=made.payload, salt=made.salt, payload_digest=made.payload_digest,
                    previous=made.previous, digest=made.digest, review="reviewed", **{owner: record},
                )
            )  # fmt: skip
    bulk(rows)


def state_rows(commitments: list[Any]) -> Iterator[Any]:
    from itertools import batched

    from agreements import models
    from agreements.actions.states_by_sequence import expected_rows, subjects_with_others

    for batch in batched(commitments, 1000):
        for subject, sides in subjects_with_others("commitment", tuple(one.pk for one in batch)):
            _kind, key = subject.key
            for row, seq_from, seq_to in expected_rows(subject, sides, {}):
                yield models.State(commitment_id=key, seq_from=seq_from, seq_to=seq_to, **row._asdict())


def download(path: Path) -> None:
    from django.test import Client

    started = time.perf_counter()
    with path.open("wb") as file:
        for chunk in Client().get("/ledger.jsonl"):
            file.write(chunk)
    took = time.perf_counter() - started
    print(f"{took:6.1f} s  ledger.jsonl, {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
