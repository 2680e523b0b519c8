"""How long a search and a list's text filter take on a large register.

    python -m tests.performance.search 20000
    python -m tests.postgres python -m tests.performance.search 20000

Makes a throwaway database with that many commitments, in a dozen wordings, then measures in a second
process.  Not a test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import statistics
import subprocess
import sys
import time
from urllib.parse import quote

from tests.performance.register import make, set_up, throwaway

QUERIES = (
    "",  # what the pages cost without a text
    "협약",  # in every agreement
    "업무협약",
    "보안등",
    "합동순찰",
    "공동대응팀 운영",
    "가상시 07",
    "안심귀갓길 보안등 설치",
    "2023-0017-03",
    "경찰 상담 학교",  # in wording only
    "기관",
    "군",
    "없는말이다",
    "보안등설치 점검의 예산",
)
LISTS = ("search", "agreements", "commitments", "reports", "timeline")


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 20_000
    with throwaway():
        make(size)
        subprocess.run([sys.executable, "-m", __spec__.name, "measure"], check=True)


def measure() -> None:
    from django.test import Client

    client = Client()
    print(
        f"{'query':24}" + "".join(f"{name:>16}" for name in LISTS) + "   (median ms of 5, of them CPU here)"
    )
    slowest = slowest_cpu = 0.0
    for text in QUERIES:
        line = f"{text:24}"
        for name in LISTS:
            times, cpu = [], []
            for _attempt in range(6):
                started, worked = time.perf_counter(), time.process_time()
                answer = client.get(f"/{name}/" + (f"?q={quote(text)}" if text else ""))
                times.append(1000 * (time.perf_counter() - started))
                cpu.append(1000 * (time.process_time() - worked))
                assert answer.status_code == 200, answer.content
            median, of_cpu = statistics.median(times[1:]), statistics.median(cpu[1:])
            slowest, slowest_cpu = max(slowest, median), max(slowest_cpu, of_cpu)
            line += f"{median:10.0f} {of_cpu:5.0f}"
        print(line)
    print(f"slowest: {slowest:.0f} ms, {slowest_cpu:.0f} ms of CPU")


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        set_up()
        measure()
    else:
        main()
