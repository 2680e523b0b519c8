"""How long a search and a list's text filter take on a large register, and how long reindexing takes.

    python -m tests.performance.search 20000
    python -m tests.postgres python -m tests.performance.search 20000

Makes a throwaway database with that many commitments, each in wording of its own, then measures in a second
process.  Not a test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import random
import statistics
import subprocess
import sys
import time
from urllib.parse import quote

from tests.performance.register import make_rows, set_up, throwaway

QUERIES = (
    "",  # what the pages cost without a text
    "협약",  # in every agreement
    "업무협약",
    "조명",
    "합동순찰",
    "공동대응팀 운영",
    "기관 7",
    "치안협력 조명 개선",
    "2023-00017-03",
    "경찰 상담 쉼터",  # in wording only
    "기관",
    "군",
    "없는말이다",
    "보안등조명 개선의 기관",
)
LISTS = ("search", "agreements", "commitments", "reports", "timeline")
# Words of which the wordings are made, two by two.
FIRST = [
    "경찰", "아동", "안전", "범죄", "예방", "교통", "순찰", "상담", "보호", "지원",
    "여성", "학교", "청소년", "노인", "주민", "지역", "합동", "공동", "정보", "피해",
]  # fmt: skip
SECOND = [
    "강화", "체계", "교육", "시설", "점검", "활동", "운영", "개선", "구축", "협력",
    "홍보", "대응", "쉼터", "센터", "회의", "훈련", "조사", "설치", "연계", "보고",
]  # fmt: skip


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 20_000
    with throwaway():
        make(size)
        subprocess.run([sys.executable, "-m", __spec__.name, "measure"], check=True)


def make(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from agreements.actions.reindex import rebuild_search_index
    from agreements.models import Commitment, SearchBigram, guards

    call_command("migrate", verbosity=0)
    chance = random.Random(5)  # no secret
    with guards.guards_lifted(connection):
        make_rows(size)
        commitments = list(Commitment.objects.all())
        for one in commitments:
            pairs = (f"{chance.choice(FIRST)} {chance.choice(SECOND)}" for _pair in range(15))
            one.wording_ko = f"{', '.join(pairs)}을 위하여 협력한다."
        Commitment.objects.bulk_update(commitments, ["wording_ko"], batch_size=2000)
    started = time.perf_counter()
    rebuild_search_index()
    took = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"{connection.vendor}: {size} commitments, {SearchBigram.objects.count()} bigrams,"
        f" reindexed in {took:.0f} s"
    )


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
