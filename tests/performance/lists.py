"""How long the home page and lists take on a large register; of files: ``tests/performance/exports.py``.

    python -m tests.performance.lists 100000
    python -m tests.postgres python -m tests.performance.lists 100000

Makes a throwaway database with that many commitments (a fifth as many agreements, three times as many
reports), then measures in a second process, so that making the rows does not count.  Not a test:
pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import statistics
import subprocess
import sys
import time

from tests.performance.register import make, set_up, throwaway

PAGES = (
    "/",
    "/commitments/",
    "/commitments/?page=2",
    "/commitments/?standing=late",
    "/commitments/?standing=silent",
    "/commitments/?status=completed",
    "/commitments/?agency=made-up-07-city",
    "/commitments/?region=41",
    "/commitments/?year=2023",
    "/commitments/?sort=deadline",
    "/commitments/?sort=-moved",
    "/commitments/?q=%EB%B3%B4%EC%95%88%EB%93%B1",
    "/commitments/?as_of=2023-08-01",
    "/commitments/?sort=agency",
    "/commitments/?region=41&status=completed&year=2023",
    "/commitments/?agency=made-up-07-city&standing=late&q=%EB%B3%B4%EC%95%88%EB%93%B1",
    "/commitments/?agency=made-up-07-city&status=dropped&year=2023",
    "/agreements/",
    "/agreements/?phase=expired",
    "/agreements/?agency=made-up-07-city",
    "/agreements/?sort=agency",
    "/agencies/",
    "/reports/",
    "/reports/?origin=research",
    "/commitments/?view=coming",
    "/commitments/?region=41110&standing=late",
    "/targets/",
    "/targets/?change=moved&region=41110",
    "/targets/?sort=-moved",
    "/timeline/",
    "/updates/",
    "/duties/",
    "/duties/?sort=due",
    "/duties/?agency=made-up-06-city",
    "/duties/?state=no_record&year=2023",
    "/duties/?as_of=2023-08-01",
)


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with throwaway():
        make(size)
        subprocess.run([sys.executable, "-m", __spec__.name, "measure"], check=True)


def measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    print(f"{'page':38} {'best ms':>8} {'median':>7} {'of them CPU':>12} {'queries':>8}")
    for address in PAGES:
        times, cpu = [], []
        for _attempt in range(6):
            started, worked = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.append(1000 * (time.perf_counter() - started))
            cpu.append(1000 * (time.process_time() - worked))
            assert answer.status_code == 200, answer.content
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        figures = f"{min(times):8.0f} {statistics.median(times):7.0f} {min(cpu):12.0f} {len(queries):8}"
        print(f"{address:38} {figures}")


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        set_up()
        measure()
    else:
        main()
